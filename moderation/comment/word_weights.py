"""What the n-grams inside each word met so far add up to, so that a word is taken apart only once.

Weights are whole numbers far below 2**24: their sums in 32-bit floats are exact in any order, and so a comment's sum is
the same by words as by n-grams. Only pairs of neighbouring words are left to look up comment by comment.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from moderation.text.hashing import Hashes, hash_each, hash_pairs, pair_shares

# More words than the longest text that may be judged can hold, so that one text always fits.
_CAPACITY = 1 << 15
_LONGEST = 48


@dataclass(frozen=True, slots=True)
class Parts:
    """Sums of weights: of the n-grams inside each word, and of each pair of neighbours; one row each."""

    words: NDArray[np.float64]
    pairs: NDArray[np.float64]


class _Store:
    """Words by number, with their shares in pairs and their sums; rows are written before a word gets its number."""

    __slots__ = ("first", "numbers", "second", "sums")

    def __init__(self, width: int) -> None:
        self.numbers: dict[str, int] = {}
        self.first: Hashes = np.empty(_CAPACITY, np.uint64)
        self.second: Hashes = np.empty(_CAPACITY, np.uint64)
        self.sums: NDArray[np.float32] = np.empty((_CAPACITY, width), np.float32)


class WordWeights:
    """Sums of the rows of a table of weights, by word; safe to share between threads."""

    __slots__ = ("_lock", "_store", "_table")

    def __init__(self, table: NDArray[np.int8]) -> None:
        self._table = table
        self._lock = Lock()
        self._store = _Store(table.shape[1])

    def add_up(self, words: Sequence[str]) -> NDArray[np.float32] | None:
        """Return the sum of the rows of all n-grams of a text; None where a word is too long to be remembered."""
        found = self._find(words)
        if found is None:
            return None
        store, numbers = found
        rows = store.sums.take(numbers, axis=0)
        rows[:-1] += self._pairs(store, numbers)
        sums: NDArray[np.float32] = np.add.reduce(rows, axis=0)
        return sums

    def add_up_each(self, texts: Sequence[Sequence[str]]) -> NDArray[np.float32] | None:
        """Return the sums of several texts, one row each, none without words; None as `add_up`."""
        found = self._find([word for words in texts for word in words])
        if found is None:
            return None
        store, numbers = found
        ends = np.cumsum([len(words) for words in texts])
        rows = store.sums.take(numbers, axis=0)
        pairs = self._pairs(store, numbers)
        # The last word of a text and the first of the next are no neighbours.
        pairs[ends[:-1] - 1] = 0
        rows[:-1] += pairs
        sums: NDArray[np.float32] = np.add.reduceat(rows, np.concatenate(([0], ends[:-1])), axis=0)
        return sums

    def parts(self, words: Sequence[str]) -> Parts:
        """Return what words and pairs of a text weigh, by column; of words too long to be remembered too."""
        found = self._find(words)
        if found is not None:
            store, numbers = found
            pairs = self._pairs(store, numbers)
            return Parts(store.sums.take(numbers, axis=0).astype(np.float64), pairs.astype(np.float64))
        each = hash_each(words)
        rows = self._table.take(each.slots, axis=0).astype(np.float64)
        first, second = pair_shares(each.hashes)
        pairs = self._table.take(hash_pairs(first[:-1], second[1:]), axis=0)
        return Parts(np.add.reduceat(rows, each.starts, axis=0), pairs.astype(np.float64))

    def _pairs(self, store: _Store, numbers: NDArray[np.int64]) -> NDArray[np.int8]:
        """Return the weights of the pairs of neighbours, one row each."""
        slots = hash_pairs(store.first.take(numbers[:-1]), store.second.take(numbers[1:]))
        return self._table.take(slots, axis=0)

    def _find(self, words: Sequence[str]) -> tuple[_Store, NDArray[np.int64]] | None:
        store = self._store
        try:
            return store, _numbers(store, words)
        except KeyError:
            met = self._learn(words)
            return None if met is None else (met, _numbers(met, words))

    def _learn(self, words: Sequence[str]) -> _Store | None:
        """Take apart the words not met before; a full store is left to its readers and begun anew."""
        different = dict.fromkeys(words)
        if max(map(len, different)) > _LONGEST or len(different) > _CAPACITY:
            return None
        with self._lock:
            store = self._store
            new = [word for word in different if word not in store.numbers]
            if len(store.numbers) + len(new) > _CAPACITY:
                store, new = _Store(self._table.shape[1]), list(different)
            if new:
                begin, end = len(store.numbers), len(store.numbers) + len(new)
                each = hash_each(new)
                store.first[begin:end], store.second[begin:end] = pair_shares(each.hashes)
                rows = self._table.take(each.slots, axis=0).astype(np.float32)
                store.sums[begin:end] = np.add.reduceat(rows, each.starts, axis=0)
                store.numbers.update(zip(new, range(begin, end), strict=True))
            self._store = store
        return store


def _numbers(store: _Store, words: Sequence[str]) -> NDArray[np.int64]:
    return np.fromiter(map(store.numbers.__getitem__, words), np.int64, len(words))
