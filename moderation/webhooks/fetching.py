"""Fetches one thing from a publisher's own server, politely and within bounds; the far side is never trusted."""

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from http.client import HTTPException
from urllib.parse import urljoin

from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from moderation.errors import FetchFault, ForbiddenTarget, InvalidInput, UnreachableTarget
from moderation.settings import Settings
from moderation.version import VERSION
from moderation.webhooks.addresses import Target, parse_target, resolve
from moderation.webhooks.connecting import connected
from moderation.webhooks.sending import retry_after

MOST_BYTES = 16_000_000
MOST_REDIRECTS = 3
USER_AGENT = f"moderation/{VERSION} (comment moderation of this site)"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_UNCHANGED = 304


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer.

    :ivar url: where it was found in the end.
    :ivar body: None where it has not changed since it was fetched last.
    :ivar validators: ETag and Last-Modified as stated, empty where not.
    """

    url: str
    body: bytes | None
    headers: Mapping[str, str]
    validators: tuple[str, str] = ("", "")


Fetcher = Callable[[str, tuple[str, str], datetime], Fetched]


def make_fetcher(settings: Settings) -> Fetcher:
    """Return `fetch` as this deployment configures it."""
    return partial(fetch, allow_private=settings.allow_private_targets)


def fetch(url: str, validators: tuple[str, str], now: datetime, *, allow_private: bool) -> Fetched:
    """Return what stands at an address; a few redirects are followed, each to an address that is checked anew.

    :param validators: ETag and Last-Modified of what is known, or empty.
    :param allow_private: whether addresses of the operator's own network may be reached.
    :raises FetchFault: when there is no answer, or none that is of use.
    """
    for _ in range(MOST_REDIRECTS + 1):
        target, answer = _ask(url, validators, now, allow_private=allow_private)
        if not isinstance(answer, str):
            return answer
        url = urljoin(url, answer)
    raise FetchFault(f"the host {target.host} redirects more than {MOST_REDIRECTS} times")


def _ask(url: str, validators: tuple[str, str], now: datetime, *, allow_private: bool) -> tuple[Target, Fetched | str]:
    try:
        target = parse_target(url.partition("#")[0])
        addresses = resolve(target, allow_private=allow_private)
    except (InvalidInput, ForbiddenTarget, UnreachableTarget) as fault:
        raise FetchFault(str(fault)) from fault
    last = FetchFault(f"the host {target.host} has no address")
    for address in addresses[:2]:
        try:
            with connected(target, address) as connection:
                connection.request("GET", target.path, headers=_headers(target, validators), preload_content=False)
                with closing(connection.getresponse()) as answer:
                    return target, _read(url, target, answer, now)
        except (HTTPError, HTTPException, OSError) as fault:
            last = FetchFault(f"{type(fault).__name__} at {target.host}")
    raise last


def _headers(target: Target, validators: tuple[str, str]) -> dict[str, str]:
    known = {
        name: value for name, value in zip(("If-None-Match", "If-Modified-Since"), validators, strict=True) if value
    }
    fixed = {"Host": target.authority, "User-Agent": USER_AGENT, "Accept": "*/*", "Accept-Encoding": "identity"}
    return fixed | known


def _read(url: str, target: Target, answer: BaseHTTPResponse, now: datetime) -> Fetched | str:
    if answer.status in _REDIRECTS and answer.headers.get("Location"):
        return str(answer.headers["Location"])
    headers = {name.lower(): value for name, value in answer.headers.items()}
    if answer.status == _UNCHANGED:
        return Fetched(url, None, headers)
    if answer.status != 200:
        wait = retry_after(headers.get("retry-after"), now)
        raise FetchFault(f"the host {target.host} answers {answer.status}", wait, status=answer.status)
    if headers.get("content-encoding", "identity").lower() not in ("identity", ""):
        # A small answer must not unfold into a large one.
        raise FetchFault(f"the host {target.host} sends compressed what was asked for plain")
    body = answer.read(MOST_BYTES + 1, decode_content=False)
    if len(body) > MOST_BYTES:
        raise FetchFault(f"the host {target.host} sends more than {MOST_BYTES} bytes")
    stated = answer.headers.get("Content-Length", "")
    if stated.isascii() and stated.isdigit() and int(stated[:18]) > len(body):
        raise FetchFault(f"the answer of {target.host} broke off")
    return Fetched(url, body, headers, (headers.get("etag", "")[:300], headers.get("last-modified", "")[:100]))
