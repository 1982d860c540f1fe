"""Retrain on a newsroom's own decisions: a small delta over the base model, judged on what came last."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from moderation.comment.classifier import MODEL
from moderation.comment.site_classifier import REFUSAL
from moderation.errors import InvalidInput
from moderation.model_store.folder import read_card
from moderation.model_store.registry import active_folder
from moderation.policy.catalogue import entry
from moderation.policy.values import Category
from moderation.services.screener import Screener
from moderation.services.site_models import digest_of
from moderation.settings import Settings
from moderation.training.retraining_card import write_site_model
from moderation.training.review_cleaning import Cleaned, clean
from moderation.training.review_shards import (
    Columns,
    Shards,
    clause_bit,
    join_columns,
    load_columns,
    load_shard,
    pooled,
    prepare_shards,
    reviewer_key,
)
from moderation.training.screening import choose_thresholds
from moderation.training.site_context import context_effects
from moderation.training.site_heads import Floats, Grams, Head, Material, fit_head
from moderation.training.site_model import SiteModel, rounded

FEWEST = 10
FEW = 50
NEVER = 1.01
LATEST = 0.15
MOST_LATEST = 20_000
MIN_NAMED = 40
# One more column for each head: with these the table of weights is not wider than the base's own.
MOST_CLAUSES = 5
HOLD_PRECISION = 0.6
MIN_HOLDS = 10
FALSE_HOLDS = 0.02


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be trained.

    :ivar base: folder of the base model; None takes the active one.
    :ivar trusted: accounts that are learnt from whatever they decide.
    """

    reviews: Path
    output: Path
    base: Path | None = None
    site: str | None = None
    trusted: tuple[str, ...] = ()
    jobs: int = 1
    seed: int = 0
    keep_work: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a model trained on the past does on the latest decisions.

    :ivar truth, base, site: of the latest slice: the verdicts, and the log-odds before and after.
    :ivar past, latest: how many reviews it learnt from and was judged on.
    """

    truth: NDArray[np.bool_]
    base: Floats
    site: Floats
    past: int
    latest: int

    @property
    def aucs(self) -> tuple[float, float]:
        """AUC of the base and of the site model; NaN where only one verdict occurs."""
        if self.truth.all() or not self.truth.any():
            return float("nan"), float("nan")
        return float(roc_auc_score(self.truth, self.base)), float(roc_auc_score(self.truth, self.site))


@dataclass(frozen=True, slots=True)
class Retrained:
    """What came of it."""

    summary: str
    judgement: Judgement
    clauses: tuple[Category, ...]


def retrain(request: Request) -> Retrained:
    """Train a site model, write its folder, and say what it is worth.

    :raises InvalidInput: when there are too few reviews, or of one verdict only.
    """
    folder = request.base or active_folder(Settings.from_environment().models_dir, MODEL)
    screener = Screener.load(folder)
    work = request.output.with_name(f"{request.output.name}.work")
    digest = _base_digest(folder)
    shards = prepare_shards(request.reviews, work, screener.classifier, digest, jobs=request.jobs)
    columns = join_columns([load_columns(file) for file in shards.files])
    cleaned = clean(columns, {reviewer_key(name) for name in request.trusted})
    _require_enough(columns, cleaned)
    material = _material(shards, columns, cleaned, screener)
    judgement = judge_latest(material, request.seed)
    rows = np.flatnonzero(material.weights > 0)
    model, thresholds = fit_site_model(material, rows, screener, request.seed)
    thresholds[REFUSAL] = {"hold": hold_threshold(judgement), "reject": NEVER}
    summary = describe(material, cleaned, shards, judgement, model)
    write_site_model(request.output, folder, screener, model, thresholds, _lineage(request, shards, judgement, rows))
    # What is written must load: a base that only this machine's folder holds would be found too late.
    Screener.load(request.output)
    if not request.keep_work:
        shutil.rmtree(work)
    return Retrained(summary, judgement, tuple(Category(name) for name in model.heads if name != REFUSAL))


def fit_refusal(material: Material, rows: NDArray[np.int64], seed: int) -> SiteModel:
    """Fit on some reviews what tells refused comments from approved ones, named clauses or not."""
    head = rounded(fit_head(material, rows, material.columns.refused, material.base, balanced=True, seed=seed))
    return SiteModel({REFUSAL: head}, *_contexts(material, rows, head))


def fit_site_model(
    material: Material, rows: NDArray[np.int64], screener: Screener, seed: int
) -> tuple[SiteModel, dict[str, dict[str, float]]]:
    """Fit every head on some reviews, and choose the thresholds of those that stand for a clause."""
    refusal = fit_refusal(material, rows, seed)
    heads = dict(refusal.heads)
    thresholds: dict[str, dict[str, float]] = {}
    for category in _named(material, rows, screener):
        fitted = _fit_clause(material, rows, category, screener, seed)
        if fitted is not None:
            heads[category.value], thresholds[category.value] = fitted
    return SiteModel(heads, refusal.keys, refusal.effects), thresholds


def judge_latest(material: Material, seed: int) -> Judgement:
    """Train on the past alone and judge by the latest decisions, comments whose words were seen left out."""
    past, latest = split_by_time(material)
    truth = material.columns.refused
    if len(past) < FEWEST or truth[past].all() or not truth[past].any():
        nothing = np.empty(0)
        return Judgement(np.empty(0, bool), nothing, nothing, len(past), 0)
    odds = fit_refusal(material, past, seed).refusal_odds(material)[latest]
    return Judgement(truth[latest], material.base[latest], odds, len(past), len(latest))


def split_by_time(material: Material) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the rows of the past and of the latest slice; without times, the order of the file is that of time."""
    rows = np.flatnonzero(material.weights > 0)
    times = material.columns.times[rows]
    order = rows[np.argsort(times, kind="stable")] if np.isfinite(times).all() else rows
    count = min(int(len(order) * LATEST), MOST_LATEST)
    past, latest = order[: len(order) - count], order[len(order) - count :]
    seen = np.isin(material.columns.texts[latest], material.columns.texts[past])
    return past, latest[~seen]


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


