"""What the judges see of a comment beside its n-grams: its shape and the kinds of words in it."""

import re
from collections.abc import Sequence

from moderation.comment.lexicon import CLASSES, Lexicon

_CAP = 3
_LETTER_RUN = 5.0
SHAPE = (
    "length",
    "words",
    "capitals",
    "exclamations",
    "questions",
    "url",
    "mention",
    "quotation",
    "ellipsis",
    "digits",
)
PAIRS = (
    ("group", "always"),
    ("group", "insult"),
    ("group", "crude"),
    ("group", "threat"),
    ("address", "insult"),
    ("address", "vulgar"),
    ("address", "threat"),
    ("address", "insinuation"),
    ("counter", "insult"),
    ("counter", "vulgar"),
    ("counter", "negation"),
    ("buy", "own"),
    ("buy", "address"),
    ("party", "address"),
    ("moderator", "own"),
    ("nazi", "address"),
    ("conspiracy", "insinuation"),
    ("group", "contempt"),
    ("group", "praise"),
    ("group", "expel"),
    ("group", "slur"),
    ("slur", "own"),
    ("address", "contempt"),
    ("negation", "contempt"),
    ("negation", "praise"),
    ("counter", "contempt"),
    ("counter", "slur"),
)
SALES = ("links", "sales cues", "kinds of sales cues")
NAMES = (*SHAPE, *CLASSES, *(f"{left} and {right}" for left, right in PAIRS), *SALES)
# By the number of a pair's first class: that of its second, and the pair's place among the features after the shape.
_PAIRS = tuple(
    tuple((CLASSES.index(right), len(CLASSES) + place) for place, (left, right) in enumerate(PAIRS) if left == name)
    for name in CLASSES
)
_QUOTATION_MARKS = frozenset('"„»“«')
_DIGITS = frozenset("0123456789")
_UPPER = re.compile(r"[A-ZÄÖÜ]")
_NONE = (0.0,) * (len(CLASSES) + len(PAIRS))


def tally_classes(words: Sequence[str], lexicon: Lexicon) -> Sequence[int]:
    """Return how many of the words are of each class, by number; empty where none is."""
    found = [numbers for numbers in map(lexicon.known.__getitem__, words) if numbers]
    if not found:
        return ()
    tally = [0] * len(CLASSES)
    for numbers in found:
        for number in numbers:
            tally[number] += 1
    return tally


def describe(text: str, characters: set[str], words: int, tally: Sequence[int]) -> list[float]:
    """Return the features in the order of `NAMES`, but for the last ones, `SALES`; each in [0, 1].

    :param words: how many the text has; `tally` how many of each class.
    """
    features = _shape(text, characters, words)
    if not tally:
        return [*features, *_NONE]
    kinds = [*_NONE]
    for number, count in enumerate(tally):
        if count:
            kinds[number] = count / _CAP if count < _CAP else 1.0
            for right, place in _PAIRS[number]:
                if tally[right]:
                    kinds[place] = 1.0
    return features + kinds


def _shape(text: str, characters: set[str], words: int) -> list[float]:
    length = len(text)
    return [
        min(length, 1000) / 1000.0,
        1.0 / (1.0 + words),
        min(1.0, 2.0 * len(_UPPER.findall(text)) / (length + 1.0)),
        min(text.count("!"), _LETTER_RUN) / _LETTER_RUN if "!" in characters else 0.0,
        min(text.count("?"), _LETTER_RUN) / _LETTER_RUN if "?" in characters else 0.0,
        1.0 if "://" in text or "www." in text else 0.0,
        1.0 if text.startswith("@") else 0.0,
        0.0 if _QUOTATION_MARKS.isdisjoint(characters) else 1.0,
        min(text.count("...") + text.count("…"), _LETTER_RUN) / _LETTER_RUN,
        0.0 if _DIGITS.isdisjoint(characters) else 1.0,
    ]
