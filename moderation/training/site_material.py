"""All reviews that count, as what heads are fitted on."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack

from moderation.text.hashing import SLOTS
from moderation.training.review_shards import Columns, Shard, pooled

IN_MEMORY = 40_000

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Material:
    """All reviews that count, as arrays; of the n-grams only a way to read them.

    :ivar base: what the base itself says, one number each; `scores` its log-odds and the features behind them.
    :ivar groups: reviews that stand or fall together when data is split.
    :ivar checkpoints: folder in which long fits are kept as far as they have come; None keeps none.
    """

    columns: Columns
    weights: Floats
    base: Floats
    scores: NDArray[np.float32]
    categories: int
    groups: NDArray[np.int64]
    grams: "Grams"
    checkpoints: Path | None = None

    def __len__(self) -> int:
        return len(self.weights)


class Grams:
    """The n-grams of all reviews: in memory where they fit, else read shard by shard, only one at a time."""

    def __init__(
        self, readers: Sequence[Callable[[], csr_matrix]], sizes: Sequence[int], *, in_memory: int = IN_MEMORY
    ) -> None:
        """Take what reads each part, how many rows each has, and up to how many together they are held in memory."""
        self.rows = sum(sizes)
        self._readers, self._sizes = tuple(readers), tuple(sizes)
        self._whole: csr_matrix | None = None
        if self.rows <= in_memory:
            self._whole = vstack([read() for read in readers]).tocsr()

    @property
    def in_memory(self) -> bool:
        """Whether they are held as one matrix."""
        return self._whole is not None

    def take(self, rows: Rows) -> csr_matrix:
        """Return some rows as a matrix."""
        if self._whole is not None:
            return self._whole[rows]
        return vstack([read()[own] for own, read in self.parts(rows)]).tocsr()

    def parts(self, rows: Rows) -> Iterator[tuple[Rows, Callable[[], csr_matrix]]]:
        """Yield, part by part, which of its rows are wanted, and what reads it."""
        wanted = np.zeros(self.rows, bool)
        wanted[rows] = True
        begin = 0
        for read, size in zip(self._readers, self._sizes, strict=True):
            yield np.flatnonzero(wanted[begin : begin + size]), read
            begin += size

    def times(self, weights: Floats, rows: Rows | None = None) -> Floats:
        """Return the product with one weight per slot, for some rows in their order or for all."""
        if self._whole is not None:
            product: Floats = (self._whole if rows is None else self._whole[rows]) @ weights
            return product
        if rows is None:
            return np.concatenate([read() @ weights for read in self._readers])
        result = np.empty(len(rows))
        result[np.argsort(rows, kind="stable")] = np.concatenate(
            [read()[own] @ weights for own, read in self.parts(rows) if len(own)]
        )
        return result

    @cached_property
    def documents(self) -> NDArray[np.int64]:
        """In how many reviews each slot occurs; counted once."""
        counts = np.zeros(SLOTS, np.int64)
        for read in self._readers:
            counts += np.bincount(read().indices, minlength=SLOTS)
        return counts


def material_in_memory(shard: Shard, groups: NDArray[np.int64] | None = None) -> Material:
    """Return one shard as a whole material in which every review counts once.

    :param groups: reviews that stand or fall together; each by itself without.
    """
    rows = len(shard.columns.ids)
    return Material(
        columns=shard.columns,
        weights=np.ones(rows),
        base=pooled(shard).astype(float),
        scores=np.hstack((shard.odds, shard.shape)),
        categories=shard.odds.shape[1],
        groups=np.arange(rows) if groups is None else groups,
        grams=Grams([lambda: shard.grams], [rows]),
    )
