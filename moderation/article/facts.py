"""What several readings of a page ask of its runs and elements, in arrays, worked out once."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from moderation.article.layout import Layout

# How far outwards elements around a run are looked at.
LEVELS = 7

Numbers = NDArray[np.float64]
Integers = NDArray[np.int64]


class Facts:
    """The runs of a page and the elements around them.

    :ivar texts: of the runs.
    :ivar sizes: their characters, `linked` those in links, whole numbers.
    :ivar own: the innermost element around each run, -1 for none.
    """

    def __init__(self, layout: Layout) -> None:
        texts, _, _, own, linked, links = zip(*layout.runs, strict=True)
        self.layout = layout
        self.texts: Sequence[str] = texts
        self.sizes: Numbers = np.fromiter(map(len, texts), np.float64, len(texts))
        self.linked: Numbers = np.array(linked, np.int64).astype(np.float64)
        self.links: Numbers = np.array(links, np.int64).astype(np.float64)
        self.own: Integers = np.array(own, np.int64)

    @cached_property
    def parents(self) -> Integers:
        """The element around each element, -1 for none."""
        return np.array(self.layout.elements.parents, np.int64)

    @cached_property
    def depths(self) -> Integers:
        """How deep each element stands."""
        return np.array(self.layout.elements.depths, np.int64)

    @cached_property
    def last(self) -> Integers:
        """The last element inside each element, or its own: what it holds follows it at once."""
        return np.array(self.layout.elements.last, np.int64)

    @cached_property
    def tags(self) -> list[str]:
        """The tag of the innermost element around each run, empty for none."""
        tags = self.layout.elements.tags
        return [tags[index] if index >= 0 else "" for index in self.own.tolist()]

    @cached_property
    def groups(self) -> Integers:
        """The number of the markup each run stands in: tag and attributes of its element and of the one around."""
        distinct, of_elements = self.layout.elements.kinds
        # None stands around the root.
        kinds, parents = np.array([*of_elements, len(distinct)], np.int64), np.append(self.parents, -1)
        codes = kinds.take(self.own) * (len(distinct) + 1) + kinds.take(parents.take(self.own))
        places: dict[int, int] = {}
        return np.array([places.setdefault(code, len(places)) for code in codes.tolist()], np.int64)

    @cached_property
    def way(self) -> Integers:
        """The elements around each run, innermost first, a row for each step; beyond the root all stays as it is there.

        Around a run that stands in no element is what comes after the last one.
        """
        nowhere = len(self.layout.elements)
        outward = np.arange(nowhere + 1)
        np.copyto(outward[:-1], self.parents, where=self.parents >= 0)
        way = np.empty((LEVELS, len(self.own)), np.int64)
        way[0] = np.where(self.own >= 0, self.own, nowhere)
        for level in range(1, LEVELS):
            outward.take(way[level - 1], out=way[level])
        return way

    @cached_property
    def _of_elements(self) -> tuple[Integers, NDArray[np.bool_] | None, Integers]:
        """The elements that hold runs, which runs stand in none if any does, and where each element ends."""
        inside = self.own >= 0
        own, chosen = (self.own, None) if inside.all() else (self.own[inside], inside)
        return own, chosen, self.last + 1

    def sums_inside(self, *weights: Numbers) -> Numbers:
        """Return for each element the weight of the runs in it, a row for each of several weights, none at the end.

        As differences of prefix sums: whole numbers, so that they are exact.
        """
        own, inside, ends = self._of_elements
        count = len(ends)
        sums = np.zeros((len(weights), count + 1))
        for row, some in zip(sums, weights, strict=True):
            np.cumsum(np.bincount(own, some if inside is None else some[inside], count), out=row[1:])
        result = np.zeros((len(weights), count + 1))
        np.subtract(sums.take(ends, axis=1), sums[:, :-1], out=result[:, :-1])
        return result
