"""A policy text in pieces: sentences, list items and headings, also where line breaks and bullets were lost."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

from moderation.text.sentences import Sentence, split_sentences

_BULLET = re.compile(
    r"\s*(?:[•·▪●‣◦■□➤►▸→✓✔✗✘❌*+–—-]+|[(]?\d{1,2}[.):]{1,2}(?!\d)|[(]?[a-z][)]|§\s*\d+[a-z]?[.:]?|[IVX]{1,5}[.)])\s+"
)
# Bullets and numbers in the middle of a line: what is left of a list whose line breaks were lost.
_INLINE_SIGN = re.compile(r"\s[•·▪●‣◦■□➤►▸✓✔✗✘❌]\s*")
_INLINE_DASH = re.compile(r"(?<=[^\s,])\s+[–—*-]\s+(?=[^\W\d_])")
_INLINE_NUMBER = re.compile(r"\s(?=(?:[(]?\d{1,2}[.)]|[(]?[a-h][)])\s+[^\W\d_])")
# The head of the next list, right behind the last item of the one before.
_INLINE_HEAD = re.compile(
    r"\s(?=(?:Nicht|Unerwünscht|Verboten|Tabu|Untersagt|Unzulässig|Erlaubt|Erwünscht|Willkommen|Gestattet|Zulässig|Gern"
    r"|Das geht|Okay|No-Gos?)\b[^.:!?–•\n]{0,30}:)"
)
_LINE_END = re.compile(r"[\r\n\v\f\u2028\u2029]+|<(?:br|p|/p|li|/li|ul|/ul|div|/div|h\d|/h\d)\b[^<>]{0,40}>")
_LINE_BREAK = re.compile(r"[\r\n\v\f\u2028\u2029]")
# Nobody writes a longer sentence; a flood without full stops is cut so that work stays linear.
_LONGEST = 3000
MAX_PIECES = 2500
_LETTER = re.compile(r"[^\W\d_]")
_CLOSING = "\"”“»«'’‘)!?"
_WRAPPED = range(50, 110)
_HEADING_WORDS = 9
_QUESTION_WORDS = 8
_ANSWER_WORDS = 4
_DANGLING = frozenset(
    """und oder sowie auf zu zum zur in im an am mit von vom bei für gegen über der die das den dem des ein eine einen
    keine nicht and or the of to in on with for a an""".split()
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence, item or heading, `text[start:end]` of the policy.

    :ivar item: stands in a list; a head before it speaks for it.
    :ivar heading: a short line of its own without a full stop.
    :ivar opens: ends with a colon, so that what follows belongs to it.
    """

    text: str
    start: int
    end: int
    item: bool = False
    heading: bool = False
    opens: bool = False


def split_pieces(text: str) -> list[Piece]:
    """Return the pieces in order, at most `MAX_PIECES`; what holds no letter is left out."""
    return list(islice((piece for piece in _pieces(text) if _LETTER.search(piece.text)), MAX_PIECES))


def _pieces(text: str) -> Iterator[Piece]:
    spans = (line for span in _lines(text) for line in _bounded(text, span))
    lines = _unwrapped(text, [(start, end) for start, end in spans if _LETTER.search(text, start, end)])
    for number, (start, end) in enumerate(lines):
        yield from _pieces_of_line(text, start, end, last=number == len(lines) - 1)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _LINE_END.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def _bounded(text: str, span: tuple[int, int]) -> Iterator[tuple[int, int]]:
    start, end = span
    while end - start > _LONGEST:
        stop = text.rfind(". ", start + 1, start + _LONGEST)
        cut = stop + 1 if stop > start else text.rfind(" ", start + 1, start + _LONGEST)
        cut = cut if cut > start else start + _LONGEST
        yield start, cut
        start = cut
    if text[start:end].strip():
        yield start, end


