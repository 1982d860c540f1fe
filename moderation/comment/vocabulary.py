"""What is known of each word met so far, so that a word is taken apart only once.

Of every word: the sum of the weights of its n-grams, its classes, and its marks. Weights are whole numbers far below
2**24: their sums in 32-bit floats are exact in any order, and so a comment's sum is the same by words as by n-grams.
Only pairs of neighbouring words are left to look up comment by comment.
"""

from collections.abc import Mapping, Sequence
from itertools import chain
from threading import Lock

import msgspec
import numpy as np
from numpy.typing import NDArray

from moderation.comment.lexicon import CLASSES, Lexicon
from moderation.comment.marks import GERMAN
from moderation.text.hashing import Hashes, count_grams, hash_each, hash_pairs, pair_shares

# More words than the longest text that may be judged can hold, so that one text always fits.
_CAPACITY = 1 << 15
_LONGEST = 48
# What is counted of the words of a comment beside their weights: their n-grams, those of each class, common German
# ones, and single letters.
COMMON, LETTERS = len(CLASSES), len(CLASSES) + 1
_COLUMNS = len(CLASSES) + 3
_ONES = np.ones(_CAPACITY, np.float32)
_BITS = np.arange(len(CLASSES), dtype=np.uint64)

Sums = NDArray[np.float32]


class Totals(msgspec.Struct, frozen=True, gc=False):
    """What the words of several comments come to, one row or entry for each comment.

    :ivar weights: sums of the weights of all n-grams, one column each; `grams` how many n-grams there are.
    :ivar counts: how many words are of each class, then those that are common German ones (`COMMON`) and those that are
        single letters (`LETTERS`).
    :ivar marks: of any of the words.
    """

    weights: Sums
    grams: list[float]
    counts: list[list[float]]
    marks: list[int]


class _Store:
    """Words by number, with their shares in pairs, their sums and marks; all that is written before the number."""

    __slots__ = ("first", "marks", "numbers", "rows", "second")

    def __init__(self, width: int, capacity: int) -> None:
        self.numbers: dict[str, int] = {}
        self.first: Hashes = np.empty(capacity, np.uint64)
        self.second: Hashes = np.empty(capacity, np.uint64)
        self.marks: Hashes = np.empty(capacity, np.uint64)
        self.rows: Sums = np.empty((capacity, width), np.float32)


