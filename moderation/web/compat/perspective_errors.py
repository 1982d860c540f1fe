"""Errors in the words of Google's Perspective API; published client code looks for parts of them."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from flask import Response

from moderation.errors import InvalidInput, TooLarge

CONTENT_TYPE = "application/json; charset=UTF-8"
_TYPE = "type.googleapis.com/google.commentanalyzer.v1alpha1.Error"
_RATE_TYPE = "type.googleapis.com/google.rpc.ErrorInfo"
_INVALID = "INVALID_ARGUMENT"
_ENCODER = msgspec.json.Encoder()
# Of the statuses that our own errors and Flask's have.
_STATUSES = {
    401: (403, "PERMISSION_DENIED"),
    403: (403, "PERMISSION_DENIED"),
    404: (404, "NOT_FOUND"),
    405: (405, "UNIMPLEMENTED"),
    409: (409, "ABORTED"),
    429: (429, "RESOURCE_EXHAUSTED"),
    500: (500, "INTERNAL"),
    503: (503, "UNAVAILABLE"),
}
_MESSAGES = {
    403: "The caller does not have permission; send a valid key as ?key= or Authorization: Bearer",
    404: "Requested entity was not found.",
    405: "The method is not allowed here.",
    429: "Quota exceeded.",
    500: "Internal error encountered.",
    503: "The service is currently unavailable.",
}


class PerspectiveFault(InvalidInput):
    """A question that the Perspective API answers with an error of a type of its own.

    :ivar error_type: Google's name of the error.
    :ivar extra: further members of the detail.
    """

    def __init__(self, error_type: str, message: str, extra: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.error_type = error_type
        self.extra = dict(extra or {})


class GoogleStatus(msgspec.Struct, frozen=True):
    """What is wrong; `details[0]` is what clients read."""

    code: int
    message: str
    status: str
    details: list[dict[str, Any]]


class GoogleError(msgspec.Struct, frozen=True):
    """An error as every API of Google's tells it."""

    error: GoogleStatus


def invalid(message: str) -> PerspectiveFault:
    """Return the error of a question that is wrong in itself."""
    return PerspectiveFault("INVALID_REQUEST", message)


def empty_comment() -> PerspectiveFault:
    """Return the error of a comment without text."""
    return PerspectiveFault("COMMENT_EMPTY", "Comment must be non-empty.")


def long_comment() -> PerspectiveFault:
    """Return the error of a comment above the limit."""
    return PerspectiveFault("COMMENT_TOO_LONG", "Comment text too long.")


def no_attributes() -> PerspectiveFault:
    """Return the error of a question that asks for nothing."""
    return PerspectiveFault("NO_REQUESTED_ATTRIBUTES", "Missing requested_attributes")


def unknown_attribute(name: str) -> PerspectiveFault:
    """Return the error of an attribute that is not served."""
    return invalid(f"Unknown requested attribute: {name}")


def undetected_language() -> PerspectiveFault:
    """Return the error of a text whose language nobody can tell."""
    return PerspectiveFault("LANGUAGE_DETECTION_FAILED", "Unable to detect language")


def unserved_language(attribute: str, requested: Sequence[str], detected: str | None) -> PerspectiveFault:
    """Return the error of a language that is not served."""
    named = list(requested) or [detected or "und"]
    detail = {
        "detectedLanguages": [detected] if detected else [],
        "requestedLanguages": list(requested),
        "attribute": attribute,
    }
    return PerspectiveFault(
        "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE",
        f"Attribute {attribute} does not support request languages: {','.join(named)}",
        {"languageNotSupportedByAttributeError": detail},
    )


def render(status: int, error: Exception) -> Response:
    """Return the answer to an error; what the original never had is told by the nearest of its own."""
    if isinstance(error, PerspectiveFault):
        code, name, message, details = 400, _INVALID, str(error), [_detail(error.error_type, error.extra)]
    elif isinstance(error, TooLarge):
        code, name, message, details = 400, _INVALID, "Comment text too long.", [_detail("COMMENT_TOO_LONG")]
    elif status in _STATUSES:
        code, name = _STATUSES[status]
        message, details = _MESSAGES.get(code, name), _rate_details(code)
    else:
        message = str(error) if isinstance(error, InvalidInput) else "Request contains an invalid argument."
        code, name, details = (status if status == 415 else 400), _INVALID, [_detail("INVALID_REQUEST")]
    told = GoogleError(GoogleStatus(code, _encodable(message), name, details))
    response = Response(_ENCODER.encode(told), code, content_type=CONTENT_TYPE)
    if code in (429, 503):
        response.headers["Retry-After"] = str(getattr(error, "retry_after", None) or 1)
    return response


def _detail(error_type: str, extra: Mapping[str, Any] | None = None) -> dict[str, Any]:
    return {"@type": _TYPE, "errorType": error_type, **(extra or {})}


def _rate_details(code: int) -> list[dict[str, Any]]:
    if code != 429:
        return []
    return [{"@type": _RATE_TYPE, "reason": "RATE_LIMIT_EXCEEDED", "domain": "googleapis.com", "metadata": {}}]


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
