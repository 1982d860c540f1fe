"""How much a client may ask for, counted for all workers together where they share a PostgreSQL."""

from dataclasses import dataclass

from moderation.services.deployment import Deployment
from moderation.settings import RateLimit
from moderation.storage import limits as storage

_SCOPE = "rate limit"


@dataclass(frozen=True, slots=True)
class Share:
    """What a worker may give to a client without asking again.

    :ivar remaining: what is left for all workers after that.
    :ivar resets_at: when the window ends, in seconds since 1970.
    """

    granted: int
    remaining: int
    resets_at: float


def can_share(deployment: Deployment) -> bool:
    """Tell whether workers count together: on SQLite there is one process, which needs no help."""
    return not deployment.database.is_sqlite


def take_share(deployment: Deployment, limit: RateLimit, client: str, wanted: int, now: float) -> Share:
    """Count up to `wanted` requests of a client for all workers; what stands for the client is a pseudonym.

    :raises StorageFault: when the database cannot be reached.
    """
    began_at = int(now) // limit.seconds * limit.seconds
    used = storage.count_up(deployment.database, deployment.vault.pseudonym(_SCOPE, client), began_at, wanted)
    granted = min(wanted, max(0, limit.requests - (used - wanted)))
    return Share(granted, max(0, limit.requests - used), began_at + limit.seconds)


def forget_old(deployment: Deployment, limit: RateLimit, now: float) -> None:
    """Forget the clients of windows that are over.

    :raises StorageFault: when the database cannot be reached.
    """
    storage.forget_before(deployment.database, int(now) // limit.seconds * limit.seconds)
