"""What the classifier sees of a run: hashed words, and letters in a row."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

WORD_BITS = 15
WORD_SLOTS = 1 << WORD_BITS
LETTER_BITS = 16
LETTER_SLOTS = 1 << LETTER_BITS
TEXT_SLOTS = WORD_SLOTS + LETTER_SLOTS
MAX_CHARACTERS_PER_RUN = 1_600
EDGE = 6
# Runs of letters are looked at where a text has enough of them to say something, and no further than this.
MIN_LETTERS = 20
LETTERS_AHEAD, LETTERS_BEHIND = 300, 160
MAX_LETTERS = LETTERS_AHEAD + LETTERS_BEHIND
GRAMS = (3, 4, 5)

_MULTIPLIER = 0x9E3779B97F4A7C15
MULTIPLIER = np.uint64(_MULTIPLIER)
SCATTER = np.uint64(0xD6E8FEB86659FD93)
SALTS = np.array([0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x85EBCA77C2B2AE63, 0x27D4EB2F165667C5], np.uint64)
_CHUNK = 200_000

WORD_SHIFT, LETTER_SHIFT = np.uint64(64 - WORD_BITS), np.uint64(64 - LETTER_BITS)

Slots = NDArray[np.int64]
Hashes = NDArray[np.uint64]
Floats = NDArray[np.float32]


@cache
def _powers() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    count = _CHUNK + 2 * MAX_CHARACTERS_PER_RUN + 64
    factors = np.full(count, _MULTIPLIER, np.uint64)
    inverses = np.full(count, pow(_MULTIPLIER, -1, 1 << 64), np.uint64)
    factors[0] = inverses[0] = 1
    return np.cumprod(factors, dtype=np.uint64), np.cumprod(inverses, dtype=np.uint64)


@cache
def _classes() -> NDArray[np.uint32]:
    """Return what stands for each code of the first plane: itself in a word, `0` for digits, 0 between words."""
    table = [0] * 0x10000
    for code in range(0x10000):
        character = chr(code)
        if character.isalpha():
            table[code] = code
        elif character.isdigit():
            table[code] = 48
    return np.array(table, np.uint32)


def word_features(texts: Sequence[str]) -> list[tuple[Slots, Slots]]:
    """Return the slots of words, word pairs, beginnings and ends of long words, and the text each belongs to.

    In parts of bounded size, the texts of each part in order. A polynomial hash over code points (Karp and Rabin 1987)
    taken as differences of prefix sums, so that a page costs a handful of array operations.
    """
    chunks, first, length = [], 0, 0
    heads = [text.lower() if len(text) <= MAX_CHARACTERS_PER_RUN else begin_and_end(text) for text in texts]
    if "\xad" in "".join(heads):
        heads = [text.replace("\xad", "") for text in heads]
    for index, text in enumerate(heads):
        if length + len(text) + 1 > _CHUNK:
            chunks += _parts_of(_words_in(heads[first:index]), first)
            first, length = index, 0
        length += len(text) + 1
    return chunks + _parts_of(_words_in(heads[first:]), first)


def letter_features(texts: Sequence[str]) -> list[tuple[Slots, Slots]]:
    """Return the slots of three to five characters in a row, and the text each belongs to, in parts as above.

    German puts words together; what two of them share stands in their letters. Texts below `MIN_LETTERS` have none.
    """
    chunks, first, length = [], 0, 0
    shortened = [head_and_tail(text) for text in texts]
    for index, text in enumerate(shortened):
        if length + len(text) > _CHUNK:
            chunks += hash_letters(shortened[first:index], first)
            first, length = index, 0
        length += len(text)
    return chunks + hash_letters(shortened[first:], first)


def head_and_tail(text: str) -> str:
    """Return what is looked at of a text's letters, in lower case between blanks; nothing of short ones."""
    if len(text) < MIN_LETTERS:
        return ""
    if len(text) > MAX_LETTERS:
        text = f"{text[:LETTERS_AHEAD]} {text[-LETTERS_BEHIND:]}"
    return f" {text.lower()} "


def hash_letters(texts: Sequence[str], first_row: int) -> list[tuple[Slots, Slots]]:
    """Return the slots of `letter_features` for texts as they are, in lower case, their rows counted from the first."""
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "replace"), np.uint32)
    codes = _classes().take(np.minimum(codes, 0xFFFF))
    rows = np.repeat(np.arange(first_row, first_row + len(texts)), [len(text) for text in texts])
    # One gap stands for all that parts two words.
    kept = (codes != 0) | np.concatenate(([True], codes[:-1] != 0))[: len(codes)]
    values, rows = codes[kept].astype(np.uint64) + np.uint64(1), rows[kept]
    parts = []
    hashes = values
    for size in range(2, max(GRAMS) + 1):
        if len(values) < size:
            break
        hashes = hashes[:-1] * MULTIPLIER + values[size - 1 :]
        if size in GRAMS:
            inside = rows[: len(hashes)] == rows[size - 1 :]
            slots = (hashes[inside] * SCATTER) >> LETTER_SHIFT
            parts.append((slots.astype(np.int64) + WORD_SLOTS, rows[: len(hashes)][inside]))
    return parts


