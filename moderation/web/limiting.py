"""How much one client may ask for: by its key, or else by its address (draft-ietf-httpapi-ratelimit-headers)."""

import math
import threading
import time
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from flask import Flask, Response, g, request
from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from moderation.errors import RateLimited
from moderation.settings import RateLimit

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

NAME = "default"
_PREFIX, _SITES = "/v1/", "/v1/sites/"
_MOST_LEASE = 64
_MOST_CLIENTS = 10_000


@dataclass(slots=True)
class Standing:
    """What a client has left.

    :ivar leased: requests that have been counted already and not been made yet.
    :ivar resets_at: when the window ends, in seconds since 1970.
    """

    leased: int
    remaining: int
    resets_at: float


class Limiter:
    """Counts requests by client in fixed windows.

    Where much is allowed, requests are counted several at a time: counting each would cost as much as judging it.
    """

    def __init__(self, limit: RateLimit) -> None:
        self.limit = limit
        self.policy = f'"{NAME}";q={limit.requests};w={limit.seconds}'
        self._item = RateLimitItemPerSecond(limit.requests, limit.seconds)
        self._limiter = FixedWindowRateLimiter(MemoryStorage())
        self._lease = max(1, min(_MOST_LEASE, limit.requests // 1000))
        self._standings: dict[str, Standing] = {}
        self._lock = threading.Lock()

    def take(self, client: str) -> str:
        """Count a request; return the value of the RateLimit header.

        :raises RateLimited: when the client has none left.
        """
        now = time.time()
        with self._lock:
            standing = self._standings.get(client)
            if standing is None or standing.leased == 0 or standing.resets_at <= now:
                standing = self._renew(client)
            standing.leased -= 1
            return _header(standing.remaining + standing.leased, standing.resets_at - now)

    def _renew(self, client: str) -> Standing:
        granted = next((cost for cost in (self._lease, 1) if self._limiter.hit(self._item, client, cost=cost)), 0)
        stats = self._limiter.get_window_stats(self._item, client)
        if not granted:
            raise RateLimited("too many requests; come back later", _whole(stats.reset_time - time.time()))
        if len(self._standings) >= _MOST_CLIENTS:
            self._standings.clear()
        standing = Standing(granted, stats.remaining, stats.reset_time)
        self._standings[client] = standing
        return standing


def _header(remaining: int, seconds: float) -> str:
    return f'"{NAME}";r={remaining};t={_whole(seconds)}'


def _whole(seconds: float) -> int:
    return max(1, math.ceil(seconds))


def client_of(environ: "WSGIEnvironment") -> str:
    """Return whom a request is counted for: the stateless routes ask for no key, so that anyone could invent some."""
    key = environ.get("HTTP_AUTHORIZATION", "")
    if not key or not environ.get("PATH_INFO", "").startswith(_SITES):
        return f"address {environ.get('REMOTE_ADDR', '')}"
    return f"key {sha256(key.encode('utf-8', 'surrogateescape')).hexdigest()}"


def register(app: Flask, limiter: Limiter | None) -> None:
    """Count every request below `/v1/`, and tell on each answer what is left."""
    if limiter is None:
        return

    def count() -> None:
        if not request.path.startswith(_PREFIX):
            return
        try:
            g.rate_limit = limiter.take(client_of(request.environ))
        except RateLimited as error:
            g.rate_limit = _header(0, error.retry_after)
            raise

    def tell(response: Response) -> Response:
        left = g.pop("rate_limit", None)
        if left is not None:
            response.headers["RateLimit-Policy"] = limiter.policy
            response.headers["RateLimit"] = left
        return response

    app.before_request(count)
    app.after_request(tell)
