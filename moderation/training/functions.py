"""Sentences by function: hatred, and what only looks like it, in many wordings about many groups.

The functional groups follow Röttger et al., "HateCheck: functional tests for hate speech detection models" (2021);
sentences and groups are our own. Those for training and those for judging share neither wording nor, mostly, groups.
"""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib import resources

from moderation.policy.values import Category
from moderation.training.corpora import Example

_FILLED = 10
_MISSPELT_EVERY = 4
# What the sentences are about; other clauses they may break are left open.
_TAUGHT = frozenset((Category.DISCRIMINATION, Category.HATE, Category.VIOLENCE, Category.INSULT, Category.PROFANITY))
_HATEFUL = frozenset((Category.DISCRIMINATION, Category.HATE, Category.VIOLENCE))
_GAP = re.compile(r"\{(\w+)\}")
_LEET = str.maketrans("aeiost", "4310$7")


@dataclass(frozen=True, slots=True)
class People:
    """People a sentence may speak of, in the forms it needs."""

    plural: str
    dative: str
    one: str
    protected: bool


def read_functions(split: str, *, seed: int = 0) -> list[Example]:
    """Return the sentences of a split filled in, hateful ones also misspelt as people do to get past filters.

    :param split: `train` or `heldout`.
    """
    generator = random.Random(seed)  # noqa: S311 - a choice of samples
    people = _read_people(split)
    words = {name: listed.split("|") for name, listed in _rows("words.tsv")}
    examples = []
    for number, (function, names, sentence) in enumerate(_rows(f"{split}.tsv")):
        breaks = frozenset() if names == "-" else frozenset(map(Category, names.split(","))) & _TAUGHT
        for place, text in enumerate(_filled(sentence, people, words, generator)):
            examples.append(_example(f"functions/{split}-{number}-{place}", function, text, breaks))
            if breaks & _HATEFUL and place % _MISSPELT_EVERY == 0:
                kind, misspelt = _misspell(text, generator)
                name = f"functions/{split}-{number}-{place}m"
                examples.append(_example(name, f"spelling: {kind}", misspelt, breaks, group=number))
    return examples


def _example(name: str, function: str, text: str, breaks: frozenset[Category], *, group: int | None = None) -> Example:
    # Only what the sentences were written for is known of them; whether a rude one breaks more is left open.
    keeps = _HATEFUL - breaks if not breaks & _HATEFUL else frozenset({Category.VIOLENCE} - breaks)
    if not breaks:
        keeps |= {Category.INSULT}
    origin = name.rsplit("-", 1)[0] if group is None else f"{name.split('-', maxsplit=1)[0]}-{group}"
    return Example(name, text, breaks, frozenset(keeps), "functions", origin, kind=function)


def _filled(
    sentence: str, people: Sequence[People], words: Mapping[str, Sequence[str]], generator: random.Random
) -> Iterator[str]:
    if "{" not in sentence:
        yield sentence
        return
    fitting = [one for one in people if one.protected is ("{o}" not in sentence)]
    for one in generator.sample(fitting, min(_FILLED, len(fitting))):
        forms = {"n": one.plural, "d": one.dative, "e": one.one, "o": one.plural}
        parts = _GAP.split(sentence)
        # Every other part is the name of a gap.
        parts[1::2] = [forms.get(name) or generator.choice(words[name]) for name in parts[1::2]]
        text = "".join(parts)
        yield text[0].upper() + text[1:]


def _misspell(text: str, generator: random.Random) -> tuple[str, str]:
    """Return how and what: digits for letters, a letter lost or swapped, blanks lost or added."""
    kind = generator.choice(("digits", "letter lost", "letters swapped", "blanks lost", "blanks added"))
    words = text.split()
    place = max(range(len(words)), key=lambda number: (len(words[number]), number))
    word = words[place]
    cut = generator.randrange(1, max(2, len(word) - 1))
    if kind == "digits":
        return kind, " ".join(one.translate(_LEET) if len(one) > 3 else one for one in words)
    if kind == "blanks lost":
        return kind, "".join(words)
    changed = {
        "letter lost": word[:cut] + word[cut + 1 :],
        "letters swapped": word[: cut - 1] + word[cut : cut + 1] + word[cut - 1] + word[cut + 1 :],
        "blanks added": " ".join(word),
    }[kind]
    return kind, " ".join([*words[:place], changed, *words[place + 1 :]])


def _read_people(split: str) -> list[People]:
    rows = [row for row in _rows("groups.tsv") if row[0] == split]
    return [People(plural, dative, one, protected == "y") for _, plural, dative, one, protected in rows]


def _rows(name: str) -> list[list[str]]:
    text = resources.files("moderation.training.data").joinpath("functions", name).read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


def functions_digest() -> str:
    """Return the digest of what sentences are made from, for the card."""
    folder = resources.files("moderation.training.data") / "functions"
    parts = ("groups.tsv", "words.tsv", "train.tsv")
    return sha256(b"".join(folder.joinpath(part).read_bytes() for part in parts)).hexdigest()
