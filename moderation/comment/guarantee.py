"""Thresholds that keep a stated error rate, from decided comments: what may run alone, and what a person must see.

An operator states how many of the automatic decisions may be wrong and how sure that has to be. Thresholds are tried in
a fixed order, from the strictest to the laxest ("Learn then Test", Angelopoulos, Bates, Candès, Jordan and Lei 2021:
fixed-sequence testing from several starts), and each is tested by the exact binomial tail (Clopper and Pearson 1934).
The sequence begins where enough comments lie beyond the threshold to pass at all; that this choice does not harm the
confidence rests on one assumption: comments with a higher score are not less often refused by moderators.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import ceil, log

import numpy as np
from numpy.typing import NDArray

# Where sequences begin, in multiples of the fewest comments that can pass; one bad comment must not end everything.
_STARTS = (1, 2, 4, 8)
_GRID = 1.0 / (1.0 + np.exp(-np.linspace(-9.0, 9.0, 361)))
ALWAYS, NEVER = 0.0, 1.01
_BISECTIONS = 50


class Share(StrEnum):
    """What an error rate is a share of.

    `DECIDED`: of the comments so decided by machine (what an editor means by "one in a hundred refusals is wrong").
    `DESERVING`: of the comments that deserve the contrary (of all acceptable ones, how many are refused).
    `ALL`: of all comments.
    """

    DECIDED = "decided"
    DESERVING = "deserving"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Promise:
    """What an operator demands of automatic decisions.

    :ivar wrongly_refused: largest share of wrong refusals; `wrongly_released` of wrong releases; in (0, 1).
    :ivar confidence: with which both hold together, in (0, 1).
    """

    wrongly_refused: float = 0.01
    wrongly_released: float = 0.02
    confidence: float = 0.95
    of: Share = Share.DECIDED

    def __post_init__(self) -> None:
        """Check the numbers.

        :raises ValueError: when one does not lie between 0 and 1.
        """
        for name in ("wrongly_refused", "wrongly_released", "confidence"):
            if not 0.0 < getattr(self, name) < 1.0:
                raise ValueError(f"{name} must lie between 0 and 1")


@dataclass(frozen=True, slots=True)
class Side:
    """One kind of automatic decision and what was found about it.

    :ivar threshold: refuse from it, or release below it; `NEVER` or `ALWAYS` where nothing may be decided so.
    :ivar decided: comments of the data beyond the threshold; `wrong` those a moderator decided otherwise.
    :ivar base: of how many the error rate is a share; `bound` its upper bound at the stated confidence.
    :ivar needed: how many decided comments the promise needs at least; more where some are wrong.
    """

    threshold: float
    supported: bool
    decided: int
    wrong: int
    base: int
    bound: float
    needed: int


@dataclass(frozen=True, slots=True)
class Guarantee:
    """Thresholds under a promise.

    :ivar automatic: share of the comments that are decided by machine.
    :ivar comments: decided comments it was computed from.
    :ivar source: what these are of all comments, and so what the figures mean.
    """

    promise: Promise
    refuse: Side
    release: Side
    automatic: float
    comments: int
    source: str = ""

    @property
    def statement(self) -> str:
        """One sentence for each side: what holds, or why it cannot be promised."""
        sentences = (
            _sentence("refuse", self.refuse, self.promise.wrongly_refused, self.promise),
            _sentence("release", self.release, self.promise.wrongly_released, self.promise),
            self.source,
        )
        return " ".join(filter(None, sentences))


def guarantee(
    refusal_scores: Sequence[float] | NDArray[np.floating],
    release_scores: Sequence[float] | NDArray[np.floating],
    refused: Sequence[bool] | NDArray[np.bool_],
    promise: Promise = Promise(),
) -> Guarantee:
    """Return the thresholds that decide the most comments by machine and keep a promise.

    The decisions must be a fair sample of what will be judged: all comments of a time, not only those held.

    :param refusal_scores: how much speaks for refusing each comment, in [0, 1]; shape `(comments,)`.
    :param release_scores: how much speaks against releasing it; often the same array.
    :param refused: whether the moderator refused it.
    :raises ValueError: when the arrays differ in shape, or scores lie outside [0, 1] or are no numbers.
    """
    against, doubts = _checked(refusal_scores), _checked(release_scores)
    bad = np.asarray(refused, bool)
    if not against.shape == doubts.shape == bad.shape:
        raise ValueError("scores and verdicts must be equally many")
    # Both sides have to hold together, so each gets half of what may go wrong.
    risk = (1.0 - promise.confidence) / 2.0
    refuse = _side(against, ~bad, promise.wrongly_refused, risk, promise.of)
    mirrored = _side(1.0 - doubts, bad, promise.wrongly_released, risk, promise.of)
    release = _mirrored(mirrored)
    # Below one and above the other a comment would be both; refusing is the graver act and asks for the higher score.
    if release.threshold > refuse.threshold:
        release = _tally(release, doubts < refuse.threshold, bad, refuse.threshold)
    decided = (against >= refuse.threshold) | (doubts < release.threshold)
    return Guarantee(promise, refuse, release, float(decided.mean()) if len(bad) else 0.0, len(bad))


def nothing_promised(computed: Guarantee) -> Guarantee:
    """Return it with both sides closed: the comments it was computed from do not speak for all."""
    refuse = replace(computed.refuse, threshold=NEVER, supported=False)
    release = replace(computed.release, threshold=ALWAYS, supported=False)
    return replace(computed, refuse=refuse, release=release, automatic=0.0)


def upper_bound(wrong: int, comments: int, risk: float) -> float:
    """Return the exact upper confidence bound of a share (Clopper and Pearson 1934): one-sided, at level `1 - risk`."""
    if wrong >= comments:
        return 1.0
    low, high = wrong / comments, 1.0
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2.0
        low, high = (middle, high) if _tail(wrong, comments, middle) > risk else (low, middle)
    return high


def _side(scores: NDArray[np.float64], acceptable: NDArray[np.bool_], limit: float, risk: float, of: Share) -> Side:
    """Find the lowest threshold from which deciding keeps the limit."""
    budget = risk / len(_STARTS)
    needed = ceil(log(budget) / log(1.0 - limit))
    thresholds = _GRID[::-1]
    decided, wrong = _counts(scores, thresholds), _counts(scores[acceptable], thresholds)
    base = {Share.DECIDED: decided, Share.DESERVING: np.full_like(decided, acceptable.sum())}.get(
        of, np.full_like(decided, len(scores))
    )
    best = max(
        (_last_passing(wrong, base, int(np.searchsorted(base, needed * start)), limit, budget) for start in _STARTS),
        default=-1,
    )
    if best < 0 or not decided[best]:
        return Side(NEVER, False, 0, 0, int(base[-1]) if len(base) else 0, 1.0, needed)
    threshold, count, bad, among = float(thresholds[best]), int(decided[best]), int(wrong[best]), int(base[best])
    return Side(threshold, True, count, bad, among, upper_bound(bad, among, budget), needed)


def _last_passing(wrong: NDArray[np.int64], base: NDArray[np.int64], start: int, limit: float, budget: float) -> int:
    """Return the last threshold of a fixed sequence before the first that cannot be shown to keep the limit."""
    passed = -1
    for place in range(start, len(base)):
        if _tail(int(wrong[place]), int(base[place]), limit) > budget:
            break
        passed = place
    return passed


def _tail(wrong: int, comments: int, share: float) -> float:
    """Return how likely at most so many are wrong when that share is: the lower tail of the binomial distribution."""
    if wrong >= comments or share <= 0.0:
        return 1.0
    if share >= 1.0:
        return 0.0
    steps = np.arange(wrong)
    ratios = np.log((comments - steps) / (steps + 1.0)) + log(share / (1.0 - share))
    logs = comments * np.log1p(-share) + np.concatenate(([0.0], np.cumsum(ratios)))
    top = float(logs.max())
    return min(1.0, float(np.exp(top) * np.exp(logs - top).sum()))


def _counts(scores: NDArray[np.float64], thresholds: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return how many scores reach each threshold."""
    return len(scores) - np.searchsorted(np.sort(scores), thresholds, side="left")


