"""`moderation.parse_policy`: comment rules read with the active model."""

from functools import lru_cache
from time import monotonic

from moderation.model_store.judges import active_judge
from moderation.policy import parser
from moderation.policy.judge import Judge
from moderation.policy.values import Policy
from moderation.settings import Settings


def parse_policy(text: str | None, *, given: bool = False) -> Policy:
    """Read what a policy text states, as `moderation.policy.parser.parse_policy` does, with the active model.

    :param given: an operator says that this is the policy; a few words are then enough ("Keine Links!").

    :raises InvalidInput: when it is no text, or holds NUL or half of a surrogate pair.
    :raises TooLarge: above 100,000 characters.
    :raises UnknownModel: when there is no model.
    :raises DamagedModel: when it cannot be used.
    """
    return parser.parse_policy(text, reader(), given=given)


def reader() -> Judge:
    """Return the active reader; the same object until another version is made active."""
    return active_judge(Settings.from_environment().models_dir)


def read_policy(text: str, *, given: bool = False) -> Policy:
    """Read a policy that many comments are judged by, once; a newly activated reader reads it anew within a second."""
    return _read(text, current_reader(), given)


class CurrentReader:
    """A reader that equals itself alone, so that what is remembered of it ends with it."""

    __slots__ = ("judge", "seen_seconds")

    def __init__(self, judge: Judge) -> None:
        self.judge = judge
        self.seen_seconds = monotonic()


def current_reader() -> CurrentReader:
    """Return the active reader, as it was at most a second ago; the same object while it stays the same."""
    known, now = (_current[0] if _current else None), monotonic()
    if known is not None and now - known.seen_seconds < _TRUSTED_SECONDS:
        return known
    judge = reader()
    if known is not None and known.judge is judge:
        known.seen_seconds = now
        return known
    _current[:] = [CurrentReader(judge)]
    return _current[0]


@lru_cache(maxsize=512)
def _read(text: str, current: CurrentReader, given: bool) -> Policy:
    return parser.parse_policy(text, current.judge, given=given)


_TRUSTED_SECONDS = 1.0
_current: list[CurrentReader] = []
