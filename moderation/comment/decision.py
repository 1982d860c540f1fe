"""From scores and findings to an outcome: only what a site states decides, and doubt holds.

A clause refuses a comment when its category is refused by default, its strength is not a soft request, and the evidence
is strong: a certain rule, or a score above the category's reject threshold. A clause that only reserves the right to
refuse needs a score half-way between that threshold and certainty. All else that is suspected is held for a person.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import msgspec
from msgspec.structs import replace

from moderation.comment.findings import Finding
from moderation.comment.strictness import Action, Automatic
from moderation.comment.values import Outcome, Thresholds
from moderation.policy.catalogue import DefaultAction, entry
from moderation.policy.values import Category, Clause, Screenable, Strength

MAX_CITED = 3
NEVER = 1.01
_FINDING_HOLDS = 0.5
# From here on a score speaks plainly.
_PLAIN = 0.5
_RESERVED = 0.5
# Looked up once: every comment asks for it.
_APPROVE = Outcome.APPROVE
_DEFAULTS: Mapping[Category, Action] = MappingProxyType({})


class Standard(msgspec.Struct, frozen=True):
    """A stated clause by which comments are judged, with what holds for it on a site.

    :ivar may_refuse: whether it may refuse a comment without a person; else it holds at most.
    """

    clause: Clause
    category: Category
    limits: Thresholds
    may_refuse: bool


class Charge(msgspec.Struct, frozen=True, gc=False):
    """A stated clause that a comment seems to break.

    :ivar finding: what a rule saw, or None where the learned score alone speaks.
    :ivar excused: whether the words are only quoted, or reported in order to reject them: then it never refuses.
    """

    standard: Standard
    score: float
    action: Outcome
    finding: Finding | None
    excused: bool = False

    @property
    def clause(self) -> Clause:
        """The clause itself."""
        return self.standard.clause


class Doubts(msgspec.Struct, frozen=True):
    """How much speaks for refusing a comment, and how much against releasing it, both in [0, 1].

    :ivar accused: the charges that may refuse, the strongest first.
    """

    refuse: float
    release: float
    accused: tuple[Charge, ...] = ()


def standards_of(
    clauses: Mapping[Category, Clause],
    thresholds: Mapping[Category, Thresholds],
    actions: Mapping[Category, Action] = _DEFAULTS,
) -> tuple[Standard, ...]:
    """Return the standards that stated clauses set, in the order of citation; none for what cannot be screened.

    :param actions: what the site lets a clause do at most, where that is not the default; `off` sets no standard.
    """
    standards = [
        Standard(clause, category, thresholds.get(category, _UNLEARNT), _may_refuse(clause, actions.get(category)))
        for category, clause in clauses.items()
        if clause.screenable is not Screenable.NO and actions.get(category) is not Action.OFF
    ]
    return tuple(sorted(standards, key=lambda standard: entry(standard.category).rank))


def accuse(
    standards: Sequence[Standard], scores: Mapping[str, float], findings: Mapping[Category, Finding]
) -> list[Charge]:
    """Return a charge for every standard that a comment seems to fall short of, in the order of citation."""
    charges = []
    for standard in standards:
        score = scores.get(standard.category)
        if score is None:
            continue
        finding = findings.get(standard.category)
        if finding is None and score < standard.limits.hold:
            continue
        action = _judge(standard, score, finding)
        if action is not _APPROVE:
            charges.append(Charge(standard, score, action, finding))
    return _within_bounds(charges)


def _within_bounds(charges: list[Charge]) -> list[Charge]:
    """Return the charges without an insult that is no more than a faint echo of an aggressive tone.

    Who is hostile at a matter insults nobody; the learned judges share most of the words for both.
    """
    if not any(charge.standard.category is Category.AGGRESSION and charge.score >= _PLAIN for charge in charges):
        return charges
    return [charge for charge in charges if not _is_faint_insult(charge)]


def _is_faint_insult(charge: Charge) -> bool:
    learned = charge.action is Outcome.HOLD and charge.finding is None
    return learned and charge.standard.category is Category.INSULT and charge.score < _PLAIN


def cite(charges: Sequence[Charge]) -> list[Charge]:
    """Return the charges to cite, at most three: those that refuse, or where none does, those that hold."""
    refusing = [charge for charge in charges if charge.action is Outcome.REJECT]
    return (refusing or list(charges))[:MAX_CITED]


def conclude(charges: Sequence[Charge]) -> Outcome:
    """Return the outcome of the charges together."""
    if any(charge.action is Outcome.REJECT for charge in charges):
        return Outcome.REJECT
    return Outcome.HOLD if charges else _APPROVE


_UNLEARNT = Thresholds(NEVER, NEVER)


def _judge(standard: Standard, score: float, finding: Finding | None) -> Outcome:
    limits = standard.limits
    certain = finding is not None and finding.certain
    suspected = score >= limits.hold or (finding is not None and finding.score >= _FINDING_HOLDS)
    if not (certain or suspected):
        return _APPROVE
    strong = standard.may_refuse and _is_strong(standard.clause, score, certain, limits)
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


def weigh(charges: Sequence[Charge], standards: Sequence[Standard], scores: Mapping[str, float]) -> Doubts:
    """Return what speaks for refusing a comment and against releasing it, on one scale for all clauses.

    Half is where a clause refuses or holds by its own threshold. Only standards that may do so count.
    """
    weights = {
        number: _on_scale(charge.score, charge.standard.limits.reject, charge.finding)
        for number, charge in enumerate(charges)
        if charge.standard.may_refuse and not charge.excused
    }
    accused = sorted(weights, key=lambda number: -weights[number])
    holding = [
        _on_scale(scores[standard.category], standard.limits.hold, None)
        for standard in standards
        if standard.category in scores
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
        sure.sort(key=lambda charge: entry(charge.standard.category).rank)
        return Outcome.REJECT, [replace(charge, action=Outcome.REJECT) for charge in sure]
    if not charges and doubts.release < automatic.release_below:
        return _APPROVE, []
    return Outcome.HOLD, [replace(charge, action=Outcome.HOLD) for charge in charges]


def _on_scale(score: float, threshold: float, finding: Finding | None) -> float:
    if finding is not None and finding.certain:
        return max(0.5, min(1.0, finding.score))
    if threshold >= 1.0:
        return 0.5 * min(1.0, score)
    if score < threshold:
        return 0.5 * score / threshold
    return 0.5 + 0.5 * (min(1.0, score) - threshold) / (1.0 - threshold)
