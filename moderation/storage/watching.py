"""What is read of many comments at once to see whether they change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from moderation.storage.columns import from_json
from moderation.storage.tables import CommentRow, ReviewRow


@dataclass(frozen=True, slots=True)
class Seen:
    """A comment as far as watching needs it.

    :ivar score: of `refusal`, or the highest of a cited clause; 0 where neither is.
    :ivar verdict: the moderator's, None where there is none; `reviewed_at` when it was given.
    """

    outcome: str
    score: float
    length: int
    verdict: str | None
    reviewed_at: datetime


@dataclass(frozen=True, slots=True)
class Decided:
    """A comment as far as drawing samples needs it.

    :ivar audited: it was drawn although no person was needed; `reviewed` a verdict holds.
    """

    row: int
    id: str
    outcome: str
    audited: bool
    reviewed: bool
    received_at: datetime


class _Audited(msgspec.Struct):
    audited: bool = False


class _Violation(msgspec.Struct):
    score: float


class _Decision(msgspec.Struct):
    scores: Mapping[str, float] = {}
    violations: tuple[_Violation, ...] = ()

    @property
    def score(self) -> float:
        cited = max((violation.score for violation in self.violations), default=0.0)
        return self.scores.get("refusal", cited)


def comments_between(session: Session, site: str, begin: datetime, end: datetime, *, limit: int) -> list[Seen]:
    """Return the comments received in a span of time, the latest ones where there are more than `limit`."""
    query = (
        select(
            CommentRow.outcome,
            CommentRow.decision,
            func.length(CommentRow.text),
            ReviewRow.outcome,
            func.coalesce(ReviewRow.decided_at, CommentRow.received_at),
        )
        .outerjoin(ReviewRow, (ReviewRow.comment == CommentRow.id) & ReviewRow.current)
        .where(CommentRow.site == site, CommentRow.deleted_at.is_(None))
        .where(CommentRow.received_at > begin, CommentRow.received_at <= end)
        .order_by(CommentRow.id.desc())
        .limit(limit)
    )
    return [
        Seen(outcome, from_json(decision, _Decision).score, length, verdict, at)
        for outcome, decision, length, verdict, at in session.execute(query)
    ]


def decided_comments(session: Session, site: str, *, limit: int, only_reviewed: bool = False) -> list[Decided]:
    """Return the comments that came last, the newest first."""
    columns = (CommentRow.id, CommentRow.comment_id, CommentRow.outcome, CommentRow.decision, CommentRow.received_at)
    query = (
        select(*columns, ReviewRow.id)
        .join(ReviewRow, (ReviewRow.comment == CommentRow.id) & ReviewRow.current, isouter=not only_reviewed)
        .where(CommentRow.site == site, CommentRow.deleted_at.is_(None))
        .order_by(CommentRow.id.desc())
        .limit(limit)
    )
    return [
        Decided(row, name, outcome, from_json(decision, _Audited).audited, review is not None, at)
        for row, name, outcome, decision, at, review in session.execute(query)
    ]


def erased_since(session: Session, site: str, since: datetime) -> int:
    """Return how many reviewed comments were erased since a time."""
    query = (
        select(func.count(CommentRow.id.distinct()))
        .join(ReviewRow, ReviewRow.comment == CommentRow.id)
        .where(CommentRow.site == site, CommentRow.deleted_at > since, ReviewRow.decided_at <= since)
    )
    return session.scalar(query) or 0
