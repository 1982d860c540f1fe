"""What the classifier sees of a run: hashed words, hashed tokens of the markup around it, its shape and place."""

import math
import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from moderation.article.cues import cues
from moderation.article.layout import Layout
from moderation.article.values import InputFormat
from moderation.text.markup import Element, Run, named_attributes

WORD_BITS = 15
MARKUP_BITS = 13
WORD_SLOTS = 1 << WORD_BITS
MARKUP_SLOTS = 1 << MARKUP_BITS
MAX_CHARACTERS_PER_RUN = 1_600
EDGE = 6

_MULTIPLIER = 0x9E3779B97F4A7C15
_SCATTER = np.uint64(0xD6E8FEB86659FD93)
_SALTS = [np.uint64(salt) for salt in (0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x85EBCA77C2B2AE63, 0x27D4EB2F165667C5)]
_CHUNK = 200_000
_CAMEL = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")

Slots = NDArray[np.int64]
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

    In chunks of bounded size, in order. A pair of a polynomial hash over code points (Karp and Rabin 1987) taken as
    differences of prefix sums, so that a page costs a handful of array operations.
    """
    chunks, first, length = [], 0, 0
    shortened = [_shortened(text) for text in texts]
    for index, text in enumerate(shortened):
        if length + len(text) + 1 > _CHUNK:
            chunks.append(_hash(shortened[first:index], first))
            first, length = index, 0
        length += len(text) + 1
    chunks.append(_hash(shortened[first:], first))
    return chunks


def _shortened(text: str) -> str:
    if len(text) > MAX_CHARACTERS_PER_RUN:
        half = MAX_CHARACTERS_PER_RUN // 2
        text = f"{text[:half]} {text[-half:]}"
    text = text.lower()
    return text.replace("\xad", "") if "\xad" in text else text


def _hash(texts: Sequence[str], first_row: int) -> tuple[Slots, Slots]:
    # A blank ends every text, so that no word reaches over two.
    joined = " ".join(texts) + " "
    codes = np.frombuffer(joined.encode("utf-32-le", "replace"), np.uint32)
    codes = _classes().take(np.minimum(codes, 0xFFFF))
    inside = np.concatenate(([False], codes != 0, [False]))
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    starts, ends = edges[::2], edges[1::2]
    if not len(starts):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    powers, inverses = _powers()
    sums = np.concatenate(([np.uint64(0)], np.cumsum(codes.astype(np.uint64) * powers[: len(codes)], dtype=np.uint64)))
    borders = np.cumsum([len(text) + 1 for text in texts])
    rows = np.searchsorted(borders, starts, side="right")

    def between(begin: Slots, end: Slots) -> NDArray[np.uint64]:
        return (sums.take(end) - sums.take(begin)) * inverses.take(begin)

    words = between(starts, ends)
    pairs = (words[:-1] * _SALTS[1] + words[1:])[rows[:-1] == rows[1:]]
    long = ends - starts > EDGE + 1
    heads = between(starts[long], starts[long] + EDGE) * _SALTS[2]
    tails = between(ends[long] - EDGE, ends[long]) * _SALTS[3]
    hashes = np.concatenate((words * _SALTS[0], pairs, heads, tails)) * _SCATTER
    owners = np.concatenate((rows, rows[:-1][rows[:-1] == rows[1:]], rows[long], rows[long])) + first_row
    return (hashes >> np.uint64(64 - WORD_BITS)).astype(np.int64), owners


@lru_cache(maxsize=20_000)
def markup_tokens(tag: str, attributes: str) -> tuple[int, ...]:
    """Return the slots of an element's tag and of the words in its class, id, role and item properties."""
    tokens = {f"<{tag}"}
    for name, value in named_attributes(attributes):
        kind = "c" if name in ("class", "id", "data-testid") else name
        words = [word.lower() for word in _CAMEL.findall(value[:300])]
        tokens.update(f"{kind}={word}" for word in words if 1 < len(word) < 24)
        tokens.update(f"{kind}={a}+{b}" for a, b in pairwise(words))
        if name == "hidden":
            tokens.add("hidden")
    return tuple(sorted({_token_slot(token) for token in tokens}))


def _token_slot(token: str) -> int:
    value = 0
    for code in token.encode():
        value = (value * 0x100000001B3 ^ code) & 0xFFFFFFFFFFFFFFFF
    return (value * int(_SCATTER) & 0xFFFFFFFFFFFFFFFF) >> (64 - MARKUP_BITS)


def used_elements(runs: Sequence[Run], elements: Sequence[Element]) -> list[int]:
    """Return the indices of the elements on the way from the root to any run, parents first."""
    used: set[int] = set()
    for run in runs:
        index = run.element
        while index >= 0 and index not in used:
            used.add(index)
            index = elements[index].parent
    return sorted(used)


NUMERIC = 58


