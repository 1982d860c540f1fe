"""The words of a text, folded so that spelling, gender forms and hyphens do not matter."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

# Hyphens inside a compound and gender signs before -in(nen) belong to the word; so do soft hyphens and combining marks.
_JOINING = "\u00ad\u200b\u200d\u0300-\u036f"
_WORD = re.compile(
    rf"[-‐‑]?[^\W_](?:[\w{_JOINING}]|[-‐‑'’](?=\w)|[:*·/](?=-?in(?:nen)?\b)|\((?=-?in(?:nen)?\))|[.,'’](?=\d))*[-‐‑]?"
)
_MARK = re.compile(r"[,;:()!?.…–—•/&]|\s-\s")
_TOKEN = re.compile(f"{_WORD.pattern}|{_MARK.pattern}")
_DROPPED = re.compile(rf"[{_JOINING}'’]")
_HYPHENS = re.compile(r"[-‐‑]")
_FEMININE = re.compile(r"(?:[:*·/_(]-?)in(nen)?\b")
_FOLDING = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e", "è": "e", "ê": "e", "à": "a", "ç": "c"})
# No German compound is longer; what is, was made to cost time.
MAX_WORD = 60


class Word(NamedTuple):
    """A word or a punctuation mark of a sentence; a tuple, since it is made a hundred times per footer.

    :ivar folded: lower case, umlauts spelled out, hyphens dropped; what patterns are matched against.
    :ivar start: offset in the text that was split.
    :ivar open_end: a hyphen at the end asks for the rest of a later word ("ruf- und geschäftsschädigend").
    :ivar open_start: a hyphen at the start asks for the beginning of an earlier word ("Werbeinhalte und -links").
    """

    folded: str
    start: int
    end: int
    is_mark: bool = False
    open_end: bool = False
    open_start: bool = False


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """Return a word as patterns see it."""
    if not word.isascii():
        word = _DROPPED.sub("", unicodedata.normalize("NFC", word))
    lowered = word[:MAX_WORD].lower().translate(_FOLDING)
    if "in" in lowered:
        lowered = _FEMININE.sub(r"in\1", lowered)
    return _HYPHENS.sub("", lowered).replace("'", "")


def split_words(text: str, offset: int = 0) -> list[Word]:
    """Return the words and marks of a text in order.

    :param offset: added to every start and end.
    """
    words = []
    for match in _TOKEN.finditer(text):
        raw = match.group()
        start, end = match.start() + offset, match.end() + offset
        if raw[0] in "-‐‑" and len(raw) > 1 and raw[1].isalnum():
            words.append(Word(fold(raw), start, end, open_start=True))
        elif raw[0].isalnum():
            words.append(Word(fold(raw), start, end, open_end=raw[-1] in "-‐‑"))
        else:
            words.append(Word("-" if raw.strip() == "-" else raw, start, end, is_mark=True))
    return words


def completions(words: list[Word], index: int) -> tuple[str, ...]:
    """Return what a word with a dangling hyphen may stand for: itself joined with each part of its partner."""
    word = words[index]
    if word.open_end:
        partner = _partner(words, range(index + 1, min(index + 12, len(words))))
        return tuple(word.folded + partner[cut:] for cut in range(2, len(partner) - 3)) if partner else ()
    if word.open_start:
        partner = _partner(words, range(index - 1, max(index - 12, -1), -1))
        return tuple(partner[:cut] + word.folded for cut in range(3, len(partner) - 2)) if partner else ()
    return ()


_LINKING = frozenset(("und", "oder", "sowie", "bzw", "beziehungsweise", "wie", "auch", "noch", "and", "or", "u", "od"))


def _partner(words: list[Word], order: range) -> str:
    """Return the nearest whole word that is no conjunction."""
    for index in order:
        candidate = words[index]
        whole = not (candidate.is_mark or candidate.open_end or candidate.open_start)
        if whole and len(candidate.folded) > 4 and candidate.folded not in _LINKING:
            return candidate.folded
    return ""
