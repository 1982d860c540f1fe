"""What a retraining is judged by: outcomes that change, the gate, the report."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from moderation.comment.site_classifier import REFUSAL
from moderation.services.policyreader import parse_policy
from moderation.services.screener import Screener
from moderation.text.decoding import decode_page
from moderation.training.former import Former
from moderation.training.gate import Check, Gate, check_drawn, check_groups, check_latest, check_refusals
from moderation.training.latest import Judgement
from moderation.training.outcome_changes import LAST, Changes, outcome_changes
from moderation.training.retraining_report import Findings, strongest_changes, write_report
from moderation.training.retraining_request import Base, Request, assemble
from moderation.training.retraining_summary import what_figures_mean
from moderation.training.reviews_file import ReviewGiven
from moderation.training.site_fitting import Limits
from moderation.training.site_material import Material
from moderation.training.site_model import SiteModel

CALL_THE_BASE = "the base model"
CALL_THE_FORMER = "the site's model in use"


def find_changes(
    request: Request,
    judgement: Judgement,
    base: Base,
    former: Former | None,
    latest: Sequence[ReviewGiven],
    thresholds: Limits,
) -> Changes | None:
    """Show on the last decisions, by a twin that has not learnt from them, which outcomes would have been others."""
    if judgement.twin is None:
        return None
    twin = assemble(base.screener, judgement.twin, {**judgement.thresholds, REFUSAL: thresholds[REFUSAL]})
    before = base.screener if former is None else Screener.load(former.folder)
    policy = None if request.policy is None else parse_policy(decode_page(request.policy.read_bytes()))
    return outcome_changes(latest[-LAST:], before, twin, policy)


@dataclass(frozen=True, slots=True)
class Trained:
    """A candidate and what it is held against.

    :ivar latest: the reviews of the latest slice, in the order of `judgement`.
    """

    model: SiteModel
    candidate: Screener
    base: Base
    former: Former | None
    material: Material
    judgement: Judgement
    latest: Sequence[ReviewGiven]
    changes: Changes | None


def hold_the_gate(trained: Trained) -> Gate:
    """Compare the candidate with the base and with the model in use."""
    judgement, material, former = trained.judgement, trained.material, trained.former
    truth, rows = judgement.truth, judgement.rows
    checks: list[Check] = [check_latest(truth, judgement.base, judgement.site, CALL_THE_BASE)]
    if former is not None:
        later = material.columns.times[rows] > former.learnt_until
        odds = former.odds(material, rows)
        checks.append(check_latest(truth[later], odds[later], judgement.site[later], CALL_THE_FORMER))
    drawn = material.columns.audited[rows]
    if drawn.any():
        checks.append(check_drawn(truth[drawn], judgement.base[drawn], judgement.site[drawn], CALL_THE_BASE))
    if trained.changes is not None:
        checks.append(check_refusals(trained.changes))
    return Gate((*checks, *check_groups(trained.base.screener, trained.candidate)))


def report(request: Request, trained: Trained, gate: Gate, summary: str) -> None:
    """Write the report beside the model."""
    judgement = trained.judgement
    ids = [str(review.id) for review in trained.latest]
    curves = [
        (name, head.labels[known], head.honest[known])
        for name, head in trained.model.heads.items()
        if name != REFUSAL and (known := np.isfinite(head.honest)).any()
    ]
    findings = Findings(
        title=f"Retraining of {request.site or 'a site'}, version {request.output.name}",
        summary=summary,
        gate=gate.for_card(),
        truth=judgement.truth,
        before=judgement.base,
        after=judgement.site,
        places=strongest_changes(ids, judgement.truth, judgement.base, judgement.site),
        outcomes=trained.changes,
        against=CALL_THE_BASE if trained.former is None else CALL_THE_FORMER,
        curves=curves,
        means=what_figures_mean(trained.material),
    )
    write_report(request.output, findings)
