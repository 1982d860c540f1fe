"""What many comments share that are judged in one transaction: read once, not once for each."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Found = TypeVar("Found")


class Lookups:
    """What was read already; for one transaction and one site, in which it cannot change."""

    def __init__(self) -> None:
        self._found: dict[tuple[Hashable, ...], Any] = {}

    def once(self, key: tuple[Hashable, ...], read: Callable[[], Found]) -> Found:
        """Return what was found under the key before, else what is read now."""
        if key not in self._found:
            self._found[key] = read()
        found: Found = self._found[key]
        return found

    def note(self, key: tuple[Hashable, ...], found: object) -> None:
        """Keep what was found out in another way."""
        self._found[key] = found
