"""Shouting: capitals, heaped punctuation, rows of symbols."""

import re

from moderation.comment.findings import Finding, evidence
from moderation.comment.marks import STRETCHED
from moderation.comment.reading import Reading
from moderation.comment.signs import CAPITAL, COMMON, EXCLAMATION, QUESTION, RARE
from moderation.policy.values import Category

_CAPITAL_RUN = re.compile(r"(?:\b[A-ZÄÖÜẞ]{3,}\b[\s,.:;!?–-]*){4,40}")
_CAPITALS = re.compile(r"[A-ZÄÖÜ]{3}")
_HEAPED = re.compile(r"[!?]{4,}|!{3,}|\?{4,}")
_ROW = re.compile(r"([^\w\s.\-–_=*])\1{4,}|([A-Za-zÄÖÜäöü])\2{5,}")
_MARKS = EXCLAMATION | QUESTION
_FEW_CAPITALS, _FEW_MARKS = 12, 3
_MIN_LETTERS = 20
_WINDOW = 8_000


def may_shout(comment: Reading) -> bool:
    """Tell whether a comment has enough capitals, or signs or letters that could stand in a row."""
    kinds = comment.signs.kinds
    if kinds & (CAPITAL | RARE) or comment.signs.capitals >= _FEW_CAPITALS or comment.marks & STRETCHED:
        return True
    return kinds & _MARKS != 0 and comment.signs.text.count("!") + comment.signs.text.count("?") >= _FEW_MARKS


def judge_shouting(comment: Reading) -> Finding | None:
    """Return where a comment shouts; abbreviations and single emphasised words do not count.

    To be asked where it `may_shout`.
    """
    window, kinds = comment.text[:_WINDOW], comment.signs.kinds
    finding = _capitals(window) if comment.signs.capitals >= _FEW_CAPITALS or kinds & CAPITAL else None
    if finding is not None:
        return finding
    signs = window.count("!") + window.count("?") if kinds & _MARKS else 0
    if signs >= _FEW_MARKS:
        heaps = [match.span() for match in _HEAPED.finditer(window)]
        longest = max((end - start for start, end in heaps), default=0)
        if longest >= 4 or len(heaps) >= 2 or (signs >= 8 and 12 * signs > len(window)):
            score = 0.93 if longest >= 5 or len(heaps) >= 2 else 0.75
            return Finding(Category.SHOUTING, score, score > 0.9, evidence(window, heaps, "gehäufte Satzzeichen"))
        if heaps:
            return Finding(Category.SHOUTING, 0.4, False, evidence(window, heaps, "gehäufte Satzzeichen"))
    if not (comment.marks & STRETCHED or (kinds & RARE and _has_row(window, comment.signs.text))):
        return None
    rows = [match.span() for match in _ROW.finditer(window)]
    if rows:
        return Finding(Category.SHOUTING, 0.7, False, evidence(window, rows, "Zeichenreihe"))
    return None


def _has_row(window: str, signs: str) -> bool:
    """Tell whether one of the unusual signs stands there five times in a row."""
    return any(5 * sign in window for sign in set(signs) - COMMON)


def _capitals(text: str) -> Finding | None:
    if _CAPITALS.search(text) is None:
        return None
    upper = sum(map(str.isupper, text))
    if upper < _FEW_CAPITALS:
        return None
    letters = sum(map(str.isalpha, text))
    if letters >= _MIN_LETTERS and upper > 0.6 * letters:
        return Finding(Category.SHOUTING, 0.97, True, evidence(text, [(0, len(text))], "fast nur Großbuchstaben"))
    runs = [match.span() for match in _CAPITAL_RUN.finditer(text)]
    if runs or upper > 0.35 * max(letters, 40):
        spans = runs or [(0, len(text))]
        return Finding(Category.SHOUTING, 0.85, False, evidence(text, spans, "Wörter in Großbuchstaben"))
    return None
