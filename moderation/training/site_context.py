"""What a newsroom's decisions beneath an article, or beneath a comment, say about the next one there."""

import numpy as np
from numpy.typing import NDArray

from moderation.training.review_shards import Columns

MAX_KEYS = 50_000
# As if so many comments had already been decided there in the usual proportion.
ARTICLE_PRIOR, PARENT_PRIOR = 3.0, 2.0
_LEAST_EFFECT = 0.1

Floats = NDArray[np.float64]


def context_effects(
    columns: Columns, rows: NDArray[np.int64], weights: Floats, expected: Floats
) -> tuple[NDArray[np.uint32], Floats]:
    """Return sorted keys of articles and parents, and what each adds to the log-odds of a refusal.

    An effect is the log ratio of refused to approved beside what the words had let expect, drawn towards nothing.

    :param expected: the probability that each of the rows is refused, by judges that had not seen it.
    """
    refused = columns.refused[rows].astype(float)
    parents = np.concatenate((columns.parents[rows], columns.answered[rows]))
    articles = _effects(columns.articles[rows], refused, weights, expected, ARTICLE_PRIOR)
    answered = _effects(parents, np.tile(refused, 2), np.tile(weights, 2), np.tile(expected, 2), PARENT_PRIOR)
    keys = np.concatenate((articles[0], answered[0]))
    effects = np.concatenate((articles[1], answered[1]))
    strongest = np.argsort(-np.abs(effects), kind="stable")[:MAX_KEYS]
    keys, effects = keys[strongest], effects[strongest]
    keys, first = np.unique(keys, return_index=True)
    return keys.astype(np.uint32), effects[first]


def apply_effects(columns: Columns, keys: NDArray[np.uint32], effects: Floats) -> Floats:
    """Return what the contexts of all reviews add to their log-odds."""
    total = np.zeros(len(columns.ids))
    if len(keys):
        for stated in (columns.articles, columns.parents):
            places = np.searchsorted(keys, stated).clip(0, len(keys) - 1)
            total += np.where((keys[places] == stated) & (stated != 0), effects[places], 0.0)
    return total


def _effects(
    keys: NDArray[np.uint32], refused: Floats, weights: Floats, expected: Floats, prior: float
) -> tuple[NDArray[np.uint32], Floats]:
    names, owner = np.unique(keys, return_inverse=True)
    seen = np.bincount(owner, weights=weights * refused)
    hoped = np.bincount(owner, weights=weights * expected)
    total = np.bincount(owner, weights=weights)
    share = float(np.average(refused, weights=weights)) if weights.sum() else 0.5
    low, high = prior * share, prior * (1.0 - share)
    effects = np.log((seen + low) / (hoped + low)) - np.log((total - seen + high) / (total - hoped + high))
    kept = (names != 0) & (np.abs(effects) >= _LEAST_EFFECT)
    return names[kept], effects[kept]