def _fit_clause(
    material: Material, rows: NDArray[np.int64], category: Category, screener: Screener, seed: int
) -> tuple[Head, dict[str, float]] | None:
    """Fit the head of one clause; None where it judges unseen comments no better than the base."""
    columns = material.columns
    column = screener.classifier.categories.index(category)
    base = material.scores[:, column].astype(float)
    truth = (columns.clauses & np.uint64(clause_bit(category))) != 0
    # Who refuses without a clause may have meant this one.
    known = rows[truth[rows] | ~columns.refused[rows] | (columns.clauses[rows] != 0)]
    head = rounded(fit_head(material, known, truth, base, balanced=False, seed=seed))
    seen = np.isfinite(head.honest)
    labels, honest = truth[known][seen], head.honest[seen]
    if labels.all() or not labels.any() or roc_auc_score(labels, honest) < roc_auc_score(labels, base[known][seen]):
        return None
    approved = ~columns.refused[known][seen]
    scores = 1.0 / (1.0 + np.exp(-honest))
    hold, reject = choose_thresholds(scores, labels.astype(int), approved, FALSE_HOLDS)
    known_limits = screener.thresholds.get(category)
    if known_limits is None or known_limits.reject > 1.0:
        reject = NEVER
    return head, {"hold": hold, "reject": reject}


def _named(material: Material, rows: NDArray[np.int64], screener: Screener) -> list[Category]:
    """Return the clauses that were named often enough, the most frequent first."""
    clauses, weights = material.columns.clauses[rows], material.weights[rows]
    counted = {
        category: float(weights[(clauses & np.uint64(clause_bit(category))) != 0].sum())
        for category in screener.classifier.categories
        if not entry(category).never_automatic
    }
    often = [category for category, count in counted.items() if count >= MIN_NAMED]
    return sorted(often, key=lambda category: -counted[category])[:MOST_CLAUSES]


