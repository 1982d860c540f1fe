"""Messages from outside: they arrive at least once, and take effect at most once."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from moderation.errors import Conflict
from moderation.services.deployment import Deployment
from moderation.services.identifiers import require_id
from moderation.services.sites import require_site
from moderation.storage import received as storage
from moderation.storage.received import ReceivedMessage

# Senders repeat a message for up to a day, with the same id.
REMEMBERED = timedelta(days=3)

__all__ = ["ReceivedMessage", "receive_once"]


def receive_once(deployment: Deployment, message: ReceivedMessage, work: Callable[[], str], now: datetime) -> str:
    """Do the work of a message and return its answer; a repeated message gets the first one's answer.

    The answer is empty once a comment that it was about has been erased.

    What the work stores through the services is committed together with the answer, or not at all.

    :param work: returns the answer as text; may be begun again where a concurrent writer got in the way.
    :raises Conflict: when a message of the same id had another body.
    """
    require_id(message.message_id, "the message id")

    def once(session: Session) -> str:
        require_site(session, message.site)
        known = storage.find_answer(session, message)
        if known is not None:
            if known.digest != message.digest:
                raise Conflict("a message of this id had another body")
            return known.answer
        row = storage.claim_message(session, message, now)
        answer = work()
        storage.save_answer(session, row, answer)
        storage.forget_before(session, now - REMEMBERED)
        return answer

    return deployment.database.transact(once)
