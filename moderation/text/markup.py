"""HTML of any quality into runs of text between block-level breaks, in one linear pass over the source.

No tree is built, so nesting costs nothing, and every run knows its offsets in the source. What a browser does not
show (scripts, styles, templates, comments) is left out; markup that is none stays text. Each step moves forward: a
search that finds no end is not tried again, and quoted attributes are followed for a bounded stretch only.
"""

import re
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import islice
from typing import NamedTuple

from moderation.errors import TooLarge

MAX_TAGS = 300_000
MAX_SCAN = 256
MAX_ATTRIBUTES = 600
MAX_QUOTED_TAG = 20_000
QUOTED_TAG_BUDGET = 2_000_000

_BLOCKS = (
    "address|article|aside|blockquote|body|button|caption|center|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|"
    "figure|footer|form|h[1-6]|header|hgroup|hr|html|iframe|label|legend|li|main|menu|nav|noscript|ol|p|pre|"
    "section|select|summary|table|tbody|td|textarea|tfoot|th|thead|tr|ul|video|audio|object"
)
_UNSEEN = "script|style|svg|template|title"
_ATTRIBUTES = r"""(?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+"""


def _by_first_letter(names: str) -> str:
    """Return a pattern for names parted by bars that looks at a name's first letter once."""
    rest: dict[str, list[str]] = {}
    for name in names.split("|"):
        rest.setdefault(name[0], []).append(name[1:])
    return "|".join(f"{letter}(?:{'|'.join(endings)})" for letter, endings in rest.items())


_TAG = _by_first_letter(f"{_BLOCKS}|{_UNSEEN}|a|br")
_TOKEN_SOURCE = rf"<(?:(/?)({_TAG})(?=[\s/>])(?:({_ATTRIBUTES})>|([^<>]*+)>)?|(!--))"
# Pages in lower case, nearly all, are scanned twice as quickly by a pattern that knows no other.
_TOKEN = re.compile(_TOKEN_SOURCE)
_TOKEN_ANY_CASE = re.compile(_TOKEN_SOURCE, re.IGNORECASE)
_UPPER_TAG = re.compile(r"<[/a-z]{0,10}+[A-Z]")
_QUOTED = re.compile(r"""(?:[^<>"']++|"[^"]*+"|'[^']*+')*+>""")
_INLINE = re.compile(rf"<[/a-zA-Z!?](?:{_ATTRIBUTES}>|[^<>]*+>)")
_CLOSING = {name: re.compile(rf"</{name}(?=[\s/>])[^>]*>", re.IGNORECASE) for name in _UNSEEN.split("|")}
_BLOCK_TAGS = (*(tag for tag in _BLOCKS.split("|") if tag != "h[1-6]"), "h1", "h2", "h3", "h4", "h5", "h6")
_VOID = "hr"
# An end tag of anything else does not reach through these.
_WALLS = frozenset({"td", "th", "table"})
_TABLE_PARTS = frozenset({"table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption"})
_ITEMS = frozenset({"li", "tr"})
# What ends where something else begins.
_UNCLOSED = frozenset({"p", "li", "tr", "dt", "dd", "td", "th"})
_LINE_BREAK = "\0"
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
    return _Reader(source).read()


def strip_inline(source: str) -> str:
    """Return source text without tags, entities resolved."""
    if "<" in source:
        source = _INLINE.sub("", source.replace("<option", " <option") if "<option" in source else source)
    return unescape(source) if "&" in source else source


def source_offsets(source: str, run: Run, positions: Sequence[int]) -> list[int]:
    """Return where in the source each character `run.text[position]` stands, in one pass.

    :param positions: ascending.
    """
    wanted, before = [], 0
    for start, position in zip((0, *positions), positions, strict=False):
        before += len("".join(run.text[start:position].split()))
        wanted.append(before)
    found: list[int] = []
    seen = 0
    for part in _PARTS.finditer(source, run.start, run.end):
        if len(found) == len(wanted):
            break
        size = len("".join(_part_text(part.group()).split()))
        while size and len(found) < len(wanted) and seen + size > wanted[len(found)]:
            inside = part.group()[0] not in "<&"
            found.append(part.start() + (_skip_characters(part.group(), wanted[len(found)] - seen) if inside else 0))
        seen += size
    return found + [run.end] * (len(wanted) - len(found))


