"""Articles as separated, and what recurs on their sites."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from moderation.article.values import Separation
from moderation.storage.columns import from_json, to_json
from moderation.storage.tables import ArticleRow, SiteMemoryRow


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article as separated.

    :ivar digest: SHA-256 of what was sent.
    :ivar policy_version: of the last comment rules seen in the article's own footer; None if it never had any.
    :ivar updated_at: when the publisher last changed it, as stated; None if nothing was stated.
    :ivar revision: grows with every change.
    :ivar missing_since: since when the source it was fetched from no longer names it; None where it does.
    """

    site: str
    id: str
    url: str | None
    separation: Separation
    digest: str
    policy_version: str | None
    warnings: tuple[str, ...]
    updated_at: datetime | None
    received_at: datetime
    revision: int = 1
    missing_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """What screening needs of an article."""

    id: str
    title: str
    text: str
    policy_version: str | None


def find_article(session: Session, site: str, article_id: str) -> StoredArticle | None:
    """Return an article that is not deleted, or None."""
    row = _row(session, site, article_id)
    return None if row is None or row.deleted_at is not None else _article(row)


def was_received(session: Session, site: str, article_id: str) -> bool:
    """Tell whether an article was ever received, even if it is deleted now."""
    row = _row(session, site, article_id)
    return row is not None and row.revision > 0


@dataclass(frozen=True, slots=True)
class Outline:
    """What is known of an article without reading it.

    :ivar seen_at: when it came in last, or was deleted.
    """

    id: str
    updated_at: datetime | None
    seen_at: datetime
    deleted: bool


def outline(session: Session, site: str, *, article_id: str | None, url_key: str | None) -> Outline | None:
    """Return what is known of the article of an id, or else of an address; None if it was never heard of."""
    ways = [ArticleRow.article_id == article_id] if article_id is not None else [ArticleRow.url_key == url_key]
    row = session.scalars(
        select(ArticleRow).where(ArticleRow.site == site, *ways).order_by(ArticleRow.id.desc())
    ).first()
    if row is None:
        return None
    return Outline(row.article_id, row.updated_at, row.deleted_at or row.received_at, row.deleted_at is not None)


def withdrawn_at(session: Session, site: str, article_id: str) -> datetime | None:
    """Return which version of an article was withdrawn; None if it was not, or no version was stated."""
    row = _row(session, site, article_id)
    return None if row is None or row.deleted_at is None else row.updated_at


def known_article(session: Session, site: str, *, article_id: str | None, url_key: str | None) -> KnownArticle | None:
    """Return the article of an id or else of an address, or None."""
    ways = [ArticleRow.article_id == article_id] if article_id is not None else []
    ways += [ArticleRow.url_key == url_key] if url_key is not None else []
    if not ways:
        return None
    rows = session.execute(
        select(ArticleRow.article_id, ArticleRow.title, ArticleRow.text, ArticleRow.policy_version)
        .where(ArticleRow.site == site, ArticleRow.deleted_at.is_(None), or_(*ways))
        .order_by(ArticleRow.id.desc())
    ).all()
    found = sorted((KnownArticle(*row) for row in rows), key=lambda known: known.id != article_id)
    return found[0] if found else None


def save_article(session: Session, article: StoredArticle, url_key: str | None) -> StoredArticle:
    """Insert or overwrite an article; return it with its new revision."""
    row = _row(session, article.site, article.id)
    if row is None:
        row = ArticleRow(site=article.site, article_id=article.id, revision=0)
        session.add(row)
    separation = article.separation
    row.url, row.url_key, row.digest = article.url, url_key, article.digest
    row.title, row.text, row.separation = _words(separation.title or ""), _words(separation.text), to_json(separation)
    row.policy_version, row.warnings = article.policy_version, to_json(article.warnings)
    row.updated_at, row.received_at, row.deleted_at = article.updated_at, article.received_at, None
    row.missing_since = None
    row.revision += 1
    session.flush()
    return _article(row)


def touch_article(session: Session, site: str, article_id: str, updated_at: datetime) -> None:
    """Note a newer time of change of the same content."""
    session.execute(
        update(ArticleRow)
        .where(
            ArticleRow.site == site,
            ArticleRow.article_id == article_id,
            or_(ArticleRow.updated_at.is_(None), ArticleRow.updated_at < updated_at),
        )
        .values(updated_at=updated_at)
    )


def erase_article(
    session: Session, site: str, article_id: str, now: datetime, *, withdrawn_at: datetime | None = None
) -> bool:
    """Erase the content of an article; tell whether there was one.

    :param withdrawn_at: the version that was withdrawn; nothing that is not newer may bring it back.
    """
    row = _row(session, site, article_id)
    if row is None or row.deleted_at is not None:
        return False
    _empty(row, now, withdrawn_at)
    row.revision += 1
    session.flush()
    return True


def bury_article(session: Session, site: str, article_id: str, now: datetime, withdrawn_at: datetime | None) -> None:
    """Note that an article is gone which never came or is gone already, so that a late one stays away."""
    row = _row(session, site, article_id)
    if row is None:
        row = ArticleRow(site=site, article_id=article_id, received_at=now, revision=0)
        row.policy_version, row.warnings = None, to_json(())
        session.add(row)
    _empty(row, now, withdrawn_at)
    session.flush()


def _empty(row: ArticleRow, now: datetime, withdrawn_at: datetime | None) -> None:
    row.url = row.url_key = None
    row.title = row.text = row.digest = ""
    row.separation = to_json(Separation(title=None, text="", blocks=(), policy_notice=None, language=None))
    row.deleted_at, row.updated_at, row.missing_since = now, withdrawn_at, None


def read_memory(session: Session, site: str) -> str | None:
    """Return the site's memory as it was saved, or None."""
    return session.scalar(select(SiteMemoryRow.memory).where(SiteMemoryRow.site == site))


def save_memory(session: Session, site: str, memory: str, now: datetime) -> None:
    """Save the site's memory."""
    session.merge(SiteMemoryRow(site=site, memory=memory, updated_at=now))
    session.flush()


def _row(session: Session, site: str, article_id: str) -> ArticleRow | None:
    query = select(ArticleRow).where(ArticleRow.site == site, ArticleRow.article_id == article_id)
    return session.scalars(query).first()


def _words(text: str) -> str:
    # Pages may carry NUL as a character reference; as part of an article it says nothing.
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")


def _article(row: ArticleRow) -> StoredArticle:
    return StoredArticle(
        site=row.site,
        id=row.article_id,
        url=row.url,
        separation=from_json(row.separation, Separation),
        digest=row.digest,
        policy_version=row.policy_version,
        warnings=from_json(row.warnings, tuple[str, ...]),
        updated_at=row.updated_at,
        received_at=row.received_at,
        revision=row.revision,
        missing_since=row.missing_since,
    )
