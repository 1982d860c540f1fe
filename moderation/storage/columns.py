"""Column types that keep out what one of the two databases would refuse or bend."""

from datetime import UTC, datetime
from typing import Any, TypeVar

import msgspec
from sqlalchemy import DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator

from moderation.errors import InvalidInput, StorageFault

Value = TypeVar("Value")


class Words(TypeDecorator[str]):
    """Text without NUL (which PostgreSQL refuses) and without lone surrogates (which no encoding carries)."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Refuse what cannot be stored.

        :raises InvalidInput: on NUL or a lone surrogate.
        """
        if value is None:
            return None
        if "\0" in value:
            raise InvalidInput("text must not contain NUL characters")
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise InvalidInput("text must not contain lone surrogates") from error
        return value


class Instant(TypeDecorator[datetime]):
    """An aware UTC time; SQLite keeps it without its zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Bring to UTC; a naive time is a programming error."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return the time with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def to_json(value: Any) -> str:
    """Return a value (dataclasses and enums included) as JSON text; NUL is escaped in it."""
    try:
        return msgspec.json.encode(value).decode()
    except UnicodeEncodeError as error:
        raise InvalidInput("text must not contain lone surrogates") from error


def from_json(text: str, value_type: type[Value]) -> Value:
    """Return the value that `to_json` wrote.

    :raises StorageFault: when it is no such value.
    """
    try:
        return msgspec.json.decode(text, type=value_type)
    except msgspec.DecodeError as error:
        raise StorageFault(f"a stored {value_type.__name__} cannot be read: {error}") from error
