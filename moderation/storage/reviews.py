"""Moderators' verdicts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from moderation.comment.values import Outcome
from moderation.policy.values import Category
from moderation.storage.columns import from_json, to_json
from moderation.storage.tables import CommentRow, ReviewRow


@dataclass(frozen=True, slots=True)
class Review:
    """A moderator's verdict.

    :ivar outcome: `approve` or `reject`.
    :ivar categories: clauses the moderator named; may be empty.
    """

    outcome: Outcome
    categories: tuple[Category, ...]
    note: str | None
    reviewer: str | None
    decided_at: datetime


def insert_review(session: Session, comment: int, review: Review) -> None:
    """Add a verdict; it takes the place of an earlier one.

    :param comment: number of the comment's row.
    """
    retire_reviews(session, comment)
    session.add(
        ReviewRow(
            comment=comment,
            outcome=review.outcome.value,
            categories=to_json(review.categories),
            note=review.note,
            reviewer=review.reviewer,
            decided_at=review.decided_at,
            current=True,
        )
    )
    session.flush()


def retire_reviews(session: Session, comment: int) -> None:
    """Let no verdict hold for the comment any more."""
    session.execute(update(ReviewRow).where(ReviewRow.comment == comment, ReviewRow.current).values(current=False))


def erase_notes(session: Session, comment: int) -> None:
    """Erase what moderators wrote about a comment; it may quote it."""
    session.execute(update(ReviewRow).where(ReviewRow.comment == comment).values(note=None))


def current_reviews(session: Session, comments: Sequence[int]) -> dict[int, Review]:
    """Return the verdicts that hold, by number of the comment's row."""
    if not comments:
        return {}
    query = select(ReviewRow).where(ReviewRow.comment.in_(comments), ReviewRow.current).order_by(ReviewRow.id)
    return {row.comment: _review(row) for row in session.scalars(query)}


def reviewed_comments(session: Session, site: str, *, after: int, limit: int) -> list[int]:
    """Return the rows of comments that have a verdict and a text, in order, beginning behind `after`."""
    query = (
        select(CommentRow.id)
        .join(ReviewRow, ReviewRow.comment == CommentRow.id)
        .where(CommentRow.site == site, CommentRow.deleted_at.is_(None), ReviewRow.current, CommentRow.id > after)
        .order_by(CommentRow.id)
        .limit(limit)
    )
    return list(session.scalars(query))


def _review(row: ReviewRow) -> Review:
    categories = from_json(row.categories, tuple[Category, ...])
    return Review(Outcome(row.outcome), categories, row.note, row.reviewer, row.decided_at)
