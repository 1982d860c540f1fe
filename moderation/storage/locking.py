"""Locks on things that may not have a row yet."""

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import BigInteger, cast, func, select
from sqlalchemy.orm import Session


def share(session: Session, keys: Iterable[str]) -> None:
    """Let no transaction that owns one of the keys run beside this one; those that share them may."""
    _lock(session, keys, func.pg_advisory_xact_lock_shared)


def own(session: Session, keys: Iterable[str]) -> None:
    """Let no other transaction about one of the keys run beside this one."""
    _lock(session, keys, func.pg_advisory_xact_lock)


def _lock(session: Session, keys: Iterable[str], lock: Callable[..., Any]) -> None:
    # SQLite has one writer at a time anyway.
    if session.get_bind().dialect.name != "postgresql":
        return
    for key in sorted(keys):
        session.execute(select(lock(cast(func.hashtextextended(key, 0), BigInteger))))
