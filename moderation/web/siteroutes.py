"""Routes below `/v1/sites/{site}`: none of them answers without the site's own key."""

from typing import TypeVar

from flask import Blueprint, request

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
    return routes


def read_payload(kind: type[Payload]) -> Payload:
    """Return the body of the current request."""
    return read_json(request.environ, kind, deployment().settings.max_body_bytes)


def _authenticate() -> None:
    require_site_key(request, deployment(), (request.view_args or {})["site"])
