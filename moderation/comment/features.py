"""What the judges see of a comment beside its n-grams: its shape and the kinds of words in it."""

from collections.abc import Mapping, Sequence

from moderation.comment.lexicon import CLASSES, Lexicon
from moderation.comment.signs import Signs

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
_SHAPED = len(SHAPE)
_QUOTATION_MARKS = frozenset('"„»“«')
_DIGITS = frozenset("0123456789")
_KINDS = len(CLASSES)
_NONE = (0.0,) * (_KINDS + len(PAIRS))


def tally_classes(words: Sequence[str], lexicon: Lexicon) -> dict[int, int]:
    """Return how many of the words are of each class or bear each mark, by number, where any is."""
    tally: dict[int, int] = {}
    for numbers in filter(None, map(lexicon.known.__getitem__, words)):
        for number in numbers:
            tally[number] = tally.get(number, 0) + 1
    return tally


def describe(text: str, signs: Signs, words: int, tally: Mapping[int, int]) -> list[float]:
    """Return the features in the order of `NAMES`, but for the last ones, `SALES`; each in [0, 1].

    :param words: how many the text has; `tally` how many of each class.
    """
    features = _shape(text, signs, words)
    features += _NONE
    for number, count in tally.items():
        if number < _KINDS:
            features[_SHAPED + number] = count / _CAP if count < _CAP else 1.0
            for right, place in _PAIRS[number]:
                if right in tally:
                    features[_SHAPED + place] = 1.0
    return features


def _shape(text: str, signs: Signs, words: int) -> list[float]:
    length, kinds = len(text), signs.kinds
    dots = text.count("...") if "." in kinds else 0
    return [
        length / 1000.0 if length < 1000 else 1.0,
        1.0 / (1.0 + words),
        min(1.0, 2.0 * signs.capitals / (length + 1.0)),
        min(signs.text.count("!"), _LETTER_RUN) / _LETTER_RUN if "!" in kinds else 0.0,
        min(signs.text.count("?"), _LETTER_RUN) / _LETTER_RUN if "?" in kinds else 0.0,
        1.0 if ("/" in kinds and "://" in text) or ("." in kinds and "www." in text) else 0.0,
        1.0 if "@" in kinds and text[0] == "@" else 0.0,
        0.0 if _QUOTATION_MARKS.isdisjoint(kinds) else 1.0,
        min(dots + signs.text.count("…"), _LETTER_RUN) / _LETTER_RUN,
        0.0 if _DIGITS.isdisjoint(kinds) else 1.0,
    ]
