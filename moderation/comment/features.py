"""What the judges see of a comment beside its n-grams: its shape and the kinds of words in it."""

from collections.abc import Sequence

from moderation.comment.lexicon import BEGINNING_EDGE, CLASSES, TAIL_EDGE, Lexicon

_CAP = 3
_LETTER_RUN = 5.0
SHAPE = ("length", "words", "capitals", "exclamations", "questions", "url", "mention", "quotation", "ellipsis", "digits")
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
)
SALES = ("links", "sales cues", "kinds of sales cues")
NAMES = (*SHAPE, *CLASSES, *(f"{left} and {right}" for left, right in PAIRS), *SALES)
_PAIRS = tuple((CLASSES.index(left), CLASSES.index(right)) for left, right in PAIRS)
_QUOTATION_MARKS = ('"', "„", "»", "“", "«")
_NONE = (0.0,) * len(CLASSES)
_NO_PAIRS = (0.0,) * len(_PAIRS)


def describe(text: str, words: Sequence[str], lexicon: Lexicon) -> list[float]:
    """Return the features in the order of `NAMES`, but for the last ones, `SALES`; each in [0, 1].

    :param words: of `text`, folded.
    """
    counts = _NONE
    pairs = _NO_PAIRS
    found = class_hits(words, lexicon)
    if found:
        tally = [0] * len(CLASSES)
        for numbers in found:
            for number in numbers:
                tally[number] += 1
        counts = tuple([count / _CAP if count < _CAP else 1.0 for count in tally])
        pairs = tuple([1.0 if tally[left] and tally[right] else 0.0 for left, right in _PAIRS])
    return [*_shape(text, len(words)), *counts, *pairs]


def class_hits(words: Sequence[str], lexicon: Lexicon) -> list[tuple[int, ...]]:
    """Return the classes of the words that have any."""
    forms, beginnings, tails = lexicon.forms, lexicon.beginnings, lexicon.tails
    found = [forms[word] for word in words if word in forms]
    for word in words:
        if (word[:BEGINNING_EDGE] in beginnings or word[-TAIL_EDGE:] in tails) and word not in forms:
            found.append(lexicon.compound_classes(word))
    return found


def _shape(text: str, words: int) -> tuple[float, ...]:
    length = len(text)
    lower = text.lower()
    changed = 0 if lower == text else sum(map(str.isupper, text))
    return (
        min(length, 1000) / 1000.0,
        1.0 / (1.0 + words),
        min(1.0, 2.0 * changed / (length + 1.0)),
        min(text.count("!"), _LETTER_RUN) / _LETTER_RUN,
        min(text.count("?"), _LETTER_RUN) / _LETTER_RUN,
        1.0 if "://" in text or "www." in text else 0.0,
        1.0 if text.startswith("@") else 0.0,
        1.0 if any(mark in text for mark in _QUOTATION_MARKS) else 0.0,
        min(text.count("...") + text.count("…"), _LETTER_RUN) / _LETTER_RUN,
        1.0 if any(digit in text for digit in "0123456789") else 0.0,
    )
