"""Start tags met before, each with the sum of what its tokens weigh: a site's pages have most of them in common."""

from collections.abc import Sequence
from itertools import repeat
from threading import Lock
from typing import NamedTuple

import numpy as np

from moderation.article.classifier import MOST_ATTRIBUTES, PER_ELEMENT, start_sums
from moderation.article.features import Floats
from moderation.text.markup import Elements
from moderation.text.tags import Step

# Start tags kept, and the characters of their attributes; when there would be more, all are forgotten.
MOST_STARTS, MOST_CHARACTERS = 20_000, 4_000_000

_UNKNOWN = -1


class _Known(NamedTuple):
    """Start tags by their place among the sums."""

    places: dict[Step, int]
    sums: Floats


class Starts:
    """The start tags met by one head; safe to share among threads."""

    def __init__(self, table: Floats) -> None:
        self._table = table
        self._learning = Lock()
        self._known = self._nothing()
        self._size = 0

    def sums(self, elements: Elements) -> Floats:
        """Return for each element the sum of the rows of its start tag's tokens, as `start_sums` does."""
        known, starts = self._known, elements.starts
        found = [*map(known.places.get, starts, repeat(_UNKNOWN))]
        new = [place for place, row in enumerate(found) if row == _UNKNOWN]
        if not new:
            return known.sums.take(found, axis=0)
        missing = [*dict.fromkeys([starts[place] for place in new])]
        if sum(len(attributes) + PER_ELEMENT for _, _, attributes in missing) >= MOST_ATTRIBUTES:
            distinct, of_elements = elements.kinds
            return start_sums(distinct, self._table).take(of_elements, axis=0)
        learnt = self._learnt(missing)
        sums = known.sums.take(found, axis=0)
        sums[new] = learnt.sums.take([learnt.places[starts[place]] for place in new], axis=0)
        return sums

    def _learnt(self, starts: Sequence[Step]) -> _Known:
        """Return what is known after some start tags are, these among them."""
        with self._learning:
            known = self._known
            missing = [start for start in starts if start not in known.places]
            self._size += sum(len(attributes) for _, _, attributes in missing)
            if len(known.places) + len(missing) > MOST_STARTS or self._size > MOST_CHARACTERS:
                # Others may be reading what there was.
                known, missing = self._nothing(), [*starts]
                self._size = sum(len(attributes) for _, _, attributes in missing)
            if missing:
                first = len(known.places)
                known.sums[first : first + len(missing)] = start_sums(missing, self._table)
                known.places.update(zip(missing, range(first, first + len(missing)), strict=True))
            self._known = known
        return known

    def _nothing(self) -> _Known:
        return _Known({}, np.zeros((MOST_STARTS, self._table.shape[1]), np.float32))
