"""Sending what waits in the outbox, with retries, by any number of workers."""

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from time import monotonic

from sqlalchemy.orm import Session

from moderation.errors import NotFound
from moderation.services.deployment import Deployment
from moderation.services.sites import DELIVERY, open_secrets, require_site
from moderation.storage import outbox as storage
from moderation.storage.outbox import Attempt, Delivery, State, WaitingEvent
from moderation.storage.sites import set_delivery
from moderation.webhooks.sending import OutboundMessage, Sender, SendResult

# The schedule of the Standard Webhooks specification 1.0.0: seconds before each attempt, the first one at once.
PAUSES_SECONDS = (0, 5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600)
# Longer than an attempt can take, so that a claim outlives it.
CLAIM_SECONDS = 120
# A worker that sends for longer reads its clock anew: signatures are dated.
MAX_RUN_SECONDS = 60
GONE = 410
# How long a delivered event can still be looked up.
REMEMBERED = timedelta(days=7)
Jitter = Callable[[float], float]
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What one run of a worker did, in events."""

    delivered: int = 0
    retried: int = 0
    failed: int = 0

    @property
    def attempted(self) -> int:
        """How many were sent, with whatever result."""
        return self.delivered + self.retried + self.failed


def up_to_a_fifth(seconds: float) -> float:
    """Return a pause that is up to a fifth longer, so that what failed together does not return together."""
    return seconds * random.uniform(1.0, 1.2)  # noqa: S311


def deliver_due(
    deployment: Deployment, send: Sender, now: datetime, limit: int, *, jitter: Jitter = up_to_a_fifth
) -> DeliveryReport:
    """Send what is due, each event by one worker at a time, at most `limit` of them.

    A site whose target fails is left alone for the rest of the run, so that it does not hold up the others.
    """
    deployment.database.transact(partial(storage.forget_delivered, before=now - REMEMBERED))
    counts = dict.fromkeys(State, 0)
    failing: set[str] = set()
    started = monotonic()
    for _ in range(limit):
        at = now + timedelta(seconds=monotonic() - started)
        claim = partial(storage.claim_next, now=at, until=at + timedelta(seconds=CLAIM_SECONDS))
        event = deployment.database.transact(partial(claim, but_not=frozenset(failing)))
        if event is None or monotonic() - started > MAX_RUN_SECONDS:
            break
        state = _attempt(deployment, send, event, at, jitter)
        counts[state] += 1
        if state is not State.DELIVERED:
            failing.add(event.site)
    return DeliveryReport(counts[State.DELIVERED], counts[State.PENDING], counts[State.FAILED])


def failed_deliveries(deployment: Deployment, site: str) -> list[Delivery]:
    """Return the events of a site that were given up, newest first.

    :raises UnknownSite: when there is no such site.
    """
    return list_deliveries(deployment, site, State.FAILED)


def list_deliveries(deployment: Deployment, site: str, state: str, *, limit: int = 100) -> list[Delivery]:
    """Return the events of a site that are pending, delivered or failed, newest first.

    :raises UnknownSite: when there is no such site.
    """
    with deployment.database.read() as session:
        require_site(session, site)
        return storage.deliveries(session, site, State(state), limit=limit)


def replay(deployment: Deployment, site: str, event_id: str, now: datetime) -> None:
    """Let an event that was given up be sent again; whoever asks for that wants sending to be switched on.

    :raises NotFound: when there is no such event.
    """

    def work(session: Session) -> None:
        kept = require_site(session, site)
        if not storage.send_again(session, site, event_id, now):
            raise NotFound(f"no failed delivery {event_id!r}")
        set_delivery(session, site, deliver_to=kept.deliver_to, fault=None)

    deployment.database.transact(work)


def replay_all(deployment: Deployment, site: str, now: datetime) -> int:
    """Let every event of a site that was given up be sent again; return how many."""

    def work(session: Session) -> int:
        kept = require_site(session, site)
        set_delivery(session, site, deliver_to=kept.deliver_to, fault=None)
        return storage.send_all_again(session, site, now)

    return deployment.database.transact(work)


def outbox_counts(deployment: Deployment) -> dict[str, int]:
    """Return how many events are pending, delivered, failed."""
    with deployment.database.read() as session:
        return {state.value: number for state, number in storage.count_by_state(session).items()}


def _attempt(deployment: Deployment, send: Sender, event: WaitingEvent, at: datetime, jitter: Jitter) -> State:
    with deployment.database.read() as session:
        secrets = open_secrets(deployment, session, event.site, DELIVERY)
    values = tuple(secret.value for secret in secrets)
    started = monotonic()
    result = send(OutboundMessage(event.deliver_to, event.event_id, event.body.encode(), values), at)
    ended = at + timedelta(seconds=monotonic() - started)
    attempt = _judge(event, result, ended, jitter)
    deployment.database.transact(partial(_finish, event=event, attempt=attempt))
    return attempt.state


def _judge(event: WaitingEvent, result: SendResult, ended: datetime, jitter: Jitter) -> Attempt:
    if result.delivered:
        return Attempt(State.DELIVERED, result.status, None)
    if result.status == GONE or event.attempt >= len(PAUSES_SECONDS):
        return Attempt(State.FAILED, result.status, result.error)
    pause = max(jitter(PAUSES_SECONDS[event.attempt]), result.retry_after or 0)
    return Attempt(State.PENDING, result.status, result.error, ended + timedelta(seconds=pause))


def _finish(session: Session, event: WaitingEvent, attempt: Attempt) -> None:
    storage.finish(session, event, attempt)
    if attempt.state is not State.FAILED:
        return
    gone = attempt.status == GONE
    fault = "the target answered 410 Gone" if gone else f"{len(PAUSES_SECONDS)} attempts over days failed"
    log.warning("sending to site %s is switched off: %s", event.site, fault)
    set_delivery(session, event.site, deliver_to=event.deliver_to, fault=fault)
