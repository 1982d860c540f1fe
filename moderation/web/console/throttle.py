"""Slows down who guesses passwords, within bounded memory."""

import ipaddress
import threading
from collections import OrderedDict
from datetime import datetime, timedelta
from hashlib import sha256

WINDOW = timedelta(minutes=15)
MOST_KEYS = 30_000
# One person mistypes; an office behind one address has many; a name attacked from everywhere must stay usable.
MOST_PER_PAIR, MOST_PER_ADDRESS, MOST_PER_NAME = 5, 30, 60


class LoginThrottle:
    """Counts failed attempts by name and address; one process, forgotten at its end."""

    def __init__(self, most_keys: int = MOST_KEYS) -> None:
        self._most_keys = most_keys
        self._lock = threading.Lock()
        self._counts: OrderedDict[bytes, tuple[datetime, int]] = OrderedDict()

    def admit(self, name: str, address: str, now: datetime) -> bool:
        """Tell whether an attempt may be made, and count it as failed until `forgive` is called.

        Counting first keeps attempts that run at the same time from slipping through together.
        """
        limits = _keys(name, address)
        with self._lock:
            if any(self._count(key, now) >= most for key, most in limits):
                return False
            for key, _ in limits:
                began, count = self._counts.pop(key, (now, 0))
                self._counts[key] = (now, 1) if now - began >= WINDOW else (began, count + 1)
            while len(self._counts) > self._most_keys:
                self._counts.popitem(last=False)
            return True

    def forgive(self, name: str, address: str) -> None:
        """Take back the attempt just made: the password was right."""
        pair, *others = _keys(name, address)
        with self._lock:
            self._counts.pop(pair[0], None)
            for key, _ in others:
                if key in self._counts:
                    began, count = self._counts[key]
                    self._counts[key] = (began, max(0, count - 1))

    def _count(self, key: bytes, now: datetime) -> int:
        began, count = self._counts.get(key, (now, 0))
        return 0 if now - began >= WINDOW else count


def _keys(name: str, address: str) -> list[tuple[bytes, int]]:
    network = _network(address)
    return [
        (_digest("pair", name, network), MOST_PER_PAIR),
        (_digest("address", network), MOST_PER_ADDRESS),
        (_digest("name", name), MOST_PER_NAME),
    ]


def _digest(*parts: str) -> bytes:
    # Of one size, however long the name is that somebody sends.
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()[:16]


def _network(address: str) -> str:
    """Return what one customer holds: an IPv4 address, or the /64 of an IPv6 address."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((int(parsed), 64), strict=False)) if parsed.version == 6 else str(parsed)
