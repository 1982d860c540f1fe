"""What several readings of a page ask of its runs and elements, in arrays, worked out once."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from moderation.article.layout import Layout

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
        self.linked: Numbers = np.array(linked, np.float64)
        self.links: Numbers = np.array(links, np.float64)
        self.own: Integers = np.array(own)

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
        elements = self.layout.elements
        around = [*zip(elements.tags, elements.attributes, strict=True), None]
        known: dict[object, int] = {}
        by_element: dict[int, int] = {-1: known.setdefault(None, 0)}
        groups = []
        for index in self.own.tolist():
            group = by_element.get(index)
            if group is None:
                key = (around[index], around[elements.parents[index]])
                group = by_element[index] = known.setdefault(key, len(known))
            groups.append(group)
        return np.array(groups)

    def sums_inside(self, weights: Numbers) -> Numbers:
        """Return for each element the weight of the runs in it: differences of prefix sums, whole numbers, so exact."""
        inside = self.own >= 0
        own, weights = (self.own, weights) if inside.all() else (self.own[inside], weights[inside])
        sums = np.zeros(len(self.last) + 1)
        np.cumsum(np.bincount(own, weights=weights, minlength=len(self.last)), out=sums[1:])
        result: Numbers = sums[self.last + 1] - sums[:-1]
        return result
