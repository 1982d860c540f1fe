from datetime import UTC, datetime, timedelta

import pytest

from moderation.web.console.throttle import MOST_PER_ADDRESS, MOST_PER_NAME, MOST_PER_PAIR, WINDOW, LoginThrottle

NOW = datetime(2026, 5, 4, 8, 30, tzinfo=UTC)


def admitted(guard: LoginThrottle, attempts: list[tuple[str, str]], at: datetime = NOW) -> int:
    return sum(guard.admit(name, address, at) for name, address in attempts)


@pytest.mark.parametrize(
    ("attempts", "most"),
    [
        ([("eva", "192.0.2.1")] * 100, MOST_PER_PAIR),
        ([(f"n{number}", "192.0.2.1") for number in range(100)], MOST_PER_ADDRESS),
        ([("eva", f"192.0.2.{number}") for number in range(100)], MOST_PER_NAME),
        # Whoever has one IPv6 address has the whole network.
        ([(f"n{number}", f"2001:db8::{number:x}") for number in range(100)], MOST_PER_ADDRESS),
        ([("x" * 100_000, "no address")] * 100, MOST_PER_PAIR),
    ],
)
def test_attempts_are_limited_by_name_and_address(attempts, most):
    assert admitted(LoginThrottle(), attempts) == most


def test_attempts_are_admitted_again_after_the_window():
    guard = LoginThrottle()
    admitted(guard, [("eva", "192.0.2.1")] * 9)

    assert not guard.admit("eva", "192.0.2.1", NOW + WINDOW - timedelta(seconds=1))
    assert guard.admit("eva", "192.0.2.1", NOW + WINDOW)


def test_right_passwords_are_not_counted():
    guard = LoginThrottle()

    for _ in range(200):
        assert guard.admit("eva", "192.0.2.1", NOW)
        guard.forgive("eva", "192.0.2.1")


def test_memory_is_bounded():
    guard = LoginThrottle(most_keys=50)

    admitted(guard, [(f"n{number}", f"192.0.{number // 250}.{number % 250}") for number in range(2000)])

    assert len(guard._counts) <= 50
