"""What the first judgement of a whole page says of the runs around each run: what trees see at the second look."""

import numpy as np
from numpy.typing import NDArray

from moderation.article.context import alike_groups
from moderation.article.features import Floats
from moderation.article.layout import Layout
from moderation.article.metadata import LEAD, MIN_LEAD
from moderation.article.shape import Integers, Numbers, last_inside, sums_inside

REACH = 3
LEVELS = 5
SURROUNDINGS = 15 + 2 * REACH + 4 + 4 + 2 * LEVELS + 4 + 2
# From here on a run is surely an article's; shorter ones prove little.
SURE, SURE_SIZE = 0.9, 60
SPREAD = 5
# Whole numbers make prefix sums exact.
UNIT = 1000


def surrounding_features(layout: Layout, probabilities: Floats) -> Floats:
    """Return `SURROUNDINGS` columns for every run.

    :param probabilities: of every kind, editorial first, as the network judges.
    """
    editorial = np.round(np.clip(probabilities[:, 0].astype(np.float64), 1e-4, 1 - 1e-4) * UNIT * 10) / (UNIT * 10)
    sizes = np.minimum(np.array([len(run.text) for run in layout.runs], np.float64), 1500)
    own = np.array([run.element for run in layout.runs])
    columns = [
        _odds(editorial),
        *probabilities[:, 1:].T,
        *_beside(_odds(editorial)),
        *_means(editorial, sizes),
        *_sure(editorial, sizes),
        *_within(layout, own, editorial, sizes),
        *_alike(layout, editorial, sizes),
        is_lead(layout).astype(np.float64),
        np.full(len(sizes), bool(layout.lead)),
    ]
    return np.column_stack(columns).astype(np.float32)


def is_lead(layout: Layout) -> NDArray[np.bool_]:
    """Return for each run whether it begins as the summary does that the page states."""
    if not layout.lead:
        return np.zeros(len(layout.runs), bool)
    heads = [run.text[:LEAD].casefold() for run in layout.runs]
    return np.array([len(head) >= MIN_LEAD and layout.lead.startswith(head) for head in heads], bool)


def _odds(editorial: Numbers) -> Numbers:
    result: Numbers = np.log(editorial / (1 - editorial))
    return result


def _beside(odds: Numbers) -> list[Numbers]:
    """Return the log-odds of the runs before and behind; beyond the page nothing is an article's."""
    padded = np.concatenate((np.full(REACH, -9.0), odds, np.full(REACH, -9.0)))
    return [padded[REACH + step : REACH + step + len(odds)] for step in range(-REACH, REACH + 1) if step]


def _means(editorial: Numbers, sizes: Numbers) -> list[Numbers]:
    """Return the share of articles' text, and of articles' runs, among those just before and just behind."""
    columns = []
    for weights in (sizes, np.ones(len(sizes))):
        mass = np.concatenate(([0.0], np.cumsum(np.round(editorial * weights * UNIT))))
        total = np.concatenate(([0.0], np.cumsum(weights * UNIT)))
        place = np.arange(len(sizes))
        for first, behind in ((place - SPREAD, place), (place + 1, place + 1 + SPREAD)):
            low, high = np.clip(first, 0, len(sizes)), np.clip(behind, 0, len(sizes))
            columns.append((mass[high] - mass[low]) / (total[high] - total[low] + UNIT))
    return columns


def _sure(editorial: Numbers, sizes: Numbers) -> list[Numbers]:
    """Return how far the next surely editorial runs are before and behind, and how much of their text stands before."""
    count = len(editorial)
    place = np.arange(count)
    sure = (editorial > SURE) & (sizes > SURE_SIZE)
    before = np.maximum.accumulate(np.where(sure, place, -count))
    behind = np.minimum.accumulate(np.where(sure, place, 2 * count)[::-1])[::-1]
    mass = np.where(sure, sizes, 0)
    return [
        np.minimum(place - before, 40.0),
        np.minimum(behind - place, 40.0),
        np.cumsum(mass) / (mass.sum() + 1),
        np.full(count, np.log1p(mass.sum())),
    ]


def _within(layout: Layout, own: Integers, editorial: Numbers, sizes: Numbers) -> list[NDArray[np.floating]]:
    """Return what share of the text in the elements around each run is an article's, and of the article is in them."""
    elements = layout.elements
    if not elements:
        return [np.zeros(len(own))] * (2 * LEVELS)
    last = last_inside(elements)
    mass = sums_inside(own, np.round(editorial * sizes * UNIT), last)
    total = sums_inside(own, sizes * UNIT, last)
    parents = np.array([element.parent for element in elements])
    pure, share = mass / (total + UNIT), mass / (float((editorial * sizes).sum()) * UNIT + UNIT)
    columns: list[NDArray[np.floating]] = []
    purity = part = np.zeros(len(own))
    index = own
    for _ in range(LEVELS):
        inside = index >= 0
        purity, part = np.where(inside, pure[index], purity), np.where(inside, share[index], part)
        columns += [purity, part]
        index = np.where(inside, parents[index], -1)
    return columns


def _alike(layout: Layout, editorial: Numbers, sizes: Numbers) -> list[Numbers]:
    """Return how the other runs in the same markup were judged: in the mean, by their text, the worst and the best."""
    group = alike_groups(layout)
    count = int(group.max()) + 1
    least, most = np.ones(count), np.zeros(count)
    np.minimum.at(least, group, editorial)
    np.maximum.at(most, group, editorial)
    mean = np.bincount(group, editorial, minlength=count) / np.maximum(np.bincount(group, minlength=count), 1)
    heavy = np.bincount(group, editorial * sizes, minlength=count) / (np.bincount(group, sizes, minlength=count) + 1)
    return [table[group] for table in (mean, heavy, least, most)]
