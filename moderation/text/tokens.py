"""Words of a text: folded for comparison, with their places, and cut to rough stems."""

import re
from typing import NamedTuple

from moderation.text.normalise import fold, offsets, without_signs

_WORD = re.compile(r"\S+")
_ENDINGS = ("ungen", "innen", "ern", "ung", "est", "end", "em", "en", "er", "es", "st", "et", "e", "n", "s", "t")
_SHORTEST_STEM = 4


class Word(NamedTuple):
    """A folded word and its place `start` to `end` in the text as given."""

    text: str
    start: int
    end: int


def split_words(folded: str) -> list[str]:
    """Return the words of a folded text; signs part words, digits count as noughts."""
    return without_signs(folded).split()


def locate_words(text: str) -> list[Word]:
    """Return the same words as `split_words(fold(text))`, with their places in `text`."""
    places = offsets(text)
    return [
        Word(match.group(), places[match.start()], places[match.end() - 1] + 1)
        for match in _WORD.finditer(without_signs(fold(text)))
    ]


def stem(word: str) -> str:
    """Return a rough stem of a folded German or English word: common endings off, never under four letters.

    After the light stemmers of Savoy (2006): for matching, cutting little and often beats cutting much.
    """
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word
