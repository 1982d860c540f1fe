"""The short way for `POST /v1/screen`: past Flask, whose routing and contexts cost as much as judging a comment.

Only what is surely in order goes this way. Everything else, every error included, goes the usual way through Flask,
which alone knows keys, problem documents and unusual spellings of an address.
"""

from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING

import msgspec
from flask import Flask

from moderation.errors import InvalidInput
from moderation.web.reading import read_body
from moderation.web.screening import screen_body
from moderation.web.serving import Serving
from moderation.web.tracing import ROUTE

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PATH = "/v1/screen"
_DETOURS = ("HTTP_CONTENT_ENCODING", "HTTP_TRANSFER_ENCODING")
_ENCODER = msgspec.json.Encoder()


def register(app: Flask, parts: Serving) -> None:
    """Open the short way, unless each request has a key to be looked up anyway."""
    if parts.deployment.settings.require_key == "sites":
        app.wsgi_app = Express(app.wsgi_app, parts)  # type: ignore[method-assign]


class Express:
    """A WSGI application that answers plain `screen` questions itself and leaves the rest to another one."""

    def __init__(self, usual: "WSGIApplication", parts: Serving) -> None:
        self._usual, self._parts = usual, parts
        self._most = parts.deployment.settings.max_body_bytes

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer a request."""
        body = self._answer(environ) if _is_plain(environ) else None
        if body is None:
            return self._usual(environ, start_response)
        environ[ROUTE] = PATH
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]

    def _answer(self, environ: "WSGIEnvironment") -> bytes | None:
        try:
            raw = read_body(environ, self._most)
        except InvalidInput:
            return None
        try:
            return _ENCODER.encode(screen_body(raw, self._parts))
        except Exception:  # whatever it is, it happens again on the usual way, which tells and logs it
            environ["wsgi.input"] = BytesIO(raw)
            return None


def _is_plain(environ: "WSGIEnvironment") -> bool:
    # A stated length is what makes it safe to begin anew: nothing more can be read than was.
    return (
        environ.get("PATH_INFO") == PATH
        and environ["REQUEST_METHOD"] == "POST"
        and environ.get("CONTENT_TYPE") == "application/json"
        and bool(environ.get("CONTENT_LENGTH"))
        and not any(header in environ for header in _DETOURS)
    )
