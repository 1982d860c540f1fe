"""Retrain on a newsroom's own decisions: a small delta over the base model, judged on what came last."""

import shutil
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moderation.comment.site_classifier import REFUSAL
from moderation.errors import InvalidInput
from moderation.policy.values import Category
from moderation.services.screener import Screener
from moderation.training.former import LEARNT, former_model
from moderation.training.gate import GROUP_BOUND, Gate, describe_gate, harms
from moderation.training.latest import FEWEST, Judgement, hold_threshold, judge_latest
from moderation.training.retraining_card import write_site_model
from moderation.training.retraining_findings import Trained, find_changes, hold_the_gate, report
from moderation.training.retraining_request import Request, assemble, open_base
from moderation.training.retraining_summary import describe
from moderation.training.review_cleaning import Cleaned, clean
from moderation.training.review_shards import Columns, pooled, reviewer_key
from moderation.training.reviews_file import wanted_reviews
from moderation.training.shard_files import (
    Preparation,
    Shards,
    join_columns,
    load_columns,
    load_grams,
    prepare_shards,
)
from moderation.training.site_fitting import NEVER, Limits, fit_site_model
from moderation.training.site_material import Grams, Material

__all__ = ["Request", "Retrained", "assemble", "retrain"]


@dataclass(frozen=True, slots=True)
class Retrained:
    """What came of it."""

    summary: str
    judgement: Judgement
    clauses: tuple[Category, ...]
    gate: Gate


def retrain(request: Request) -> Retrained:
    """Train a site model, write its folder with a report, and say what it is worth.

    :raises InvalidInput: when there are too few reviews, or of one verdict only.
    """
    base = open_base(request)
    work = request.output.with_name(f"{request.output.name}.work")
    where = base.folder.absolute()
    shards = prepare_shards(
        Preparation(request.reviews.absolute(), work.absolute(), where, base.digest, request.jobs, request.scheduler)
    )
    columns = join_columns([load_columns(file) for file in shards.files])
    cleaned = clean(columns, {reviewer_key(name) for name in request.trusted})
    _require_enough(columns, cleaned)
    material = _material(shards, columns, cleaned, base.screener)
    judgement = judge_latest(material, base.screener, request.seed)
    rows = np.flatnonzero(material.weights > 0)
    model, thresholds = fit_site_model(material, rows, base.screener, request.seed)
    thresholds[REFUSAL] = {"hold": hold_threshold(judgement), "reject": NEVER}
    candidate = assemble(base.screener, model, thresholds)
    notes = _spare_the_clean(candidate, thresholds)
    former = former_model(request.site, request.output, base.digest)
    given = dict(wanted_reviews(request.reviews, set(judgement.rows.tolist())))
    latest = [given[row] for row in judgement.rows.tolist()]
    changes = find_changes(request, judgement, base, former, latest, thresholds)
    trained = Trained(model, candidate, base, former, material, judgement, latest, changes)
    gate = hold_the_gate(trained)
    forgotten = former.forgotten(columns.ids) if former is not None else None
    if forgotten:
        notes.append(f"{forgotten} reviews that the model in use has learnt from are gone: this one has forgotten them")
    summary = "\n".join([describe(material, cleaned, shards, judgement, model), *notes])
    card = {**_lineage(request, shards, judgement, material, rows), "gate": gate.for_card(), "forgotten": forgotten}
    if changes is not None:
        card["changes"] = changes.for_card()
    write_site_model(request.output, base.folder, base.screener, model, thresholds, card)
    np.save(request.output / LEARNT, np.sort(columns.ids[rows]), allow_pickle=False)
    # What is written must load: a base that stands among no models would be found missing too late.
    Screener.load(request.output)
    report(request, trained, gate, summary)
    if not request.keep_work:
        shutil.rmtree(work)
    clauses = tuple(Category(name) for name in model.heads if name != REFUSAL)
    return Retrained("\n".join([summary, *describe_gate(gate.for_card())]), judgement, clauses, gate)


def _spare_the_clean(candidate: Screener, thresholds: Limits) -> list[str]:
    """Let likeness to refused comments order the queue alone where it would hold many clean ones."""
    share = harms(candidate)
    if share <= GROUP_BOUND:
        return []
    thresholds[REFUSAL]["hold"] = candidate.unnamed_hold = NEVER
    return [f"likeness to refused comments would hold {share:.0%} of clean written ones: it only orders the queue"]


def _material(shards: Shards, columns: Columns, cleaned: Cleaned, screener: Screener) -> Material:
    base, scores = [], []
    for shard in shards:
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
        grams=Grams([partial(load_grams, file) for file in shards.files], [len(part) for part in base]),
        checkpoints=shards.files[0].parent,
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


def _lineage(
    request: Request, shards: Shards, judgement: Judgement, material: Material, rows: NDArray[np.int64]
) -> dict[str, Any]:
    before, after = judgement.aucs
    times = material.columns.times[rows]
    return {
        "site": request.site,
        "seed": request.seed,
        "reviews": {"sha256": shards.digest, "learnt": len(rows)},
        "learnt_until": float(np.nanmax(times)) if np.isfinite(times).any() else None,
        "measures": {
            "latest": judgement.latest,
            "past": judgement.past,
            "auc_base": None if np.isnan(before) else round(before, 4),
            "auc_site": None if np.isnan(after) else round(after, 4),
            "refused": round(float(material.columns.refused[rows].mean()), 4),
        },
    }
