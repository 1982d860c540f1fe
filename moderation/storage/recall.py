"""What was read a moment ago, for routes that have less time than a query takes."""

import threading
from collections.abc import Callable, Hashable
from time import monotonic
from typing import Any, TypeVar, cast

Value = TypeVar("Value")
# How long a change made by another process may go unnoticed.
SECONDS = 1.0
MOST = 256


class Recall:
    """Keeps answers of the database until this process commits a change, or for a second.

    What was not found is not kept: a thing that has just been made is seen at once.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._age = 0
        self._kept: dict[Hashable, tuple[float, object]] = {}

    def get(self, key: Hashable, look: Callable[[], Value | None]) -> Value | None:
        """Return what is kept under a key, or look and keep what is found."""
        now = monotonic()
        kept = self._kept.get(key)
        if kept is not None and now < kept[0]:
            return cast(Value, kept[1])
        age = self._age
        found = look()
        if found is not None:
            self._keep(key, age, (now + self._seconds, found))
        return found

    def forget(self) -> None:
        """Forget everything: something has been committed."""
        with self._lock:
            self._age += 1
            self._kept = {}

    def _keep(self, key: Hashable, age: int, entry: tuple[float, Any]) -> None:
        with self._lock:
            # What was read before a commit must not outlive it.
            if age != self._age:
                return
            if len(self._kept) >= MOST:
                self._kept.clear()
            self._kept[key] = entry
