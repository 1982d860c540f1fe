"""What a moderator sees: comments beside their article, the comment they answer, and the rules they can break."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from moderation.policy.values import Category, Clause
from moderation.services import reviews
from moderation.services.comments import StoredComment, require_comment
from moderation.services.deployment import Deployment
from moderation.services.identifiers import url_key
from moderation.services.policies import stated_rules
from moderation.services.reviews import QueueDepth
from moderation.services.sites import require_site
from moderation.storage import console as storage
from moderation.storage.comments import find_comment, queue_size
from moderation.storage.console import ArticleHead
from moderation.storage.reviews import Review
from moderation.storage.users import User

__all__ = [
    "ArticleHead",
    "Case",
    "CasePage",
    "Review",
    "User",
    "case",
    "cases",
    "depths",
    "history",
    "latest_articles",
    "latest_comments",
]

LATEST = 50


@dataclass(frozen=True, slots=True)
class Case:
    """A comment with what a moderator needs to judge it.

    :ivar parent: text of the comment it answers, or None.
    :ivar clauses: what a rejection can cite: the clauses that bind under this article.
    """

    comment: StoredComment
    article: ArticleHead | None
    parent: str | None
    clauses: Mapping[Category, Clause]


@dataclass(frozen=True, slots=True)
class CasePage:
    """A page of the queue.

    :ivar next: what to pass as `after` for the next page; None on the last one.
    :ivar waiting: how many comments of the site wait, on all pages.
    """

    cases: tuple[Case, ...]
    next: str | None
    waiting: int


def depths(deployment: Deployment, sites: Sequence[str]) -> list[QueueDepth]:
    """Return how much waits on each of some sites."""
    with deployment.database.read() as session:
        return [QueueDepth(site, *queue_size(session, site)) for site in sites]


def cases(deployment: Deployment, site: str, *, limit: int, after: str | None = None) -> CasePage:
    """Return a page of the queue, oldest first.

    :raises UnknownSite: when there is no such site.
    :raises InvalidInput: when `after` is none that a page gave.
    """
    with deployment.database.read() as session:
        page = reviews.queue(deployment, site, limit=limit, after=after)
        waiting, _ = queue_size(session, site)
        return CasePage(tuple(_case(session, comment) for comment in page.items), page.next, waiting)


def case(deployment: Deployment, site: str, comment_id: str) -> Case:
    """Return a comment, whether it waits or not.

    :raises UnknownComment: when it was never received, or has been deleted.
    """
    with deployment.database.read() as session:
        require_site(session, site)
        return _case(session, require_comment(session, site, comment_id).comment)


def history(deployment: Deployment, site: str, comment_id: str) -> list[Review]:
    """Return every verdict about a comment, oldest first; those about an earlier wording are among them.

    :raises UnknownComment: when it was never received, or has been deleted.
    """
    with deployment.database.read() as session:
        return storage.verdicts(session, require_comment(session, site, comment_id).row)


def latest_comments(deployment: Deployment, site: str) -> list[StoredComment]:
    """Return the last comments of a site, whatever was decided about them, newest first."""
    with deployment.database.read() as session:
        return storage.latest_comments(session, site, limit=LATEST)


def latest_articles(deployment: Deployment, site: str) -> list[ArticleHead]:
    """Return the last articles of a site, newest first."""
    with deployment.database.read() as session:
        return storage.latest_articles(session, site, limit=LATEST)


def _case(session: Session, comment: StoredComment) -> Case:
    article = storage.article_head(
        session, comment.site, article_id=comment.article_id, url_key=url_key(comment.article_url)
    )
    stated = stated_rules(session, comment.site, article.policy_version if article else None)
    clauses = stated.policy().stated() if stated is not None else {}
    return Case(comment, article, _parent(session, comment), clauses)


def _parent(session: Session, comment: StoredComment) -> str | None:
    if comment.parent_text or comment.parent_id is None:
        return comment.parent_text
    kept = find_comment(session, comment.site, comment.parent_id)
    return kept.comment.text if kept is not None else None
