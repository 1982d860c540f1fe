"""Moderators and the sites they moderate."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from moderation.storage.tables import UserRow, UserSiteRow


@dataclass(frozen=True, slots=True)
class User:
    """A moderator."""

    name: str
    sites: tuple[str, ...]


def insert_user(session: Session, user: User, password_hash: str, now: datetime) -> None:
    """Add a moderator."""
    session.add(UserRow(name=user.name, password_hash=password_hash, created_at=now))
    session.flush()
    session.add_all([UserSiteRow(user=user.name, site=site) for site in user.sites])
    session.flush()


def find_user(session: Session, name: str) -> User | None:
    """Return a moderator, or None."""
    if session.get(UserRow, name) is None:
        return None
    sites = session.scalars(select(UserSiteRow.site).where(UserSiteRow.user == name).order_by(UserSiteRow.site))
    return User(name, tuple(sites))


def password_hash_of(session: Session, name: str) -> str | None:
    """Return the hash of a moderator's password, or None."""
    return session.scalar(select(UserRow.password_hash).where(UserRow.name == name))
