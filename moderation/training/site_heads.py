"""Fit a newsroom's heads on its own decisions.

A head is a sum of three judges, each brought to the same spread on reviews it has not seen: what the base says, a
logistic regression over the base's scores and the features, and one over hashed n-grams. The share of the learnt ones
grows with the number of decisions of the rarer kind and nothing else: learning the shares too (stacking) needs more
decisions than a newsroom has in its first months, and lost .03 to .10 AUC at 200 to 1,000. All three are linear, but
for the first, and so one column of weights.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from moderation.training.site_material import IN_MEMORY, Floats, Material, Rows
from moderation.training.site_words import fit_words

FOLDS = 3
# Of the learnt judges beside the base's 1, once there are decisions without end; and how many of the rarer kind bring
# half of it. Chosen on articles that the reported learning curve is not tested on (see evaluate_learning.py).
SHARE_SCORES, HALF_SCORES = 1.0, 100.0
SHARE_WORDS, HALF_WORDS = 1.5, 200.0
_C_SCORES = 0.01
_LEAST_SLOPE = 0.3
_FLOOR = 1e-9


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

    def odds(self, material: Material, base: Floats, rows: Rows) -> Floats:
        """Return the log-odds of some reviews of a material."""
        words = material.grams.times(self.slots, rows)
        return base[rows] * self.base + material.scores[rows] @ self.scores + words + self.intercept


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
        words = fit_words(material, rows[seen], truth, seed)
        honest[unseen, 0] = material.scores[rows[unseen]] @ scores
        honest[unseen, 1] = material.grams.times(words, rows[unseen])
    known = ~np.isnan(honest[:, 0])
    spread = np.array([*honest[known].std(axis=0), base[rows].std()]) + _FLOOR
    shares = _shares(labels, weights) / spread
    together = honest @ shares[:2] + base[rows] * shares[2]
    slope, offset = _calibrate(together[known], labels[known], weights[known], balanced=balanced)
    return Head(
        base=float(shares[2] * slope),
        scores=_fit_scores(material, rows, truth, seed) * (shares[0] * slope),
        slots=fit_words(material, rows, truth, seed) * (shares[1] * slope),
        intercept=offset,
        labels=truth[rows],
        honest=together * slope + offset,
    )


def _shares(labels: Floats, weights: Floats) -> Floats:
    """Return what each judge counts: the scores', the words' and the base's."""
    refused = float(weights @ labels)
    rarer = min(refused, float(weights.sum()) - refused)
    return np.array(
        [SHARE_SCORES * rarer / (rarer + HALF_SCORES), SHARE_WORDS * rarer / (rarer + HALF_WORDS), 1.0],
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
