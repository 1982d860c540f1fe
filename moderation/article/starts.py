"""Start tags met before, each with the sum of what its tokens weigh: a site's pages have most of them in common."""

from collections.abc import Sequence

import numpy as np

from moderation.article.classifier import MOST_ATTRIBUTES, PER_ELEMENT, start_sums
from moderation.article.features import Floats
from moderation.text.tags import Step

# Start tags kept, and the characters of their attributes; when there would be more, all are forgotten.
MOST_STARTS, MOST_CHARACTERS = 20_000, 4_000_000


class Starts:
    """The start tags met by one head; safe to share among threads."""

    def __init__(self, table: Floats) -> None:
        self._table = table
        self._known: dict[Step, bytes] = {}
        self._size = 0

    def sums(self, starts: Sequence[Step]) -> Floats:
        """Return for each start tag the sum of the rows of its tokens, as `start_sums` does."""
        known = self._known
        found = [*map(known.get, starts)]
        rows = [row for row in found if row is not None]
        if len(rows) < len(found):
            missing = [start for start, row in zip(starts, found, strict=True) if row is None]
            size = sum(len(attributes) + PER_ELEMENT for _, _, attributes in missing)
            if size >= MOST_ATTRIBUTES:
                return start_sums(starts, self._table)
            learnt = {
                start: row.tobytes() for start, row in zip(missing, start_sums(missing, self._table), strict=True)
            }
            self._learn(learnt, size)
            rows = [learnt[start] if row is None else row for start, row in zip(starts, found, strict=True)]
        return np.frombuffer(b"".join(rows), np.float32).reshape(len(rows), -1)

    def _learn(self, learnt: dict[Step, bytes], size: int) -> None:
        if len(self._known) + len(learnt) > MOST_STARTS or self._size + size > MOST_CHARACTERS:
            # Others may be reading what there was.
            self._known, self._size = {}, 0
        self._known.update(learnt)
        self._size += size
