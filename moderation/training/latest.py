"""How a model trained on the past does on the latest decisions."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from moderation.services.screener import Screener
from moderation.training.site_fitting import NEVER, Limits, fit_refusal, fit_site_model
from moderation.training.site_material import Floats, Material
from moderation.training.site_model import SiteModel

LATEST = 0.15
MOST_LATEST = 20_000
FEWEST = 10
# As many refused and approved ones as the gate asks for, where a third of the decisions holds them.
OF_EACH = 15
HOLD_PRECISION = 0.6
MIN_HOLDS = 10


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a model trained on the past does on the latest decisions.

    :ivar truth, base, site: of the latest slice: the verdicts, and the log-odds before and after.
    :ivar rows: the numbers of those reviews; `past` how many it learnt from.
    :ivar twin: that model, None where there is none; `thresholds` of its clauses.
    """

    truth: NDArray[np.bool_]
    base: Floats
    site: Floats
    past: int
    rows: NDArray[np.int64]
    twin: SiteModel | None = None
    thresholds: Limits = field(default_factory=dict)

    @property
    def latest(self) -> int:
        """How many reviews it was judged on."""
        return len(self.rows)

    @property
    def aucs(self) -> tuple[float, float]:
        """AUC of the base and of the site model; NaN where only one verdict occurs."""
        if self.truth.all() or not self.truth.any():
            return float("nan"), float("nan")
        return float(roc_auc_score(self.truth, self.base)), float(roc_auc_score(self.truth, self.site))


def judge_latest(material: Material, screener: Screener, seed: int) -> Judgement:
    """Train on the past alone and judge by the latest decisions, comments whose words were seen left out."""
    past, latest = split_by_time(material)
    truth = material.columns.refused
    if len(past) < FEWEST or truth[past].all() or not truth[past].any():
        nothing = np.empty(0)
        return Judgement(np.empty(0, bool), nothing, nothing, len(past), past[:0])
    if material.grams.in_memory:
        twin, thresholds = fit_site_model(material, past, screener, seed)
    else:
        # The clauses' own judges take as long again each.
        twin, thresholds = fit_refusal(material, past, seed), {}
    odds = twin.refusal_odds(material, latest)
    return Judgement(truth[latest], material.base[latest], odds, len(past), latest, twin, thresholds)


def split_by_time(material: Material) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the rows of the past and of the latest slice; without times, the order of the file is that of time."""
    rows = np.flatnonzero(material.weights > 0)
    times = material.columns.times[rows]
    order = rows[np.argsort(times, kind="stable")] if np.isfinite(times).all() else rows
    count = min(max(int(len(order) * LATEST), _enough(material.columns.refused[order])), MOST_LATEST)
    past, latest = order[: len(order) - count], order[len(order) - count :]
    seen = np.isin(material.columns.texts[latest], material.columns.texts[past])
    return past, latest[~seen]


def _enough(refused: NDArray[np.bool_]) -> int:
    """Return how many of the last verdicts hold enough of either kind to compare models by; a third at most."""
    newest = refused[::-1]
    fewer = np.minimum(np.cumsum(newest), np.cumsum(~newest))
    return min(int(np.searchsorted(fewer, OF_EACH)) + 1, len(refused) // 3)


def hold_threshold(judgement: Judgement) -> float:
    """Return the score of `refusal` from which most comments of the latest slice were refused; never where none is."""
    if not len(judgement.truth):
        return NEVER
    order = np.argsort(-judgement.site)
    hits = np.cumsum(judgement.truth[order])
    enough = (hits / np.arange(1, len(order) + 1) >= HOLD_PRECISION) & (hits >= MIN_HOLDS)
    if not enough.any():
        return NEVER
    odds = judgement.site[order][np.flatnonzero(enough)[-1]]
    return round(float(1.0 / (1.0 + np.exp(-odds))), 4)
