"""What the first judgement of a whole page says of the runs around each run: what the second look sees of them."""

import numpy as np
from numpy.typing import NDArray

from moderation.article.facts import Facts, Integers, Numbers
from moderation.article.features import Floats
from moderation.article.layout import Layout
from moderation.article.metadata import LEAD, MIN_LEAD

REACH = 3
LEVELS = 5
SURROUNDINGS = 15 + 2 * REACH + 4 + 4 + 2 * LEVELS + 4 + 2
# From here on a run is surely an article's; shorter ones prove little.
SURE, SURE_SIZE = 0.9, 60
SPREAD = 5
FARTHEST = 40
LONGEST = 1500
UNIT = 1000
_STEPS = REACH + np.array([step for step in range(-REACH, REACH + 1) if step])


def surrounding_features(layout: Layout, probabilities: Floats, rows: Integers, facts: Facts | None = None) -> Floats:
    """Return `SURROUNDINGS` columns for the runs asked for.

    :param probabilities: of every kind, editorial first, as the network judges every run.
    :param rows: the runs asked for; nothing is worked out for others but what they say of these.
    :param facts: of the layout, where they are known.
    """
    facts = facts or Facts(layout)
    # What is summed up are whole numbers, so that sums are exact.
    editorial = np.round(np.clip(probabilities[:, 0].astype(np.float64), 1e-4, 1 - 1e-4) * UNIT * 10) / (UNIT * 10)
    sizes = np.minimum(facts.sizes, LONGEST)
    odds = np.log(editorial / (1 - editorial))
    columns = [
        odds[rows],
        probabilities[rows, 1:],
        _beside(odds, rows),
        _means(editorial, sizes, rows),
        *_sure(editorial, sizes, rows),
        *_within(facts, editorial, sizes, rows),
        *_alike(facts, editorial, sizes, rows),
        is_lead(layout, rows),
        np.full(len(rows), bool(layout.lead)),
    ]
    return np.column_stack(columns).astype(np.float32)


def is_lead(layout: Layout, rows: Integers) -> NDArray[np.bool_]:
    """Return for each of the runs whether it begins as the summary does that the page states."""
    if not layout.lead:
        return np.zeros(len(rows), bool)
    heads = [layout.runs[row].text[:LEAD].casefold() for row in rows.tolist()]
    return np.array([len(head) >= MIN_LEAD and layout.lead.startswith(head) for head in heads], bool)


def _beside(odds: Numbers, rows: Integers) -> Numbers:
    """Return the log-odds of the runs before and behind; beyond the page nothing is an article's."""
    padded = np.full(len(odds) + 2 * REACH, -9.0)
    padded[REACH : REACH + len(odds)] = odds
    result: Numbers = padded[rows[:, None] + _STEPS]
    return result


def _means(editorial: Numbers, sizes: Numbers, rows: Integers) -> Numbers:
    """Return the share of articles' text, and of articles' runs, among those just before and just behind."""
    weights = np.stack((sizes, np.ones(len(sizes))))
    sums = np.zeros((4, len(sizes) + 1))
    np.cumsum(np.concatenate((np.round(editorial * weights * UNIT), weights * UNIT)), axis=1, out=sums[:, 1:])
    before, behind = (
        sums[:, high] - sums[:, low]
        for low, high in (
            (np.maximum(rows - SPREAD, 0), rows),
            (rows + 1, np.minimum(rows + 1 + SPREAD, len(sizes))),
        )
    )
    shares = [found[side] / (found[2 + side] + UNIT) for side in (0, 1) for found in (before, behind)]
    return np.column_stack(shares)


def _sure(editorial: Numbers, sizes: Numbers, rows: Integers) -> list[Numbers]:
    """Return how far the next surely editorial runs are before and behind, and how much of their text stands before."""
    sure = (editorial > SURE) & (sizes > SURE_SIZE)
    found = np.concatenate(([-len(sure)], np.flatnonzero(sure), [2 * len(sure)]))
    behind = np.searchsorted(found, rows)
    before = np.where(found[behind] == rows, behind, behind - 1)
    mass = np.cumsum(np.where(sure, sizes, 0))
    return [
        np.minimum(rows - found[before], FARTHEST).astype(np.float64),
        np.minimum(found[behind] - rows, FARTHEST).astype(np.float64),
        mass[rows] / (mass[-1] + 1),
        np.full(len(rows), np.log1p(mass[-1])),
    ]


def _within(facts: Facts, editorial: Numbers, sizes: Numbers, rows: Integers) -> list[NDArray[np.floating]]:
    """Return what share of the text in the elements around each run is an article's, and of the article is in them."""
    if not facts.layout.elements:
        return [np.zeros(len(rows))] * (2 * LEVELS)
    mass, total = facts.sums_inside(np.round(editorial * sizes * UNIT), sizes * UNIT)
    whole = float((editorial * sizes).sum()) * UNIT + UNIT
    way = facts.way[:LEVELS].take(rows, axis=1)
    shares = zip((mass / (total + UNIT)).take(way), (mass / whole).take(way), strict=True)
    return [column for both in shares for column in both]


def _alike(facts: Facts, editorial: Numbers, sizes: Numbers, rows: Integers) -> list[Numbers]:
    """Return how the other runs in the same markup were judged: in the mean, by their text, the worst and the best."""
    group = facts.groups
    count = int(group.max()) + 1
    least, most = np.ones(count), np.zeros(count)
    np.minimum.at(least, group, editorial)
    np.maximum.at(most, group, editorial)
    mean = np.bincount(group, editorial, minlength=count) / np.maximum(np.bincount(group, minlength=count), 1)
    heavy = np.bincount(group, editorial * sizes, minlength=count) / (np.bincount(group, sizes, minlength=count) + 1)
    asked = group[rows]
    return [table[asked] for table in (mean, heavy, least, most)]
