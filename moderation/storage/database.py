"""One database, SQLite or PostgreSQL: connections, transactions, and its errors in our words."""

import logging
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session

from moderation.errors import StorageBusy, StorageFault
from moderation.storage.faults import DuplicateRow, TryAgain, translated
from moderation.storage.recall import Recall
from moderation.storage.turns import WriterTurns

Result = TypeVar("Result")
ATTEMPTS = 6
FIRST_PAUSE_SECONDS = 0.01
# WAL-reset corruption with several writing connections; the release notes of SQLite 3.51.3 tell it.
_FIRST_AFFECTED, _FIRST_MENDED = (3, 7, 0), (3, 51, 3)
log = logging.getLogger(__name__)


class Database:
    """The connections to one database.

    A transaction that is opened inside another one of the same database and context joins it, so that a service can
    put several of its use cases into one commit.
    """

    def __init__(self, url: str, *, wait_seconds: float) -> None:
        """Prepare connections; none is opened yet.

        :param wait_seconds: how long a writer waits for another one before `StorageBusy`.
        :raises StorageFault: when the address is none of SQLite or PostgreSQL.
        """
        self.url = _checked(url)
        self.wait_seconds = wait_seconds
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite(self.url, wait_seconds) if self.is_sqlite else _postgresql(self.url, wait_seconds)
        self._turns = WriterTurns(Path(self.url.database or ""), wait_seconds) if self.is_sqlite else None
        self._joined: ContextVar[Session | None] = ContextVar("session", default=None)
        self.recall = Recall()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give a session that only reads.

        :raises StorageFault: when the database cannot be reached.
        """
        with self._session(self.engine) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Give a session whose changes are committed at the end, or not at all on an error.

        :raises StorageBusy: when others write for longer than the wait.
        """
        if self._joined.get() is not None:
            with self._session(self.engine) as session:
                yield session
            return
        try:
            if self._turns is None:
                with self._session(self.engine) as session:
                    yield session
            else:
                with self._turns.turn(), self._session(self.engine.execution_options(begin="IMMEDIATE")) as session:
                    yield session
        finally:
            # Even after an error: a commit whose answer was lost may have been made.
            self.recall.forget()

    def transact(self, work: Callable[[Session], Result]) -> Result:
        """Do the work in one transaction, again from the start where a concurrent one got in its way.

        :param work: must not have effects outside the database.
        :raises StorageBusy: when it got in the way too often.
        :raises Conflict: when a row that must be unique exists already.
        """
        joined = self._joined.get()
        if joined is not None:
            return work(joined)
        pause, duplicates = FIRST_PAUSE_SECONDS, 0
        for _ in range(ATTEMPTS):
            try:
                with self.write() as session:
                    return work(session)
            except DuplicateRow:
                # The row may be a concurrent transaction's: the next attempt sees it, and then it is no surprise.
                duplicates += 1
                if duplicates > 1:
                    raise
            except TryAgain:
                time.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311
                pause *= 2
        raise StorageBusy("concurrent writers kept getting in the way")

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    @contextmanager
    def _session(self, engine: Engine) -> Iterator[Session]:
        joined = self._joined.get()
        if joined is not None:
            yield joined
            return
        with translated(), Session(engine, expire_on_commit=False) as session:
            token = self._joined.set(session)
            try:
                yield session
                session.commit()
            finally:
                self._joined.reset(token)


def sqlite_warning(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> str | None:
    """Return what to tell an operator whose SQLite library can corrupt a database that several processes write."""
    if not _FIRST_AFFECTED <= version < _FIRST_MENDED:
        return None
    stated = ".".join(map(str, version))
    return (
        f"SQLite {stated} can corrupt a database that several processes write at once; this program's own take turns,"
        " others must not write it"
    )


def _checked(url: str) -> URL:
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
    except (ArgumentError, ValueError) as error:
        raise StorageFault("the database URL cannot be read") from error
    if backend not in ("sqlite", "postgresql"):
        raise StorageFault(f"the database must be sqlite or postgresql, not {backend}")
    if backend == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise StorageFault("an SQLite database needs a file")
    return parsed if backend == "sqlite" else parsed.set(drivername="postgresql+psycopg")


def _sqlite(url: URL, wait_seconds: float) -> Engine:
    engine = create_engine(url, connect_args={"timeout": wait_seconds}, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # The driver would begin its own transactions, deferred ones, which fail at once when two of them want to write.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "trusted_schema=OFF"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get('begin', 'DEFERRED')}")


def _postgresql(url: URL, wait_seconds: float) -> Engine:
    wait = int(wait_seconds * 1000)
    arguments: dict[str, Any] = {
        "connect_timeout": max(1, int(wait_seconds)),
        "options": f"-c lock_timeout={wait} -c statement_timeout={4 * wait} -c timezone=UTC",
    }
    # Parameters are readers' words; errors must not carry them into logs.
    return create_engine(
        url, pool_pre_ping=True, pool_timeout=wait_seconds, connect_args=arguments, hide_parameters=True
    )
