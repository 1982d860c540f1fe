"""Requests that bear an Idempotency-Key, and what they were answered."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from moderation.storage.tables import IdempotencyRow


@dataclass(frozen=True, slots=True)
class Claim:
    """A request as claimed.

    :ivar answer: sealed; None while the request runs.
    """

    row: int
    digest: str
    claimed_at: datetime
    answer: str | None


@dataclass(frozen=True, slots=True)
class Claimed:
    """What is claimed.

    :ivar scope: whose key it is.
    :ivar digest: SHA-256 of the request.
    """

    scope: str
    key: str
    digest: str
    site: str
    comment_id: str | None


def find_claim(session: Session, scope: str, key: str) -> Claim | None:
    """Return the claim of a key and lock it, or None."""
    query = select(IdempotencyRow).where(IdempotencyRow.scope == scope, IdempotencyRow.key == key)
    row = session.scalars(query.with_for_update()).first()
    return None if row is None else Claim(row.id, row.digest, row.claimed_at, row.answer)


def add_claim(session: Session, claimed: Claimed, now: datetime) -> int:
    """Claim a key; a concurrent claim of the same one fails."""
    row = IdempotencyRow(scope=claimed.scope, key=claimed.key, digest=claimed.digest, claimed_at=now)
    row.site, row.comment_id = claimed.site, claimed.comment_id
    session.add(row)
    session.flush()
    return row.id


def renew_claim(session: Session, row: int, now: datetime) -> None:
    """Take over a claim whose request never ended."""
    session.execute(update(IdempotencyRow).where(IdempotencyRow.id == row).values(claimed_at=now))


def save_answer(session: Session, row: int, answer: str) -> None:
    """Keep the answer to a request."""
    session.execute(update(IdempotencyRow).where(IdempotencyRow.id == row).values(answer=answer))


def release(session: Session, row: int) -> None:
    """Forget a request that may be made again under the same key."""
    session.execute(delete(IdempotencyRow).where(IdempotencyRow.id == row))


def erase_about(session: Session, site: str, comment_id: str) -> None:
    """Forget the answers that may quote a comment."""
    ours = (IdempotencyRow.site == site, IdempotencyRow.comment_id == comment_id)
    session.execute(delete(IdempotencyRow).where(*ours))


def forget_before(session: Session, at: datetime) -> None:
    """Forget requests made before a time."""
    session.execute(delete(IdempotencyRow).where(IdempotencyRow.claimed_at < at))
