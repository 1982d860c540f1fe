from moderation.web.compat.akismet_guard import MOST_FAILURES, Guard
from tests.factories import NOW, later

HERE, THERE = "198.51.100.1", "198.51.100.2"


def failed(guard, times=MOST_FAILURES):
    for number in range(times):
        guard.note(f"wrong{number}", HERE, NOW, good=False)


def test_too_many_wrong_keys_close_an_address_for_a_while():
    guard = Guard()
    failed(guard)

    assert not guard.admits("new", HERE, later(60))
    assert guard.admits("new", THERE, later(60))
    assert guard.admits("new", HERE, later(3600))


def test_a_key_that_was_right_is_let_in_until_it_is_wrong():
    guard = Guard()
    guard.note("right", THERE, NOW, good=True)
    failed(guard)
    assert guard.admits("right", HERE, NOW)

    guard.note("right", HERE, NOW, good=False)

    assert not guard.admits("right", HERE, NOW)


def test_memory_is_bounded():
    guard = Guard()
    for number in range(12_000):
        guard.note(str(number), str(number), NOW, good=number % 2 == 0)

    assert len(guard._failures) <= 10_000
    assert len(guard._good) <= 10_000
