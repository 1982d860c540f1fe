"""The log of one application: a line per request on standard error, as text or JSON; never a reader's words."""

import logging
from datetime import UTC, datetime
from typing import Any, TextIO, cast

import msgspec
from flask.logging import wsgi_errors_stream

from moderation.settings import Settings


def open_log(settings: Settings) -> logging.Logger:
    """Return a logger of the application's own, so that two applications in one process may differ."""
    logger = logging.Logger("moderation", level=logging.INFO)
    handler = logging.StreamHandler(cast(TextIO, wsgi_errors_stream))
    handler.setFormatter(_Json() if settings.log_format == "json" else _Text())
    logger.addHandler(handler)
    return logger


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {"time": _time(record), "level": record.levelname.lower(), "message": record.getMessage()}
        return msgspec.json.encode(line | _fields(record)).decode("utf-8")


class _Text(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        fields = " ".join(f"{name}={value}" for name, value in _fields(record).items() if value != "")
        return f"{_time(record)} {record.levelname.lower()} {record.getMessage()} {fields}".rstrip()


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    return getattr(record, "fields", {})
