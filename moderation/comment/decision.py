"""From scores and findings to an outcome: only what a site states decides, and doubt holds.

A clause refuses a comment when its category is refused by default, its strength is not a soft request, and the evidence
is strong: a certain rule, or a score above the category's reject threshold. A clause that only reserves the right to
refuse needs a score half-way between that threshold and certainty. All else that is suspected is held for a person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from moderation.comment.findings import Finding
from moderation.comment.strictness import Action, Automatic
from moderation.comment.values import Outcome, Thresholds
from moderation.policy.catalogue import DefaultAction, entry
from moderation.policy.values import Category, Clause, Screenable, Strength

MAX_CITED = 3
NEVER = 1.01
_FINDING_HOLDS = 0.5
_RESERVED = 0.5
_DEFAULTS: Mapping[Category, Action] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Charge:
    """A stated clause that a comment seems to break.

    :ivar finding: what a rule saw, or None where the learned score alone speaks.
    :ivar excused: whether the words are only quoted, or reported in order to reject them: then it never refuses.
    """

    clause: Clause
    score: float
    action: Outcome
    finding: Finding | None
    excused: bool = False


@dataclass(frozen=True, slots=True)
class Doubts:
    """How much speaks for refusing a comment, and how much against releasing it, both in [0, 1].

    :ivar accused: the charges that may refuse, the strongest first.
    """

    refuse: float
    release: float
    accused: tuple[Charge, ...] = ()


def accuse(
    clauses: Mapping[Category, Clause],
    scores: Mapping[str, float],
    findings: Mapping[Category, Finding],
    thresholds: Mapping[Category, Thresholds],
    actions: Mapping[Category, Action] = _DEFAULTS,
) -> list[Charge]:
    """Return a charge for every stated clause that is suspected, in the order of citation.

    :param actions: what the site lets a clause do at most, where that is not the default.
    """
    charges = []
    for category, clause in clauses.items():
        score = scores.get(category)
        if score is None:
            continue
        finding = findings.get(category)
        limits = thresholds.get(category, _UNLEARNT)
        if finding is None and score < limits.hold:
            continue
        action = _judge(clause, score, finding, limits, actions.get(category))
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


def _judge(clause: Clause, score: float, finding: Finding | None, limits: Thresholds, action: Action | None) -> Outcome:
    if clause.screenable is Screenable.NO or action is Action.OFF:
        return Outcome.APPROVE
    certain = finding is not None and finding.certain
    suspected = score >= limits.hold or (finding is not None and finding.score >= _FINDING_HOLDS)
    if not (certain or suspected):
        return Outcome.APPROVE
    strong = _may_refuse(clause, action) and _is_strong(clause, score, certain, limits)
    return Outcome.REJECT if strong else Outcome.HOLD


def _may_refuse(clause: Clause, action: Action | None) -> bool:
    default = entry(clause.category)
    refuses = default.action is DefaultAction.REJECT if action is None else action is Action.REJECT
    return (
        refuses
        and clause.strength is not Strength.SHOULD
        and not default.never_automatic
        and clause.screenable is Screenable.YES
    )


def _is_strong(clause: Clause, score: float, certain: bool, limits: Thresholds) -> bool:
    if clause.strength is Strength.MAY:
        return score >= limits.reject + _RESERVED * (1.0 - limits.reject) or (certain and score >= 0.95)
    return certain or score >= limits.reject


def weigh(
    charges: Sequence[Charge],
    clauses: Mapping[Category, Clause],
    scores: Mapping[str, float],
    thresholds: Mapping[Category, Thresholds],
    actions: Mapping[Category, Action] = _DEFAULTS,
) -> Doubts:
    """Return what speaks for refusing a comment and against releasing it, on one scale for all clauses.

    Half is where a clause refuses or holds by its own threshold. Only stated clauses that may do so count.
    """
    weights = {
        number: _on_scale(charge.score, thresholds.get(charge.clause.category, _UNLEARNT).reject, charge.finding)
        for number, charge in enumerate(charges)
        if _may_refuse(charge.clause, actions.get(charge.clause.category)) and not charge.excused
    }
    accused = sorted(weights, key=lambda number: -weights[number])
    holding = [
        _on_scale(scores[category], thresholds.get(category, _UNLEARNT).hold, None)
        for category, clause in clauses.items()
        if category in scores and clause.screenable is not Screenable.NO and actions.get(category) is not Action.OFF
    ]
    # What a clause suspects is never released without a person, whatever was promised.
    suspected = [1.0] if charges else []
    return Doubts(
        max(weights.values(), default=0.0),
        max([*holding, *suspected], default=0.0),
        tuple(charges[number] for number in accused),
    )


def decide_automatically(
    charges: Sequence[Charge], doubts: Doubts, automatic: Automatic
) -> tuple[Outcome, list[Charge]]:
    """Return the outcome within what a site lets a machine decide alone, and the charges that go with it."""
    if doubts.accused and doubts.refuse >= automatic.refuse_from:
        sure = [charge for charge in doubts.accused if charge.action is Outcome.REJECT] or list(doubts.accused[:1])
        sure.sort(key=lambda charge: entry(charge.clause.category).rank)
        return Outcome.REJECT, [replace(charge, action=Outcome.REJECT) for charge in sure]
    if not charges and doubts.release < automatic.release_below:
        return Outcome.APPROVE, []
    return Outcome.HOLD, [replace(charge, action=Outcome.HOLD) for charge in charges]


def _on_scale(score: float, threshold: float, finding: Finding | None) -> float:
    if finding is not None and finding.certain:
        return max(0.5, min(1.0, finding.score))
    if threshold >= 1.0:
        return 0.5 * min(1.0, score)
    if score < threshold:
        return 0.5 * score / threshold
    return 0.5 + 0.5 * (min(1.0, score) - threshold) / (1.0 - threshold)
