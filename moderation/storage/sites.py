"""Sites, their API keys and their webhook secrets."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from moderation.storage.tables import ApiKeyRow, SecretRow, SiteRow


@dataclass(frozen=True, slots=True)
class Site:
    """A publisher's site.

    :ivar language: ISO 639-1 code.
    :ivar deliver_to: where events are sent, or None.
    :ivar delivery_fault: why sending was switched off, or None.
    """

    name: str
    language: str
    deliver_to: str | None
    delivery_fault: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class SealedSecret:
    """A webhook secret as stored: encrypted."""

    source: str
    scheme: str
    sealed: str


def insert_site(session: Session, site: Site) -> None:
    """Add a site."""
    session.add(
        SiteRow(
            name=site.name,
            language=site.language,
            deliver_to=site.deliver_to,
            delivery_fault=site.delivery_fault,
            created_at=site.created_at,
        )
    )
    session.flush()


def find_site(session: Session, name: str) -> Site | None:
    """Return a site, or None."""
    row = session.get(SiteRow, name)
    return None if row is None else _site(row)


def all_sites(session: Session) -> list[Site]:
    """Return every site by name."""
    return [_site(row) for row in session.scalars(select(SiteRow).order_by(SiteRow.name))]


def lock_site(session: Session, name: str) -> None:
    """Let other transactions that lock this site wait for the end of this one; rows may still refer to it."""
    session.execute(select(SiteRow.name).where(SiteRow.name == name).with_for_update(key_share=True))


def set_delivery(session: Session, name: str, *, deliver_to: str | None, fault: str | None) -> None:
    """Set where events go, and why they do not go there."""
    session.execute(update(SiteRow).where(SiteRow.name == name).values(deliver_to=deliver_to, delivery_fault=fault))


def settings_of(session: Session, name: str) -> str | None:
    """Return the JSON of a site's settings; None where there is no such site."""
    return session.scalar(select(SiteRow.settings).where(SiteRow.name == name))


def set_settings(session: Session, name: str, settings: str) -> None:
    """Replace the JSON of a site's settings."""
    session.execute(update(SiteRow).where(SiteRow.name == name).values(settings=settings))


def insert_api_key(session: Session, site: str, *, purpose: str, prefix: str, digest: str, now: datetime) -> None:
    """Add an API key."""
    session.add(ApiKeyRow(site=site, purpose=purpose, prefix=prefix, digest=digest, created_at=now))
    session.flush()


def site_of_key(session: Session, digest: str) -> tuple[str, str] | None:
    """Return the site a key belongs to and its purpose, or None."""
    row = session.execute(select(ApiKeyRow.site, ApiKeyRow.purpose).where(ApiKeyRow.digest == digest)).first()
    return None if row is None else (row[0], row[1])


def key_prefixes(session: Session, site: str) -> list[tuple[str, str]]:
    """Return purpose and first characters of a site's keys, newest first."""
    query = select(ApiKeyRow.purpose, ApiKeyRow.prefix).where(ApiKeyRow.site == site).order_by(ApiKeyRow.id.desc())
    return [(purpose, prefix) for purpose, prefix in session.execute(query)]


def drop_old_keys(session: Session, site: str, *, purpose: str, keep: int) -> None:
    """Delete all but the newest keys of a site and purpose."""
    ours = (ApiKeyRow.site == site, ApiKeyRow.purpose == purpose)
    newest = select(ApiKeyRow.id).where(*ours).order_by(ApiKeyRow.id.desc()).limit(keep)
    session.execute(delete(ApiKeyRow).where(*ours, ApiKeyRow.id.not_in(newest.scalar_subquery())))


def insert_secret(session: Session, site: str, secret: SealedSecret, now: datetime) -> None:
    """Add a webhook secret."""
    session.add(SecretRow(site=site, source=secret.source, scheme=secret.scheme, sealed=secret.sealed, created_at=now))
    session.flush()


def secrets_of(session: Session, site: str, source: str) -> list[SealedSecret]:
    """Return the live secrets of a source, newest first."""
    query = select(SecretRow).where(SecretRow.site == site, SecretRow.source == source).order_by(SecretRow.id.desc())
    return [SealedSecret(row.source, row.scheme, row.sealed) for row in session.scalars(query)]


def sources_of(session: Session, site: str) -> list[tuple[str, int]]:
    """Return the sources that have secrets, and how many each."""
    query = select(SecretRow.source, func.count()).where(SecretRow.site == site).group_by(SecretRow.source)
    return [(source, number) for source, number in session.execute(query.order_by(SecretRow.source))]


def drop_old_secrets(session: Session, site: str, source: str, *, keep: int) -> None:
    """Delete all but the newest secrets of a source."""
    ours = (SecretRow.site == site, SecretRow.source == source)
    newest = select(SecretRow.id).where(*ours).order_by(SecretRow.id.desc()).limit(keep)
    session.execute(delete(SecretRow).where(*ours, SecretRow.id.not_in(newest.scalar_subquery())))


def _site(row: SiteRow) -> Site:
    return Site(row.name, row.language, row.deliver_to, row.delivery_fault, row.created_at)
