"""Workers that share a PostgreSQL allow together what one would."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import select

from moderation.errors import RateLimited
from moderation.services.limits import can_share
from moderation.settings import RateLimit
from moderation.storage.database import Database
from moderation.storage.tables import RateLimitRow
from moderation.web.limiting import Limiter, SharedCounts
from tests.factories import NOW

pytestmark = pytest.mark.parametrize("database", ["postgresql"], indirect=True)
START = NOW.timestamp() // 3600 * 3600


@pytest.fixture
def workers(deployment):
    return lambda limit: [Limiter(limit, SharedCounts(deployment, limit)) for _ in range(3)]


def taken(limiter, client="key 1"):
    try:
        limiter.take(client)
    except RateLimited:
        return 0
    return 1


@pytest.mark.parametrize("requests", [1, 10, 100, 1000])
def test_together_they_allow_the_limit_and_no_more(workers, requests):
    limiters = workers(RateLimit(requests, 3600))

    with ThreadPoolExecutor(6) as pool:
        allowed = sum(pool.map(taken, itertools.islice(itertools.cycle(limiters), requests * 2)))

    assert requests * 0.85 <= allowed <= requests


def test_clients_are_told_apart_and_none_is_named(workers, database):
    one, *_ = workers(RateLimit(1, 3600))

    assert [taken(one, client) for client in ("address 192.0.2.7", "address 192.0.2.8", "address 192.0.2.7")] == [
        1,
        1,
        0,
    ]
    with database.read() as session:
        assert not any("192" in name for name in session.scalars(select(RateLimitRow.client)))


def test_a_window_ends_for_all_and_what_is_over_is_forgotten(workers, deployment, database):
    limit = RateLimit(100, 60)
    one, other = (SharedCounts(deployment, limit) for _ in range(2))

    assert one("key 1", 100, START).granted == 100
    assert other("key 1", 1, START + 59).granted == 0
    assert other("key 1", 1, START + 60) == replace(one("key 2", 1, START + 60))
    # A worker whose clock is behind does not bring the last window back.
    assert one("key 1", 5, START + 59).remaining == 94
    for number in range(64):
        one(f"key {number}", 1, START + 600)
    with database.read() as session:
        assert set(session.scalars(select(RateLimitRow.began_at))) == {int(START) + 600}


def test_without_its_database_a_worker_counts_alone(deployment):
    lost = Database("postgresql://nobody@127.0.0.1:1/none", wait_seconds=1)
    limiter = Limiter(RateLimit(2, 3600), SharedCounts(replace(deployment, database=lost), RateLimit(2, 3600)))

    assert [taken(limiter) for _ in range(4)] == [1, 1, 0, 0]
    assert can_share(replace(deployment, database=lost))
