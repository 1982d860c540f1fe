"""What is stored, as answers."""

import msgspec

from moderation.policy.versions import Changes
from moderation.services.answers import decision_answer, policy_answer, separation_answer
from moderation.services.articles import StoredArticle
from moderation.services.comments import StoredComment
from moderation.services.policies import PolicyInForce, PolicyVersion, read_policy
from moderation.web.payloads import (
    ArticleAnswer,
    CommentAnswer,
    PolicyVersionAnswer,
    QueueEntry,
    ReviewAnswer,
    SitePolicyAnswer,
)


def article_answer(stored: StoredArticle) -> ArticleAnswer:
    """Return a stored article as an answer."""
    separation = stored.separation
    given = separation_answer(stored.id, separation)
    notice = separation.policy_notice
    return ArticleAnswer(
        id=stored.id,
        url=stored.url,
        title=given.title,
        text=given.text,
        policy_notice=notice,
        language=given.language,
        metadata=given.metadata,
        blocks=given.blocks,
        policy=policy_answer(None, read_policy(notice)) if notice else None,
        warnings=list(stored.warnings),
        revision=stored.revision,
        missing_since=stored.missing_since,
    )


def comment_answer(stored: StoredComment) -> CommentAnswer:
    """Return the decision on a stored comment as an answer."""
    given = decision_answer(stored.id, stored.decision)
    return CommentAnswer(
        id=stored.id,
        article_id=stored.article_id,
        outcome=given.outcome,
        reason=given.reason,
        note=given.note,
        violations=given.violations,
        scores=given.scores,
        relevance=given.relevance,
        model=given.model,
        policy_source=given.policy_source,
        policy_version=given.policy_version,
        removal=given.removal,
        decided_at=stored.decided_at,
        revision=stored.revision,
        review=_review_answer(stored),
    )


def queue_entry(stored: StoredComment) -> QueueEntry:
    """Return a held comment as an answer."""
    decision = comment_answer(stored)
    return QueueEntry(
        **msgspec.structs.asdict(decision),
        text=stored.text,
        author_name=stored.author_name,
        received_at=stored.received_at,
    )


def policy_in_force(stated: PolicyInForce) -> SitePolicyAnswer:
    """Return the policy in force as an answer."""
    given = policy_answer(None, stated.policy)
    return SitePolicyAnswer(
        version=given.version,
        source=stated.origin.value,
        text=stated.policy.text,
        mode=given.mode,
        clauses=given.clauses,
        procedure=given.procedure,
        warnings=given.warnings + ([stated.warning] if stated.warning else []),
        since=stated.since,
        other=given.other,
        summary=given.summary,
    )


def policy_version(stored: PolicyVersion, made: Changes) -> PolicyVersionAnswer:
    """Return one wording of a site's policy as an answer."""
    return PolicyVersionAnswer(
        version=stored.version,
        source=stored.origin.value,
        text=stored.text,
        since=stored.since,
        stated_at=stored.stated_at,
        warning=stored.warning,
        added=list(made.added),
        removed=list(made.removed),
        changed=list(made.changed),
        changes=made.line,
    )


def _review_answer(stored: StoredComment) -> ReviewAnswer | None:
    review = stored.review
    if review is None:
        return None
    return ReviewAnswer(
        outcome=review.outcome.value,
        categories=[category.value for category in review.categories],
        note=review.note,
        decided_by=review.reviewer,
        decided_at=review.decided_at,
    )
