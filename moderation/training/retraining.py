"""Retrain on a newsroom's own decisions: a small delta over the base model, judged on what came last."""

import shutil
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moderation.comment.classifier import MODEL
from moderation.comment.site_classifier import REFUSAL, make_site_classifier
from moderation.comment.values import Thresholds
from moderation.errors import InvalidInput
from moderation.model_store.folder import read_card
from moderation.model_store.registry import active_folder
from moderation.policy.values import Category
from moderation.services.screener import Screener
from moderation.services.site_models import digest_of
from moderation.settings import Settings
from moderation.training.former import LEARNT, Former, former_model
from moderation.training.gate import GROUP_BOUND, Check, Gate, check_groups, check_latest, describe_gate, harms
from moderation.training.latest import FEWEST, Judgement, hold_threshold, judge_latest
from moderation.training.retraining_card import write_site_model
from moderation.training.retraining_report import Findings, strongest_changes, write_report
from moderation.training.retraining_summary import describe, what_figures_mean
from moderation.training.review_cleaning import Cleaned, clean
from moderation.training.review_shards import Columns, pooled, reviewer_key
from moderation.training.reviews_file import ids_of
from moderation.training.shard_files import (
    Preparation,
    Shards,
    join_columns,
    load_columns,
    load_grams,
    prepare_shards,
)
from moderation.training.site_fitting import NEVER, fit_site_model
from moderation.training.site_material import Grams, Material
from moderation.training.site_model import SiteModel, arrays_of

CALL_THE_BASE = "the base model"
CALL_THE_FORMER = "the site's model in use"
Limits = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be trained.

    :ivar base: folder of the base model; None takes the active one.
    :ivar scheduler: address of a Dask cluster that reads the reviews in place of this machine.
    :ivar trusted: accounts that are learnt from whatever they decide.
    """

    reviews: Path
    output: Path
    base: Path | None = None
    site: str | None = None
    trusted: tuple[str, ...] = ()
    jobs: int = 1
    scheduler: str | None = None
    seed: int = 0
    keep_work: bool = False


@dataclass(frozen=True, slots=True)
class Retrained:
    """What came of it."""

    summary: str
    judgement: Judgement
    clauses: tuple[Category, ...]
    gate: Gate


@dataclass(frozen=True, slots=True)
class Base:
    """The model that is learnt upon."""

    folder: Path
    screener: Screener
    digest: str


def retrain(request: Request) -> Retrained:
    """Train a site model, write its folder with a report, and say what it is worth.

    :raises InvalidInput: when there are too few reviews, or of one verdict only.
    """
    base = _open_base(request)
    work = request.output.with_name(f"{request.output.name}.work")
    where = base.folder.absolute()
    shards = prepare_shards(
        Preparation(request.reviews.absolute(), work.absolute(), where, base.digest, request.jobs, request.scheduler)
    )
    columns = join_columns([load_columns(file) for file in shards.files])
    cleaned = clean(columns, {reviewer_key(name) for name in request.trusted})
    _require_enough(columns, cleaned)
    material = _material(shards, columns, cleaned, base.screener)
    judgement = judge_latest(material, request.seed)
    rows = np.flatnonzero(material.weights > 0)
    model, thresholds = fit_site_model(material, rows, base.screener, request.seed)
    thresholds[REFUSAL] = {"hold": hold_threshold(judgement), "reject": NEVER}
    candidate = assemble(base.screener, model, thresholds)
    notes = _spare_the_clean(candidate, thresholds)
    former = former_model(request.site, request.output, base.digest)
    gate = _gate(former, base, candidate, material, judgement)
    forgotten = former.forgotten(columns.ids) if former is not None else None
    if forgotten:
        notes.append(f"{forgotten} reviews that the model in use has learnt from are gone: this one has forgotten them")
    summary = "\n".join([describe(material, cleaned, shards, judgement, model), *notes])
    card = {**_lineage(request, shards, judgement, material, rows), "gate": gate.for_card(), "forgotten": forgotten}
    write_site_model(request.output, base.folder, base.screener, model, thresholds, card)
    np.save(request.output / LEARNT, np.sort(columns.ids[rows]), allow_pickle=False)
    # What is written must load: a base that stands among no models would be found missing too late.
    Screener.load(request.output)
    _report(request, judgement, gate, summary, material, model)
    if not request.keep_work:
        shutil.rmtree(work)
    clauses = tuple(Category(name) for name in model.heads if name != REFUSAL)
    return Retrained("\n".join([summary, *describe_gate(gate.for_card())]), judgement, clauses, gate)


def assemble(base: Screener, model: SiteModel, thresholds: Limits) -> Screener:
    """Return the screener that a site model will be, without writing it."""
    arrays = arrays_of(model, base.classifier.categories)
    limits = {Category(name): Thresholds(**own) for name, own in thresholds.items() if name != REFUSAL}
    return replace(
        base,
        classifier=make_site_classifier(base.classifier, list(model.heads), arrays),
        thresholds={**base.thresholds, **limits},
        unnamed_hold=thresholds[REFUSAL]["hold"],
    )


def _open_base(request: Request) -> Base:
    folder = request.base or active_folder(Settings.from_environment().models_dir, MODEL)
    screener = Screener.load(folder)
    digest = digest_of(read_card(folder))
    if digest is None or REFUSAL in screener.classifier.categories:
        raise InvalidInput(f"{folder}: a site model cannot be the base of another; name the shared one")
    return Base(folder, screener, digest)


def _spare_the_clean(candidate: Screener, thresholds: Limits) -> list[str]:
    """Let likeness to refused comments order the queue alone where it would hold many clean ones."""
    share = harms(candidate)
    if share <= GROUP_BOUND:
        return []
    thresholds[REFUSAL]["hold"] = candidate.unnamed_hold = NEVER
    return [f"likeness to refused comments would hold {share:.0%} of clean written ones: it only orders the queue"]


def _gate(former: Former | None, base: Base, candidate: Screener, material: Material, judgement: Judgement) -> Gate:
    truth = judgement.truth
    checks: list[Check] = [check_latest(truth, judgement.base, judgement.site, CALL_THE_BASE)]
    if former is not None:
        later = material.columns.times[judgement.rows] > former.learnt_until
        odds = former.odds(material, judgement.rows)
        checks.append(check_latest(truth[later], odds[later], judgement.site[later], CALL_THE_FORMER))
    audited = material.columns.audited[judgement.rows]
    if audited.any():
        chosen = judgement.base[audited], judgement.site[audited]
        checks.append(check_latest(truth[audited], *chosen, f"{CALL_THE_BASE}, comments drawn at random alone"))
    return Gate((*checks, *check_groups(base.screener, candidate)))


def _report(
    request: Request, judgement: Judgement, gate: Gate, summary: str, material: Material, model: SiteModel
) -> None:
    ids = ids_of(request.reviews, set(judgement.rows.tolist()))
    changes = strongest_changes(
        [ids[row] for row in judgement.rows.tolist()], judgement.truth, judgement.base, judgement.site
    )
    curves = [
        (name, head.labels[known], head.honest[known])
        for name, head in model.heads.items()
        if name != REFUSAL and (known := np.isfinite(head.honest)).any()
    ]
    title = f"Retraining of {request.site or 'a site'}, version {request.output.name}"
    means = what_figures_mean(material)
    findings = Findings(
        title, summary, gate.for_card(), judgement.truth, judgement.base, judgement.site, changes, curves, means
    )
    write_report(request.output, findings)


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
