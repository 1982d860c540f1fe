"""Routes below `/v1/sites/{site}`: none of them answers without the site's own key."""

from typing import TypeVar

from flask import Blueprint, Response, request

from moderation.web import idempotency
from moderation.web.authentication import require_site_key
from moderation.web.bodies import read_json
from moderation.web.serving import deployment

Payload = TypeVar("Payload")


def site_routes(name: str) -> Blueprint:
    """Return a blueprint whose routes all need the key of the site in their path."""
    routes = Blueprint(name, __name__, url_prefix="/v1/sites/<site>")
    routes.before_request(_authenticate)
    idempotency.register(routes)
    routes.after_request(_tag)
    return routes


def read_payload(kind: type[Payload]) -> Payload:
    """Return the body of the current request."""
    return read_json(request.environ, kind, deployment().settings.max_body_bytes)


def _authenticate() -> None:
    require_site_key(request, deployment(), (request.view_args or {})["site"])


def _tag(response: Response) -> Response:
    """Let a client that has this answer already be told so, whichever route it asks."""
    if request.method not in ("GET", "HEAD") or response.status_code != 200:
        return response
    if "ETag" in response.headers or response.is_streamed:
        return response
    response.add_etag()
    response.headers["Cache-Control"] = "private, no-cache"
    return response.make_conditional(request)  # type: ignore[return-value]
