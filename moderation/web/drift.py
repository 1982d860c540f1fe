"""What the metrics say of drift: the figures of `moderation models watch`, looked up anew every few minutes."""

import threading
from time import monotonic

from moderation.metrics import DriftState
from moderation.services.deployment import Deployment
from moderation.services.sites import list_sites
from moderation.services.watching import DAYS, Watch, watch_site
from moderation.web.serving import utc_now

# Reading weeks of comments takes time, and they change slowly; a reading of the metrics must not wait for many sites.
FRESH_SECONDS = 300.0
BUDGET_SECONDS = 1.0


class DriftLook:
    """The drift of every site, as of a few minutes ago; safe to share between threads."""

    def __init__(self, deployment: Deployment) -> None:
        self._deployment = deployment
        self._lock = threading.Lock()
        self._known: dict[str, tuple[float, DriftState]] = {}

    def states(self) -> tuple[DriftState, ...]:
        """Return what is known; what is stale is looked up as far as the time allows, the stalest first.

        :raises ModerationError: when the database cannot be asked.
        """
        names = [site.name for site in list_sites(self._deployment)]
        with self._lock:
            self._known = {name: self._known[name] for name in names if name in self._known}
            begun = monotonic()
            for name in sorted(names, key=self._looked_at):
                if begun - self._looked_at(name) < FRESH_SECONDS or monotonic() - begun > BUDGET_SECONDS:
                    break
                seen = watch_site(self._deployment, name, days=DAYS, now=utc_now())
                self._known[name] = (monotonic(), _state(name, seen))
            return tuple(self._known[name][1] for name in names if name in self._known)

    def _looked_at(self, name: str) -> float:
        known = self._known.get(name)
        return float("-inf") if known is None else known[0]


def _state(name: str, seen: Watch) -> DriftState:
    now, before = seen.now, seen.before
    return DriftState(
        site=name,
        score_shift=seen.score_shift,
        length_shift=seen.length_shift,
        held=(now.held, before.held),
        agreement=(now.agreed, before.agreed),
        ordering=(now.ordered, before.ordered),
        unlearnt=seen.new_decisions,
        erased=seen.erased,
        is_due=seen.is_due,
    )
