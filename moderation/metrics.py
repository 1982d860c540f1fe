"""What an operator's monitoring sees; one registry per application."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_SCORES = tuple(step / 10 for step in range(1, 11))


@dataclass(frozen=True, slots=True)
class QueueState:
    """What waits for a moderator on one site."""

    site: str
    depth: int
    oldest_seconds: float


@dataclass(frozen=True, slots=True)
class ModelState:
    """A model in use."""

    name: str
    version: str
    trained_at: str


@dataclass(frozen=True, slots=True)
class DriftState:
    """Whether a site's model still fits: the latest days beside the weeks before; None where nothing was counted.

    :ivar held, agreement, ordering: now and before.
    """

    site: str
    score_shift: float | None
    length_shift: float | None
    held: tuple[float | None, float | None]
    agreement: tuple[float | None, float | None]
    ordering: tuple[float | None, float | None]
    unlearnt: int
    erased: int
    is_due: bool


@dataclass(frozen=True, slots=True)
class Watched:
    """What is looked up for each reading.

    :ivar deliveries: number of events by what became of them.
    :ivar undelivered: number of events that wait to be sent.
    """

    queues: tuple[QueueState, ...]
    models: tuple[ModelState, ...]
    deliveries: Mapping[str, int]
    undelivered: int
    drift: tuple[DriftState, ...] = ()


class Counted(NamedTuple):
    """A decision as it is counted; `clause` is empty where none was broken, `site` where none is known."""

    site: str
    verdict: str
    clause: str
    source: str


class Metrics:
    """The instruments of one application; no label ever holds an id, a path or a text."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = self._counter("http_requests", "requests answered", "method", "route", "status")
        self.request_seconds = Histogram(
            "http_request_duration_seconds",
            "time to answer",
            ("method", "route"),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.decisions = self._counter(
            "moderation_decisions", "decisions on comments", "site", "verdict", "clause", "source"
        )
        self.score = Histogram(
            "moderation_score", "highest score of a comment's stated clauses", buckets=_SCORES, registry=self.registry
        )
        self.webhooks = self._counter("webhook_received", "webhooks received", "source", "result")
        self.bad_signatures = self._counter("webhook_signature_failures", "webhooks refused", "source", "reason")
        self.unjudged = self._counter("moderation_unjudged", "comments held because judging failed", "source")
        self.articles_pending = self._counter("article_pending", "comments that came before their article")

        self._answered: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}
        self._decided: dict[Counted, Counter] = {}

    def _counter(self, name: str, documentation: str, *labels: str) -> Counter:
        return Counter(name, documentation, labels, registry=self.registry)

    def count_request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count an answered request; `route` is the rule, never the path."""
        answered = (method, route, status)
        instruments = self._answered.get(answered)
        if instruments is None:
            # There are only so many rules and statuses; looking the instruments up anew costs more than counting.
            instruments = (self.requests.labels(method, route, status), self.request_seconds.labels(method, route))
            self._answered[answered] = instruments
        instruments[0].inc()
        instruments[1].observe(seconds)

    def count_decision(self, decision: Counted, score: float) -> None:
        """Count a decision on a comment."""
        counter = self._decided.get(decision)
        if counter is None:
            counter = self.decisions.labels(decision.site, decision.verdict, decision.clause, decision.source)
            self._decided[decision] = counter
        counter.inc()
        self.score.observe(score)

    def watch(self, look: Callable[[], Watched]) -> None:
        """Look anew at each reading, at what the database and the model folders know better than one process."""
        self.registry.register(_Watching(look))

    def exposition(self) -> bytes:
        """Return all values in Prometheus' text format."""
        return generate_latest(self.registry)


class _Watching(Collector):
    def __init__(self, look: Callable[[], Watched]) -> None:
        self._look = look

    def describe(self) -> list[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        seen = self._look()
        depth = GaugeMetricFamily("moderation_queue_depth", "comments waiting for a moderator", labels=["site"])
        oldest = GaugeMetricFamily("moderation_queue_oldest_seconds", "how long the oldest waits", labels=["site"])
        for queue in seen.queues:
            depth.add_metric([queue.site], queue.depth)
            oldest.add_metric([queue.site], queue.oldest_seconds)
        info = GaugeMetricFamily("model_info", "models in use", labels=["model", "version", "trained_at"])
        for model in seen.models:
            info.add_metric([model.name, model.version, model.trained_at], 1)
        deliveries = CounterMetricFamily("webhook_delivery", "events sent or given up", labels=["result"])
        for result, number in seen.deliveries.items():
            deliveries.add_metric([result], number)
        waiting = GaugeMetricFamily("webhook_outbox_depth", "events waiting to be sent", value=seen.undelivered)
        yield from (depth, oldest, info, deliveries, waiting)
        yield from _drift(seen.drift)


def _drift(states: Sequence[DriftState]) -> Iterator[Metric]:
    for name, documentation, values in _DRIFT:
        gauge = GaugeMetricFamily(f"moderation_{name}", documentation, labels=["site"])
        for state in states:
            if (value := values(state)) is not None:
                gauge.add_metric([state.site], value)
        yield gauge
    for name, documentation, pairs in _SHARES:
        gauge = GaugeMetricFamily(f"moderation_{name}", documentation, labels=["site", "window"])
        for state in states:
            for window, value in zip(("now", "before"), pairs(state), strict=True):
                if value is not None:
                    gauge.add_metric([state.site, window], value)
        yield gauge


_DRIFT: tuple[tuple[str, str, Callable[[DriftState], float | None]], ...] = (
    ("score_shift", "population stability index of the scores", lambda state: state.score_shift),
    ("length_shift", "population stability index of the comments' lengths", lambda state: state.length_shift),
    ("unlearnt_reviews", "verdicts that the model in use has not learnt from", lambda state: state.unlearnt),
    ("erased_reviews", "erased comments that the model in use has learnt from", lambda state: state.erased),
    ("retraining_due", "1 where the model in use should be trained anew", lambda state: float(state.is_due)),
)
_SHARES: tuple[tuple[str, str, Callable[[DriftState], tuple[float | None, float | None]]], ...] = (
    ("held_share", "share of comments held", lambda state: state.held),
    ("agreement_share", "share of automatic decisions that moderators agreed with", lambda state: state.agreement),
    ("score_auc", "how well the scores tell refused from approved comments", lambda state: state.ordering),
)
