"""Requests that may be repeated: the key is claimed before the work, and the answer kept for a day."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec
from sqlalchemy.orm import Session

from moderation.errors import Conflict, ModerationError
from moderation.services.deployment import Deployment
from moderation.storage import idempotency as storage
from moderation.storage.idempotency import Claimed

__all__ = ["Claimed", "KeptAnswer", "KeyReused", "claim", "keep", "release"]

REMEMBERED = timedelta(hours=24)
# A request that runs longer than any server lets it has died.
LONGEST_RUN = timedelta(minutes=2)


class KeyReused(ModerationError):
    """An Idempotency-Key came with another request than before."""


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What a request was answered."""

    status: int
    content_type: str
    etag: str
    body: str


def claim(deployment: Deployment, claimed: Claimed, now: datetime) -> int | KeptAnswer:
    """Claim a key for a request, or return the answer that the request got before.

    :raises KeyReused: when the key was used for another request.
    :raises Conflict: while the same request still runs.
    """

    def work(session: Session) -> int | str:
        storage.forget_before(session, now - REMEMBERED)
        known = storage.find_claim(session, claimed.scope, claimed.key)
        if known is None:
            return storage.add_claim(session, claimed, now)
        if known.digest != claimed.digest:
            raise KeyReused("this Idempotency-Key was used for another request")
        if known.answer is not None:
            return known.answer
        if now - known.claimed_at < LONGEST_RUN:
            raise Conflict("the request of this Idempotency-Key is still running")
        storage.renew_claim(session, known.row, now)
        return known.row

    found = deployment.database.transact(work)
    if isinstance(found, int):
        return found
    return msgspec.json.decode(deployment.vault.open(found), type=KeptAnswer)


def keep(deployment: Deployment, row: int, answer: KeptAnswer) -> None:
    """Keep the answer to a claimed request."""
    sealed = deployment.vault.seal(msgspec.json.encode(answer).decode())
    deployment.database.transact(lambda session: storage.save_answer(session, row, sealed))


def release(deployment: Deployment, row: int) -> None:
    """Let a request that could not be answered be made again under its key."""
    deployment.database.transact(lambda session: storage.release(session, row))
