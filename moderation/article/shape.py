"""Shape and place of every run: what the classifier sees beside words and markup, whole pages in arrays."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from moderation.article.characters import Characters, logarithms
from moderation.article.cues import GAP, Tokens, all_cues, tokens_of
from moderation.article.facts import Facts, Numbers
from moderation.article.layout import Layout
from moderation.article.linked import in_words
from moderation.article.values import InputFormat

NUMERIC = 60
# Where the columns of each kind begin or end.
CUES, COUNTED, TAGGED, MASS = 16, 28, 38, -11
# Which tells whether a text ends as a sentence does.
ENDS = 6
HEAD = 400
WORDS_HEAD = 600
# How much of a run is looked for in the text that the page states for machines.
STATED_HEAD = 60

Floats = NDArray[np.float32]

# How a text ends: as a sentence does, with a colon, as a question.
_ENDS = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [1, 0, 1]], np.float64)
_END_OF = {**dict.fromkeys('.!…“”"»«', 1), ":": 2, "?": 3}
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_FLAGS = (("h1",), _HEADINGS, ("p",), ("li",), ("blockquote",), ("td", "th"), ("figcaption", "figure"), ("div",))
_FLAGGED = ("", *sorted({tag for tags in _FLAGS for tag in tags}), "pre", "span")
_ROWS = {tag: row for row, tag in enumerate(_FLAGGED)}
_FLAG_ROWS = np.array(
    [[*(tag in tags for tags in _FLAGS), tag == "pre", tag == "span"] for tag in _FLAGGED], np.float32
)


def numeric_features(
    layout: Layout, titles: Sequence[str], facts: Facts | None = None, counted: Numbers | None = None
) -> Floats:
    """Return shape and place of every run, one row each.

    :param titles: what the page or the caller states as its title.
    :param facts: of the layout, where they are known.
    :param counted: what `count_texts` returns for the runs, where it is known.
    """
    facts = facts or Facts(layout)
    sizes, linked = facts.sizes, facts.linked
    table = np.empty((len(facts.texts), NUMERIC), np.float64)
    table[:, :COUNTED] = count_texts(facts.texts, titles) if counted is None else counted
    table[:, 3] = linked / sizes
    table[:, 4] = np.minimum(facts.links, 5) / 3
    table[:, 5] = linked >= sizes
    table[:, COUNTED:TAGGED] = flags_of(facts.tags)
    table[:, TAGGED] = depth_of(facts)
    put_place(table[:, TAGGED + 1 :], sizes, linked)
    _put_mass(table[:, MASS:], facts)
    table[:, -4] = layout.plain
    table[:, -3] = layout.format is InputFormat.TEXT
    _put_stated(table[:, -2:], facts.texts, layout.body)
    return table.astype(np.float32)


def count_texts(texts: Sequence[str], titles: Sequence[str]) -> Numbers:
    """Return what can be counted in each of some texts, a row of `COUNTED` for each; what links tell is left at 0."""
    tokens, counted = tokens_of(texts), Characters(texts, HEAD)
    sizes = np.fromiter(map(len, texts), np.float64, len(texts))
    counts = tokens.sizes.astype(np.float64)
    for index in (sizes > WORDS_HEAD).nonzero()[0].tolist():
        counts[index] = len(texts[index][:WORDS_HEAD].split())
    table = np.zeros((len(texts), COUNTED))
    table[:, 0] = logarithms(sizes) / 4
    table[:, 1] = np.minimum(counts, 60) / 30
    table[:, 2] = np.minimum(sizes, 100) / 50
    table[:, ENDS:9] = ends_of(texts)
    table[:, 9] = [text[0].islower() for text in texts]
    table[:, 10] = counted.digits / np.minimum(sizes, HEAD)
    counts += 1
    table[:, 11] = counted.capitals / counts
    table[:, 12] = counted.commas / counts * 5
    table[:, 13] = np.minimum(counted.stops, 6) / 3
    table[:, 14] = _shared(tokens, titles) * 2
    table[:, 15] = counted.lines > 0
    table[:, CUES:] = all_cues(texts, tokens, counted.quotes)
    return table


def ends_of(texts: Sequence[str]) -> Numbers:
    """Return for each text whether it ends as a sentence does, with a colon, as a question."""
    return _ENDS.take([_END_OF.get(text[-1], 0) for text in texts], axis=0)


def flags_of(tags: Sequence[str]) -> Floats:
    """Return for each tag which of the kinds of element it is that tell."""
    return _FLAG_ROWS.take([_ROWS.get(tag, 0) for tag in tags], axis=0)


def _shared(tokens: Tokens, titles: Sequence[str]) -> Numbers:
    """Return how many of the words that titles have stand in each short run, as a share."""
    sizes = tokens.sizes
    found = np.zeros(len(sizes))
    wanted = {word for title in titles for word in title.lower().split()} - {GAP}
    if not wanted:
        return found
    if wanted.isdisjoint(tokens.tokens):
        return found
    places = [place for place, token in enumerate(tokens.tokens) if token in wanted]
    seen: dict[int, set[str]] = {}
    for row, place in zip(tokens.ends.searchsorted(places).tolist(), places, strict=True):
        seen.setdefault(row, set()).add(tokens.tokens[place])
    for row, words in seen.items():
        if sizes[row] < 40:
            found[row] = len(words)
    return found / (len(wanted) + 1)


def _put_stated(table: Numbers, texts: Sequence[str], body: str) -> None:
    """Put whether each run stands in the article's text as the page states it, and whether it states any."""
    table[:] = 0
    if body:
        table[:, 0] = [f" {in_words(text[:STATED_HEAD]).rpartition(' ')[0]} " in body for text in texts]
        table[:, 1] = 1


def depth_of(facts: Facts) -> Numbers | float:
    """Return how deep each run stands."""
    if not facts.layout.elements:
        return 0.0
    depths: Numbers = np.minimum(np.where(facts.own >= 0, facts.depths[facts.own], 0), 30) / 15
    return depths


def put_place(table: NDArray[np.floating], sizes: Numbers, linked: Numbers) -> None:
    """Put where each run stands on the page, and how many runs of running text before it and behind."""
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


def _put_mass(table: Numbers, facts: Facts) -> None:
    """Put how much of the page's running text stands in the four elements around each run, and how linked it is."""
    if not facts.layout.elements:
        table[:, :7] = 0
        return
    own, sizes, linked = facts.own, facts.sizes, facts.linked
    running = np.where((sizes > 80) & (linked * 3 < sizes), sizes, 0)
    mass, total, links = facts.sums_inside(running, sizes, linked)
    table[:, :4] = (mass / (running[own >= 0].sum() + 1.0)).take(facts.way[:4].T)
    table[:, 4:7] = (links / (total + 1)).take(facts.way[1:4].T)
