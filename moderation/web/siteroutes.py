"""Routes below `/v1/sites/{site}`: none of them answers without the site's own key."""

from flask import Blueprint, request

from moderation.web.authentication import require_site_key
from moderation.web.serving import deployment


def site_routes(name: str) -> Blueprint:
    """Return a blueprint whose routes all need the key of the site in their path."""
    routes = Blueprint(name, __name__, url_prefix="/v1/sites/<site>")
    routes.before_request(_authenticate)
    return routes


def _authenticate() -> None:
    require_site_key(request, deployment(), (request.view_args or {})["site"])
