"""Foreign JSON read by pointers: what is missing, or of a kind that says nothing, is None."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from moderation.text.times import read_time
from moderation.web.bodies import InvalidField

_LARGEST_INDEX = 9


@dataclass(frozen=True, slots=True)
class Fields:
    """A decoded body, or a part of it."""

    value: Any

    def at(self, *pointers: str) -> Any:
        """Return what stands at the first pointer that finds something other than null and empty text."""
        return next((found for pointer in pointers if (found := _find(self.value, pointer)) not in (None, "")), None)

    def part(self, *pointers: str) -> "Fields":
        """Return the first object that a pointer finds; an empty one if none does."""
        found = (_find(self.value, pointer) for pointer in pointers)
        return Fields(next((value for value in found if isinstance(value, dict) and value), {}))

    def text(self, *pointers: str) -> str | None:
        """Return the first text; a number is taken as text."""
        for pointer in pointers:
            found = _find(self.value, pointer)
            if isinstance(found, str) and found.strip():
                return found
            if isinstance(found, int | float) and not isinstance(found, bool):
                return str(found)
        return None

    def texts(self, pointer: str) -> list[str]:
        """Return a list of ids or texts as texts."""
        found = _find(self.value, pointer)
        many = found if isinstance(found, list) else []
        return [str(item) for item in many if isinstance(item, str | int) and not isinstance(item, bool)]

    def required(self, *pointers: str) -> str:
        """Return the first text.

        :raises InvalidField: naming the first pointer, when there is none.
        """
        found = self.text(*pointers)
        if found is None:
            raise InvalidField("this field is missing", pointers[0])
        return found

    def time(self, *pointers: str) -> datetime | None:
        """Return the first time that can be read: ISO 8601, RFC 2822, seconds or milliseconds since 1970; UTC."""
        times = (read_time(_find(self.value, pointer)) for pointer in pointers)
        return next((time for time in times if time is not None), None)

    def has(self, pointer: str) -> bool:
        """Tell whether there is something at a pointer, null included."""
        return _MISSING is not _find(self.value, pointer, _MISSING)


_MISSING = object()


def _find(value: Any, pointer: str, missing: Any = None) -> Any:
    for step in _steps(pointer):
        if isinstance(value, dict) and step in value:
            value = value[step]
        elif (
            isinstance(value, list)
            and step.isascii()
            and step.isdigit()
            and len(step) < _LARGEST_INDEX
            and int(step) < len(value)
        ):
            value = value[int(step)]
        else:
            return missing
    return value


def _steps(pointer: str) -> Iterator[str]:
    steps = pointer.split("/")[1:]
    return (step.replace("~1", "/").replace("~0", "~") for step in steps)