def _checked(scores: Sequence[float] | NDArray[np.floating]) -> NDArray[np.float64]:
    array = np.asarray(scores, np.float64)
    if array.ndim != 1 or not np.isfinite(array).all() or ((array < 0.0) | (array > 1.0)).any():
        raise ValueError("scores must be a row of numbers between 0 and 1")
    return array


def _mirrored(side: Side) -> Side:
    # What is at least the threshold from above is below its mirror from underneath.
    threshold = float(np.nextafter(1.0 - side.threshold, 2.0)) if side.supported else ALWAYS
    return Side(threshold, side.supported, side.decided, side.wrong, side.base, side.bound, side.needed)


def _tally(side: Side, chosen: NDArray[np.bool_], bad: NDArray[np.bool_], threshold: float) -> Side:
    return Side(
        threshold, side.supported, int(chosen.sum()), int((chosen & bad).sum()), side.base, side.bound, side.needed
    )


def _sentence(deed: str, side: Side, limit: float, promise: Promise) -> str:
    done = "refused" if deed == "refuse" else "released"
    if not side.supported:
        return (
            f"The decisions do not support a promise that at most {limit:.2%} are wrongly {done} "
            f"(at least {side.needed} comments are needed, all rightly {done}): none is {done} automatically."
        )
    share = {Share.DECIDED: f"of those {done}", Share.DESERVING: "of those deserving otherwise"}.get(
        promise.of, "of all comments"
    )
    return (
        f"With {promise.confidence:.0%} confidence at most {limit:.2%} {share} are wrongly {done}: "
        f"{side.wrong} of {side.base} were, so at most {side.bound:.2%} are."
    )
