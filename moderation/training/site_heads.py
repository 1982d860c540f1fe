"""Fit a newsroom's heads on its own decisions.

A head is a sum of three judges, each brought to the same spread on reviews it has not seen: what the base says, a
logistic regression over the base's scores and the features, and one over hashed n-grams. Their shares are fixed:
learning these too (stacking) needs more decisions than a newsroom has in its first months, and lost .03 to .10 AUC at
200 to 1,000. All three are linear, but for the first, and so one column of weights.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags, vstack
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.model_selection import GroupKFold

from moderation.text.hashing import SLOTS
from moderation.training.review_shards import Columns, Shard

IN_MEMORY = 40_000
FOLDS = 3
SHARE_BASE, SHARE_SCORES, SHARE_WORDS = 1.0, 1.0, 2.0
_C_SCORES, _C_WORDS, _C_PARTS = 0.01, 2.0, 5.0
_EPOCHS, _PASSES = 4, 400_000
_LEAST_SLOPE = 0.3
_FLOOR = 1e-9

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Material:
    """All reviews that count, as arrays; of the n-grams only a way to read them.

    :ivar base: what the base itself says, one number each; `scores` its log-odds and the features behind them.
    :ivar groups: reviews that stand or fall together when data is split.
    """

    columns: Columns
    weights: Floats
    base: Floats
    scores: NDArray[np.float32]
    categories: int
    groups: NDArray[np.int64]
    grams: "Grams"

    def __len__(self) -> int:
        return len(self.weights)


class Grams:
    """The n-grams of all reviews: in memory where they fit, else read shard by shard."""

    def __init__(self, shards: Iterable[Shard], rows: int) -> None:
        self._shards = shards
        self._whole: csr_matrix | None = None
        self.rows = rows
        if rows <= IN_MEMORY:
            self._whole = vstack([shard.grams for shard in shards]).tocsr()

    @property
    def in_memory(self) -> bool:
        """Whether they are held as one matrix."""
        return self._whole is not None

    def take(self, rows: Rows) -> csr_matrix:
        """Return some rows as a matrix."""
        if self._whole is not None:
            return self._whole[rows]
        return vstack([matrix[own] for own, matrix in self.parts(rows)]).tocsr()

    def parts(self, rows: Rows) -> Iterator[tuple[Rows, csr_matrix]]:
        """Yield, shard by shard, which of its rows are wanted, and its matrix."""
        wanted = np.zeros(self.rows, bool)
        wanted[rows] = True
        begin = 0
        for matrix in self._matrices():
            end = begin + matrix.shape[0]
            yield np.flatnonzero(wanted[begin:end]), matrix
            begin = end

    def times(self, weights: Floats) -> Floats:
        """Return the product with one weight per slot, for all rows."""
        return np.concatenate([matrix @ weights for matrix in self._matrices()])

    def _matrices(self) -> Iterator[csr_matrix]:
        if self._whole is not None:
            yield self._whole
        else:
            yield from (shard.grams for shard in self._shards)


@dataclass(frozen=True, slots=True)
class Head:
    """One fitted head: log-odds = base * pooled + scores @ weights + grams @ slots + intercept.

    :ivar labels: the verdicts on the reviews it was fitted on; `honest` their log-odds by judges that had not seen
        them, NaN where not asked.
    """

    base: float
    scores: Floats
    slots: Floats
    intercept: float
    labels: NDArray[np.bool_]
    honest: Floats

    def odds(self, material: Material, base: Floats) -> Floats:
        """Return the log-odds of all reviews of a material."""
        return base * self.base + material.scores @ self.scores + material.grams.times(self.slots) + self.intercept


def fit_head(
    material: Material, rows: Rows, truth: NDArray[np.bool_], base: Floats, *, balanced: bool, seed: int
) -> Head:
    """Fit a head on some reviews.

    :param truth: for all reviews; `base` what the base says about the same question.
    :param balanced: bring the average comment to one half, else to the share there really is.
    """
    labels, weights = truth[rows].astype(float), material.weights[rows]
    honest = np.full((len(rows), 2), np.nan)
    for seen, unseen in _splits(material, rows, seed):
        scores = _fit_scores(material, rows[seen], truth, seed)
        words = _fit_words(material, rows[seen], truth, seed)
        honest[unseen, 0] = material.scores[rows[unseen]] @ scores
        honest[unseen, 1] = _product(material, rows[unseen], words)
    known = ~np.isnan(honest[:, 0])
    spread = np.array([*honest[known].std(axis=0), base[rows].std()]) + _FLOOR
    shares = np.array([SHARE_SCORES, SHARE_WORDS, SHARE_BASE]) / spread
    together = honest @ shares[:2] + base[rows] * shares[2]
    slope, offset = _calibrate(together[known], labels[known], weights[known], balanced=balanced)
    return Head(
        base=float(shares[2] * slope),
        scores=_fit_scores(material, rows, truth, seed) * (shares[0] * slope),
        slots=_fit_words(material, rows, truth, seed) * (shares[1] * slope),
        intercept=offset,
        labels=truth[rows],
        honest=together * slope + offset,
    )


def _splits(material: Material, rows: Rows, seed: int) -> Iterator[tuple[Rows, Rows]]:
    groups = material.groups[rows]
    distinct = len(np.unique(groups))
    if distinct < FOLDS:
        groups, distinct = np.arange(len(rows)), len(rows)
    splitter = GroupKFold(min(FOLDS, distinct), shuffle=True, random_state=seed)
    for seen, unseen in splitter.split(rows, groups=groups):
        yield seen, unseen
        if not material.grams.in_memory:
            return


def _fit_scores(material: Material, rows: Rows, truth: NDArray[np.bool_], seed: int) -> Floats:
    """Fit on the base's log-odds and the features, each brought to a spread of about one; return raw weights."""
    rows = _sample(rows, seed)
    X, labels = material.scores[rows].astype(float), truth[rows]
    if labels.all() or not labels.any():
        return np.zeros(X.shape[1])
    spread = X.std(axis=0) + 0.1
    model = LogisticRegression(C=_C_SCORES, max_iter=300)
    model.fit((X - X.mean(axis=0)) / spread, labels, material.weights[rows])
    weights: Floats = model.coef_[0] / spread
    return weights


