"""Shape and place of every run: what the classifier sees beside words and markup, whole pages in arrays."""

import math
import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moderation.article.cues import GAP, Tokens, all_cues, tokens_of
from moderation.article.layout import Layout
from moderation.article.linked import in_words
from moderation.article.values import InputFormat
from moderation.text.markup import Element, Run

NUMERIC = 60
HEAD = 400
WORDS_HEAD = 600
# How much of a run is looked for in the text that the page states for machines.
STATED_HEAD = 60

Floats = NDArray[np.float32]
Numbers = NDArray[np.float64]
Integers = NDArray[np.int64]

_DIGIT, _UPPER, _COMMA = 1, 2, 3
# No digit stands beyond the second plane of Unicode.
_PLANES = 0x20000
_CLOSES = frozenset('.!?…“”"»«')
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_FLAGS = (("h1",), _HEADINGS, ("p",), ("li",), ("blockquote",), ("td", "th"), ("figcaption", "figure"), ("div",))
_FLAGGED = ("", *sorted({tag for tags in _FLAGS for tag in tags}), "pre", "span")
_ROWS = {tag: row for row, tag in enumerate(_FLAGGED)}
_FLAG_ROWS = np.array(
    [[*(tag in tags for tags in _FLAGS), tag == "pre", tag == "span"] for tag in _FLAGGED], np.float32
)


def numeric_features(layout: Layout, titles: Sequence[str]) -> Floats:
    """Return shape and place of every run, one row each.

    :param titles: what the page or the caller states as its title.
    """
    runs, elements = layout.runs, layout.elements
    texts = [run.text for run in runs]
    sizes = _numbers(map(len, texts))
    linked = _numbers([run.linked for run in runs])
    own = np.array([run.element for run in runs])
    tokens = tokens_of(texts)
    parts: list[NDArray[Any]] = [
        *_shape(runs, texts, sizes, linked, tokens, titles),
        all_cues(texts, tokens),
        *_tags(own, elements),
        *_place(sizes, linked),
        *_mass(own, sizes, linked, elements),
        np.full(len(runs), layout.plain),
        np.full(len(runs), layout.format is InputFormat.TEXT),
        *_stated(texts, layout.body),
    ]
    table = np.zeros((len(runs), NUMERIC), np.float32)
    column = 0
    for part in parts:
        width = part.shape[1] if part.ndim > 1 else 1
        table[:, column : column + width] = part.reshape(len(runs), width)
        column += width
    return table


def _numbers(values: Iterable[int]) -> Numbers:
    return np.fromiter(values, np.float64)


def _shape(
    runs: Sequence[Run], texts: Sequence[str], sizes: Numbers, linked: Numbers, tokens: Tokens, titles: Sequence[str]
) -> list[Numbers]:
    counts = tokens.sizes.astype(np.float64)
    for index in (sizes > WORDS_HEAD).nonzero()[0].tolist():
        counts[index] = len(texts[index][:WORDS_HEAD].split())
    ends = [text[-1] for text in texts]
    digits, uppers, commas = _characters([text[:HEAD] for text in texts])
    return [
        _logarithms(sizes) / 4,
        np.minimum(counts, 60) / 30,
        np.minimum(sizes, 100) / 50,
        linked / sizes,
        np.minimum(_numbers([run.links for run in runs]), 5) / 3,
        (linked >= sizes).astype(np.float64),
        _numbers([end in _CLOSES for end in ends]),
        _numbers([end == ":" for end in ends]),
        _numbers([end == "?" for end in ends]),
        _numbers([text[0].islower() for text in texts]),
        digits / np.minimum(sizes, HEAD),
        uppers / (counts + 1),
        commas / (counts + 1) * 5,
        np.minimum(_numbers([text.count(". ") for text in texts]), 6) / 3,
        _shared(tokens, titles) * 2,
        _numbers(["\n" in text for text in texts]),
    ]


def _logarithms(sizes: Numbers) -> Numbers:
    # NumPy's own logarithm may differ in the last bit from one processor to the next.
    return np.fromiter(map(math.log1p, sizes.tolist()), np.float64)


def _shared(tokens: Tokens, titles: Sequence[str]) -> Numbers:
    """Return how many of the words that titles have stand in each short run, as a share."""
    sizes = tokens.sizes
    found = np.zeros(len(sizes))
    wanted = {word for title in titles for word in title.lower().split()} - {GAP}
    if not wanted:
        return found
    places = [place for place, token in enumerate(tokens.tokens) if token in wanted]
    seen: dict[int, set[str]] = {}
    for row, place in zip(tokens.ends.searchsorted(places).tolist(), places, strict=True):
        seen.setdefault(row, set()).add(tokens.tokens[place])
    for row, words in seen.items():
        if sizes[row] < 40:
            found[row] = len(words)
    return found / (len(wanted) + 1)


