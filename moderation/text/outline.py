"""Which element each tag of a page opens or closes: what an author leaves out or gets wrong is taken as browsers do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from moderation.text.tags import BLOCKS, CLOSES, LINKS, OPENS, UNLINKS, Step

MAX_SCAN = 256
_VOID = "hr"
# An end tag of anything else does not reach through these.
_WALLS = frozenset({"td", "th", "table"})
_TABLE_PARTS = frozenset({"table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption"})
_ITEMS = frozenset({"li", "tr"})
# What ends where something else begins.
_UNCLOSED = frozenset({"p", "li", "tr", "dt", "dd", "td", "th"})


class Element(NamedTuple):
    """One start tag: `parent` is the index of the element around it (-1: none)."""

    tag: str
    parent: int
    attributes: str
    depth: int


@dataclass(frozen=True)
class Elements(Sequence[Element]):
    """The elements of a page in the order of their start tags, in columns: most who ask want one of them.

    :ivar starts: the start tags; those that say the same are mostly one object.
    :ivar last: for each the index of the last element inside it, or its own.
    """

    tags: list[str] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    starts: list[Step] = field(default_factory=list)
    depths: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)

    @cached_property
    def kinds(self) -> tuple[list[Step], list[int]]:
        """Start tags that differ from one another, and the place of each element's among them."""
        # Looking a start tag up costs more than looking up which object it is.
        objects = [*map(id, self.starts)]
        own = dict(zip(objects, self.starts, strict=True))
        places = {start: place for place, start in enumerate(dict.fromkeys(own.values()))}
        of_objects = {key: places[start] for key, start in own.items()}
        return [*places], [*map(of_objects.__getitem__, objects)]

    @cached_property
    def attributes(self) -> list[str]:
        """The attributes of each element."""
        return [attributes for _, _, attributes in self.starts]

    def named(self, tags: list[str]) -> "Elements":
        """Return the same elements with other tags."""
        starts = [(OPENS, tag, attributes) for tag, (_, _, attributes) in zip(tags, self.starts, strict=True)]
        return replace(self, tags=tags, starts=starts)

    def columns(self) -> tuple[list[str], list[int], list[Step], list[int], list[int]]:
        """Return all columns, to be added to."""
        return self.tags, self.parents, self.starts, self.depths, self.last

    def __len__(self) -> int:
        return len(self.tags)

    # Nobody cuts a page's elements.
    def __getitem__(self, index: int) -> Element:  # type: ignore[override]
        return Element(self.tags[index], self.parents[index], self.attributes[index], self.depths[index])

    def __iter__(self) -> Iterator[Element]:
        return map(Element, self.tags, self.parents, self.attributes, self.depths)


class Outline:
    """The state of one pass over a page's tags.

    :ivar own: for each tag the innermost element open before it, -1 for none; and for the end of the page.
    :ivar linked: for each tag whether a link is open before it, 0 for none; likewise.
    """

    __slots__ = ("_counts", "_names", "_open", "elements", "linked", "own")

    def __init__(self) -> None:
        self.elements = Elements()
        self.own: list[int] = []
        self.linked: list[int] = []
        # The open elements, outermost first: their indices, and beside them their tags; none stands around the root.
        self._open = [-1]
        self._names = [""]
        self._counts = dict.fromkeys(BLOCKS.split("|"), 0)

    def read(self, steps: Sequence[Step]) -> None:
        """Take in all tags of a page."""
        names, opened, counts = self._names, self._open, self._counts
        tags, parents, starts, depths, last = self.elements.columns()
        note, note_link = self.own.append, self.linked.append
        # How many elements were open around the link that is, with the root; 0 for no link.
        link = 0
        for start in steps:
            step, name, _ = start
            note(opened[-1])
            note_link(link)
            if step == OPENS:
                if names[-1] in _UNCLOSED:
                    link = self._imply_ends(name, link)
                if name != _VOID:
                    parents.append(opened[-1])
                    depths.append(len(opened))
                    opened.append(len(tags))
                    last.append(len(tags))
                    tags.append(name)
                    starts.append(start)
                    names.append(name)
                    counts[name] += 1
            elif step == CLOSES:
                if names[-1] == name:
                    names.pop()
                    counts[name] -= 1
                    last[opened.pop()] = len(tags) - 1
                else:
                    self._close_outer(name)
                if link > len(opened):
                    link = 0
            elif LINKS <= step <= UNLINKS:
                link = len(opened) if step == LINKS else 0
        note(opened[-1])
        note_link(link)
        for index in opened[1:]:
            last[index] = len(tags) - 1

    def _pop(self) -> None:
        self._counts[self._names.pop()] -= 1
        self.elements.last[self._open.pop()] = len(self.elements.tags) - 1

    def _imply_ends(self, name: str, link: int) -> int:
        """Close what an author need not close: a paragraph before a block, an item before the next.

        Return around which depth a link is open; 0 where it has ended too.
        """
        top = self._names[-1]
        if top == "p" or (top == name and name in _ITEMS) or (top in ("dt", "dd") and name in ("dt", "dd")):
            self._pop()
        elif name in ("td", "th", "tr") and top in ("td", "th"):
            self._pop()
            if name == "tr" and self._names[-1] == "tr":
                self._pop()
        return 0 if link > len(self._open) else link

    def _close_outer(self, name: str) -> None:
        """Close an element and what stands open inside it, unless the end of a table cell is in the way."""
        if not self._counts[name]:
            return
        for distance in range(1, min(MAX_SCAN, len(self._names) - 1) + 1):
            tag = self._names[-distance]
            if tag == name:
                for _ in range(distance):
                    self._pop()
                return
            if tag in _WALLS and name not in _TABLE_PARTS:
                return
