"""What databases raise, in our words."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from moderation.errors import Conflict, ModerationError, StorageBusy, StorageFault

# https://www.sqlite.org/rescode.html: BUSY and LOCKED, and a duplicate in its two forms.
_SQLITE_BUSY = {5, 6}
_SQLITE_DUPLICATE = {sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY}
# https://www.postgresql.org/docs/current/errcodes-appendix.html
_PG_AGAIN = {"40001", "40P01"}
_PG_BUSY = {"55P03", "57014", "53300", "53400", "57P03"}
_PG_DUPLICATE = "23505"
_PG_SCHEMA = {"42P01", "42703"}
UPGRADE = "the database is of another schema; run `moderation database upgrade`"


class TryAgain(StorageBusy):
    """The database gave up on this transaction for the sake of another one."""


class DuplicateRow(Conflict):
    """A row that must be unique exists already."""


@contextmanager
def translated() -> Iterator[None]:
    """Turn what SQLAlchemy and the drivers raise inside into errors of this package."""
    try:
        yield
    except PoolTimeout as error:
        raise StorageBusy("every connection to the database is in use") from error
    except DBAPIError as error:
        raise _translate(error) from error
    except StatementError as error:
        # A column type refused a value; SQLAlchemy wraps what it raised.
        if isinstance(error.orig, ModerationError):
            raise error.orig from error
        raise


def _translate(error: DBAPIError) -> ModerationError:
    if isinstance(error.orig, sqlite3.Error):
        return _translate_sqlite(error.orig, error)
    state = getattr(error.orig, "sqlstate", None)
    if state in _PG_AGAIN:
        return TryAgain("a concurrent transaction got in the way")
    if state in _PG_BUSY:
        return StorageBusy("the database did not answer within the stated wait")
    if state == _PG_DUPLICATE:
        return DuplicateRow("this exists already")
    if state in _PG_SCHEMA:
        return StorageFault(UPGRADE)
    return _translate_rest(error)


def _translate_sqlite(cause: sqlite3.Error, error: DBAPIError) -> ModerationError:
    code = getattr(cause, "sqlite_errorcode", 0)
    if code & 0xFF in _SQLITE_BUSY:
        return StorageBusy("another writer holds the database")
    if code in _SQLITE_DUPLICATE:
        return DuplicateRow("this exists already")
    if str(cause).startswith(("no such table", "no such column")):
        return StorageFault(UPGRADE)
    return _translate_rest(error)


def _translate_rest(error: DBAPIError) -> ModerationError:
    if isinstance(error, IntegrityError):
        return Conflict("what this refers to is gone")
    # The driver's own message may quote values; its class may not.
    return StorageFault(f"the database failed: {type(error.orig).__name__}")
