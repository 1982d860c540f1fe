"""Where a run stands among the page's strong text: what the head for whole pages sees beside shape and neighbours.

Strong is running text that markup takes for an article's. The elements around a run are judged by how much of
it they hold, and a run by the others in the same markup: teasers look alike, and so do paragraphs.
"""

import numpy as np
from numpy.typing import NDArray

from moderation.article.facts import LEVELS, Facts, Integers, Numbers
from moderation.article.features import Floats

SHARES = (0.5, 0.75, 0.92)
CONTEXT = 2 * LEVELS + 2 * len(SHARES) + 2 + 7 + 1
# Strong text is counted in thousandths of a character: whole numbers make prefix sums exact.
UNIT = 1000
STRONG_RUN = 60 * UNIT


def context_features(facts: Facts, markup: Floats) -> list[NDArray[np.floating]]:
    """Return `CONTEXT` columns, each with a value for every run.

    :param markup: log-probability of editorial by markup alone.
    """
    strong = _strong(facts.sizes, facts.linked, markup)
    place = np.arange(len(strong))
    return [
        *_around(facts, strong),
        *_from_strong(place, strong),
        *_alike(facts, markup, strong),
        _from_heading(facts, place),
    ]


def _strong(sizes: Numbers, linked: Numbers, markup: Floats) -> Numbers:
    running = np.minimum(sizes, 1500) * np.where(sizes > 60, 1.0, 0.2) * np.exp(markup / 2)
    result: Numbers = np.round(np.where(linked * 3 < sizes, running, 0) * UNIT)
    return result


def _around(facts: Facts, strong: Numbers) -> list[NDArray[np.floating]]:
    """Return what the elements around each run hold, and whether it stands in the smallest with most strong text."""
    own, depths = facts.own, facts.depths
    mass, total = facts.sums_inside(strong, facts.sizes * UNIT)
    shares, purity = mass / (strong.sum() + 1), mass / (total + 1)
    columns: list[NDArray[np.floating]] = []
    for share, pure in zip(shares.take(facts.way), purity.take(facts.way), strict=True):
        columns += [share, pure]
    depth = np.where(own >= 0, depths.take(own), 0)
    for least in SHARES:
        holding = (shares >= least).nonzero()[0]
        if not len(holding):
            columns += [np.zeros(len(own))] * 2
            continue
        main = holding[depths.take(holding).argmax()]
        inside = (own >= main) & (own <= facts.last[main])
        columns += [inside, np.where(inside, np.minimum(depth - depths[main], 12) / 6, -0.5)]
    return columns


def _from_strong(place: Integers, strong: Numbers) -> list[Numbers]:
    """Return how far each run is from the first and the last strong one."""
    found = np.flatnonzero(strong > STRONG_RUN)
    if not len(found):
        return [np.zeros(len(place))] * 2
    return [np.clip((place - found[0]) / 20, -2, 2), np.clip((place - found[-1]) / 20, -2, 2)]


def _alike(facts: Facts, markup: Floats, strong: Numbers) -> list[NDArray[np.floating]]:
    """Return how many runs stand in the same markup, and the means over them."""
    group, sizes = facts.groups, facts.sizes
    kinds = int(group.max()) + 1
    counts = np.maximum(np.bincount(group, minlength=kinds), 1)
    place = np.arange(len(group)) / len(group)

    def mean(values: NDArray[np.floating]) -> Numbers:
        result: Numbers = (np.bincount(group, values, minlength=kinds) / counts).take(group)
        return result

    return [
        (np.log1p(counts) / 3).take(group),
        mean(markup),
        mean(np.log1p(sizes)) / 4,
        mean(facts.linked / sizes),
        mean(strong) / 1e5,
        mean(place) - place,
        (np.log1p(np.bincount(group, sizes, minlength=kinds)) / 8).take(group),
    ]


def _from_heading(facts: Facts, place: Integers) -> Numbers:
    """Return how far each run is from the first main heading; 0 where there is none."""
    if "h1" not in facts.tags:
        return np.zeros(len(place))
    return np.clip((place - facts.tags.index("h1")) / 20, -2, 2)
