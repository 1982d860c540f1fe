"""How much one client may ask for: by its key, or else by its address (draft-ietf-httpapi-ratelimit-headers)."""

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from flask import Flask, Response, g, request
from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from moderation.errors import RateLimited, StorageBusy, StorageFault
from moderation.services.deployment import Deployment
from moderation.services.limits import Share, can_share, forget_old, take_share
from moderation.settings import RateLimit

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

NAME = "default"
_PREFIX, _SITES = "/v1/", "/v1/sites/"
_MOST_LEASE = 5_000
_MOST_CLIENTS = 10_000
# Of what is left, so that several workers come close to the limit together.
_PART = 20
# After a fault of the database, for how long nobody asks it.
_PAUSE_SECONDS = 10.0
_FORGET_AFTER_SHARES = 64

Counts = Callable[[str, int, float], Share]


@dataclass(slots=True)
class Standing:
    """What a client has left.

    :ivar leased: requests that have been counted already and not been made yet.
    :ivar resets_at: when the window ends, in seconds since 1970.
    """

    leased: int
    remaining: int
    resets_at: float


class OwnCounts:
    """Counts for this process alone."""

    def __init__(self, limit: RateLimit) -> None:
        self._item = RateLimitItemPerSecond(limit.requests, limit.seconds)
        self._limiter = FixedWindowRateLimiter(MemoryStorage())

    def __call__(self, client: str, wanted: int, _now: float) -> Share:
        """Count up to `wanted` requests of a client."""
        granted = next((cost for cost in (wanted, 1) if self._limiter.hit(self._item, client, cost=cost)), 0)
        stats = self._limiter.get_window_stats(self._item, client)
        return Share(granted, stats.remaining, stats.reset_time)


class SharedCounts:
    """Counts for all workers in their database, and for this process alone while that is away."""

    def __init__(self, deployment: Deployment, limit: RateLimit) -> None:
        self._deployment, self._limit = deployment, limit
        self._own = OwnCounts(limit)
        self._not_before, self._shares = 0.0, 0

    def __call__(self, client: str, wanted: int, now: float) -> Share:
        """Count up to `wanted` requests of a client."""
        if now < self._not_before:
            return self._own(client, wanted, now)
        try:
            share = take_share(self._deployment, self._limit, client, wanted, now)
            self._shares += 1
            if self._shares % _FORGET_AFTER_SHARES == 0:
                forget_old(self._deployment, self._limit, now)
        except (StorageFault, StorageBusy):
            self._not_before = now + _PAUSE_SECONDS
            return self._own(client, wanted, now)
        return share


class Limiter:
    """Counts requests by client in fixed windows.

    Where much is left, requests are counted several at a time: counting each would cost as much as judging it.
    """

    def __init__(self, limit: RateLimit, counts: Counts | None = None) -> None:
        self.limit = limit
        self.policy = f'"{NAME}";q={limit.requests};w={limit.seconds}'
        self._counts = counts or OwnCounts(limit)
        self._standings: dict[str, Standing] = {}
        self._lock = threading.Lock()

    def take(self, client: str) -> str:
        """Count a request; return the value of the RateLimit header.

        :raises RateLimited: when the client has none left.
        """
        now = time.time()
        with self._lock:
            standing = self._standings.get(client)
            if standing is not None and standing.resets_at <= now:
                standing = None
            if standing is not None and standing.leased > 0:
                return _spend(standing, now)
            left = self.limit.requests if standing is None else standing.remaining
        if left <= 0 and standing is not None:
            raise _refusal(standing.resets_at, now)
        share = self._counts(client, max(1, min(_MOST_LEASE, left // _PART)), now)
        with self._lock:
            standing = self._keep(client, share)
            if not standing.leased:
                raise _refusal(share.resets_at, now)
            return _spend(standing, now)

    def _keep(self, client: str, share: Share) -> Standing:
        standing = self._standings.get(client)
        # Another thread may have taken a share meanwhile.
        leased = standing.leased if standing is not None and standing.resets_at == share.resets_at else 0
        if standing is None and len(self._standings) >= _MOST_CLIENTS:
            self._standings.clear()
        kept = self._standings[client] = Standing(leased + share.granted, share.remaining, share.resets_at)
        return kept


def limiter_of(deployment: Deployment) -> Limiter | None:
    """Return what counts the requests of an application, or None where its settings set no limit."""
    limit = deployment.settings.rate_limit
    if limit is None:
        return None
    return Limiter(limit, SharedCounts(deployment, limit) if can_share(deployment) else OwnCounts(limit))


def _spend(standing: Standing, now: float) -> str:
    standing.leased -= 1
    return _header(standing.remaining + standing.leased, standing.resets_at - now)


def _refusal(resets_at: float, now: float) -> RateLimited:
    return RateLimited("too many requests; come back later", _whole(resets_at - now))


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
