"""What the judges see of a comment beside its n-grams: its shape and the kinds of words in it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from moderation.comment.advertising import Cues
from moderation.comment.lexicon import CLASSES
from moderation.comment.links import Link
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
_LEFT, _RIGHT = ([CLASSES.index(pair[side]) for pair in PAIRS] for side in (0, 1))
_PAIRED = len(SHAPE) + len(CLASSES)
_SHAPE_AND_SALES = [*range(len(SHAPE)), *range(_PAIRED + len(PAIRS), len(NAMES))]


def describe(
    texts: Sequence[str],
    signs: Sequence[Signs],
    words: Sequence[Sequence[str]],
    classes: NDArray[np.float32],
    links: Sequence[Sequence[Link]],
    cues: Sequence[Cues],
) -> NDArray[np.float64]:
    """Return the features of comments, one row each in the order of `NAMES`, all in [0, 1].

    :param classes: how many words of each comment are of each class.
    """
    features = np.empty((len(texts), len(NAMES)))
    shaped = list(map(_shape, texts, signs, map(len, words), map(len, links), cues))
    features[:, _SHAPE_AND_SALES] = shaped
    features[:, len(SHAPE) : _PAIRED] = np.minimum(classes / np.float64(_CAP), 1.0)
    met = classes > 0
    features[:, _PAIRED : -len(SALES)] = met[:, _LEFT] & met[:, _RIGHT]
    return features


def _shape(text: str, signs: Signs, words: int, links: int, cues: Cues) -> tuple[float, ...]:
    length, kinds = len(text), signs.kinds
    dots = text.count("...") if kinds & DOT else 0
    return (
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
        min(links, 3) / 3.0,
        min(cues.worth, 4.0) / 4.0,
        min(cues.kinds, 4) / 4.0,
    )
