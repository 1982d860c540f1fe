"""Messages that wait to be worked off: those of one site strictly one after another."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session, aliased

from moderation.storage.received import ReceivedMessage, forget_message
from moderation.storage.tables import InboxRow


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that a worker has claimed.

    :ivar commands: sealed.
    :ivar attempt: counted from 1.
    """

    row: int
    site: str
    source: str
    commands: str
    attempt: int


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A message that could not be worked off."""

    row: int
    site: str
    source: str
    received_at: datetime
    attempts: int
    fault: str


def add_message(
    session: Session, message: ReceivedMessage, *, commands: str, now: datetime, until: datetime | None
) -> tuple[int, Waiting | None]:
    """Let a message wait; return its row, and its claim where `until` is stated and no earlier one waits."""
    row = InboxRow(site=message.site, source=message.source, message_id=message.message_id, commands=commands)
    row.received_at = row.next_attempt_at = now
    claimed = until is not None and not _any_waits(session, message.site)
    row.attempts, row.claimed_until = (1, until) if claimed else (0, None)
    session.add(row)
    session.flush()
    return row.id, Waiting(row.id, row.site, row.source, row.commands, row.attempts) if claimed else None


def _any_waits(session: Session, site: str) -> bool:
    query = select(InboxRow.id).where(InboxRow.site == site, InboxRow.fault.is_(None))
    return session.scalar(query.limit(1)) is not None


def claim_oldest(session: Session, now: datetime, until: datetime, *, site: str | None = None) -> Waiting | None:
    """Claim the oldest message of a site, or of any; None while that one is being worked off or is not due.

    An earlier message that failed holds up the later ones of its site: many senders state no version, so that only
    the order of arrival tells which one is the newest.
    """
    earlier = aliased(InboxRow)
    first = select(func.min(earlier.id)).where(earlier.site == InboxRow.site, earlier.fault.is_(None))
    query = select(InboxRow).where(
        InboxRow.id == first.scalar_subquery(),
        InboxRow.fault.is_(None),
        InboxRow.next_attempt_at <= now,
        InboxRow.claimed_until.is_(None) | (InboxRow.claimed_until <= now),
    )
    if site is not None:
        query = query.where(InboxRow.site == site)
    row = session.scalars(query.order_by(InboxRow.id).limit(1).with_for_update(skip_locked=True)).first()
    if row is None:
        return None
    row.claimed_until = until
    row.attempts += 1
    session.flush()
    return Waiting(row.id, row.site, row.source, row.commands, row.attempts)


def remove(session: Session, row: int) -> None:
    """Forget a message that has been worked off."""
    session.execute(delete(InboxRow).where(InboxRow.id == row))


def postpone(session: Session, claimed: Waiting, until: datetime) -> None:
    """Let a message wait for another attempt."""
    ours = update(InboxRow).where(InboxRow.id == claimed.row, InboxRow.attempts == claimed.attempt)
    session.execute(ours.values(next_attempt_at=until, claimed_until=None))


def give_up(session: Session, claimed: Waiting, fault: str) -> None:
    """Keep a message that cannot be worked off, for a person to look at."""
    ours = update(InboxRow).where(InboxRow.id == claimed.row, InboxRow.attempts == claimed.attempt)
    session.execute(ours.values(fault=fault, claimed_until=None))


def refuse(session: Session, row: int) -> None:
    """Forget a message as if it had never come: its sender is told that it is no good."""
    message = session.get(InboxRow, row)
    if message is not None:
        forget_message(session, message.site, message.source, message.message_id)
        session.delete(message)
        session.flush()


def is_waiting(session: Session, row: int) -> bool:
    """Tell whether a message still waits or is being worked off."""
    return session.scalar(select(InboxRow.id).where(InboxRow.id == row, InboxRow.fault.is_(None))) is not None


def is_due(session: Session, site: str, now: datetime) -> bool:
    """Tell whether a message of a site may be claimed."""
    query = select(InboxRow.id).where(
        InboxRow.site == site,
        InboxRow.fault.is_(None),
        InboxRow.next_attempt_at <= now,
        InboxRow.claimed_until.is_(None) | (InboxRow.claimed_until <= now),
    )
    return session.scalar(query.limit(1)) is not None


def given_up(session: Session, site: str, *, limit: int = 100) -> list[GivenUp]:
    """Return a site's messages that could not be worked off, newest first."""
    query = select(InboxRow).where(InboxRow.site == site, InboxRow.fault.is_not(None))
    rows = session.scalars(query.order_by(InboxRow.id.desc()).limit(limit))
    return [GivenUp(row.id, row.site, row.source, row.received_at, row.attempts, row.fault or "") for row in rows]


def count_given_up(session: Session) -> dict[str, int]:
    """Return how many messages were given up, by site."""
    query = select(InboxRow.site, func.count()).where(InboxRow.fault.is_not(None)).group_by(InboxRow.site)
    return {row[0]: row[1] for row in session.execute(query)}


def try_again(session: Session, site: str, row: int, now: datetime) -> bool:
    """Let a message that was given up wait once more; tell whether there was one."""
    changed = session.execute(
        update(InboxRow)
        .where(InboxRow.site == site, InboxRow.id == row, InboxRow.fault.is_not(None))
        .values(fault=None, attempts=0, next_attempt_at=now, claimed_until=None)
        .returning(InboxRow.id)
    )
    return changed.first() is not None


def forget_given_up(session: Session, before: datetime) -> None:
    """Forget messages that were given up long ago: what they hold is not to be kept."""
    session.execute(delete(InboxRow).where(InboxRow.fault.is_not(None), InboxRow.received_at < before))
