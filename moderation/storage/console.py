"""What the review console reads beside comments: heads of articles, earlier verdicts."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from moderation.comment.values import Outcome
from moderation.policy.values import Category
from moderation.storage.columns import from_json
from moderation.storage.comments import StoredComment, comments_of_rows
from moderation.storage.reviews import Review
from moderation.storage.tables import ArticleRow, CommentRow, ReviewRow


@dataclass(frozen=True, slots=True)
class ArticleHead:
    """An article without its blocks.

    :ivar policy_version: of the last comment rules seen in its own footer.
    """

    id: str
    title: str
    url: str | None
    received_at: datetime
    policy_version: str | None


_HEAD = (
    ArticleRow.article_id,
    ArticleRow.title,
    ArticleRow.url,
    ArticleRow.received_at,
    ArticleRow.policy_version,
)


def article_head(session: Session, site: str, *, article_id: str | None, url_key: str | None) -> ArticleHead | None:
    """Return the article of an id or else of an address, or None."""
    ways = [ArticleRow.article_id == article_id] if article_id is not None else []
    ways += [ArticleRow.url_key == url_key] if url_key is not None else []
    if not ways:
        return None
    query = select(*_HEAD).where(ArticleRow.site == site, ArticleRow.deleted_at.is_(None), or_(*ways))
    heads = [ArticleHead(*row) for row in session.execute(query.order_by(ArticleRow.id.desc()).limit(20))]
    return min(heads, key=lambda head: head.id != article_id, default=None)


def latest_articles(session: Session, site: str, *, limit: int) -> list[ArticleHead]:
    """Return the articles that were last seen for the first time, newest first."""
    query = select(*_HEAD).where(ArticleRow.site == site, ArticleRow.deleted_at.is_(None))
    return [ArticleHead(*row) for row in session.execute(query.order_by(ArticleRow.id.desc()).limit(limit))]


def latest_comments(session: Session, site: str, *, limit: int) -> list[StoredComment]:
    """Return the comments that were last seen for the first time, newest first."""
    query = select(CommentRow.id).where(CommentRow.site == site, CommentRow.deleted_at.is_(None))
    rows = list(session.scalars(query.order_by(CommentRow.id.desc()).limit(limit)))
    return comments_of_rows(session, rows)[::-1]


def verdicts(session: Session, comment: int) -> list[Review]:
    """Return every verdict about a comment, those that hold no longer included, oldest first.

    :param comment: number of the comment's row.
    """
    query = select(ReviewRow).where(ReviewRow.comment == comment).order_by(ReviewRow.id)
    return [
        Review(
            Outcome(row.outcome),
            from_json(row.categories, tuple[Category, ...]),
            row.note,
            row.reviewer,
            row.decided_at,
        )
        for row in session.scalars(query)
    ]