def _unwrapped(text: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join lines that were broken only to fit a width."""
    wrapped = _is_wrapped(text, lines)
    joined: list[tuple[int, int]] = []
    for start, end in lines:
        if joined and _continues(text, joined[-1], start, wrapped=wrapped):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _is_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    open_lines = [end - start for start, end in lines if text[start:end].rstrip()[-1:] not in ".!?:;"]
    return len(open_lines) >= 3 and sum(size in _WRAPPED for size in open_lines) > 0.7 * len(open_lines)


def _continues(text: str, before: tuple[int, int], start: int, *, wrapped: bool) -> bool:
    ahead = text[before[0] : before[1]].rstrip()
    following = text[start : start + 80].lstrip()
    gap = text[before[1] : start]
    if gap.count("\n") > 1 or "<" in gap or start - before[0] > _LONGEST or _BULLET.match(following):
        return False
    if not ahead or ahead[-1] in ".!?:;" or not following:
        return False
    last_line = len(ahead) - (ahead.rfind("\n") + 1)
    if wrapped and last_line in _WRAPPED:
        return True
    dangles = ahead.rsplit(None, 1)[-1] in _DANGLING
    return (following[0].islower() or dangles) and last_line >= 45 and ahead[-1] not in "–•"


def _pieces_of_line(text: str, start: int, end: int, *, last: bool) -> Iterator[Piece]:
    spans = _inline_items(text, start, end)
    for number, (first, stop) in enumerate(spans):
        bullet = _BULLET.match(text, first, stop)
        begin = bullet.end() if bullet and bullet.end() < stop else first
        # A section's sign numbers a title, not an item of the list above it.
        item = number > 0 or (begin > first and "§" not in text[first:begin])
        line = _LINE_BREAK.sub(" ", text[begin:stop])
        sentences = [
            Sentence(text[begin + found.start : begin + found.end], found.start, found.end)
            for found in _joined(line, split_sentences(line))
        ]
        for place, sentence in enumerate(sentences):
            yield Piece(
                sentence.text,
                begin + sentence.start,
                begin + sentence.end,
                item=item and place == 0,
                heading=len(spans) == 1 and len(sentences) == 1 and not last and _is_heading(sentence.text),
                opens=sentence.text.endswith(":"),
            )


def _joined(text: str, sentences: list[Sentence]) -> list[Sentence]:
    """Join what a quoted exclamation cut (`Beiträge wie „Erster!“ oder „+1“ werden …`), and "Hass? Nein!"."""
    joined: list[Sentence] = []
    for sentence in sentences:
        continued = joined and sentence.text[0].islower() and joined[-1].text[-1] in _CLOSING
        if continued or (joined and _answers(joined[-1].text, sentence.text)):
            start = joined.pop().start
            joined.append(Sentence(text[start : sentence.end], start, sentence.end))
        else:
            joined.append(sentence)
    return joined


def _answers(question: str, answer: str) -> bool:
    short = len(question.split()) <= _QUESTION_WORDS and len(answer.split()) <= _ANSWER_WORDS
    return short and question.endswith("?") and not answer.endswith("?")


def _inline_items(text: str, start: int, end: int) -> list[tuple[int, int]]:
    cuts = [match.start() for match in _INLINE_SIGN.finditer(text, start + 1, end)]
    for pattern, least in ((_INLINE_DASH, 3), (_INLINE_NUMBER, 2)):
        if cuts:
            break
        found = [match.start() for match in pattern.finditer(text, start + 1, end)]
        cuts = found if len(found) >= least else []
    if cuts:
        cuts = sorted({*cuts, *(match.start() for match in _INLINE_HEAD.finditer(text, start + 1, end))})
    bounds = [start, *cuts, end]
    return [(first, stop) for first, stop in pairwise(bounds) if text[first:stop].strip()]


def _is_heading(text: str) -> bool:
    return text[-1] not in ".!;," and len(text.split()) <= _HEADING_WORDS
