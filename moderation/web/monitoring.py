"""What the metrics look up at each reading: queues and outbox in the database, models in their folders."""

from collections.abc import Iterator
from functools import partial

from moderation.errors import ModelFault, StorageBusy, StorageFault
from moderation.metrics import ModelState, QueueState, Watched
from moderation.model_store.folder import read_card
from moderation.model_store.registry import active_folder
from moderation.services.delivery import outbox_counts
from moderation.services.deployment import SCREENING, SEPARATION, Deployment
from moderation.services.reviews import queue_depths
from moderation.web.drift import DriftLook
from moderation.web.serving import Serving, utc_now


def register(parts: Serving) -> None:
    """Let the metrics of an application look at its deployment."""
    parts.metrics.watch(partial(_look, parts.deployment, DriftLook(parts.deployment)))


def _look(deployment: Deployment, drift: DriftLook) -> Watched:
    models = tuple(_models(deployment))
    try:
        events = outbox_counts(deployment)
        undelivered = events.pop("pending", 0)
        return Watched(tuple(_queues(deployment)), models, events, undelivered, drift.states())
    except (StorageBusy, StorageFault):
        # The other metrics are wanted most while the database is away; `/readyz` says that it is.
        return Watched((), models, {}, 0)


def _queues(deployment: Deployment) -> Iterator[QueueState]:
    now = utc_now()
    for queue in queue_depths(deployment):
        oldest = (now - queue.oldest).total_seconds() if queue.oldest else 0.0
        yield QueueState(queue.site, queue.waiting, oldest)


def _models(deployment: Deployment) -> Iterator[ModelState]:
    for name in (SEPARATION, SCREENING):
        try:
            card = read_card(active_folder(deployment.settings.models_dir, name))
        except ModelFault:
            continue
        yield ModelState(name, str(card["version"]), str(card.get("trained_at", "")))
