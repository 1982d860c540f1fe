"""Who asks: the bearer key of a site, or the operator's monitoring."""

import hmac

from flask import Request

from moderation.errors import NotAllowed
from moderation.services import sites
from moderation.services.deployment import Deployment
from moderation.web.problems import Unauthenticated

_LONGEST_KEY = 256


def require_site_key(request: Request, deployment: Deployment, site: str) -> None:
    """Let a request pass that bears the site's own key.

    :raises Unauthenticated: without a valid key.
    :raises NotAllowed: with the key of another site; whether the named one exists is not told.
    """
    if _site_of_key(request, deployment) != site:
        raise NotAllowed("this key belongs to another site")


def require_any_key(request: Request, deployment: Deployment) -> None:
    """Let a request pass that bears any site's key, where the operator asks for one.

    :raises Unauthenticated: without a valid key.
    """
    if deployment.settings.require_key == "all":
        _site_of_key(request, deployment)


def require_monitoring(request: Request, token: str) -> None:
    """Let the operator's monitoring pass: with its token, or without one from this very host.

    :raises Unauthenticated: with a wrong token, or none.
    :raises NotAllowed: from elsewhere, when no token is configured.
    """
    if token:
        if not hmac.compare_digest(_bearer(request).encode(), token.encode()):
            raise Unauthenticated("the metrics need their token")
    elif request.remote_addr not in ("127.0.0.1", "::1") or "X-Forwarded-For" in request.headers:
        # Behind a proxy on this host everyone seems to be local.
        raise NotAllowed("set MODERATION_METRICS_TOKEN to read the metrics from another host")


def _site_of_key(request: Request, deployment: Deployment) -> str:
    key = _bearer(request)
    try:
        return sites.authenticate(deployment, key)
    except NotAllowed as error:
        raise Unauthenticated("the key is not valid") from error


def _bearer(request: Request) -> str:
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    key = key.strip()
    if scheme.lower() != "bearer" or not 0 < len(key) <= _LONGEST_KEY or not key.isascii():
        raise Unauthenticated("send the key as Authorization: Bearer <key>")
    return key
