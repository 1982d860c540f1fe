"""Sends one signed message to one target, once, and never trusts the far side."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from http.client import HTTPException

from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from moderation.errors import ForbiddenTarget, InvalidInput, UnreachableTarget
from moderation.settings import Settings
from moderation.version import VERSION
from moderation.webhooks.addresses import Target, parse_target, resolve
from moderation.webhooks.connecting import connected
from moderation.webhooks.signature import signed_headers

MOST_ANSWER_BYTES = 65_536
_LONGEST_WAIT_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class OutboundMessage:
    """What to send and where to.

    :ivar secrets: each signs the message; two while one is being replaced.
    """

    url: str
    message_id: str
    body: bytes
    secrets: Sequence[str]


@dataclass(frozen=True, slots=True)
class SendResult:
    """What became of one attempt.

    :ivar status: of the HTTP answer; None if there was none.
    :ivar retry_after: seconds the target asked to wait, or None.
    :ivar error: why there was no answer, in words for an operator; None if there was one.
    """

    status: int | None
    retry_after: int | None = None
    error: str | None = None

    @property
    def delivered(self) -> bool:
        """Whether the target took the message."""
        return self.status is not None and 200 <= self.status < 300


Sender = Callable[[OutboundMessage, datetime], SendResult]


def make_sender(settings: Settings) -> Sender:
    """Return `send` as this deployment configures it."""
    return partial(send, allow_private=settings.allow_private_targets)


def send(message: OutboundMessage, now: datetime, *, allow_private: bool) -> SendResult:
    """Post a message, signed for `now`; redirects are answers like any other and are not followed.

    :param allow_private: whether addresses of the operator's own network may be reached.
    """
    try:
        target = parse_target(message.url)
        addresses = resolve(target, allow_private=allow_private)
        headers = _headers(message, target, now)
    except (InvalidInput, ForbiddenTarget, UnreachableTarget) as fault:
        return SendResult(None, error=str(fault))
    result = SendResult(None, error=f"the host {target.host} has no address")
    for address in addresses[:2]:
        result = _send_to(target, address, message.body, headers, now)
        if result.status is not None:
            return result
    return result


def _headers(message: OutboundMessage, target: Target, now: datetime) -> dict[str, str]:
    return {
        "Host": target.authority,
        "User-Agent": f"moderation/{VERSION}",
        "Content-Type": "application/json",
        **signed_headers(message.message_id, now, message.body, message.secrets),
    }


def _send_to(target: Target, address: str, body: bytes, headers: dict[str, str], now: datetime) -> SendResult:
    try:
        with connected(target, address) as connection:
            connection.request("POST", target.path, body=body, headers=headers, preload_content=False)
            return _result(connection.getresponse(), now)
    except (HTTPError, HTTPException, OSError) as fault:
        return SendResult(None, error=f"{type(fault).__name__} at {target.host}")


def _result(answer: BaseHTTPResponse, now: datetime) -> SendResult:
    # Reading a little lets an honest server finish its answer; what is beyond is of no use.
    answer.read(MOST_ANSWER_BYTES, decode_content=False)
    return SendResult(answer.status, retry_after=retry_after(answer.headers.get("Retry-After"), now))


def retry_after(header: str | None, now: datetime) -> int | None:
    """Return the seconds that a Retry-After header asks for, at most a day; None if it says nothing sensible."""
    if header is None:
        return None
    stated = header.strip()
    if stated.isascii() and stated.isdigit():
        return min(int(stated[:9]), _LONGEST_WAIT_SECONDS)
    try:
        at = parsedate_to_datetime(stated)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return min(max(0, int((at - now).total_seconds())), _LONGEST_WAIT_SECONDS)