def _fit_words(material: Material, rows: Rows, truth: NDArray[np.bool_], seed: int) -> Floats:
    labels = truth[rows]
    if labels.all() or not labels.any():
        return np.zeros(SLOTS)
    if not material.grams.in_memory:
        return _fit_words_in_parts(material, rows, truth, seed)
    X = material.grams.take(rows)
    scale = _rarity(np.bincount(X.indices, minlength=SLOTS), len(rows))
    model = LogisticRegression(C=_C_WORDS, solver="liblinear", random_state=seed)
    model.fit((X @ diags(scale)).tocsr(), labels, material.weights[rows])
    weights: Floats = model.coef_[0] * scale
    return weights


def _fit_words_in_parts(material: Material, rows: Rows, truth: NDArray[np.bool_], seed: int) -> Floats:
    """Fit by averaged stochastic gradient descent, a shard at a time; memory does not grow with the reviews."""
    counts = np.zeros(SLOTS, np.int64)
    for own, matrix in material.grams.parts(rows):
        counts += np.bincount(matrix[own].indices, minlength=SLOTS)
    scale = diags(_rarity(counts, len(rows)).astype(np.float32))
    alpha = 1.0 / (_C_PARTS * min(len(rows), 100_000))
    model = SGDClassifier(loss="log_loss", alpha=alpha, average=True, random_state=seed, learning_rate="optimal")
    wanted = np.sort(rows)
    # The more reviews there are, the fewer passes over them teach anything new.
    for _ in range(max(1, min(_EPOCHS, _PASSES // len(rows)))):
        begin = 0
        for own, matrix in material.grams.parts(rows):
            if len(own):
                these = wanted[begin : begin + len(own)]
                begin += len(own)
                order = np.random.default_rng(seed + begin).permutation(len(own))
                X = (matrix[own[order]] @ scale).tocsr()
                model.partial_fit(X, truth[these[order]], np.array([False, True]), material.weights[these[order]])
    weights: Floats = model.coef_[0].astype(float) * scale.diagonal()
    return weights


def _product(material: Material, rows: Rows, weights: Floats) -> Floats:
    if material.grams.in_memory:
        product: Floats = material.grams.take(rows) @ weights
        return product
    return material.grams.times(weights)[rows]


def _rarity(documents: NDArray[np.int64], rows: int) -> Floats:
    """Return by how much each slot counts: smoothed inverse document frequency."""
    scale: Floats = (np.log((1.0 + rows) / (1.0 + documents)) + 1.0) / 6.0
    return scale


def _sample(rows: Rows, seed: int) -> Rows:
    """Return at most as many rows as a hundred weights need."""
    if len(rows) <= IN_MEMORY:
        return rows
    return np.sort(np.random.default_rng(seed).choice(rows, IN_MEMORY, replace=False))


def _calibrate(odds: Floats, labels: Floats, weights: Floats, *, balanced: bool) -> tuple[float, float]:
    """Return slope and offset that turn a sum of judges into log-odds (Platt 1999)."""
    centre = float(np.average(odds, weights=weights))
    model = LogisticRegression(C=10.0, class_weight="balanced" if balanced else None)
    model.fit((odds - centre)[:, None], labels, weights)
    slope = max(_LEAST_SLOPE, float(model.coef_[0, 0]))
    share = min(max(float(np.average(labels, weights=weights)), 1e-6), 1.0 - 1e-6)
    middle = 0.0 if balanced else float(np.log(share / (1.0 - share)))
    offset = float(model.intercept_[0]) if slope == float(model.coef_[0, 0]) else middle
    return slope, offset - slope * centre
