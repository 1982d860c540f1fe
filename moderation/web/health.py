"""`/healthz`, `/readyz`, `/metrics`: for those who run the service."""

from flask import Blueprint, Response, request

from moderation import metrics
from moderation.services.deployment import readiness
from moderation.web.answering import answer
from moderation.web.authentication import require_monitoring
from moderation.web.describing import Access, Operation, described
from moderation.web.payloads import HealthAnswer
from moderation.web.serving import deployment, serving

health = Blueprint("health", __name__)


@health.get("/healthz")
@described(Operation("Whether the process is up", tag="operations", access=Access.OPEN, gives=(HealthAnswer,)))
def is_up() -> Response:
    """Answer without looking at anything else."""
    return answer(HealthAnswer(status="up"))


@health.get("/readyz")
@described(
    Operation(
        "Whether models are loaded and storage is writable, with the reasons if not (503)",
        tag="operations",
        access=Access.OPEN,
        gives=(HealthAnswer,),
    )
)
def is_ready() -> Response:
    """Answer 503 with the reasons while the service cannot do its work."""
    reasons = readiness(deployment())
    if not reasons:
        return answer(HealthAnswer(status="ready"))
    response = answer(HealthAnswer(status="not ready", reasons=reasons), 503)
    response.headers["Retry-After"] = "5"
    return response


@health.get("/metrics")
@described(
    Operation(
        "Metrics in Prometheus' text format",
        tag="operations",
        access=Access.MONITORING,
        gives=(str,),
        media_type="text/plain",
        problems=(401, 403),
    )
)
def expose_metrics() -> Response:
    """Answer the operator's monitoring."""
    require_monitoring(request, deployment().settings.metrics_token)
    return Response(serving().metrics.exposition(), content_type=metrics.CONTENT_TYPE)