def begin_and_end(text: str) -> str:
    """Return what is looked at of a text, in lower case."""
    if len(text) > MAX_CHARACTERS_PER_RUN:
        half = MAX_CHARACTERS_PER_RUN // 2
        text = f"{text[:half]} {text[-half:]}"
    return text.lower()


def words_within(texts: Sequence[str]) -> tuple[list[tuple[Slots, Slots]], Hashes, Slots]:
    """Return what `word_features` does; the hashes of all words, and the text each stands in.

    :param texts: in lower case, without soft hyphens, together at most `_CHUNK` long.
    """
    found = _words_in(texts)
    return _parts_of(found, 0), found.hashes, found.rows


def pair_parts(hashes: Hashes) -> tuple[Hashes, Hashes]:
    """Return what words add to the hash of a pair as its first word, and as its second; `WORD_SHIFT` makes it a slot.

    Modulo 2**64 multiplication distributes over the sum.
    """
    return hashes * SALTS[1] * SCATTER, hashes * SCATTER


def rolling_hashes(values: Hashes) -> list[Hashes]:
    """Return the hash of the first value of each row, of the first two and so on, before they are `scattered`.

    :param values: a row for each; codes after `_classes`, one added.
    """
    hashes = [values[:, 0]]
    for column in values.T[1:]:
        hashes.append(hashes[-1] * MULTIPLIER + column)
    return hashes


def scattered(hashes: Hashes) -> Hashes:
    """Return hashes as `letter_features` has them before it cuts them; sums of them are those of sums."""
    result: Hashes = hashes * SCATTER
    return result


def summed(chunks: Sequence[tuple[Slots, Slots]], count: int, table: Floats) -> tuple[Floats, NDArray[np.int64]]:
    """Return for each text the sum of the table's rows at its slots, and how many these are.

    :param chunks: slots and the text each belongs to, texts in order.
    """
    sums = np.zeros((count, table.shape[1]), np.float32)
    counts = np.zeros(count, np.int64)
    for slots, rows in chunks:
        if len(slots):
            begins = np.ones(len(rows), bool)
            np.not_equal(rows[1:], rows[:-1], out=begins[1:])
            heads = begins.nonzero()[0]
            sums[rows[heads]] += np.add.reduceat(table.take(slots, axis=0), heads, axis=0)
            counts += np.bincount(rows, minlength=count)
    return sums, counts


class _Words(NamedTuple):
    """Words of some texts: their hashes, the text each stands in; the same salted; beginnings and ends of long ones."""

    hashes: Hashes
    rows: Slots
    salted: tuple[Hashes, Slots]
    edges: tuple[tuple[Hashes, Slots], tuple[Hashes, Slots]]


def _parts_of(found: _Words, first_row: int) -> list[tuple[Slots, Slots]]:
    hashes, rows, salted, edges = found
    beside = rows[:-1] == rows[1:]
    pairs = (hashes[:-1] * SALTS[1] + hashes[1:])[beside], rows[:-1][beside]
    return [_slots(some, its_rows + first_row) for some, its_rows in (salted, pairs, *edges)]


def _words_in(texts: Sequence[str]) -> _Words:
    # A blank ends every text, so that no word reaches over two.
    joined = " ".join(texts) + " "
    codes = np.frombuffer(joined.encode("utf-32-le", "replace"), np.uint32)
    codes = _classes().take(np.minimum(codes, 0xFFFF))
    inside = np.concatenate(([False], codes != 0, [False]))
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    starts, ends = edges[::2], edges[1::2]
    sums = _prefix_sums(codes)
    borders = np.cumsum([len(text) + 1 for text in texts])
    rows = np.searchsorted(borders, starts, side="right")

    hashes = _between(sums, starts, ends)
    long = ends - starts > EDGE + 1
    first, last, owners = starts[long], ends[long], rows[long]
    beginnings, endings = _between(sums, first, first + EDGE), _between(sums, last - EDGE, last)
    edges_of_long = ((beginnings * SALTS[2], owners), (endings * SALTS[3], owners))
    return _Words(hashes, rows, (hashes * SALTS[0], rows), edges_of_long)


def hashes_between(codes: NDArray[np.uint8], begins: Slots, ends: Slots) -> Hashes:
    """Return the hashes of stretches of codes.

    :param codes: at most as many as are read at once.
    """
    return _between(_prefix_sums(codes), begins, ends)


def _prefix_sums(codes: NDArray[np.unsignedinteger]) -> Hashes:
    sums = np.zeros(len(codes) + 1, np.uint64)
    np.cumsum(codes * _powers()[0][: len(codes)], dtype=np.uint64, out=sums[1:])
    return sums


def _between(sums: Hashes, begins: Slots, ends: Slots) -> Hashes:
    return (sums.take(ends) - sums.take(begins)) * _powers()[1].take(begins)


def _slots(hashes: Hashes, rows: Slots) -> tuple[Slots, Slots]:
    return ((hashes * SCATTER) >> WORD_SHIFT).astype(np.int64), rows