def _characters(heads: Sequence[str]) -> tuple[Numbers, Numbers, Numbers]:
    """Return how many digits, capitals and commas each text has; none is empty."""
    codes = np.frombuffer("".join(heads).encode("utf-32-le", "surrogatepass"), np.uint32)
    kinds = _kinds().take(np.minimum(codes, _PLANES - 1))
    ends = np.cumsum([*map(len, heads)])
    digits, uppers, commas = (
        np.bincount(ends.searchsorted((kinds == kind).nonzero()[0], "right"), minlength=len(heads)).astype(np.float64)
        for kind in (_DIGIT, _UPPER, _COMMA)
    )
    return digits, uppers, commas


@cache
def _kinds() -> NDArray[np.uint8]:
    table = np.zeros(_PLANES, np.uint8)
    every = np.arange(_PLANES, dtype=np.uint32).tobytes().decode("utf-32-le", "surrogatepass")
    table[[match.start() for match in re.finditer(r"\d", every)]] = _DIGIT
    table[[ord(letter) for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÜ"]] = _UPPER
    table[ord(",")] = _COMMA
    return table


def _stated(texts: Sequence[str], body: str) -> list[Numbers]:
    """Return whether each run stands in the article's text as the page states it, and whether it states any."""
    if not body:
        return [np.zeros(len(texts))] * 2
    found = _numbers([f" {in_words(text[:STATED_HEAD]).rpartition(' ')[0]} " in body for text in texts])
    return [found, np.ones(len(texts))]


def _tags(own: Integers, elements: Sequence[Element]) -> list[NDArray[np.floating]]:
    """Return what the innermost element around each run is, and how deep it stands."""
    around = [elements[index] if index >= 0 else None for index in own.tolist()]
    rows = [_ROWS.get(element.tag, 0) if element else 0 for element in around]
    depths = _numbers([element.depth if element else 0 for element in around])
    return [_FLAG_ROWS[rows], np.minimum(depths, 30) / 15]


def _place(sizes: Numbers, linked: Numbers) -> list[NDArray[np.floating]]:
    count = len(sizes)
    index = np.arange(count)
    seen = np.cumsum((sizes > 120) & (linked * 3 < sizes))
    last = count - 1 - index
    return [
        index / count,
        (np.cumsum(sizes) - sizes) / sizes.sum(),
        np.log1p(index) / 3,
        np.log1p(last) / 3,
        np.minimum(index, 4) / 2,
        np.minimum(last, 4) / 2,
        np.minimum(seen, 8) / 4,
        np.minimum(seen[-1] - seen, 8) / 4,
        np.full(count, math.log1p(count) / 3),
        np.full(count, min(int(seen[-1]), 20) / 10),
    ]


def _mass(own: Integers, sizes: Numbers, linked: Numbers, elements: Sequence[Element]) -> list[Numbers]:
    """Return how much of the page's running text stands in the four elements around each run, and how linked it is."""
    if not elements:
        return [np.zeros(len(own))] * 7
    running = np.where((sizes > 80) & (linked * 3 < sizes), sizes, 0)
    last = last_inside(elements)
    mass, total, links = (sums_inside(own, weights, last) for weights in (running, sizes, linked))
    parents = np.array([element.parent for element in elements])
    all_shares = mass / (running[own >= 0].sum() + 1.0)
    all_links = links / (total + 1)
    shares, shares_of_links = [np.zeros(len(own))], [np.zeros(len(own))]
    index = own
    for _ in range(4):
        inside = index >= 0
        # Beyond the root all stays as it was there.
        shares.append(np.where(inside, all_shares[index], shares[-1]))
        shares_of_links.append(np.where(inside, all_links[index], shares_of_links[-1]))
        index = np.where(inside, parents[index], -1)
    return [*shares[1:], *shares_of_links[2:]]


def last_inside(elements: Sequence[Element]) -> Integers:
    """Return for each element the index of the last one inside it, or its own: what it holds follows it at once."""
    last = list(range(len(elements)))
    for index in range(len(elements) - 1, 0, -1):
        parent = elements[index].parent
        if parent >= 0 and last[index] > last[parent]:
            last[parent] = last[index]
    return np.array(last)


def sums_inside(own: Integers, weights: Numbers, last: Integers) -> Numbers:
    """Return for each element the weight of the runs in it, as a difference of prefix sums; whole numbers, so exact."""
    inside = own >= 0
    each = np.bincount(own[inside], weights=weights[inside], minlength=len(last))
    sums = np.concatenate(([0.0], np.cumsum(each)))
    result: Numbers = sums[last + 1] - sums[:-1]
    return result