def _skip_characters(text: str, count: int) -> int:
    """Return where the character stands before which there are `count` characters that are no white space."""
    for position, character in enumerate(text):
        if not character.isspace():
            if not count:
                return position
            count -= 1
    return len(text)


_PARTS = re.compile(rf"<!--.*?-->|{_INLINE.pattern}|&#?\w{{1,40}};?|[^<&]+|[<&]", re.DOTALL)


def _part_text(part: str) -> str:
    if part[0] == "<" and len(part) > 1:
        return ""
    return unescape(part) if part[0] == "&" else part


class _Reader:
    """The state of one pass: open elements, and the run that is being gathered."""

    __slots__ = tuple(
        "breaks budget cursor elements end link_depth linked links open_count parts runs scripts source stack start "
        "tags title unclosed".split()
    )

    def __init__(self, source: str) -> None:
        self.source = source
        self.runs: list[Run] = []
        self.elements: list[Element] = []
        self.scripts: list[tuple[int, int]] = []
        self.title: str | None = None
        # The open elements, outermost first: their indices, and beside them their tags.
        self.stack: list[int] = []
        self.tags: list[str] = []
        self.open_count = dict.fromkeys(_BLOCK_TAGS, 0)
        self.link_depth = -1
        self.parts: list[str] = []
        self.start = self.end = self.linked = self.links = self.breaks = 0
        self.cursor = 0
        self.unclosed: set[str] = set()
        self.budget = QUOTED_TAG_BUDGET

    def read(self) -> Markup:
        source = self.source
        any_case = _UPPER_TAG.search(source) is not None
        tags = (_TOKEN_ANY_CASE if any_case else _TOKEN).finditer(source)
        for match in islice(tags, MAX_TAGS):
            start, end = match.span()
            cursor = self.cursor
            if start < cursor:
                continue
            closing, name, attributes, _, _ = match.groups()
            if attributes is None:
                attributes, end = self._odd_tag(match)
                if attributes is None:
                    continue
            if start > cursor:
                between = source[cursor:start]
                # Most of what stands between tags is white space.
                if not between.isspace():
                    self._take(between, cursor)
                elif self.parts:
                    self.parts.append(" ")
            self.cursor = end
            if any_case:
                name = name.lower()
            if closing:
                self._close(name)
            else:
                self._open(name, attributes)
        return self._finished(tags)

    def _finished(self, left: Iterator[re.Match[str]]) -> Markup:
        if next(left, None):
            raise TooLarge(f"the page has more than {MAX_TAGS} tags")
        self._take(self.source[self.cursor :], self.cursor)
        self._flush()
        return Markup(self.runs, self.elements, self.title, self.scripts)

    def _odd_tag(self, match: re.Match[str]) -> tuple[str | None, int]:
        """Return attributes with angle brackets in quotation marks, else loose ones, and where the tag ends.

        None for what is no tag; a comment is passed over.
        """
        loose, comment = match.group(4, 5)
        if comment:
            self._skip_comment(match.start())
            return None, match.end()
        quoted = self._quoted_tag(match.end(2))
        if quoted is not None:
            return self.source[match.end(2) : quoted - 1], quoted
        return loose, match.end()

    def _quoted_tag(self, position: int) -> int | None:
        """Return where a tag ends whose quoted attributes hold angle brackets."""
        if self.budget <= 0:
            return None
        limit = position + MAX_QUOTED_TAG
        match = _QUOTED.match(self.source, position, limit)
        self.budget -= (match.end() if match else min(limit, len(self.source))) - position
        return match.end() if match else None

    def _skip_comment(self, start: int) -> None:
        self._take(self.source[self.cursor : start], self.cursor)
        self.cursor = start + 4
        if "--" in self.unclosed:
            return
        end = self.source.find("-->", start + 2)
        if end < 0:
            self.unclosed.add("--")
            return
        self.cursor = max(self.cursor, end + 3)

    def _take(self, source: str, begin: int) -> None:
        """Add what stands in the source from `begin` to the current run."""
        text = strip_inline(source) if "<" in source or "&" in source else source
        if not text or text.isspace():
            if text and self.parts:
                self.parts.append(" ")
            return
        if self.breaks:
            self._break_lines()
        parts = self.parts
        if not parts:
            self.start = begin + len(source) - len(source.lstrip())
        self.end = begin + len(source.rstrip())
        parts.append(text)
        if self.link_depth >= 0:
            self.linked += len(text)

    def _break_lines(self) -> None:
        """Turn the line breaks before more text into a newline; two of them end the run."""
        if self.breaks > 1:
            self._flush()
        elif self.parts:
            self.parts.append(_LINE_BREAK)
        self.breaks = 0

    def _flush(self) -> None:
        self.breaks = 0
        if not self.parts:
            return
        parts = self.parts
        text = _collapse(parts[0] if len(parts) == 1 else "".join(parts), preformatted=self.open_count["pre"] > 0)
        if text:
            element = self.stack[-1] if self.stack else -1
            linked = self.linked and min(self.linked, len(text))
            self.runs.append(_as_run(Run, (text, self.start, self.end, element, linked, self.links)))
        parts.clear()
        self.linked = self.links = 0

    def _open(self, name: str, attributes: str) -> None:
        open_count = self.open_count
        if name not in open_count:
            self._open_other(name, attributes)
            return
        if self.parts:
            self._flush()
        elif self.breaks:
            self.breaks = 0
        tags, stack, elements = self.tags, self.stack, self.elements
        if tags and tags[-1] in _UNCLOSED:
            self._imply_ends(name)
        if name == _VOID:
            return
        parent = stack[-1] if stack else -1
        stack.append(len(elements))
        tags.append(name)
        told = attributes[:MAX_ATTRIBUTES].strip() if attributes else ""
        elements.append(_as_element(Element, (name, parent, told, len(tags))))
        open_count[name] += 1

    def _open_other(self, name: str, attributes: str) -> None:
        """Note what is no block: a link, a line break, or what a browser does not show."""
        if name == "a":
            self.link_depth = len(self.stack)
            self.links += 1
        elif name == "br":
            self.breaks += 1
        else:
            self._skip_unseen(name, attributes)

    def _skip_unseen(self, name: str, attributes: str) -> None:
        if (attributes.endswith("/") and name == "svg") or name in self.unclosed:
            return
        match = _CLOSING[name].search(self.source, self.cursor)
        if match is None:
            self.unclosed.add(name)
            return
        if name == "title" and self.title is None:
            self.title = (
                _collapse(unescape(self.source[self.cursor : match.start()])[:1000], preformatted=False) or None
            )
        if name == "script" and "ld+json" in attributes:
            self.scripts.append((self.cursor, match.start()))
        self.cursor = match.end()

    def _imply_ends(self, name: str) -> None:
        """Close what an author need not close: a paragraph before a block, an item before the next."""
        top = self.tags[-1]
        if top == "p" or (top == name and name in _ITEMS) or (top in ("dt", "dd") and name in ("dt", "dd")):
            self._pop()
        elif name in ("td", "th", "tr") and top in ("td", "th"):
            self._pop()
            if name == "tr" and self.tags and self.tags[-1] == "tr":
                self._pop()

    def _close(self, name: str) -> None:
        open_count = self.open_count
        if name not in open_count:
            if name == "a":
                self.link_depth = -1
            elif name == "br":
                self.breaks += 1
            return
        if self.parts:
            self._flush()
        elif self.breaks:
            self.breaks = 0
        if not open_count[name]:
            return
        tags = self.tags
        if tags[-1] != name:
            self._close_outer(name)
            return
        self.stack.pop()
        tags.pop()
        open_count[name] -= 1
        if self.link_depth > len(tags):
            self.link_depth = -1

    def _close_outer(self, name: str) -> None:
        """Close an element and what stands open inside it, unless the end of a table cell is in the way."""
        for distance in range(1, min(MAX_SCAN, len(self.tags)) + 1):
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
            self.link_depth = -1


def _collapse(text: str, *, preformatted: bool) -> str:
    if preformatted:
        return text.replace(_LINE_BREAK, "\n").strip("\n").rstrip()
    text = " ".join(text.split())
    if _LINE_BREAK in text:
        text = "\n".join(line.strip() for line in text.split(_LINE_BREAK)).strip()
    return text
