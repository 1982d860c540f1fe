"""What the judges see of a comment beside its n-grams: its shape and the kinds of words in it."""

from collections.abc import Sequence

from moderation.comment.advertising import Cues
from moderation.comment.lexicon import BIT, CLASSES
from moderation.comment.signs import AT, DIGIT, DOT, EXCLAMATION, QUESTION, QUOTATION, SLASH, Signs

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
# By a class: the bits of those that a pair joins it with, and the place of the pair among the features.
_PAIRED = tuple(
    tuple((BIT[right], len(SHAPE) + len(CLASSES) + place) for place, (left, right) in enumerate(PAIRS) if left == name)
    for name in CLASSES
)
_ALL = (1 << len(CLASSES)) - 1
_NONE = (0.0,) * (len(CLASSES) + len(PAIRS))


def describe(
    text: str, signs: Signs, words: int, marked: int, classes: Sequence[float], links: int, cues: Cues
) -> list[float]:
    """Return the features of a comment in the order of `NAMES`, all in [0, 1].

    :param words: how many it has; `marked` their classes as bits, and `classes` how many are of each.
    :param links: how many it has.
    """
    features = _shape(text, signs, words)
    features += _NONE
    left = marked & _ALL
    while left:
        number = (left & -left).bit_length() - 1
        left &= left - 1
        count = classes[number]
        features[len(SHAPE) + number] = count / _CAP if count < _CAP else 1.0
        for right, place in _PAIRED[number]:
            if marked & right:
                features[place] = 1.0
    features += (min(links, 3) / 3.0, min(cues.worth, 4.0) / 4.0, min(cues.kinds, 4) / 4.0)
    return features


def _shape(text: str, signs: Signs, words: int) -> list[float]:
    length, kinds = len(text), signs.kinds
    dots = text.count("...") if kinds & DOT else 0
    return [
        length / 1000.0 if length < 1000 else 1.0,
        1.0 / (1.0 + words),
        min(1.0, 2.0 * signs.capitals / (length + 1.0)),
        min(signs.text.count("!"), _LETTER_RUN) / _LETTER_RUN if kinds & EXCLAMATION else 0.0,
        min(signs.text.count("?"), _LETTER_RUN) / _LETTER_RUN if kinds & QUESTION else 0.0,
        1.0 if (kinds & SLASH and "://" in text) or (kinds & DOT and "www." in text) else 0.0,
        1.0 if kinds & AT and text[0] == "@" else 0.0,
        1.0 if kinds & QUOTATION else 0.0,
        min(dots + signs.text.count("…"), _LETTER_RUN) / _LETTER_RUN,
        1.0 if kinds & DIGIT else 0.0,
    ]
