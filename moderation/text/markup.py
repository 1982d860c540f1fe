"""HTML of any quality into runs of text between block-level breaks, in one linear pass over the source.

No tree is built, so nesting costs nothing, and every run knows its offsets in the source. What a browser does not
show (scripts, styles, templates, comments) is left out; markup that is none stays text.
"""

from html import unescape
from itertools import accumulate
from typing import NamedTuple

from moderation.text.inline import LINE_BREAK, collapse, collapse_preformatted, strip_inline
from moderation.text.tags import BLOCKS, CLOSES, HIDES, LINKS, OPENS, UNLINKS, Steps, content_of, cut

MAX_SCAN = 256
_VOID = "hr"
# An end tag of anything else does not reach through these.
_WALLS = frozenset({"td", "th", "table"})
_TABLE_PARTS = frozenset({"table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption"})
_ITEMS = frozenset({"li", "tr"})
# What ends where something else begins.
_UNCLOSED = frozenset({"p", "li", "tr", "dt", "dd", "td", "th"})
# What a named tuple's own constructor calls in the end, at half the price.
_as_run = _as_element = tuple.__new__


class Element(NamedTuple):
    """One start tag: `parent` is the index of the element around it (-1: none)."""

    tag: str
    parent: int
    attributes: str
    depth: int


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
    elements: list[Element]
    title: str | None
    scripts: list[tuple[int, int]]


def read_markup(source: str) -> Markup:
    """Return the visible text of a page in runs that together cover it, in order.

    :param source: text without NUL characters.
    :raises TooLarge: above `MAX_TAGS` tags.
    """
    return _Reader().read(cut(source))


class _Reader:
    """The state of one pass: open elements, and the run that is being gathered."""

    __slots__ = tuple(
        "breaks elements end link_depth linked links open_count parts runs scripts stack start tags title".split()
    )

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self.elements: list[Element] = []
        self.scripts: list[tuple[int, int]] = []
        self.title: str | None = None
        # The open elements, outermost first: their indices, and beside them their tags; none stands around the root.
        self.stack = [-1]
        self.tags = [""]
        self.open_count = dict.fromkeys(BLOCKS.split("|"), 0)
        self.link_depth = 0
        self.parts: list[str] = []
        self.start = self.end = self.linked = self.links = self.breaks = 0

    def read(self, pieces: list[str]) -> Markup:
        """Return what `cut` made of a page as runs and elements."""
        parts, steps = self.parts, Steps()
        # Where each piece ends, the angle brackets before tags left aside.
        ends = list(accumulate(map(len, pieces)))
        for place, (text, token) in enumerate(zip(pieces[::2], pieces[1::2], strict=False)):
            if text:
                # Most of what stands between tags is white space.
                if not text.isspace():
                    self._take(text, ends[2 * place] + place)
                elif parts:
                    parts.append(" ")
            step, name, attributes = steps[token]
            if step <= CLOSES:
                if parts:
                    self._flush()
                self.breaks = 0
                if step is OPENS:
                    self._open(name, attributes)
                else:
                    self._close(name)
            elif step is HIDES:
                self._note_unseen(token, ends[2 * place] + place)
            else:
                self._note_inline(step)
        self._take(pieces[-1], ends[-1] + len(pieces) // 2)
        self._flush()
        return Markup(self.runs, self.elements, self.title, self.scripts)

    def _open(self, name: str, attributes: str) -> None:
        tags, stack, elements = self.tags, self.stack, self.elements
        if tags[-1] in _UNCLOSED:
            self._imply_ends(name)
        if name != _VOID:
            elements.append(_as_element(Element, (name, stack[-1], attributes, len(tags))))
            stack.append(len(elements) - 1)
            tags.append(name)
            self.open_count[name] += 1

    def _note_inline(self, step: int) -> None:
        """Note a line break, or where a link begins or ends."""
        if step is LINKS:
            self.link_depth = len(self.tags)
            self.links += 1
        elif step is UNLINKS:
            self.link_depth = 0
        else:
            self.breaks += 1

    def _note_unseen(self, unseen: str, position: int) -> None:
        """Note the title of the page, and scripts with linked data.

        :param position: of the angle bracket before it.
        """
        if unseen[0] not in "sStT":
            return
        is_title = self.title is None and unseen[:5].lower() == "title"
        if not is_title and "ld+json" not in unseen:
            return
        found = content_of(unseen)
        if found is None:
            return
        name, attributes, start, end = found
        if is_title:
            self.title = collapse(unescape(unseen[start:end])[:1000]) or None
        elif name == "script" and "ld+json" in attributes:
            self.scripts.append((position + 1 + start, position + 1 + end))

    def _take(self, source: str, stop: int) -> None:
        """Add what stands in the source before `stop` to the current run."""
        text = strip_inline(source) if "<" in source or "&" in source else source
        if not text or text.isspace():
            if text and self.parts:
                self.parts.append(" ")
            return
        if self.breaks:
            self._break_lines()
        parts = self.parts
        if not parts:
            self.start = stop - len(source.lstrip())
        self.end = stop - len(source) + len(source.rstrip())
        parts.append(text)
        if self.link_depth:
            self.linked += len(text)

    def _break_lines(self) -> None:
        """Turn the line breaks before more text into a newline; two of them end the run."""
        if self.breaks > 1:
            self._flush()
        elif self.parts:
            self.parts.append(LINE_BREAK)
        self.breaks = 0

    def _flush(self) -> None:
        self.breaks = 0
        if not self.parts:
            return
        parts = self.parts
        text = parts[0] if len(parts) == 1 else "".join(parts)
        text = collapse_preformatted(text) if self.open_count["pre"] else collapse(text)
        if text:
            linked = self.linked and min(self.linked, len(text))
            self.runs.append(_as_run(Run, (text, self.start, self.end, self.stack[-1], linked, self.links)))
        parts.clear()
        self.linked = self.links = 0

    def _imply_ends(self, name: str) -> None:
        """Close what an author need not close: a paragraph before a block, an item before the next."""
        top = self.tags[-1]
        if top == "p" or (top == name and name in _ITEMS) or (top in ("dt", "dd") and name in ("dt", "dd")):
            self._pop()
        elif name in ("td", "th", "tr") and top in ("td", "th"):
            self._pop()
            if name == "tr" and self.tags[-1] == "tr":
                self._pop()

    def _close(self, name: str) -> None:
        if self.tags[-1] == name:
            self._pop()
        elif self.open_count[name]:
            self._close_outer(name)

    def _close_outer(self, name: str) -> None:
        """Close an element and what stands open inside it, unless the end of a table cell is in the way."""
        for distance in range(1, min(MAX_SCAN, len(self.tags) - 1) + 1):
            tag = self.tags[-distance]
            if tag == name:
                for _ in range(distance):
                    self._pop()
                return
            if tag in _WALLS and name not in _TABLE_PARTS:
                return

    def _pop(self) -> None:
        self.stack.pop()
        self.open_count[self.tags.pop()] -= 1
        if self.link_depth > len(self.stack):
            self.link_depth = 0
