"""Follows each request: its id, its trace, its time, its line in the log, its place in the metrics."""

import os
import re
import time

from flask import Flask, Response, g, request

from moderation.web.serving import serving

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")
_TRACE = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
_QUIET = frozenset({"/healthz", "/readyz", "/metrics"})


def register(app: Flask) -> None:
    """Follow every request, those that no route matches included."""
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    g.started = time.perf_counter()
    stated = request.headers.get("X-Request-ID", "")
    g.request_id = stated if _REQUEST_ID.fullmatch(stated) else os.urandom(12).hex()
    g.traceparent = continue_trace(request.headers.get("traceparent", ""))


def _end(response: Response) -> Response:
    response.headers["X-Request-ID"] = g.request_id
    response.headers["traceparent"] = g.traceparent
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    method = request.method if request.method in _METHODS else "other"
    route = request.url_rule.rule if request.url_rule else "none"
    seconds = time.perf_counter() - g.started
    serving().metrics.count_request(method, route, response.status_code, seconds)
    if route not in _QUIET:
        _log(method, route, response.status_code, seconds)
    return response


def _log(method: str, route: str, status: int, seconds: float) -> None:
    fields = {
        "method": method,
        "route": route,
        "status": status,
        "milliseconds": round(seconds * 1000, 2),
        "request_id": g.request_id,
        "trace_id": g.traceparent[3:35],
    }
    serving().logger.info("request", extra={"fields": fields})


def continue_trace(traceparent: str) -> str:
    """Return the traceparent of our part of a trace (W3C Trace Context, level 1); a new trace if none is stated."""
    stated = _TRACE.fullmatch(traceparent)
    if stated and _is_valid(stated, traceparent):
        return f"00-{stated[1]}-{os.urandom(8).hex()}-{stated[3]}"
    return f"00-{os.urandom(16).hex()}-{os.urandom(8).hex()}-00"


def _is_valid(stated: re.Match[str], traceparent: str) -> bool:
    version = traceparent[:2]
    # Later versions may say more behind a dash; the first one may not.
    known = version != "ff" and not (version == "00" and stated[4])
    return known and stated[1].strip("0") != "" and stated[2].strip("0") != ""
