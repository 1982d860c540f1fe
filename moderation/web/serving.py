"""What the views of one application work with."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from flask import Flask, current_app

from moderation.metrics import Metrics
from moderation.services.deployment import Deployment
from moderation.web.background import Background
from moderation.web.limiting import Limiter
from moderation.web.logs import Log

_KEY = "moderation.serving"


@dataclass(frozen=True, slots=True)
class Serving:
    """The parts that an application was built with."""

    deployment: Deployment
    metrics: Metrics
    log: Log
    limiter: Limiter | None = None
    background: Background = field(default_factory=Background)


def count_for(parts: Serving, api: str, site: str) -> None:
    """Count a request of a site to one of the foreign APIs, whose keys are known to belong to it.

    :raises RateLimited: when the site has none left.
    """
    if parts.limiter is not None:
        parts.limiter.take(f"{api} {site}")


def register(app: Flask, parts: Serving) -> None:
    """Give an application its parts."""
    app.extensions[_KEY] = parts
    app.extensions["moderation"] = parts.deployment


def serving() -> Serving:
    """Return the parts of the application that answers the current request."""
    parts: Serving = current_app.extensions[_KEY]
    return parts


def deployment() -> Deployment:
    """Return the deployment of the application that answers the current request."""
    return serving().deployment


def utc_now() -> datetime:
    """Read the clock."""
    return datetime.now(UTC)
