"""Which articles a source still names, and which it no longer does."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from moderation.storage.tables import ArticleRow


@dataclass(frozen=True, slots=True)
class Sought:
    """An article that a source named once.

    :ivar missing_since: when it was first not found there, or None.
    """

    id: str
    url: str | None
    missing_since: datetime | None


def note_named(session: Session, site: str, source: str, ids: Collection[str], now: datetime) -> None:
    """Note that a source names articles; what was missing no longer is."""
    ours = (ArticleRow.site == site, ArticleRow.article_id.in_(ids), ArticleRow.deleted_at.is_(None))
    session.execute(
        update(ArticleRow)
        .where(*ours, ArticleRow.missing_since.is_not(None))
        .values(missing_since=None, revision=ArticleRow.revision + 1)
    )
    session.execute(update(ArticleRow).where(*ours).values(pulled_from=source, looked_for_at=now))


def note_missing(session: Session, site: str, ids: Collection[str], now: datetime) -> int:
    """Note that a source no longer names articles; return how many it named until now."""
    ours = (ArticleRow.site == site, ArticleRow.article_id.in_(ids), ArticleRow.deleted_at.is_(None))
    session.execute(update(ArticleRow).where(*ours).values(looked_for_at=now))
    newly = session.execute(
        update(ArticleRow)
        .where(*ours, ArticleRow.missing_since.is_(None))
        .values(missing_since=now, revision=ArticleRow.revision + 1)
        .returning(ArticleRow.id)
    )
    return len(newly.all())


def to_look_for(session: Session, site: str, source: str, *, before: datetime, limit: int) -> list[Sought]:
    """Return articles that a source named and that were not looked for since, the longest unseen first."""
    rows = session.execute(
        select(ArticleRow.article_id, ArticleRow.url, ArticleRow.missing_since)
        .where(
            ArticleRow.site == site,
            ArticleRow.pulled_from == source,
            ArticleRow.deleted_at.is_(None),
            or_(ArticleRow.looked_for_at.is_(None), ArticleRow.looked_for_at < before),
        )
        .order_by(ArticleRow.looked_for_at, ArticleRow.id.desc())
        .limit(limit)
    )
    return [Sought(*row) for row in rows]


def missing(session: Session, site: str, *, limit: int) -> list[Sought]:
    """Return the articles of a site that their sources no longer name, the last first."""
    rows = session.execute(
        select(ArticleRow.article_id, ArticleRow.url, ArticleRow.missing_since)
        .where(ArticleRow.site == site, ArticleRow.deleted_at.is_(None), ArticleRow.missing_since.is_not(None))
        .order_by(ArticleRow.missing_since.desc(), ArticleRow.id.desc())
        .limit(limit)
    )
    return [Sought(*row) for row in rows]
