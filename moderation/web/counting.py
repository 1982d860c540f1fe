"""Decisions as the metrics count them."""

from moderation.comment.circumstances import NO_ARTICLE
from moderation.comment.values import Decision
from moderation.metrics import Counted, Metrics
from moderation.services.lines import ScreenAnswer
from moderation.services.passing import is_fault
from moderation.web.payloads import CommentAnswer
from moderation.web.serving import Serving


def count_passing(parts: Serving, site: str, decision: Decision, source: str) -> None:
    """Count a decision on a comment that is not kept; tell the operator where it could not be judged.

    :param source: the API that asked: `coral`, `perspective`, `akismet`, `openai`.
    """
    worst = decision.violations[0] if decision.violations else None
    counted = Counted(site, decision.outcome.value, worst.category.value if worst else "", source)
    parts.metrics.count_decision(counted, worst.score if worst else 0.0)
    if is_fault(decision):
        parts.metrics.unjudged.labels(source).inc()
        parts.log.error("a comment could not be judged and is held", site=site, source=source, note=decision.note or "")


def count_decision(metrics: Metrics, site: str, given: ScreenAnswer | CommentAnswer, source: str) -> None:
    """Count a decision under its gravest clause.

    :param site: empty where none is known.
    :param source: the way the comment came in: `api`, `webhook`, `stateless`.
    """
    worst = given.violations[0] if given.violations else None
    counted = Counted(site, given.outcome, worst.category if worst else "", source)
    metrics.count_decision(counted, worst.score if worst else 0.0)
    if given.note == NO_ARTICLE.note:
        metrics.articles_pending.inc()
