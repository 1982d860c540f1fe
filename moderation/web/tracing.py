"""Follows each request: its id, its trace, its time, its line in the log, its place in the metrics.

It stands around Flask, not in it: hooks inside would cost more than what they do.
"""

import os
import re
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask

from moderation.metrics import Metrics
from moderation.web.logs import Log
from moderation.web.serving import Serving

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

REQUEST_ID = "moderation.request_id"
ROUTE = "moderation.route"
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")
_TRACE = re.compile(r"([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
_QUIET = frozenset({"/healthz", "/readyz", "/metrics"})


def register(app: Flask, parts: Serving) -> None:
    """Follow every request, those that no route matches included."""
    app.wsgi_app = Following(app.wsgi_app, parts.metrics, parts.log)  # type: ignore[method-assign]


class Following:
    """A WSGI application that follows the requests to another one."""

    def __init__(self, inner: "WSGIApplication", metrics: Metrics, log: Log) -> None:
        self._inner, self._metrics, self._log = inner, metrics, log

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer a request by the inner application, its answer marked with request id and trace."""
        began = time.perf_counter()
        stated = environ.get("HTTP_X_REQUEST_ID", "")
        request_id = stated if _REQUEST_ID.fullmatch(stated) else os.urandom(12).hex()
        trace = continue_trace(environ.get("HTTP_TRACEPARENT", ""))
        environ[REQUEST_ID] = request_id

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            if not any(name == "Cache-Control" for name, _ in headers):
                headers.append(("Cache-Control", "no-store"))
            headers += (
                ("X-Request-ID", request_id),
                ("traceparent", trace),
                ("X-Content-Type-Options", "nosniff"),
            )
            self._note(environ, int(status[:3]), time.perf_counter() - began, trace)
            return start_response(status, headers, exc_info)

        return self._inner(environ, start)

    def _note(self, environ: "WSGIEnvironment", status: int, seconds: float, trace: str) -> None:
        method = environ["REQUEST_METHOD"] if environ["REQUEST_METHOD"] in _METHODS else "other"
        route = environ.get(ROUTE) or _route_of(environ)
        self._metrics.count_request(method, route, status, seconds)
        if route in _QUIET:
            return
        self._log.request(method, route, status, seconds, environ[REQUEST_ID], trace[3:35])


def _route_of(environ: "WSGIEnvironment") -> str:
    # Werkzeug leaves its request there; it knows which rule matched.
    rule = getattr(environ.get("werkzeug.request"), "url_rule", None)
    return "none" if rule is None else str(rule.rule)


def continue_trace(traceparent: str) -> str:
    """Return the traceparent of our part of a trace (W3C Trace Context, level 1); a new trace if none is stated."""
    stated = _TRACE.fullmatch(traceparent)
    if stated and _is_valid(stated):
        return f"00-{stated[2]}-{os.urandom(8).hex()}-{stated[4]}"
    made = os.urandom(24).hex()
    return f"00-{made[:32]}-{made[32:]}-00"


def _is_valid(stated: re.Match[str]) -> bool:
    # Later versions may say more behind a dash; the first one may not.
    known = stated[1] != "ff" and not (stated[1] == "00" and stated[5])
    return known and stated[2].strip("0") != "" and stated[3].strip("0") != ""
