"""A comment read once for all who judge it."""

from collections.abc import Sequence
from functools import cache

import msgspec
import numpy as np

from moderation.comment import marks
from moderation.comment.advertising import Cues, find_cues
from moderation.comment.features import describe
from moderation.comment.frames import Slots, frames
from moderation.comment.lexicon import Lexicon
from moderation.comment.links import Link, find_links, is_dotted
from moderation.comment.signs import DOT, DOTTED, QUESTION, QUOTATION, Signs, read_signs
from moderation.comment.vocabulary import COMMON, LETTERS, Totals, Vocabulary
from moderation.text.language import is_mostly_german, is_plainly_german
from moderation.text.normalise import fold
from moderation.text.tokens import split_words

_GLANCE = 100


class Reading(msgspec.Struct, frozen=True, gc=False):
    """What all judges need of a comment.

    :ivar words: folded, without signs; `letters` how many of them are single letters.
    :ivar marks: of the words, as bits of `moderation.comment.marks` and of the word classes.
    :ivar german: whether its words are German at a glance.
    :ivar features: in the order of `moderation.comment.features.NAMES`.
    :ivar frames: the slots of its frames, where it names a group.
    """

    text: str
    signs: Signs
    folded: str
    words: list[str]
    letters: float
    marks: int
    german: bool
    links: tuple[Link, ...]
    cues: Cues
    features: list[float]
    frames: Slots | None = None


def read_comment(text: str, lexicon: Lexicon) -> Reading:
    """Read a comment for judging; the caller bounds its length."""
    return read_comments([text], _unweighted(lexicon))[0][0]


def read_comments(texts: Sequence[str], vocabulary: Vocabulary) -> tuple[list[Reading], Totals]:
    """Read comments for judging, and add up their words; together they have at most 24,000 characters."""
    folded = list(map(fold, texts))
    words = list(map(split_words, folded))
    totals = vocabulary.add_up(words)
    readings = []
    for number, text in enumerate(texts):
        plain, own, marked = folded[number], words[number], totals.marks[number]
        signs = read_signs(text)
        links = find_links(text) if _may_link(text, plain, signs, marked) else ()
        cues = find_cues(text, own, marked, signs, links)
        counts = totals.counts[number]
        german = _is_german(own, counts[COMMON])
        features = describe(text, signs, len(own), marked, counts, len(links), cues)
        framed = _frames(own, signs.kinds) if marked & marks.GROUPS else None
        readings.append(
            Reading(text, signs, plain, own, counts[LETTERS], marked, german, links, cues, features, framed)
        )
    return readings, totals


def _frames(words: Sequence[str], signs: int) -> Slots:
    return frames().slots(words, quotes=signs & QUOTATION != 0, asks=signs & QUESTION != 0)


def _is_german(words: Sequence[str], common: float) -> bool:
    return is_mostly_german(common, len(words)) if len(words) <= _GLANCE else is_plainly_german(words)


def _may_link(text: str, folded: str, signs: Signs, marked: int) -> bool:
    """Tell whether anything in a comment could be a link: most comments have no more than full stops."""
    if marked & marks.LINKS and ("punkt" in folded or "dot" in folded or "www" in folded or "w w w" in folded):
        return True
    if signs.kinds & DOTTED and is_dotted(text):
        return True
    return signs.kinds & DOT != 0 and (" ." in text or "://" in text)


@cache
def _unweighted(lexicon: Lexicon) -> Vocabulary:
    return Vocabulary(np.zeros((1 << 18, 0), np.int8), lexicon)
