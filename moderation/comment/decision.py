"""From scores and findings to an outcome: only what a site states decides, and doubt holds.

A clause refuses a comment when its category is refused by default, its strength is not a soft request, and the evidence
is strong: a certain rule, or a score above the category's reject threshold. A clause that only reserves the right to
refuse needs a score half-way between that threshold and certainty. All else that is suspected is held for a person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from moderation.comment.findings import Finding
from moderation.comment.values import Outcome, Thresholds
from moderation.policy.catalogue import DefaultAction, entry
from moderation.policy.values import Category, Clause, Screenable, Strength

MAX_CITED = 3
NEVER = 1.01
_FINDING_HOLDS = 0.5
_RESERVED = 0.5


@dataclass(frozen=True, slots=True)
class Charge:
    """A stated clause that a comment seems to break.

    :ivar finding: what a rule saw, or None where the learned score alone speaks.
    """

    clause: Clause
    score: float
    action: Outcome
    finding: Finding | None


def accuse(
    clauses: Mapping[Category, Clause],
    scores: Mapping[str, float],
    findings: Mapping[Category, Finding],
    thresholds: Mapping[Category, Thresholds],
) -> list[Charge]:
    """Return a charge for every stated clause that is suspected, in the order of citation."""
    charges = []
    for category, clause in clauses.items():
        score = scores.get(category)
        if score is None:
            continue
        finding = findings.get(category)
        limits = thresholds.get(category, _UNLEARNT)
        if finding is None and score < limits.hold:
            continue
        action = _judge(clause, score, finding, limits)
        if action is not Outcome.APPROVE:
            charges.append(Charge(clause, score, action, finding))
    charges.sort(key=lambda charge: entry(charge.clause.category).rank)
    return charges


def cite(charges: Sequence[Charge]) -> list[Charge]:
    """Return the charges to cite, at most three: those that refuse, or where none does, those that hold."""
    refusing = [charge for charge in charges if charge.action is Outcome.REJECT]
    return (refusing or list(charges))[:MAX_CITED]


def conclude(charges: Sequence[Charge]) -> Outcome:
    """Return the outcome of the charges together."""
    if any(charge.action is Outcome.REJECT for charge in charges):
        return Outcome.REJECT
    return Outcome.HOLD if charges else Outcome.APPROVE


_UNLEARNT = Thresholds(NEVER, NEVER)


def _judge(clause: Clause, score: float, finding: Finding | None, limits: Thresholds) -> Outcome:
    if clause.screenable is Screenable.NO:
        return Outcome.APPROVE
    certain = finding is not None and finding.certain
    suspected = score >= limits.hold or (finding is not None and finding.score >= _FINDING_HOLDS)
    if not (certain or suspected):
        return Outcome.APPROVE
    return Outcome.REJECT if _may_refuse(clause) and _is_strong(clause, score, certain, limits) else Outcome.HOLD


def _may_refuse(clause: Clause) -> bool:
    default = entry(clause.category)
    return (
        clause.strength is not Strength.SHOULD
        and default.action is DefaultAction.REJECT
        and not default.never_automatic
        and clause.screenable is Screenable.YES
    )


def _is_strong(clause: Clause, score: float, certain: bool, limits: Thresholds) -> bool:
    if clause.strength is Strength.MAY:
        return score >= limits.reject + _RESERVED * (1.0 - limits.reject) or (certain and score >= 0.95)
    return certain or score >= limits.reject
