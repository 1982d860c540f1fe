"""Answers as JSON."""

import msgspec
from flask import Request, Response

_ENCODER = msgspec.json.Encoder()


def answer(value: object, status: int = 200, *, etag: str | None = None) -> Response:
    """Return a value as a JSON response."""
    response = Response(_ENCODER.encode(value), status, content_type="application/json")
    if etag is not None:
        response.set_etag(etag)
    return response


def conditional(value: object, etag: str, request: Request) -> Response:
    """Return a value, or 304 to a client that states in If-None-Match that it has it."""
    response = answer(value, etag=etag)
    response.headers["Cache-Control"] = "private, no-cache"
    return response.make_conditional(request)  # type: ignore[return-value]
