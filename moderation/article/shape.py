"""Shape and place of every run: what the classifier sees beside words and markup, whole pages in arrays."""

import math
import re
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from moderation.article.cues import GAP, Tokens, all_cues, tokens_of
from moderation.article.layout import Layout
from moderation.article.linked import in_words
from moderation.article.values import InputFormat
from moderation.text.markup import Element, Run

NUMERIC = 60
# Where the columns of each kind begin or end.
SHAPE, CUES, TAGGED, MASS = 16, 12, 38, -11
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
    seen = np.array([_looked_at(run, text, text[-1]) for run, text in zip(runs, texts, strict=True)], np.float64)
    sizes, linked = seen[:, 0], seen[:, 1]
    own = np.array([run.element for run in runs])
    tokens = tokens_of(texts)
    table = np.empty((len(runs), NUMERIC), np.float64)
    _put_shape(table, texts, seen, tokens, titles)
    table[:, SHAPE : SHAPE + CUES] = all_cues(texts, tokens)
    table[:, SHAPE + CUES : TAGGED] = _FLAG_ROWS[[_ROWS.get(elements[i].tag, 0) if i >= 0 else 0 for i in own.tolist()]]
    table[:, TAGGED] = np.minimum([elements[index].depth if index >= 0 else 0 for index in own.tolist()], 30) / 15
    _put_place(table[:, TAGGED + 1 :], sizes, linked)
    _put_mass(table[:, MASS:], own, sizes, linked, elements)
    table[:, -4] = layout.plain
    table[:, -3] = layout.format is InputFormat.TEXT
    _put_stated(table[:, -2:], texts, layout.body)
    return table.astype(np.float32)


def _looked_at(run: Run, text: str, end: str) -> tuple[float, ...]:
    """Return size, characters in links, links; how the text ends and begins; its sentences within, its lines."""
    return (
        len(text),
        run.linked,
        run.links,
        end in _CLOSES,
        end == ":",
        end == "?",
        text[0].islower(),
        text.count(". "),
        "\n" in text,
    )


def _put_shape(table: Numbers, texts: Sequence[str], seen: Numbers, tokens: Tokens, titles: Sequence[str]) -> None:
    sizes, linked = seen[:, 0], seen[:, 1]
    counts = tokens.sizes.astype(np.float64)
    for index in (sizes > WORDS_HEAD).nonzero()[0].tolist():
        counts[index] = len(texts[index][:WORDS_HEAD].split())
    digits, uppers, commas = _characters([text[:HEAD] for text in texts])
    table[:, 0] = _logarithms(sizes) / 4
    table[:, 1] = np.minimum(counts, 60) / 30
    table[:, 2] = np.minimum(sizes, 100) / 50
    table[:, 3] = linked / sizes
    table[:, 4] = np.minimum(seen[:, 2], 5) / 3
    table[:, 5] = linked >= sizes
    table[:, 6:10] = seen[:, 3:7]
    table[:, 10] = digits / np.minimum(sizes, HEAD)
    counts += 1
    table[:, 11] = uppers / counts
    table[:, 12] = commas / counts * 5
    table[:, 13] = np.minimum(seen[:, 7], 6) / 3
    table[:, 14] = _shared(tokens, titles) * 2
    table[:, 15] = seen[:, 8]


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


def _characters(heads: Sequence[str]) -> tuple[Integers, Integers, Integers]:
    """Return how many digits, capitals and commas each text has; none is empty."""
    codes = np.frombuffer("".join(heads).encode("utf-32-le", "surrogatepass"), np.uint32)
    kinds = _kinds().take(np.minimum(codes, _PLANES - 1))
    rows = np.arange(0, 4 * len(heads), 4).repeat([*map(len, heads)])
    rows += kinds
    counts = np.bincount(rows, minlength=4 * len(heads)).reshape(-1, 4)
    return counts[:, _DIGIT], counts[:, _UPPER], counts[:, _COMMA]


@cache
def _kinds() -> NDArray[np.uint8]:
    table = np.zeros(_PLANES, np.uint8)
    every = np.arange(_PLANES, dtype=np.uint32).tobytes().decode("utf-32-le", "surrogatepass")
    table[[match.start() for match in re.finditer(r"\d", every)]] = _DIGIT
    table[[ord(letter) for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÜ"]] = _UPPER
    table[ord(",")] = _COMMA
    return table


def _put_stated(table: Numbers, texts: Sequence[str], body: str) -> None:
    """Put whether each run stands in the article's text as the page states it, and whether it states any."""
    table[:] = 0
    if body:
        table[:, 0] = [f" {in_words(text[:STATED_HEAD]).rpartition(' ')[0]} " in body for text in texts]
        table[:, 1] = 1


def _put_place(table: Numbers, sizes: Numbers, linked: Numbers) -> None:
    count = len(sizes)
    index = np.arange(count)
    last = index[::-1]
    seen = ((sizes > 120) & (linked * 3 < sizes)).cumsum()
    ends = sizes.cumsum()
    logarithms = np.log1p(index) / 3
    table[:, 0] = index / count
    table[:, 1] = (ends - sizes) / ends[-1]
    table[:, 2] = logarithms
    table[:, 3] = logarithms[::-1]
    table[:, 4] = np.minimum(index, 4) / 2
    table[:, 5] = np.minimum(last, 4) / 2
    table[:, 6] = np.minimum(seen, 8) / 4
    table[:, 7] = np.minimum(seen[-1] - seen, 8) / 4
    table[:, 8] = math.log1p(count) / 3
    table[:, 9] = min(int(seen[-1]), 20) / 10


def _put_mass(table: Numbers, own: Integers, sizes: Numbers, linked: Numbers, elements: Sequence[Element]) -> None:
    """Put how much of the page's running text stands in the four elements around each run, and how linked it is."""
    if not elements:
        table[:, :7] = 0
        return
    running = np.where((sizes > 80) & (linked * 3 < sizes), sizes, 0)
    last = last_inside(elements)
    mass, total, links = (sums_inside(own, weights, last) for weights in (running, sizes, linked))
    nowhere = len(elements)
    shares, shares_of_links = np.zeros(nowhere + 1), np.zeros(nowhere + 1)
    shares[:-1] = mass / (running[own >= 0].sum() + 1.0)
    shares_of_links[:-1] = links / (total + 1)
    # Beyond the root all stays as it was there.
    outward = np.array([element.parent if element.parent >= 0 else i for i, element in enumerate(elements)] + [nowhere])
    index = np.where(own >= 0, own, nowhere)
    for level in range(4):
        table[:, level] = shares.take(index)
        if level:
            table[:, 3 + level] = shares_of_links.take(index)
        index = outward.take(index)


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
