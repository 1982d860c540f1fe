"""Errors as problem documents (RFC 9457): the one place that gives each error its status."""

import re
import traceback
from collections.abc import Callable
from typing import cast

import msgspec
from flask import Flask, Response, current_app, request
from werkzeug.exceptions import HTTPException

from moderation import errors
from moderation.services.idempotency import KeyReused
from moderation.web.bodies import InvalidField
from moderation.web.serving import serving
from moderation.web.tracing import REQUEST_ID

STATUS: dict[type[errors.ModerationError], int] = {
    errors.InvalidInput: 400,
    errors.InvalidSettings: 500,
    errors.BadSignature: 401,
    errors.NotAllowed: 403,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.TooLarge: 413,
    errors.RateLimited: 429,
    errors.FetchFault: 502,
    KeyReused: 422,
    errors.ForbiddenTarget: 422,
    errors.UnreachableTarget: 422,
    InvalidField: 422,
    errors.StorageBusy: 503,
    errors.StorageFault: 503,
    errors.ModelFault: 503,
}
CONTENT_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = "1"
_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")


class FieldFault(msgspec.Struct, frozen=True):
    """A field that is wrong, by its JSON pointer."""

    pointer: str
    detail: str


class Problem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A problem document; `type` is stable, `detail` is for people."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    request_id: str
    errors: list[FieldFault] = []


class Unauthenticated(errors.NotAllowed):
    """No valid key was presented."""


class PreconditionFailed(errors.Conflict):
    """The thing is of another revision than the one the request was made for."""


STATUS[Unauthenticated] = 401
STATUS[PreconditionFailed] = 412


# A foreign API has errors of its own: whether a path belongs to it, and its words for a status and an error.
Render = Callable[[int, Exception], Response]
_DIALECTS = "moderation.dialects"


def speak_otherwise(app: Flask, belongs: Callable[[str], bool], render: Render) -> None:
    """Let errors at some paths, those that no route matches included, be told in a foreign API's words."""
    app.extensions.setdefault(_DIALECTS, []).append((belongs, render))


def register(app: Flask) -> None:
    """Turn every error, Flask's own included, into a problem document."""
    app.register_error_handler(errors.ModerationError, _of_ours)
    app.register_error_handler(HTTPException, _of_http)
    app.register_error_handler(Exception, _unexpected)


def status_of(error: errors.ModerationError) -> int:
    """Return the status of an error: its own, or that of the nearest cause it belongs to."""
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 400)


def _of_ours(error: errors.ModerationError) -> Response:
    status = status_of(error)
    if status >= 500:
        _log(error)
    if (foreign := _foreign(status, error)) is not None:
        return foreign
    fields = [FieldFault(error.pointer, str(error))] if isinstance(error, InvalidField) else []
    title = _WORD.sub(" ", type(error).__name__).lower()
    response = _document(status, title, str(error), fields)
    if status == 401 and not isinstance(error, errors.BadSignature):
        response.headers["WWW-Authenticate"] = 'Bearer realm="moderation"'
    if isinstance(error, errors.RateLimited):
        response.headers["Retry-After"] = str(error.retry_after)
    if status == 503:
        response.headers["Retry-After"] = RETRY_AFTER_SECONDS
    return response


def _of_http(error: HTTPException) -> Response:
    status = error.code or 500
    if (foreign := _foreign(status, error)) is not None:
        return foreign
    detail = "there is nothing at this address" if status == 404 else error.description or error.name
    response = _document(status, error.name.lower(), detail)
    for name, value in error.get_headers(request.environ):
        if name.lower() not in ("content-type", "content-length"):
            response.headers[name] = value
    return response


def _unexpected(error: Exception) -> Response:
    _log(error)
    if (foreign := _foreign(500, error)) is not None:
        return foreign
    return _document(500, "internal server error", "something went wrong here; the log knows the request by its id")


def _foreign(status: int, error: Exception) -> Response | None:
    for belongs, render in current_app.extensions.get(_DIALECTS, ()):
        if belongs(request.path):
            return cast(Response, render(status, error))
    return None


def _document(status: int, title: str, detail: str, fields: list[FieldFault] | None = None) -> Response:
    problem = Problem(
        type="urn:moderation:problem:" + title.replace(" ", "-"),
        title=title.capitalize(),
        status=status,
        detail=_encodable(detail),
        instance=_encodable(request.script_root + request.path),
        request_id=request.environ.get(REQUEST_ID, ""),
        errors=fields or [],
    )
    return Response(msgspec.json.encode(problem), status, content_type=CONTENT_TYPE)


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _log(error: Exception) -> None:
    """Log where an error arose; never its message, which may hold a reader's words."""
    frames = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    request_id = request.environ.get(REQUEST_ID, "")
    serving().log.error("request failed", request_id=request_id, error=type(error).__name__, frames=frames[-12:])
