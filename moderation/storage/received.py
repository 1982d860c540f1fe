"""Messages that were taken in, and the answers they got."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from moderation.storage.idempotency import erase_about
from moderation.storage.tables import ReceivedRow

_SUBJECT = "comment that a message is about"


@dataclass(frozen=True, slots=True)
class ReceivedMessage:
    """A message from outside.

    :ivar source: who sent it, in our words ("standard").
    :ivar message_id: the sender's own, or a digest where the sender has none.
    :ivar digest: SHA-256 of the raw body.
    """

    site: str
    source: str
    message_id: str
    digest: str


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """What a message was answered, and the digest of its body."""

    digest: str
    answer: str


def find_answer(session: Session, message: ReceivedMessage) -> StoredAnswer | None:
    """Return the answer to a message of this id, or None."""
    row = session.scalars(
        select(ReceivedRow).where(
            ReceivedRow.site == message.site,
            ReceivedRow.source == message.source,
            ReceivedRow.message_id == message.message_id,
        )
    ).first()
    return None if row is None else StoredAnswer(row.digest, row.answer)


def claim_message(session: Session, message: ReceivedMessage, now: datetime) -> int:
    """Take a message in, without an answer yet; a concurrent one of the same id waits for the end of this one."""
    row = ReceivedRow(site=message.site, source=message.source, message_id=message.message_id)
    row.digest, row.received_at, row.answer = message.digest, now, ""
    session.add(row)
    session.flush()
    return row.id


def note_subject(session: Session, comment_id: str) -> None:
    """Note which comment this transaction is about: the answer to its message may quote it."""
    session.info[_SUBJECT] = comment_id


def save_answer(session: Session, row_number: int, answer: str) -> None:
    """Keep the answer to a claimed message, with the comment it is about."""
    row = session.get_one(ReceivedRow, row_number)
    row.answer, row.comment_id = answer, session.info.get(_SUBJECT)
    session.flush()


def erase_answers(session: Session, site: str, comment_id: str) -> None:
    """Empty the answers that may quote a comment; the messages stay known."""
    erase_about(session, site, comment_id)
    session.execute(
        update(ReceivedRow).where(ReceivedRow.site == site, ReceivedRow.comment_id == comment_id).values(answer="")
    )


def forget_before(session: Session, at: datetime) -> None:
    """Forget messages received before a time."""
    session.execute(delete(ReceivedRow).where(ReceivedRow.received_at < at))


def forget_message(session: Session, site: str, source: str, message_id: str) -> None:
    """Forget a message that was no good, so that it can be sent again."""
    session.execute(
        delete(ReceivedRow).where(
            ReceivedRow.site == site, ReceivedRow.source == source, ReceivedRow.message_id == message_id
        )
    )
