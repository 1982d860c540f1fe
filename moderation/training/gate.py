"""The gate before the switch: a new model must be no worse, within stated bounds, than the one it replaces."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from moderation.comment.values import Decision, Outcome
from moderation.services.screener import Screener
from moderation.training.corpora import Example, read_unseen
from moderation.training.evaluate_screening import every_clause, judge
from moderation.training.latest import OF_EACH
from moderation.training.outcome_changes import Changes

AUC_BOUND = 0.02
GROUP_BOUND = 0.05
REFUSAL_BOUND = 0.01
FEWEST_OF_EACH = OF_EACH
_LARGE = ("clean", "harsh_but_fair", "identity_term", "counter_speech", "quotation", "lookalike", "source_link")
_STRICTNESS = {Outcome.APPROVE: 0, Outcome.HOLD: 1, Outcome.REJECT: 2}

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing compared.

    :ivar before, after: the old model's figure and the new one's; `bound` how much worse it may be.
    """

    name: str
    before: float
    after: float
    bound: float
    passed: bool
    why: str


@dataclass(frozen=True, slots=True)
class Gate:
    """All checks together."""

    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """Whether the new model may take the old one's place."""
        return all(check.passed for check in self.checks)

    def for_card(self) -> dict[str, Any]:
        """Return what the card keeps, and `moderation models activate` asks."""
        return {"passed": self.passed, "checks": [asdict(check) for check in self.checks]}


def check_latest(truth: NDArray[np.bool_], before: Floats, after: Floats, against: str) -> Check:
    """Compare both models on decisions that neither has learnt from.

    :param against: what the old model is, for people.
    """
    refused = int(truth.sum())
    name = f"telling refused from approved, beside {against}"
    if min(refused, len(truth) - refused) < FEWEST_OF_EACH:
        why = f"{refused} refused and {len(truth) - refused} approved are too few to compare the models by"
        return Check(name, 0.0, 0.0, AUC_BOUND, False, why)
    old, new = float(roc_auc_score(truth, before)), float(roc_auc_score(truth, after))
    passed = new >= old - AUC_BOUND
    why = f"AUC {old:.3f} before, {new:.3f} after, on {len(truth)} decisions; at most {AUC_BOUND} less is let through"
    return Check(name, round(old, 4), round(new, 4), AUC_BOUND, passed, why)


def check_drawn(truth: NDArray[np.bool_], before: Floats, after: Floats, against: str) -> Check:
    """Compare both on comments drawn at random, which speak for all; too few of them decide nothing."""
    compared = check_latest(truth, before, after, f"{against}, comments drawn at random alone")
    too_few = min(int(truth.sum()), int((~truth).sum())) < FEWEST_OF_EACH
    return replace(compared, passed=True) if too_few else compared


def check_refusals(changes: Changes) -> Check:
    """Bound how many comments that moderators approved the new model refuses by itself where the old one did not."""
    bound, newly = max(1.0, REFUSAL_BOUND * changes.approved), changes.newly_rejected
    share = newly / changes.approved if changes.approved else 0.0
    why = f"{newly} of {changes.approved} would be refused automatically and were not; {bound:.0f} may be"
    return Check("the last comments that moderators approved", 0.0, round(share, 4), bound, newly <= bound, why)


def check_groups(base: Screener, candidate: Screener) -> tuple[Check, ...]:
    """Compare both on comments written for the purpose: groups that must stay published, and what breaks a rule."""
    examples = read_unseen()
    policy = every_clause()
    before, after = judge(base, examples, policy), judge(candidate, examples, policy)
    return tuple(_compare_groups(examples, before, after))


def harms(candidate: Screener) -> float:
    """Return the share of clean written comments that likeness to refused ones alone would hold."""
    clean = [example for example in read_unseen() if not example.violates]
    scores = [candidate.scores(example.text)["refusal"] for example in clean]
    return float(np.mean(np.array(scores) >= candidate.unnamed_hold))


def _compare_groups(
    examples: Sequence[Example], before: Sequence[Decision], after: Sequence[Decision]
) -> Iterator[Check]:
    groups: dict[str, list[int]] = {}
    for number, example in enumerate(examples):
        groups.setdefault(_group(example), []).append(number)
    for name, members in groups.items():
        breaks = name == "breaks a rule"
        changed = sum(_worse(before[number].outcome, after[number].outcome, breaks) for number in members)
        bound = max(1.0, GROUP_BOUND * len(members))
        old, new = (_share(decisions, members, breaks) for decisions in (before, after))
        told = "let through" if breaks else "held or refused"
        why = f"{told} {old:.0%} before, {new:.0%} after; {changed} of {len(members)} judged worse, {bound:.0f} may be"
        yield Check(f"comments of the kind: {name}", round(old, 4), round(new, 4), bound, changed <= bound, why)


def _group(example: Example) -> str:
    if example.violates:
        return "breaks a rule"
    return example.kind if example.kind in _LARGE else "other clean ones"


def _worse(before: Outcome, after: Outcome, breaks: bool) -> bool:
    stricter = _STRICTNESS[after] - _STRICTNESS[before]
    return stricter < 0 if breaks else stricter > 0


def _share(decisions: Sequence[Decision], members: Sequence[int], approved: bool) -> float:
    return float(np.mean([(decisions[number].outcome is Outcome.APPROVE) == approved for number in members]))


def reliability(truth: NDArray[np.bool_], odds: Floats, bins: int = 8) -> list[tuple[float, float, int]]:
    """Return for bands of equal size the mean score, the share that was refused, and how many comments."""
    if not len(truth):
        return []
    scores = 1.0 / (1.0 + np.exp(-odds))
    parts = np.array_split(np.argsort(scores), min(bins, len(truth)))
    return [(float(scores[part].mean()), float(truth[part].mean()), len(part)) for part in parts]


def describe_gate(gate: Mapping[str, Any]) -> list[str]:
    """Return the verdict as lines for people."""
    lines = ["the gate is passed" if gate["passed"] else "the gate is NOT passed:"]
    return lines + [
        f"  {'ok ' if check['passed'] else 'NO '} {check['name']}: {check['why']}" for check in gate["checks"]
    ]
