"""Whose turn it is to write an SQLite file: one thread of one process at a time.

SQLite lets waiting writers poll with growing pauses, so that one may starve; and its versions before 3.51.3 can corrupt
a file when two connections write and checkpoint at the same moment. Taking turns outside the library avoids both.
"""

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from moderation.errors import StorageBusy, StorageFault

PAUSE_SECONDS = 0.001


class WriterTurns:
    """Turns to write one file, kept by lock files beside it; the system gives those of a killed process back.

    Who waits first holds the place behind the writer, so that a busy writer cannot take one turn after the other.
    """

    def __init__(self, database: Path, wait_seconds: float) -> None:
        self._turn, self._next = (database.with_name(database.name + suffix) for suffix in ("-turn", "-next"))
        self._wait_seconds = wait_seconds
        self._threads = threading.Lock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for the turn, and keep it meanwhile.

        :raises StorageBusy: when it does not come within the stated wait.
        :raises StorageFault: when a lock file cannot be made.
        """
        deadline = time.monotonic() + self._wait_seconds
        if not self._threads.acquire(timeout=self._wait_seconds):
            raise StorageBusy("another writer holds the database")
        try:
            with ExitStack() as turn:
                with _locked(self._next, deadline):
                    turn.enter_context(_locked(self._turn, deadline))
                yield
        finally:
            self._threads.release()


@contextmanager
def _locked(path: Path, deadline: float) -> Iterator[None]:
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StorageFault("the folder of the database cannot be written") from error
    try:
        while not _is_taken(descriptor):
            if time.monotonic() > deadline:
                raise StorageBusy("another process holds the database")
            time.sleep(PAUSE_SECONDS)
        yield
    finally:
        os.close(descriptor)


def _is_taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
