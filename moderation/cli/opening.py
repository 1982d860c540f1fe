"""The deployment a command works on, and the clock it reads."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from moderation.services.deployment import Deployment, open_deployment
from moderation.settings import Settings


def utc_now() -> datetime:
    """Return the time now, aware."""
    return datetime.now(UTC)


@contextmanager
def opened(settings: Settings | None = None) -> Iterator[Deployment]:
    """Open what the environment configures, and close it at the end."""
    deployment = open_deployment(settings or Settings.from_environment())
    try:
        yield deployment
    finally:
        deployment.close()
