"""Work that may outlast the request it came with; the database knows of it, so that it cannot get lost."""

import os
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")
MOST_THREADS = 4


class Background:
    """A few threads, begun when they are first needed, and anew in a forked process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._owner = 0
        self._pool: ThreadPoolExecutor | None = None

    def start(self, work: Callable[[], Result]) -> "Future[Result]":
        """Begin work."""
        with self._lock:
            if self._pool is None or self._owner != os.getpid():
                self._pool, self._owner = ThreadPoolExecutor(MOST_THREADS, "moderation-inbox"), os.getpid()
            return self._pool.submit(work)
