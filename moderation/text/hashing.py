"""Words and character n-grams of many texts at once, hashed in arrays.

Character n-grams of 3 to 5 within words (a blank stands for a word's edge), words, and pairs of neighbouring
words, each a polynomial hash over code points (Karp and Rabin 1987) taken as a difference of prefix sums modulo
2**64, so that all sizes come out of one subtraction; a multiplicative hash (Knuth, TAOCP 3, 6.4) brings them into
the slots of one table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

BITS = 18
SLOTS = 1 << BITS
SIZES = (3, 4, 5)
# Short texts have few n-grams, and each would weigh too much.
SMOOTHING = 30.0
MAX_CHARACTERS = 60_000

_BLANK = 32
_WORD_SALT = np.uint64(0xC2B2AE3D27D4EB4F)
_PAIR_SALT = np.uint64(0x165667B19E3779F9)
_SCATTER = np.uint64(0xD6E8FEB86659FD93)
SHIFT = np.uint64(64 - BITS)
_MULTIPLIER = 0x9E3779B97F4A7C15
_LIMITS = np.array(SIZES)[:, None] - 1

Positions = NDArray[np.int64]
Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Grams:
    """Where the n-grams of a text stand: `slots[i]` covers the words `first[i]` to `last[i]`."""

    slots: Positions
    first: Positions
    last: Positions


@dataclass(frozen=True, slots=True)
class Run:
    """N-grams of several texts, text by text: their slots, and how many each text has."""

    slots: Positions
    counts: Positions


@dataclass(frozen=True, slots=True)
class Each:
    """N-grams of single words, word by word: their slots, where each word's begin, and the words' own hashes."""

    slots: Positions
    starts: Positions
    hashes: Hashes


def hash_words(words: Sequence[str]) -> Positions:
    """Return the slot of every n-gram of a text given as its words; what repeats is repeated.

    :param words: together at most `MAX_CHARACTERS` long.
    """
    if not words:
        return np.empty(0, np.int64)
    codes = _codes(f" {' '.join(words)} ")
    blanks = (codes == _BLANK).nonzero()[0]
    sums = _prefix_sums(codes)
    grams, inside = _grid(sums, blanks)
    singles, pairs = _of_words(sums, blanks[:-1] + 1, blanks[1:])
    return _slots(np.concatenate((grams[inside], singles, pairs)))


def hash_many(texts: Sequence[Sequence[str]]) -> Run:
    """Return the n-grams of several texts: those of `hash_words` for each.

    :param texts: the words of each; together at most `MAX_CHARACTERS` long.
    """
    joined = [f" {' '.join(words)} " for words in texts]
    codes = _codes("".join(joined))
    blanks = (codes == _BLANK).nonzero()[0]
    sums = _prefix_sums(codes)
    grams, inside = _grid(sums, blanks)
    lengths = np.fromiter(map(len, joined), np.int64, len(joined))
    owner = np.repeat(np.arange(len(joined)), lengths)
    starts, ends = blanks[:-1] + 1, blanks[1:]
    singles, pairs = _of_words(sums, starts, ends)
    # Two texts meet in two blanks; between them is no word.
    real = ends > starts
    whose = owner.take(blanks[:-1])
    neighbours = real[:-1] & real[1:] & (whose[:-1] == whose[1:])
    runs = (owner[inside.nonzero()[1]], whose[real], whose[:-1][neighbours])
    slots = _slots(np.concatenate((grams[inside], singles[real], pairs[neighbours])))
    owners = np.concatenate(runs).astype(np.uint16)
    # Sorting so short numbers stably is one pass over them (radix sort).
    return Run(slots[owners.argsort(kind="stable")], np.bincount(owners, minlength=len(joined)))


def hash_each(words: Sequence[str]) -> Each:
    """Return the n-grams of single words, pairs aside, word by word.

    :param words: at least one; together at most `MAX_CHARACTERS` long.
    """
    codes = _codes(f" {' '.join(words)} ")
    blanks = (codes == _BLANK).nonzero()[0]
    sums = _prefix_sums(codes)
    grams, inside = _grid(sums, blanks)
    singles = _of_word(sums, blanks[:-1] + 1, blanks[1:])
    numbers = np.arange(len(words))
    owner = numbers.repeat(blanks[1:] - blanks[:-1])
    owners = np.concatenate((owner[inside.nonzero()[1]], numbers)).astype(np.uint16)
    slots = _slots(np.concatenate((grams[inside], singles)))
    counts = np.bincount(owners)
    return Each(slots[owners.argsort(kind="stable")], counts.cumsum() - counts, singles)


def hash_alone(words: Sequence[str]) -> Hashes:
    """Return the words' own hashes, as `hash_each` has them.

    :param words: at least one; together at most `MAX_CHARACTERS` long.
    """
    codes = _codes(f" {' '.join(words)} ")
    blanks = (codes == _BLANK).nonzero()[0]
    return _of_word(_prefix_sums(codes), blanks[:-1] + 1, blanks[1:])


def pair_shares(hashes: Hashes) -> tuple[Hashes, Hashes]:
    """Return what words whose hashes `hash_each` gave add to the hash of a pair as its first word, and as its second.

    `hash_pairs` is spared its multiplications by that: modulo 2**64 they distribute over the sum.
    """
    return hashes * _PAIR_SALT * _SCATTER, hashes * _SCATTER


def hash_pairs(first: Hashes, second: Hashes) -> Positions:
    """Return the slots of pairs of words from their `pair_shares`, first words and second words in the same order."""
    pairs = first + second
    pairs >>= SHIFT
    return pairs.view(np.int64)


def count_grams(lengths: Sequence[int]) -> int:
    """Return how many n-grams `hash_words` finds in words of these lengths."""
    if not lengths:
        return 0
    # With its blanks a word of n letters has n + (n - 1) + (n - 2) of them; one of a single letter has just one.
    return 3 * sum(lengths) - len(lengths) + lengths.count(1) - 1


def locate(words: Sequence[str]) -> Grams:
    """Return the n-grams of `hash_words` with the words they cover."""
    if not words:
        nowhere = np.empty(0, np.int64)
        return Grams(nowhere, nowhere, nowhere)
    codes = _codes(f" {' '.join(words)} ")
    blanks = (codes == _BLANK).nonzero()[0]
    sums = _prefix_sums(codes)
    grams, inside = _grid(sums, blanks)
    singles, pairs = _of_words(sums, blanks[:-1] + 1, blanks[1:])
    numbers = np.arange(len(words))
    # An n-gram may begin with the blank before its word; that blank counts as the word's.
    owner = numbers.repeat(blanks[1:] - blanks[:-1])
    within = owner[inside.nonzero()[1]]
    slots = _slots(np.concatenate((grams[inside], singles, pairs)))
    first = np.concatenate((within, numbers, numbers[:-1]))
    return Grams(slots, first, np.concatenate((within, numbers, numbers[1:])))


def _codes(joined: str) -> Hashes:
    if joined.isascii():
        return np.frombuffer(joined.encode("ascii"), np.uint8).astype(np.uint64)
    return np.frombuffer(joined.encode("utf-32-le"), np.uint32).astype(np.uint64)


@cache
def _powers() -> tuple[Hashes, Hashes]:
    """Return the powers of the multiplier and of its inverse modulo 2**64."""
    count = 2 * MAX_CHARACTERS + 1024
    factors = np.full(count, _MULTIPLIER, np.uint64)
    inverses = np.full(count, pow(_MULTIPLIER, -1, 1 << 64), np.uint64)
    factors[0] = inverses[0] = 1
    return np.cumprod(factors, dtype=np.uint64), np.cumprod(inverses, dtype=np.uint64)


def _prefix_sums(codes: Hashes) -> Hashes:
    """Return the sums of code times power before each position, the last repeated for the longest n-gram."""
    count = len(codes)
    sums = np.empty(count + SIZES[-1] + 1, np.uint64)
    sums[0] = 0
    np.cumsum(codes * _powers()[0][:count], out=sums[1 : count + 1])
    sums[count + 1 :] = 0
    return sums


def _grid(sums: Hashes, blanks: Positions) -> tuple[Hashes, NDArray[np.bool_]]:
    """Return, for each size and start, the n-gram's hash and whether it stays within a word."""
    count = int(blanks[-1])
    step = sums.itemsize
    later: Hashes = np.ndarray((len(SIZES), count), np.uint64, sums, SIZES[0] * step, (step, step))
    table = (later - sums[:count]) * _powers()[1][:count]
    reach = blanks[1:].repeat(blanks[1:] - blanks[:-1])
    reach -= np.arange(count)
    return table, reach >= _LIMITS


def _of_words(sums: Hashes, starts: Positions, ends: Positions) -> tuple[Hashes, Hashes]:
    singles = _of_word(sums, starts, ends)
    return singles, singles[:-1] * _PAIR_SALT + singles[1:]


def _of_word(sums: Hashes, starts: Positions, ends: Positions) -> Hashes:
    hashes: Hashes = (sums.take(ends) - sums.take(starts)) * _powers()[1].take(starts) * _WORD_SALT
    return hashes


def _slots(hashes: Hashes) -> Positions:
    hashes *= _SCATTER
    hashes >>= SHIFT
    return hashes.view(np.int64)
