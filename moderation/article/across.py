"""Runs of letters within tokens and across the blanks between them, from what is known of each token.

Of the runs of three to five characters that `features.letter_features` finds in a text, most stand within a token and
its blanks; the others are the end of a token, a gap and the beginning of the next.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from moderation.article.features import (
    GRAMS,
    LETTER_SHIFT,
    MULTIPLIER,
    WORD_SLOTS,
    Floats,
    Hashes,
    Slots,
    hash_letters,
    rolling_hashes,
    scattered,
    summed,
)

# How many characters stand before a gap and after it in the runs that reach across it.
_BEFORE, _AFTER = np.array([(1, 1), (1, 2), (2, 1), (1, 3), (2, 2), (3, 1)]).T
_WIDEST = 3
# The one run that may take in a token of a single letter, its gap and the next token's first letter.
_OVER = 3
_GAP, _NOTHING = np.uint64(1), np.uint64(0)
_POWERS = np.cumprod([np.uint64(1), *[MULTIPLIER] * max(GRAMS)], dtype=np.uint64)
_LETTERS = re.compile(r"[^\W_]+")
_DIGITS = str.maketrans(dict.fromkeys("123456789²³¹", "0"))


class Across(NamedTuple):
    """What is known of the letters of each token.

    :ivar table: a row for each slot of letters.
    :ivar sums: of the runs within each token and its blanks, and their number.
    :ivar leading: of those among them that begin with the blank before it.
    :ivar tails: what a token's end, and the gap after it, add to the hash of each run across a gap.
    :ivar heads: what a token's beginning adds.
    :ivar lengths: how many characters each has between its blanks, up to three; -1 for what ends a text.
    """

    table: Floats
    sums: Floats
    leading: Floats
    tails: Hashes
    heads: Hashes
    lengths: NDArray[np.int64]

    def learn(self, tokens: Sequence[str], start: int) -> None:
        """Note tokens, in lower case, at the places from `start` on."""
        cores = "\n".join([" ".join(_LETTERS.findall(token)) for token in tokens]).translate(_DIGITS).split("\n")
        places = slice(start, start + len(tokens))
        lengths = np.array([len(core) for core in cores])
        # The lone blank takes the gap before all of them.
        parts = hash_letters([" ", *(f"{core} " if core else "" for core in cores)], -1)
        sums, counts = summed([(slots - WORD_SLOTS, rows) for slots, rows in parts], len(cores), self.table)
        # Of the beginning, with how many of its characters; of the end, with how many and a gap.
        heads = rolling_hashes(_values([f"{core} \0\0\0"[:4] for core in cores], 4))
        last = _values([f"\0\0 {core}"[-3:] for core in cores], 3)
        ends = [rolling_hashes(last[:, begin:])[-1] * MULTIPLIER + _GAP for begin in (2, 1, 0)]
        for size in GRAMS:
            rows = self.table.take(_slots(scattered(_GAP * _POWERS[size - 1] + heads[size - 2])), axis=0)
            there = (lengths > 0) & (lengths >= size - 2)
            self.leading[places, :-1] += rows * there[:, None]
            self.leading[places, -1] += there
        self.sums[places, :-1], self.sums[places, -1] = sums, counts
        self.sums[places] += self.leading[places]
        for column, (before, after) in enumerate(zip(_BEFORE, _AFTER, strict=True)):
            self.tails[places, column] = scattered(ends[before - 1] * _POWERS[after])
            self.heads[places, column] = scattered(heads[after - 1])
        self.lengths[places] = np.minimum(lengths, _WIDEST)


def nothing_across(table: Floats, count: int) -> Across:
    """Return room for so many tokens, none of them known but what ends a text, at 0."""
    sums, leading = np.zeros((2, count, table.shape[1] + 1), np.float32)
    tails, heads = np.zeros((2, count, len(_BEFORE)), np.uint64)
    lengths = np.zeros(count, np.int64)
    lengths[0] = -1
    return Across(table, sums, leading, tails, heads, lengths)


def letters_across(known: Across, found: Slots, first: Sequence[int]) -> tuple[Floats, Floats]:
    """Return for each text the sums of its runs of letters, and their number.

    :param found: places of its tokens; 0 ends each text.
    :param first: texts that have a blank before them: `letter_features` reads so the first that has any.
    """
    lengths = known.lengths.take(found)
    if not lengths.all():
        found = found[lengths != 0]
        lengths = known.lengths.take(found)
    breaks = (found == 0).nonzero()[0]
    starts = np.zeros(len(breaks), np.int64)
    np.add(breaks[:-1], 1, out=starts[1:])
    leading = known.leading.take(found.take(starts), axis=0)
    leading[list(first)] = 0
    both = np.add.reduceat(known.sums.take(found, axis=0), starts, axis=0) - leading
    hashes = known.heads.take(found, axis=0)
    hashes[1:] += known.tails.take(found[:-1], axis=0)
    there = _reached(lengths, starts, starts.take(first))
    single = (lengths == 1).nonzero()[0]
    following = found.take(single + 1)
    hashes[single, _OVER] += known.heads[following, 0]
    there[single, _OVER] = there[single, 0] & (following > 0)
    rows = known.table.take(_slots(hashes.ravel()), axis=0)
    rows[~there.ravel()] = 0
    sums: Floats = both[:, :-1] + np.add.reduceat(rows, starts * len(_BEFORE), axis=0)
    return sums, both[:, -1] + np.add.reduceat(there.sum(axis=1), starts).astype(np.float32)


def _reached(lengths: NDArray[np.int64], starts: Slots, with_blank: Slots) -> NDArray[np.bool_]:
    """Return which runs across there are between each token and the one before it."""
    after = np.minimum(lengths + 1, _WIDEST)
    before = np.zeros(len(lengths), np.int64)
    before[1:] = after[:-1]
    seconds, spared = starts[starts + 1 < len(lengths)] + 1, with_blank[with_blank + 1 < len(lengths)] + 1
    kept = before[spared]
    before[seconds] = lengths[seconds - 1]
    before[spared] = kept
    result: NDArray[np.bool_] = (before[:, None] >= _BEFORE) & (after[:, None] >= _AFTER)
    return result


def _values(texts: Sequence[str], width: int) -> Hashes:
    """Return what letters count in a hash: nothing for a NUL, a gap for a blank."""
    codes = np.frombuffer("".join(texts).encode("utf-32-le"), np.uint32).reshape(-1, width).astype(np.uint64)
    return np.where(codes == ord(" "), _GAP, np.where(codes == 0, _NOTHING, codes + _GAP))


def _slots(hashes: Hashes) -> Slots:
    return (hashes >> LETTER_SHIFT).view(np.int64)
