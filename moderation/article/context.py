"""Where a run stands among the page's strong text: what the head for whole pages sees beside shape and neighbours.

Strong is running text that words and markup take for an article's. The elements around a run are judged by how much of
it they hold, and a run by the others in the same markup: teasers look alike, and so do paragraphs.
"""

import numpy as np
from numpy.typing import NDArray

from moderation.article.features import Floats
from moderation.article.layout import Layout
from moderation.article.shape import Integers, Numbers, last_inside, sums_inside

LEVELS = 7
SHARES = (0.5, 0.75, 0.92)
CONTEXT = 2 * LEVELS + 2 * len(SHARES) + 2 + 8 + 1
# Strong text is counted in thousandths of a character: whole numbers make prefix sums exact.
UNIT = 1000
STRONG_RUN = 60 * UNIT


def context_features(layout: Layout, words: Floats, markup: Floats) -> Floats:
    """Return `CONTEXT` columns for every run.

    :param words: log-probabilities per kind, editorial first; `markup` likewise.
    """
    count = len(layout.runs)
    if not layout.elements:
        return np.zeros((count, CONTEXT), np.float32)
    sizes = np.array([len(run.text) for run in layout.runs], np.float64)
    linked = np.array([run.linked for run in layout.runs], np.float64)
    own = np.array([run.element for run in layout.runs])
    strong = _strong(sizes, linked, words[:, 0], markup[:, 0])
    place = np.arange(count)
    columns = [
        *_around(layout, own, sizes, strong),
        *_from_strong(place, strong),
        *_alike(layout, [words[:, 0], markup[:, 0]], sizes, linked, strong),
        _from_heading(layout, place),
    ]
    return np.column_stack(columns).astype(np.float32)


def _strong(sizes: Numbers, linked: Numbers, words: Floats, markup: Floats) -> Numbers:
    running = np.minimum(sizes, 1500) * np.where(sizes > 60, 1.0, 0.2) * np.exp(words + markup / 2)
    result: Numbers = np.round(np.where(linked * 3 < sizes, running, 0) * UNIT)
    return result


def _around(layout: Layout, own: Integers, sizes: Numbers, strong: Numbers) -> list[NDArray[np.floating]]:
    """Return what the elements around each run hold, and whether it stands in the smallest with most strong text."""
    elements = layout.elements
    last = last_inside(elements)
    mass, total = sums_inside(own, strong, last), sums_inside(own, sizes * UNIT, last)
    parents = np.array([element.parent for element in elements])
    depths = np.array([element.depth for element in elements])
    shares, purity = mass / (strong.sum() + 1), mass / (total + 1)
    columns: list[NDArray[np.floating]] = []
    share = pure = np.zeros(len(own))
    index = own
    for _ in range(LEVELS):
        inside = index >= 0
        share, pure = np.where(inside, shares[index], share), np.where(inside, purity[index], pure)
        columns += [share, pure]
        index = np.where(inside, parents[index], -1)
    depth = np.where(own >= 0, depths[own], 0)
    for least in SHARES:
        holding = np.flatnonzero(shares >= least)
        if not len(holding):
            columns += [np.zeros(len(own))] * 2
            continue
        main = holding[np.argmax(depths[holding])]
        inside = (own >= main) & (own <= last[main])
        columns += [inside.astype(np.float64), np.where(inside, np.minimum(depth - depths[main], 12) / 6, -0.5)]
    return columns


def _from_strong(place: Integers, strong: Numbers) -> list[Numbers]:
    """Return how far each run is from the first and the last strong one."""
    found = np.flatnonzero(strong > STRONG_RUN)
    if not len(found):
        return [np.zeros(len(place))] * 2
    return [np.clip((place - found[0]) / 20, -2, 2), np.clip((place - found[-1]) / 20, -2, 2)]


def _alike(
    layout: Layout, evidence: list[Floats], sizes: Numbers, linked: Numbers, strong: Numbers
) -> list[NDArray[np.floating]]:
    """Return how many runs stand in the same markup, and the means over them."""
    group = alike_groups(layout)
    kinds = int(group.max()) + 1
    counts = np.maximum(np.bincount(group, minlength=kinds), 1)
    place = np.arange(len(group)) / len(group)

    def mean(values: NDArray[np.floating]) -> Numbers:
        result: Numbers = (np.bincount(group, values, minlength=kinds) / counts)[group]
        return result

    return [
        np.log1p(counts[group]) / 3,
        *map(mean, evidence),
        mean(np.log1p(sizes)) / 4,
        mean(linked / sizes),
        mean(strong) / 1e5,
        mean(place) - place,
        np.log1p(np.bincount(group, sizes, minlength=kinds)[group]) / 8,
    ]


def alike_groups(layout: Layout) -> Integers:
    """Return for each run the number of the markup it stands in: tag and attributes of the element and its parent."""
    elements = layout.elements
    known: dict[object, int] = {}
    by_element: dict[int, int] = {-1: known.setdefault(None, 0)}
    groups = []
    for run in layout.runs:
        index = run.element
        if index not in by_element:
            element = elements[index]
            parent = elements[element.parent] if element.parent >= 0 else None
            key = (element.tag, element.attributes, parent and (parent.tag, parent.attributes))
            by_element[index] = known.setdefault(key, len(known))
        groups.append(by_element[index])
    return np.array(groups)


def _from_heading(layout: Layout, place: Integers) -> Numbers:
    """Return how far each run is from the first main heading; 0 where there is none."""
    elements = layout.elements
    first = next(
        (i for i, run in enumerate(layout.runs) if run.element >= 0 and elements[run.element].tag == "h1"), None
    )
    return np.zeros(len(place)) if first is None else np.clip((place - first) / 20, -2, 2)
