"""Boosted trees for whole pages: scikit-learn fits, plain arrays are what is kept."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits

from moderation.article.trees import PREFIX

ROUNDS = 100
LEAVES = 24
# Trees judge what the network is not certain of: they learn from that, and from this part of the rest.
CERTAIN_PART = 0.04


def fit_trees(
    X: NDArray[np.float32],
    editorial: NDArray[np.bool_],
    weights: NDArray[np.float64],
    certain: NDArray[np.bool_],
    seed: int,
) -> HistGradientBoostingClassifier:
    """Fit trees to tell editorial runs.

    :param certain: which of the runs the network is certain of.
    """
    drawn = np.random.default_rng(seed).random(len(X)) < CERTAIN_PART
    read = (weights > 0) & (~certain | drawn)
    trees = HistGradientBoostingClassifier(
        max_iter=ROUNDS,
        max_leaf_nodes=LEAVES,
        learning_rate=0.12,
        min_samples_leaf=40,
        l2_regularization=1.0,
        max_features=0.3,
        max_bins=63,
        early_stopping=False,
        random_state=seed,
    )
    with threadpool_limits(limits=1, user_api="openmp"):
        return trees.fit(X[read], editorial[read], sample_weight=weights[read])


def arrays_of_trees(trees: HistGradientBoostingClassifier) -> dict[str, NDArray[Any]]:
    """Return what `moderation.article.trees.Trees` reads."""
    nodes = [rows[0].nodes for rows in trees._predictors]
    roots = np.cumsum([0, *(len(some) for some in nodes[:-1])])
    own = np.arange(sum(map(len, nodes)))
    every = np.concatenate(nodes)
    first = np.repeat(roots, [len(some) for some in nodes])
    leaf = every["is_leaf"].astype(bool)
    children = [np.where(leaf, own, every[side] + first) for side in ("left", "right")]
    parts = {
        "roots": roots.astype(np.int32),
        "features": np.where(leaf, 0, every["feature_idx"]).astype(np.int32),
        "thresholds": np.where(leaf, np.inf, every["num_threshold"]),
        "children": np.column_stack(children).ravel().astype(np.int32),
        "values": np.where(leaf, every["value"], 0.0),
        "offset": np.array(float(trees._baseline_prediction.ravel()[0])),
        "depth": np.array(int(every["depth"].max())),
    }
    return {PREFIX + name: array for name, array in parts.items()}
