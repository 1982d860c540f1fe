"""Times as senders of all kinds write them."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

# Larger numbers are milliseconds.
_SECONDS_UNTIL_2286 = 10_000_000_000


def read_time(stated: Any) -> datetime | None:
    """Return a time as senders write it; without a zone it is UTC. None where it is none."""
    try:
        if isinstance(stated, bool) or stated is None:
            return None
        if isinstance(stated, str) and stated.strip().isascii() and stated.strip().isdigit():
            stated = int(stated.strip()[:16])
        if isinstance(stated, int | float):
            return datetime.fromtimestamp(stated if stated < _SECONDS_UNTIL_2286 else stated / 1000, UTC)
        return _read_text(stated.strip()) if isinstance(stated, str) else None
    except (ValueError, OverflowError, OSError, TypeError, IndexError):
        return None


def _read_text(stated: str) -> datetime | None:
    try:
        time = datetime.fromisoformat(stated)
    except ValueError:
        time = parsedate_to_datetime(stated)
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
