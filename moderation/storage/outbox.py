"""Events that wait to be sent; workers claim them one at a time."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from moderation.storage.tables import OutboxRow, SiteRow


class State(StrEnum):
    """What became of an event."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class WaitingEvent:
    """An event that a worker has claimed.

    :ivar attempt: counted from 1.
    """

    row: int
    event_id: str
    site: str
    type: str
    body: str
    attempt: int
    deliver_to: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of an event so far."""

    event_id: str
    site: str
    type: str
    state: State
    attempts: int
    created_at: datetime
    next_attempt_at: datetime
    last_status: int | None
    last_error: str | None


@dataclass(frozen=True, slots=True)
class Attempt:
    """The end of one attempt.

    :ivar next_attempt_at: when to try again; None where the event stays as it is now.
    """

    state: State
    status: int | None
    error: str | None
    next_attempt_at: datetime | None = None


def add_event(session: Session, site: str, event_id: str, *, type_: str, body: bytes, now: datetime) -> None:
    """Let an event wait to be sent at once."""
    row = OutboxRow(event_id=event_id, site=site, type=type_, body=body.decode(), created_at=now)
    row.state, row.attempts, row.next_attempt_at = State.PENDING.value, 0, now
    session.add(row)
    session.flush()


def claim_next(session: Session, now: datetime, until: datetime, *, but_not: frozenset[str]) -> WaitingEvent | None:
    """Claim the event that is due first, so that no other worker sends it before `until`; None if none is due.

    The attempt counts from here on, so that one that kills its worker is not repeated for ever.

    :param but_not: sites to leave alone.
    """
    query = (
        select(OutboxRow)
        .join(SiteRow, SiteRow.name == OutboxRow.site)
        .where(
            OutboxRow.state == State.PENDING.value,
            OutboxRow.next_attempt_at <= now,
            or_(OutboxRow.claimed_until.is_(None), OutboxRow.claimed_until <= now),
            SiteRow.deliver_to.is_not(None),
            SiteRow.delivery_fault.is_(None),
            OutboxRow.site.not_in(but_not),
        )
        .order_by(OutboxRow.next_attempt_at, OutboxRow.id)
        .limit(1)
        .with_for_update(of=OutboxRow, skip_locked=True)
    )
    row = session.scalars(query).first()
    if row is None:
        return None
    row.claimed_until = until
    row.attempts += 1
    session.flush()
    site = session.get_one(SiteRow, row.site)
    return WaitingEvent(row.id, row.event_id, row.site, row.type, row.body, row.attempts, site.deliver_to or "")


def finish(session: Session, event: WaitingEvent, attempt: Attempt) -> None:
    """Note the end of an attempt, unless another worker has claimed the event meanwhile."""
    values: dict[str, object] = {
        "state": attempt.state.value,
        "last_status": attempt.status,
        "last_error": attempt.error,
        "claimed_until": None,
    }
    if attempt.next_attempt_at is not None:
        values["next_attempt_at"] = attempt.next_attempt_at
    session.execute(
        update(OutboxRow).where(OutboxRow.id == event.row, OutboxRow.attempts == event.attempt).values(**values)
    )


def send_again(session: Session, site: str, event_id: str, now: datetime) -> bool:
    """Let a failed event wait once more; tell whether there was one."""
    changed = session.execute(
        update(OutboxRow)
        .where(OutboxRow.site == site, OutboxRow.event_id == event_id, OutboxRow.state == State.FAILED.value)
        .values(state=State.PENDING.value, attempts=0, next_attempt_at=now, claimed_until=None)
        .returning(OutboxRow.id)
    )
    return changed.first() is not None


def send_all_again(session: Session, site: str, now: datetime) -> int:
    """Let every failed event of a site wait once more; return how many."""
    changed = session.execute(
        update(OutboxRow)
        .where(OutboxRow.site == site, OutboxRow.state == State.FAILED.value)
        .values(state=State.PENDING.value, attempts=0, next_attempt_at=now, claimed_until=None)
        .returning(OutboxRow.id)
    )
    return len(changed.all())


def forget_delivered(session: Session, before: datetime) -> None:
    """Forget events that happened before a time and were delivered."""
    session.execute(
        delete(OutboxRow).where(OutboxRow.state == State.DELIVERED.value, OutboxRow.next_attempt_at < before)
    )


def deliveries(session: Session, site: str, state: State, *, limit: int = 100) -> list[Delivery]:
    """Return a site's events of one state, newest first."""
    query = select(OutboxRow).where(OutboxRow.site == site, OutboxRow.state == state.value)
    return [
        Delivery(
            row.event_id,
            row.site,
            row.type,
            State(row.state),
            row.attempts,
            row.created_at,
            row.next_attempt_at,
            row.last_status,
            row.last_error,
        )
        for row in session.scalars(query.order_by(OutboxRow.id.desc()).limit(limit))
    ]


def count_by_state(session: Session) -> dict[State, int]:
    """Return how many events are in each state."""
    query = select(OutboxRow.state, func.count()).group_by(OutboxRow.state)
    return {State(state): number for state, number in session.execute(query)}
