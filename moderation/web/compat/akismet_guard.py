"""Slows down who guesses Akismet keys: they have twelve characters only."""

import threading
from collections import OrderedDict
from datetime import datetime, timedelta
from hashlib import sha256

WINDOW = timedelta(minutes=15)
MOST_FAILURES = 60
_MOST_KEPT = 10_000


class Guard:
    """Counts wrong keys by address; one process, bounded, forgotten at its end.

    A key that was right before passes whatever others do behind the same address: a newsroom must not be locked out by
    a guesser behind the same proxy.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failures: OrderedDict[str, tuple[datetime, int]] = OrderedDict()
        self._good: OrderedDict[bytes, None] = OrderedDict()

    def admits(self, key: str, address: str, now: datetime) -> bool:
        """Tell whether a key may be looked up."""
        if _digest(key) in self._good:
            return True
        began, count = self._failures.get(address, (now, 0))
        return count < MOST_FAILURES or now - began >= WINDOW

    def note(self, key: str, address: str, now: datetime, *, good: bool) -> None:
        """Note whether a key was right."""
        with self._lock:
            if good:
                _keep(self._good, _digest(key), None)
                return
            self._good.pop(_digest(key), None)
            began, count = self._failures.pop(address, (now, 0))
            fresh = now - began >= WINDOW
            _keep(self._failures, address, (now, 1) if fresh else (began, count + 1))


def _keep(kept: OrderedDict, key: object, value: object) -> None:  # type: ignore[type-arg]
    kept[key] = value
    while len(kept) > _MOST_KEPT:
        kept.popitem(last=False)


def _digest(key: str) -> bytes:
    return sha256(key.encode("utf-8", "surrogatepass")).digest()