def _contexts(material: Material, rows: NDArray[np.int64], refusal: Head) -> tuple[NDArray[np.uint32], Floats]:
    honest = np.where(np.isfinite(refusal.honest), refusal.honest, refusal.odds(material, material.base)[rows])
    share = float(np.average(material.columns.refused[rows], weights=material.weights[rows]))
    usual = np.log(share / (1.0 - share))
    return context_effects(material.columns, rows, material.weights[rows], 1.0 / (1.0 + np.exp(-(honest + usual))))


def _material(shards: Shards, columns: Columns, cleaned: Cleaned, screener: Screener) -> Material:
    base, scores = [], []
    for file in shards.files:
        shard = load_shard(file)
        base.append(pooled(shard).astype(float))
        scores.append(np.hstack((shard.odds, shard.shape)))
    alone = -1 - (columns.texts >> np.uint64(2)).astype(np.int64)
    groups = np.where(columns.articles != 0, columns.articles.astype(np.int64), alone)
    return Material(
        columns=columns,
        weights=cleaned.weights,
        base=np.concatenate(base),
        scores=np.concatenate(scores),
        categories=len(screener.classifier.categories),
        groups=groups,
        grams=Grams(shards, len(columns.ids)),
    )


def _require_enough(columns: Columns, cleaned: Cleaned) -> None:
    kept = cleaned.weights > 0
    refused = int(columns.refused[kept].sum())
    approved = int(kept.sum()) - refused
    if refused + approved < FEWEST or not refused or not approved:
        raise InvalidInput(
            f"{refused} refused and {approved} approved comments are too few to learn from; "
            f"{FEWEST} are needed, and some of both"
        )


def _base_digest(folder: Path) -> str:
    digest = digest_of(read_card(folder))
    assert digest is not None
    return digest


def _lineage(request: Request, shards: Shards, judgement: Judgement, rows: NDArray[np.int64]) -> dict[str, object]:
    before, after = judgement.aucs
    return {
        "site": request.site,
        "seed": request.seed,
        "reviews": {"sha256": shards.digest, "learnt": len(rows)},
        "measures": {
            "latest": judgement.latest,
            "past": judgement.past,
            "auc_base": None if np.isnan(before) else round(before, 4),
            "auc_site": None if np.isnan(after) else round(after, 4),
        },
    }


def describe(material: Material, cleaned: Cleaned, shards: Shards, judgement: Judgement, model: SiteModel) -> str:
    """Return what was learnt, for people."""
    kept = material.weights > 0
    refused = int(material.columns.refused[kept].sum())
    lines = [f"learnt from {int(kept.sum())} decisions, {refused} of them refusals"]
    if shards.faults.count:
        lines.append(f"passed over {shards.faults.count} lines that are no reviews: {'; '.join(shards.faults.first)}")
    if cleaned.superseded:
        lines.append(f"{cleaned.superseded} decisions were superseded by a later one on the same comment")
    if cleaned.copies:
        lines.append(f"{cleaned.copies} copies of the same words count as a few each")
    if cleaned.contradictions:
        lines.append(f"{cleaned.contradictions} texts were both approved and refused; both count")
    lines += cleaned.distrusted
    lines += _describe_judgement(judgement, int(kept.sum()))
    named = [name for name in model.heads if name != REFUSAL]
    lines.append(f"clauses with a judge of their own: {', '.join(named) or 'none was named often enough'}")
    return "\n".join(lines)


def _describe_judgement(judgement: Judgement, decisions: int) -> Sequence[str]:
    before, after = judgement.aucs
    lines = []
    if np.isnan(after):
        lines.append("the latest decisions are too few, or of one verdict, to judge the model by")
    else:
        lines.append(
            f"on the latest {judgement.latest} decisions (trained on the {judgement.past} before): "
            f"AUC {before:.3f} with the base model, {after:.3f} with this one"
        )
    if decisions < FEW:
        lines.append(f"fewer than {FEW} decisions change little: expect the base model's judgement for now")
    return lines
