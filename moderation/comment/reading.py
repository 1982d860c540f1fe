"""A comment read once for all who judge it."""

from collections.abc import Sequence
from dataclasses import dataclass

from moderation.comment.advertising import Cues, find_cues
from moderation.comment.features import describe, tally_classes
from moderation.comment.lexicon import Lexicon
from moderation.comment.links import Link, find_links
from moderation.text.normalise import fold
from moderation.text.tokens import split_words

# The letters that people stretch.
_TRIPLES = tuple(3 * letter for letter in "aeiouscfrhtnkm")


@dataclass(frozen=True, slots=True)
class Reading:
    """What all judges need of a comment.

    :ivar characters: every character it holds.
    :ivar words: folded, without signs.
    :ivar tally: how often each word class occurs, by number; empty where none does.
    :ivar stretched: whether a letter stands there three times in a row.
    :ivar features: in the order of `moderation.comment.features.NAMES`.
    """

    text: str
    characters: set[str]
    folded: str
    words: list[str]
    tally: Sequence[int]
    stretched: bool
    links: tuple[Link, ...]
    cues: Cues
    features: list[float]


def read_comment(text: str, lexicon: Lexicon) -> Reading:
    """Read a comment for judging; the caller bounds its length."""
    folded = fold(text)
    words = split_words(folded)
    characters = set(text)
    tally = tally_classes(words, lexicon)
    links = find_links(text) if "." in characters or "punkt" in folded or "dot" in folded else ()
    cues = find_cues(text, folded, words, links)
    features = describe(text, characters, len(words), tally)
    features += (min(len(links), 3) / 3.0, min(cues.worth, 4.0) / 4.0, min(cues.kinds, 4) / 4.0)
    stretched = True in [triple in folded for triple in _TRIPLES]
    return Reading(text, characters, folded, words, tally, stretched, links, cues, features)
