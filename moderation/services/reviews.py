"""The moderators' part: the queue, their verdicts, and what retraining learns from them."""

import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import msgspec
from sqlalchemy.orm import Session

from moderation.comment.values import Outcome
from moderation.errors import Conflict, InvalidInput
from moderation.policy.values import Category
from moderation.services.comments import StoredComment, reference, require_comment, tell
from moderation.services.deployment import Deployment
from moderation.services.fair_sample import drawn_comments
from moderation.services.identifiers import url_key
from moderation.services.sites import list_sites, require_site
from moderation.storage import comments as storage
from moderation.storage import reviews as review_storage
from moderation.storage.articles import known_article
from moderation.storage.comments import KeptComment
from moderation.storage.reviews import Review
from moderation.storage.sites import Site
from moderation.webhooks.events import Verdict, comment_reviewed

MAX_PAGE = 200
MAX_NOTE_CHARACTERS = 4_000
EXPORTED_AT_ONCE = 100
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Held comments without a verdict, oldest first.

    :ivar next: what to pass as `after` for the next page; None on the last one.
    """

    items: tuple[StoredComment, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class QueueDepth:
    """How much waits for the moderators of a site.

    :ivar oldest: when the comment that waits longest arrived; None where none waits.
    """

    site: str
    waiting: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class ReviewVerdict:
    """What a moderator decides.

    :ivar outcome: `approve` or `reject`.
    :ivar categories: the clauses a rejection rests on; may be empty.
    """

    outcome: Outcome
    categories: tuple[Category, ...] = ()
    note: str | None = None
    reviewer: str | None = None


class ReviewedArticle(msgspec.Struct, frozen=True, kw_only=True):
    """The article of a reviewed comment."""

    title: str
    text: str


class ReviewLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the reviews file that retraining reads.

    :ivar sample: `audit` where the comment was drawn at random, whatever was decided about it; the others reached the
        moderators because they were held, or were looked for.
    """

    id: str
    comment: str
    outcome: str
    categories: list[str]
    article: ReviewedArticle | None
    parent: str | None
    policy_version: str | None
    decided_by: str | None
    decided_at: str
    sample: str | None = None


def queue(deployment: Deployment, site: str, *, limit: int = 50, after: str | None = None) -> QueuePage:
    """Return a page of the queue.

    :raises UnknownSite: when there is no such site.
    :raises InvalidInput: when `after` is none that a page gave.
    """
    limit = max(1, min(limit, MAX_PAGE))
    with deployment.database.read() as session:
        require_site(session, site)
        kept = storage.waiting_comments(session, site, limit=limit + 1, after=_position(after) if after else None)
    items = kept[:limit]
    return QueuePage(tuple(item.comment for item in items), _cursor(items[-1]) if len(kept) > limit else None)


def queue_depths(deployment: Deployment) -> list[QueueDepth]:
    """Return how much waits, by site."""
    names = [site.name for site in list_sites(deployment)]
    with deployment.database.read() as session:
        return [QueueDepth(name, *storage.queue_size(session, name)) for name in names]


def review(
    deployment: Deployment,
    site: str,
    comment_id: str,
    verdict: ReviewVerdict,
    *,
    expected_revision: int | None = None,
    now: datetime,
) -> StoredComment:
    """Store a moderator's verdict.

    :param expected_revision: the revision the moderator looked at; None takes any.
    :raises UnknownComment: when it was never received, or has been deleted.
    :raises Conflict: when the comment has another revision by now.
    """
    if verdict.outcome is Outcome.HOLD:
        raise InvalidInput("a moderator approves or rejects")
    if verdict.note is not None and len(verdict.note) > MAX_NOTE_CHARACTERS:
        raise InvalidInput(f"a note has at most {MAX_NOTE_CHARACTERS} characters")
    stored = Review(verdict.outcome, verdict.categories, verdict.note, verdict.reviewer, now)

    def work(session: Session) -> StoredComment:
        known = require_site(session, site)
        storage.lock_comment(session, site, comment_id)
        kept = require_comment(session, site, comment_id)
        if expected_revision not in (None, kept.comment.revision):
            raise Conflict(f"the comment is at revision {kept.comment.revision} by now")
        return _save(session, known, kept, stored)

    return deployment.database.transact(work)


def _save(session: Session, site: Site, kept: KeptComment, verdict: Review) -> StoredComment:
    review_storage.insert_review(session, kept.row, verdict)
    storage.settle(session, kept.row)
    reviewed = require_comment(session, site.name, kept.comment.id).comment
    told = Verdict(verdict.outcome, tuple(category.value for category in verdict.categories))
    tell(session, site, comment_reviewed(reference(reviewed), told, verdict.decided_at), verdict.decided_at)
    return reviewed


def export_reviews(deployment: Deployment, site: str) -> Iterator[ReviewLine]:
    """Yield the reviewed comments of a site as lines of the reviews file, oldest first.

    :raises UnknownSite: when there is no such site.
    """
    after = 0
    with deployment.database.read() as session:
        require_site(session, site)
        drawn = {one.id for one in drawn_comments(deployment, session, site)}
    while True:
        with deployment.database.read() as session:
            rows = review_storage.reviewed_comments(session, site, after=after, limit=EXPORTED_AT_ONCE)
            lines = [
                _line(session, comment, comment.id in drawn) for comment in storage.comments_of_rows(session, rows)
            ]
        if not rows:
            return
        after = rows[-1]
        yield from lines


def _line(session: Session, comment: StoredComment, is_drawn: bool) -> ReviewLine:
    article = known_article(session, comment.site, article_id=comment.article_id, url_key=url_key(comment.article_url))
    verdict = comment.review
    assert verdict is not None
    return ReviewLine(
        id=comment.id,
        comment=comment.text,
        outcome=verdict.outcome.value,
        categories=[category.value for category in verdict.categories],
        article=ReviewedArticle(title=article.title, text=article.text) if article else None,
        parent=comment.parent_text,
        policy_version=comment.decision.policy_version,
        decided_by=verdict.reviewer,
        decided_at=verdict.decided_at.isoformat(),
        sample="audit" if is_drawn else None,
    )


def _cursor(kept: KeptComment) -> str:
    microseconds = (kept.comment.received_at - _EPOCH) // timedelta(microseconds=1)
    return base64.urlsafe_b64encode(f"{microseconds}.{kept.row}".encode()).decode("ascii").rstrip("=")


def _position(cursor: str) -> tuple[datetime, int]:
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        microseconds, row = base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii").split(".")
        return _EPOCH + timedelta(microseconds=int(microseconds[:20])), min(int(row[:20]), 2**62)
    except (ValueError, binascii.Error, OverflowError) as error:
        raise InvalidInput("this is no position in the queue") from error
