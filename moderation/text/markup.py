"""HTML of any quality into runs of text between block-level breaks, in linear passes over the source.

No tree is built, so nesting costs nothing, and every run knows its offsets in the source. What a browser does not
show (scripts, styles, templates, comments) is left out; markup that is none stays text.
"""

import re
from collections.abc import Sequence
from html import unescape
from itertools import accumulate
from typing import NamedTuple

from moderation.text.inline import LINE_BREAK, collapse, collapse_preformatted, strip_all
from moderation.text.outline import Element, Elements, Outline
from moderation.text.tags import BREAKS, CLOSES, HIDES, LINKS, LONG_TAG, OPENS, Steps, content_of, cut

__all__ = ["Element", "Elements", "Markup", "Run", "read_markup"]

# What a text between two tags is, beside the numbers of what tags do.
_EMPTY, _BLANK, _SOLID = b"- T"
# Texts with nothing between them that parts blocks, and no more than one line break; and what follows up to where a
# block begins or ends, or another run.
_GAP = rf"[^\x{OPENS:02x}\x{CLOSES:02x}\x{BREAKS:02x}T]*+"
_RUN = re.compile(rf"(T(?:{_GAP}(?:\x{BREAKS:02x}{_GAP})?T)*+)[^\x{OPENS:02x}\x{CLOSES:02x}T]*+".encode())
_STEPS = Steps()
# What a named tuple's own constructor calls in the end, at half the price.
_as_run = tuple.__new__


class Run(NamedTuple):
    """Text between two block-level breaks, white space collapsed, `<br>` as a newline.

    :ivar start: offset in the source; `source[start:end]` holds the text with its inline markup.
    :ivar element: index of the innermost element around it, -1 for none.
    :ivar linked: number of characters inside links.
    """

    text: str
    start: int
    end: int
    element: int
    linked: int
    links: int


class Markup(NamedTuple):
    """A page as read.

    :ivar title: the text of `<title>`.
    :ivar scripts: offsets of the contents of scripts that hold linked data (JSON-LD).
    """

    runs: list[Run]
    elements: Elements
    title: str | None
    scripts: list[tuple[int, int]]


def read_markup(source: str) -> Markup:
    """Return the visible text of a page in runs that together cover it, in order.

    :param source: text without NUL characters.
    :raises TooLarge: above `MAX_TAGS` tags.
    """
    pieces = cut(source)
    texts, tags = pieces[::2], pieces[1::2]
    steps = [*map(_STEPS.__getitem__, tags)]
    outline = Outline()
    outline.read(steps)
    # Where each piece ends, the angle brackets before tags left aside.
    ends = [*accumulate(map(len, pieces))]
    acts = bytes([step[0] for step in steps])
    runs = _Runs(texts, acts, ends, outline).read()
    title, scripts = _unseen(tags, acts, ends)
    return Markup(runs, outline.elements, title, scripts)


class _Runs:
    """What stands between the tags of a page, put together to runs.

    A page is looked at as a row of signs: one for each text, one for the tag behind it.
    """

    def __init__(self, texts: list[str], acts: bytes, ends: Sequence[int], outline: Outline) -> None:
        self._raw, self._ends, self._outline = texts, ends, outline
        self._texts = strip_all(texts)
        signs = bytearray(2 * len(acts) + 1)
        signs[::2] = bytes([_EMPTY if not text else _BLANK if text.isspace() else _SOLID for text in self._texts])
        signs[1::2] = acts
        self._signs = bytes(signs)
        self._has_pre = "pre" in outline.elements.tags

    def read(self) -> list[Run]:
        """Return the runs in order; a link counts where it begins, or for the run that follows."""
        signs, raw, texts, ends, runs, counted = self._signs, self._raw, self._texts, self._ends, [], 0
        own, in_link = self._outline.own, self._outline.linked
        for match in _RUN.finditer(signs):
            (_, reached), (begin, end) = match.regs
            first, last = begin // 2, end // 2
            element = own[first]
            if first == last:
                text = texts[first]
                linked = len(text) if in_link[first] else 0
            else:
                text, linked = self._joined(first, last)
            if self._has_pre and _is_inside("pre", element, self._outline.elements):
                text = collapse_preformatted(text)
            else:
                text = collapse(text)
            links = signs.count(LINKS, counted, reached)
            counted = reached
            start = ends[2 * first] + first - len(raw[first].lstrip())
            stop = ends[2 * last] + last - len(raw[last]) + len(raw[last].rstrip())
            runs.append(_as_run(Run, (text, start, stop, element, min(linked, len(text)), links)))
        return runs

    def _joined(self, first: int, last: int) -> tuple[str, int]:
        """Return some texts with what stands between them, blanks and line breaks; and how much of them is linked."""
        texts, linked = self._texts, self._outline.linked
        parts, size, breaks = [], 0, False
        for place in range(first, last + 1):
            breaks = breaks or (place > first and self._signs[2 * place - 1] == BREAKS)
            sign = self._signs[2 * place]
            if sign == _BLANK:
                parts.append(" ")
            elif sign == _SOLID:
                parts += (LINE_BREAK, texts[place]) if breaks else (texts[place],)
                breaks = False
                size += len(texts[place]) if linked[place] else 0
        return "".join(parts), size


def _is_inside(tag: str, element: int, elements: Elements) -> bool:
    while element >= 0:
        if elements.tags[element] == tag:
            return True
        element = elements.parents[element]
    return False


def _unseen(tags: Sequence[str], acts: bytes, ends: Sequence[int]) -> tuple[str | None, list[tuple[int, int]]]:
    """Return the title of the page, and where the contents of scripts with linked data stand."""
    title, scripts = None, []
    place = -1
    while (place := acts.find(HIDES, place + 1)) >= 0:
        tag = tags[place]
        if tag[0] not in "sStT":
            continue
        is_title = title is None and tag[:5].lower() == "title"
        if (is_title or "ld+json" in tag[:LONG_TAG]) and (found := content_of(tag)):
            name, attributes, start, end = found
            if is_title:
                title = collapse(unescape(tag[start:end])[:1000]) or None
            elif name == "script" and "ld+json" in attributes:
                offset = ends[2 * place] + place + 1
                scripts.append((offset + start, offset + end))
    return title, scripts