class Vocabulary:
    """The words met so far under one table of weights; safe to share between threads."""

    __slots__ = ("_lexicon", "_lock", "_store", "_table", "_width")

    def __init__(self, table: NDArray[np.int8], lexicon: Lexicon) -> None:
        self._table = table
        self._lexicon = lexicon
        self._width = table.shape[1]
        self._lock = Lock()
        self._store = self._new_store(_CAPACITY)

    def add_up(self, texts: Sequence[Sequence[str]]) -> Totals:
        """Return what the words of each text come to; together they have at most 60,000 characters."""
        if len(texts) == 1 and texts[0]:
            return self._add_up_one(texts[0])
        sums, marks = self._add_up([words for words in texts if words])
        if len(sums) < len(texts):
            worded = [number for number, words in enumerate(texts) if words]
            all_sums, all_marks = np.zeros((len(texts), sums.shape[1]), np.float32), [0] * len(texts)
            all_sums[:, self._width], all_sums[worded] = 1, sums
            for number, bits in zip(worded, marks, strict=True):
                all_marks[number] = bits
            sums, marks = all_sums, all_marks
        width = self._width
        # Each word counts a pair behind it, and the last one has none.
        grams = [counted - 1 for counted in sums[:, width].tolist()]
        return Totals(sums[:, :width], grams, sums[:, width + 1 :].tolist(), marks)

    def worth(self, words: Sequence[str], weights: Mapping[int, float]) -> list[float]:
        """Return what each word of a text adds to a weighted sum of columns, with half of what its two pairs add.

        :param weights: by the number of the column.
        """
        store, numbers = self._find(words)
        slots = hash_pairs(store.first.take(numbers[:-1]), store.second.take(numbers[1:]))
        worth = np.zeros(len(words) + 1)
        for column, weight in weights.items():
            halves = self._table[slots, column] * (weight / 2.0)
            worth[1:-1] += halves
            worth[:-2] += halves
            worth[:-1] += store.rows[numbers, column].astype(np.float64) * weight
        listed: list[float] = worth[:-1].tolist()
        return listed

    def _add_up_one(self, words: Sequence[str]) -> Totals:
        """Return what the words of one text come to: in the fewest steps, for it is their number that takes time."""
        width = self._width
        store, numbers = self._find(words)
        sums: Sums = _ONES[: len(words)].dot(store.rows.take(numbers, axis=0))
        sums[:width] += _ONES[1 : len(words)].dot(self._pairs(store, numbers))
        marks = int(np.bitwise_or.reduce(store.marks.take(numbers)))
        counts = sums[width:].tolist()
        return Totals(sums[None, :width], [counts[0] - 1], [counts[1:]], [marks])

    def _add_up(self, texts: Sequence[Sequence[str]]) -> tuple[Sums, list[int]]:
        width = self._width
        sums: Sums = np.empty((len(texts), width + _COLUMNS), np.float32)
        if not texts:
            return sums, []
        store, numbers = self._find(list(chain.from_iterable(texts)))
        rows = store.rows.take(numbers, axis=0)
        pairs = self._pairs(store, numbers)
        of_pairs: Sums = np.empty((len(texts), width), np.float32)
        begin, starts = 0, []
        for number, words in enumerate(texts):
            starts.append(begin)
            end = begin + len(words)
            # The product with ones is the sum, by the fastest way there is.
            np.dot(_ONES[: len(words)], rows[begin:end], sums[number])
            # The last word of a text and the first of the next are no neighbours.
            np.dot(_ONES[: len(words) - 1], pairs[begin : end - 1], of_pairs[number])
            begin = end
        sums[:, :width] += of_pairs
        marks: list[int] = np.bitwise_or.reduceat(store.marks.take(numbers), starts).tolist()
        return sums, marks

    def _pairs(self, store: _Store, numbers: NDArray[np.int64]) -> Sums:
        """Return the weights of the pairs of neighbours, one row each."""
        slots = hash_pairs(store.first.take(numbers[:-1]), store.second.take(numbers[1:]))
        return self._table.take(slots, axis=0).astype(np.float32)

    def _find(self, words: Sequence[str]) -> tuple[_Store, NDArray[np.int64]]:
        store = self._store
        try:
            return store, _numbers(store, words)
        except KeyError:
            met = self._learn(words)
            return met, _numbers(met, words)

    def _learn(self, words: Sequence[str]) -> _Store:
        """Take apart the words not met before; a full store is left to its readers and begun anew.

        Where a word is too long to be remembered, so are all of them: the store is forgotten after its use.
        """
        different = list(dict.fromkeys(words))
        if max(map(len, different)) > _LONGEST or len(different) > _CAPACITY:
            passing = self._new_store(len(different))
            self._write(passing, different)
            return passing
        with self._lock:
            store = self._store
            new = [word for word in different if word not in store.numbers]
            if len(store.numbers) + len(new) > _CAPACITY:
                store, new = self._new_store(_CAPACITY), different
            if new:
                self._write(store, new)
            self._store = store
        return store

    def _new_store(self, capacity: int) -> _Store:
        return _Store(self._width + _COLUMNS, capacity)

    def _write(self, store: _Store, words: Sequence[str]) -> None:
        begin, end = len(store.numbers), len(store.numbers) + len(words)
        each = hash_each(words)
        store.first[begin:end], store.second[begin:end] = pair_shares(each.hashes)
        rows = self._table.take(each.slots, axis=0).astype(np.float32)
        store.rows[begin:end, : self._width] = np.add.reduceat(rows, each.starts, axis=0)
        known = self._lexicon.known
        marks = np.fromiter(map(known.__getitem__, words), np.uint64, len(words))
        store.marks[begin:end] = marks
        # With its blanks a word of n letters has n + (n - 1) + (n - 2) of them and is one itself; a pair follows it.
        store.rows[begin:end, self._width] = [count_grams([len(word)]) + 1 for word in words]
        counts = store.rows[begin:end, self._width + 1 :]
        counts[:, :COMMON] = (marks[:, None] >> _BITS) & np.uint64(1)
        counts[:, COMMON] = (marks & np.uint64(GERMAN)) != 0
        counts[:, LETTERS] = [len(word) == 1 for word in words]
        store.numbers.update(zip(words, range(begin, end), strict=True))


def _numbers(store: _Store, words: Sequence[str]) -> NDArray[np.int64]:
    return np.fromiter(map(store.numbers.__getitem__, words), np.int64, len(words))
