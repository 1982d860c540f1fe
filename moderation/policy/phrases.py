"""Which categories a phrase names by the word lists, kept as data."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from moderation.policy.patterns import Found, PatternSet
from moderation.policy.values import Category
from moderation.policy.words import Word

# Of two names for one word, the one on the right is meant: an advertising link is advertising.
OVERRULED = {
    Category.LINKS: frozenset((Category.ADVERTISING, Category.SPAM)),
    Category.ADVERTISING: frozenset((Category.POLITICAL,)),
    Category.DEFAMATION: frozenset((Category.INSULT,)),
    Category.EXTREMISM: frozenset((Category.HATE, Category.POLITICAL)),
    Category.MISINFORMATION: frozenset((Category.CONSPIRACY,)),
    Category.INSINUATION: frozenset((Category.GENERALISATION,)),
}
LEXICA = ("lexicon_persons.json", "lexicon_debate.json", "lexicon_form.json")


class Valence(StrEnum):
    """How policies speak of a thing: as what they forbid, what they demand, either, or as a rule in itself."""

    FORBIDDEN = "forbidden"
    DEMANDED = "demanded"
    EITHER = "either"
    STATED = "stated"


@dataclass(frozen=True, slots=True)
class Mention:
    """A category named by the words `first` to `last` of a phrase.

    :ivar probability: 1 where a word list says so.
    """

    category: Category
    valence: Valence
    first: int
    last: int
    covered: tuple[int, ...]
    probability: float = 1.0


def categories_of(words: Sequence[Word]) -> list[Mention]:
    """Return what a phrase names, in order; the more specific of two overlapping names stays."""
    found = [_mention(match) for match in _lexicon().find(list(words))]
    kept: dict[tuple[Category, int], Mention] = {}
    for mention in _most_specific(found):
        kept.setdefault((mention.category, mention.first), mention)
    return sorted(kept.values(), key=lambda mention: mention.first)


def _mention(match: Found[tuple[Category, Valence]]) -> Mention:
    category, valence = match.meaning
    return Mention(category, valence, match.first, match.last, match.covered)


def _most_specific(found: list[Mention]) -> list[Mention]:
    """Drop a name whose words all belong to a longer one."""
    largest: dict[int, Mention] = {}
    for mention in found:
        for index in mention.covered:
            if index not in largest or len(mention.covered) > len(largest[index].covered):
                largest[index] = mention
    kept = []
    for mention in sorted(found, key=lambda item: (-len(item.covered), item.valence is not Valence.STATED)):
        holders = [largest[index] for index in mention.covered]
        swallowed = any(
            len(holder.covered) > len(mention.covered) and set(mention.covered) <= set(holder.covered)
            for holder in holders
        )
        if not swallowed:
            kept.append(mention)
    return [mention for mention in kept if not _is_overruled(mention, kept)]


def _is_overruled(mention: Mention, others: list[Mention]) -> bool:
    overruling = OVERRULED.get(mention.category, frozenset())
    return bool(overruling) and any(
        other.category in overruling and set(mention.covered) <= set(other.covered) for other in others
    )


@cache
def _lexicon() -> PatternSet[tuple[Category, Valence]]:
    patterns: list[tuple[str, tuple[Category, Valence]]] = []
    folder = resources.files("moderation.policy.data")
    for name in LEXICA:
        for category, lists in json.loads(folder.joinpath(name).read_text("utf-8")).items():
            for valence, phrases in lists.items():
                patterns.extend((phrase, (Category(category), Valence(valence))) for phrase in phrases)
    return PatternSet(patterns)
