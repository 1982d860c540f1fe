"""Decisions that do not count: by a model that looks on, or by one that re-screens what is stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Exists, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from moderation.storage.comments import KeptComment, comments_to_judge
from moderation.storage.tables import CandidateRow, CommentRow, ReviewRow


@dataclass(frozen=True, slots=True)
class CandidateDecision:
    """What a model would have decided.

    :ivar score: of `refusal`, where the model has it.
    :ivar source: `shadow` or `rescreened`.
    """

    model: str
    outcome: str
    score: float | None
    source: str


@dataclass(frozen=True, slots=True)
class Pair:
    """How often a candidate said one thing where the decision that counted was another.

    :ivar verdict: the moderator's, None where there was none.
    """

    candidate: str
    counted: str
    verdict: str | None
    number: int


def record_decision(session: Session, row: int, decision: CandidateDecision, at: datetime) -> None:
    """Keep a model's decision about the comment of a row, in place of an earlier one by the same model."""
    session.execute(delete(CandidateRow).where(CandidateRow.comment == row, CandidateRow.model == decision.model))
    session.add(CandidateRow(comment=row, decided_at=at, **_values(decision)))
    session.flush()


def add_decisions(session: Session, decisions: Sequence[tuple[int, CandidateDecision]], at: datetime) -> int:
    """Keep decisions about the comments of some rows; those already there stay as they are. Return how many came."""
    if not decisions:
        return 0
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    added = insert(CandidateRow).on_conflict_do_nothing(index_elements=["comment", "model"])
    values = [{"comment": row, "decided_at": at, **_values(decision)} for row, decision in decisions]
    if session.get_bind().dialect.name == "postgresql":
        # Its driver does not count what many rows came to.
        return len(session.connection().execute(added.returning(CandidateRow.id), values).all())
    # One row at a time is quicker than one statement for all, which has to be put together anew each time.
    return session.connection().execute(added, values).rowcount


def unjudged_ranges(session: Session, site: str, model: str, *, size: int) -> list[int]:
    """Return the numbers of the ranges of `size` rows in which a comment has no decision by the model yet."""
    number = CommentRow.id // size
    query = select(number).where(CommentRow.site == site, CommentRow.deleted_at.is_(None), ~_judged(model)).distinct()
    return sorted(int(found) for found in session.scalars(query))


def unjudged_comments(session: Session, site: str, model: str, *, first: int, last: int) -> list[KeptComment]:
    """Return the comments of rows `first` to `last` that have no decision by the model yet, in order."""
    query = select(CommentRow).where(
        CommentRow.site == site,
        CommentRow.id.between(first, last),
        CommentRow.deleted_at.is_(None),
        ~_judged(model),
    )
    return comments_to_judge(session, query.order_by(CommentRow.id))


def agreement(session: Session, site: str, model: str) -> list[Pair]:
    """Return how a model's decisions stand to those that counted, and to the moderators'."""
    verdict = ReviewRow.outcome
    query = (
        select(CandidateRow.outcome, CommentRow.outcome, verdict, func.count())
        .join(CommentRow, CommentRow.id == CandidateRow.comment)
        .outerjoin(ReviewRow, (ReviewRow.comment == CommentRow.id) & ReviewRow.current)
        .where(CommentRow.site == site, CandidateRow.model == model)
        .group_by(CandidateRow.outcome, CommentRow.outcome, verdict)
        .order_by(CandidateRow.outcome, CommentRow.outcome, verdict)
    )
    return [Pair(*row) for row in session.execute(query)]


def differing(session: Session, site: str, model: str, *, limit: int) -> list[tuple[str, str, str]]:
    """Return id, candidate's and counted outcome of the last comments on which they differ."""
    query = (
        select(CommentRow.comment_id, CandidateRow.outcome, CommentRow.outcome)
        .join(CommentRow, CommentRow.id == CandidateRow.comment)
        .where(CommentRow.site == site, CandidateRow.model == model, CandidateRow.outcome != CommentRow.outcome)
        .order_by(CandidateRow.id.desc())
        .limit(limit)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(query)]


def _judged(model: str) -> Exists:
    return select(CandidateRow.id).where(CandidateRow.comment == CommentRow.id, CandidateRow.model == model).exists()


def _values(decision: CandidateDecision) -> dict[str, str | float | None]:
    return {
        "model": decision.model,
        "outcome": decision.outcome,
        "score": decision.score,
        "source": decision.source,
    }
