"""Decisions as the metrics count them."""

from moderation.comment.circumstances import NO_ARTICLE
from moderation.metrics import Counted, Metrics
from moderation.services.lines import ScreenAnswer
from moderation.web.payloads import CommentAnswer


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
