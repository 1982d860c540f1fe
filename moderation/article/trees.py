"""Boosted trees as arrays: they judge again what the network leaves in doubt."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moderation.article.features import Floats
from moderation.article.odds import shifted

PREFIX = "trees_"
# Runs times trees that are walked at once: what they take stays small on pages of thousands of runs.
AT_ONCE = 200_000
# Probability of editorial up to which, from either end, a run is certain and no tree is asked.
CERTAIN = 0.05


@dataclass(frozen=True, slots=True)
class Trees:
    """A sum of decision trees (Friedman 2001) over the features of runs.

    All trees' nodes stand in one row, roots as `roots` names them; a leaf is its own child.

    :ivar features: the column each node looks at.
    :ivar thresholds: up to which value its left child is taken.
    :ivar children: left and right child of each node, two entries a node.
    :ivar values: what a leaf adds to the log-odds of editorial.
    :ivar offset: where the sum begins.
    :ivar open_trees: for each step down, how many trees go on, the deepest first.
    """

    roots: NDArray[np.intp]
    features: NDArray[np.intp]
    thresholds: NDArray[np.float64]
    children: NDArray[np.intp]
    values: NDArray[np.float64]
    offset: float
    open_trees: tuple[int, ...]

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], columns: int) -> "Trees | None":
        """Return the trees of a stored head, None where it has none.

        :param columns: how many features a run has.
        :raises KeyError: when an array is missing.
        :raises ValueError: when a node points to no node or no feature.
        """
        if f"{PREFIX}roots" not in arrays:
            return None
        names = ("roots", "features", "thresholds", "children", "values")
        roots, features, thresholds, children, values = (arrays[PREFIX + name] for name in names)
        count = len(features)
        fits = len(thresholds) == len(values) == count and len(children) == 2 * count
        if not fits or not _within(features, columns) or not _within(roots, count) or not _within(children, count):
            raise ValueError("the trees do not fit the features")
        offset, depth = float(arrays[f"{PREFIX}offset"]), int(arrays[f"{PREFIX}depth"])
        # Indices of another width would be turned into these at every step.
        roots, features, children = (array.astype(np.intp) for array in (roots, features, children))
        roots, open_trees = _deepest_first(roots, children, depth)
        return cls(roots, features, thresholds, children, values, offset, open_trees)

    def log_odds(self, features: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the log-odds of editorial for every row."""
        size = max(1, AT_ONCE // len(self.roots))
        parts = [self._walk(features[start : start + size]) for start in range(0, len(features), size)]
        return np.concatenate(parts) if parts else np.zeros(0)

    def _walk(self, features: NDArray[np.float32]) -> NDArray[np.float64]:
        flat = features.ravel()
        begins = np.arange(len(features)) * features.shape[1]
        # A row for each tree, so that those that go on stand together.
        nodes = self.roots.repeat(len(features)).reshape(len(self.roots), -1)
        for count in self.open_trees:
            here = nodes[:count]
            right = flat.take(self.features.take(here) + begins) > self.thresholds.take(here)
            nodes[:count] = self.children.take(2 * here + right)
        result: NDArray[np.float64] = self.values.take(nodes).sum(axis=0) + self.offset
        return result


def _deepest_first(
    roots: NDArray[np.intp], children: NDArray[np.intp], depth: int
) -> tuple[NDArray[np.intp], tuple[int, ...]]:
    """Return the roots of trees, deepest first, and for each step down how many of them go on."""
    depths = np.zeros(len(roots), np.intp)
    for tree, root in enumerate(roots.tolist()):
        level = np.array([root])
        for step in range(depth):
            below = np.unique(children[np.concatenate((2 * level, 2 * level + 1))])
            level = below[children[2 * below] != below]
            depths[tree] = step + 1
            if not len(level):
                break
    order = np.argsort(-depths, kind="stable")
    return roots[order], tuple(int((depths > step).sum()) for step in range(int(depths.max(initial=0))))


def doubtful(probabilities: Floats) -> NDArray[np.int64]:
    """Return the rows whose first judgement is not certain."""
    return np.flatnonzero(np.abs(probabilities[:, 0] - 0.5) < 0.5 - CERTAIN)


def reconsidered(probabilities: Floats, rows: NDArray[np.int64], features: NDArray[np.float32], trees: Trees) -> Floats:
    """Return the probabilities with editorial as the trees see it where they are asked: they know the network's word.

    :param rows: those that the trees judge again; `features` has a row for each of them.
    """
    before = probabilities[rows, 0].astype(np.float64)
    odds = np.log(before / (1 - before))
    result = probabilities.copy()
    result[rows] = shifted(probabilities[rows], trees.log_odds(features) - odds)
    return result


def _within(places: NDArray[Any], count: int) -> bool:
    return bool(len(places)) and int(places.min()) >= 0 and int(places.max()) < count