def numeric_features(layout: Layout, titles: Sequence[str]) -> Floats:
    """Return shape and place of every run, one row each.

    :param titles: what the page or the caller states as its title.
    """
    runs, elements = layout.runs, layout.elements
    table = np.zeros((len(runs), NUMERIC), np.float32)
    wanted = {word for title in titles for word in title.lower().split()}
    shapes = [(*_shape(run, wanted), *cues(run.text)) for run in runs]
    table[:, : len(shapes[0])] = _array(shapes)
    column = len(shapes[0])
    tags = [_tag_flags(run, elements) for run in runs]
    table[:, column : column + 11] = _array(tags)
    column += 11
    place = _place(runs)
    table[:, column : column + place.shape[1]] = place
    column += place.shape[1]
    mass = _mass(runs, elements)
    table[:, column : column + mass.shape[1]] = mass
    column += mass.shape[1]
    table[:, column] = layout.plain
    table[:, column + 1] = layout.format is InputFormat.TEXT
    return table


def _array(rows: Sequence[tuple[float, ...]]) -> Floats:
    """Return rows as an array; several times quicker than NumPy's own guessing."""
    width = len(rows[0])
    return np.fromiter(chain.from_iterable(rows), np.float32, len(rows) * width).reshape(-1, width)


_DIGIT = re.compile(r"\d")
_UPPER = re.compile(r"[A-ZÄÖÜ]")


def _shape(run: Run, wanted: set[str]) -> tuple[float, ...]:
    text = run.text
    size = len(text)
    words = text[:600].lower().split()
    count = len(words)
    shared = sum(1 for word in set(words) if word in wanted) / (len(wanted) + 1) if wanted and count < 40 else 0.0
    head = text[:400]
    return (
        math.log1p(size) / 4,
        min(count, 60) / 30,
        min(size, 100) / 50,
        run.linked / size,
        min(run.links, 5) / 3,
        run.linked >= size,
        text[-1] in '.!?…“”"»«',
        text[-1] == ":",
        text[-1] == "?",
        text[0].islower(),
        len(_DIGIT.findall(head)) / len(head),
        len(_UPPER.findall(head)) / (count + 1),
        head.count(",") / (count + 1) * 5,
        min(text.count(". "), 6) / 3,
        shared * 2,
        "\n" in text,
    )


_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_FLAGS = (("h1",), tuple(_HEADINGS), ("p",), ("li",), ("blockquote",), ("td", "th"), ("figcaption", "figure"), ("div",))


def _tag_flags(run: Run, elements: Sequence[Element]) -> tuple[float, ...]:
    if run.element < 0:
        return (0.0,) * 11
    element = elements[run.element]
    return (*_flags(element.tag), min(element.depth, 30) / 15)


@lru_cache(maxsize=256)
def _flags(tag: str) -> tuple[float, ...]:
    return (*(float(tag in names) for names in _FLAGS), float(tag == "pre"), float(tag == "span"))


def _place(runs: Sequence[Run]) -> Floats:
    count = len(runs)
    index = np.arange(count)
    sizes = np.array([len(run.text) for run in runs], np.float64)
    before = np.cumsum(sizes) - sizes
    long = np.array([len(run.text) > 120 and run.linked * 3 < len(run.text) for run in runs])
    seen = np.cumsum(long)
    last = count - 1 - index
    columns = [
        index / count,
        before / sizes.sum(),
        np.log1p(index) / 3,
        np.log1p(last) / 3,
        np.minimum(index, 4) / 2,
        np.minimum(last, 4) / 2,
        np.minimum(seen, 8) / 4,
        np.minimum(seen[-1] - seen, 8) / 4,
        np.full(count, math.log1p(count) / 3),
        np.full(count, min(int(seen[-1]), 20) / 10),
    ]
    return np.stack(columns, axis=1).astype(np.float32)


def _mass(runs: Sequence[Run], elements: Sequence[Element]) -> Floats:
    """Return how much of the page's running text stands in the elements around each run, and how linked they are."""
    if not elements:
        return np.zeros((len(runs), 7), np.float32)
    mass, total, linked = [0.0] * len(elements), [0.0] * len(elements), [0.0] * len(elements)
    for run in runs:
        if run.element >= 0:
            size = len(run.text)
            total[run.element] += size
            linked[run.element] += run.linked
            if size > 80 and run.linked * 3 < size:
                mass[run.element] += size
    for index in range(len(elements) - 1, 0, -1):
        parent = elements[index].parent
        if parent >= 0:
            mass[parent] += mass[index]
            total[parent] += total[index]
            linked[parent] += linked[index]
    whole = sum(mass[index] for index, element in enumerate(elements) if element.parent < 0) + 1.0
    return _array([_around(run, elements, mass, total, linked, whole) for run in runs])


def _around(
    run: Run, elements: Sequence[Element], mass: list[float], total: list[float], linked: list[float], whole: float
) -> tuple[float, ...]:
    shares: list[float] = []
    links: list[float] = []
    index = run.element
    for _ in range(4):
        if index < 0:
            shares.append(shares[-1] if shares else 0.0)
            links.append(links[-1] if links else 0.0)
            continue
        shares.append(mass[index] / whole)
        links.append(linked[index] / (total[index] + 1))
        index = elements[index].parent
    return (*shares, *links[1:])
