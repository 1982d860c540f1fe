"""Simulations as lines: what is asked, and what would change."""

from typing import Annotated

import msgspec

from moderation.comment.guarantee import Guarantee, Side
from moderation.services.lines import LineId, ScreenAnswer
from moderation.services.screening_settings import AutomaticSettings, PromiseSettings, ScreeningSettings
from moderation.services.simulation import MOST_COMMENTS, Judgement, Simulation

DEFAULT_COMMENTS = 200


class SimulateRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Other settings, other rules or both; what is left out stays as it is."""

    settings: ScreeningSettings | None = None
    policy: str | None = None
    last: Annotated[int, msgspec.Meta(ge=1, le=MOST_COMMENTS)] = DEFAULT_COMMENTS


class JudgementAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """An outcome and the clauses it cites."""

    outcome: str
    categories: list[str]


class ChangeAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A comment that would be judged otherwise; `verdict` is the moderator's."""

    id: LineId
    before: JudgementAnswer
    after: JudgementAnswer
    verdict: str | None = None


class ContradictedAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Automatic decisions that a moderator's verdict contradicts."""

    before: int
    after: int


class SimulateAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Outcomes as things are and as they would be, by number, and every comment that differs."""

    comments: int
    before: dict[str, int]
    after: dict[str, int]
    contradicted: ContradictedAnswer
    changes: list[ChangeAnswer]


class GuaranteeRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A promise, else the one of the site's settings; `apply` puts the thresholds in force."""

    promise: PromiseSettings | None = None
    last: Annotated[int, msgspec.Meta(ge=1, le=20_000)] = 20_000
    apply: bool = False


class SideAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of automatic decision: its threshold and what the comments say about it."""

    threshold: float
    supported: bool
    decided: int
    wrong: int
    base: int
    bound: float
    needed: int


class GuaranteeAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Thresholds that keep a promise, and in words what holds or why it cannot be promised."""

    statement: str
    automatic: float
    comments: int
    refuse: SideAnswer
    release: SideAnswer
    applied: AutomaticSettings | None = None


def simulation_answer(simulation: Simulation) -> SimulateAnswer:
    """Return a simulation as an answer."""
    return SimulateAnswer(
        comments=simulation.comments,
        before={outcome.value: count for outcome, count in simulation.before.items()},
        after={outcome.value: count for outcome, count in simulation.after.items()},
        contradicted=ContradictedAnswer(before=simulation.contradicted[0], after=simulation.contradicted[1]),
        changes=[
            ChangeAnswer(
                id=change.id,
                before=_judgement(change.before),
                after=_judgement(change.after),
                verdict=change.verdict and change.verdict.value,
            )
            for change in simulation.changes
        ],
    )


def change_answer(before: ScreenAnswer, after: ScreenAnswer) -> ChangeAnswer:
    """Return how one given comment is judged twice."""
    return ChangeAnswer(id=before.id, before=_of_answer(before), after=_of_answer(after))


def guarantee_answer(computed: Guarantee, applied: AutomaticSettings | None = None) -> GuaranteeAnswer:
    """Return a guarantee as an answer."""
    return GuaranteeAnswer(
        statement=computed.statement,
        automatic=computed.automatic,
        comments=computed.comments,
        refuse=_side(computed.refuse),
        release=_side(computed.release),
        applied=applied,
    )


def _judgement(judgement: Judgement) -> JudgementAnswer:
    return JudgementAnswer(
        outcome=judgement.outcome.value, categories=[category.value for category in judgement.categories]
    )


def _of_answer(answer: ScreenAnswer) -> JudgementAnswer:
    return JudgementAnswer(outcome=answer.outcome, categories=[item.category for item in answer.violations])


def _side(side: Side) -> SideAnswer:
    return SideAnswer(
        threshold=side.threshold,
        supported=side.supported,
        decided=side.decided,
        wrong=side.wrong,
        base=side.base,
        bound=side.bound,
        needed=side.needed,
    )
