"""Comments as screened."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec
from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from moderation.comment.values import Decision
from moderation.storage.columns import from_json, to_json
from moderation.storage.reviews import Review, current_reviews, erase_notes, retire_reviews
from moderation.storage.tables import CommentRow

# Stands for a row that is yet to be inserted: every other one is before it.
LAST_ROW = 2**31 - 1


@dataclass(frozen=True, slots=True)
class StoredComment:
    """A comment as screened.

    :ivar author: pseudonym; the publisher's own id is not stored.
    :ivar created_at: when the reader wrote it, as stated; None if nothing was stated.
    :ivar received_at: when its first text arrived; the queue is ordered by it.
    :ivar decided_at: when this decision was made.
    :ivar revision: grows with every change: a new text, a new decision, a review.
    :ivar review: the moderator's verdict on the text as it is now, or None.
    """

    site: str
    id: str
    text: str
    decision: Decision
    received_at: datetime
    decided_at: datetime
    article_id: str | None = None
    article_url: str | None = None
    parent_id: str | None = None
    parent_text: str | None = None
    author: str | None = None
    author_name: str | None = None
    language: str | None = None
    created_at: datetime | None = None
    revision: int = 1
    review: Review | None = None


@dataclass(frozen=True, slots=True)
class Marks:
    """What is kept beside a comment to find it again.

    :ivar digest: SHA-256 of what was sent.
    :ivar url_key: the article's address without what does not tell articles apart.
    :ivar waits: a moderator has to decide.
    :ivar awaits_article: it is held because its article is unknown.
    :ivar updated_at: when the platform last changed it, or withdrew it, as stated; None if nothing was stated.
    :ivar deleted: it has been erased.
    """

    digest: str
    fingerprint: str | None
    url_key: str | None
    waits: bool
    awaits_article: bool
    updated_at: datetime | None = None
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class KeptComment:
    """A comment with the number of its row and its marks."""

    row: int
    comment: StoredComment
    marks: Marks


def find_comment(session: Session, site: str, comment_id: str) -> KeptComment | None:
    """Return a comment that is not deleted, or None."""
    row = _row(session, site, comment_id)
    return None if row is None or row.deleted_at is not None else _kept(session, [row])[0]


def was_received(session: Session, site: str, comment_id: str) -> bool:
    """Tell whether a comment was ever received, even if it is deleted now."""
    return _row(session, site, comment_id) is not None


def lock_comment(session: Session, site: str, comment_id: str) -> KeptComment | None:
    """Return a comment, or None; others that lock it wait for the end of this transaction.

    A deleted one is returned as well: without words and with an empty digest.
    """
    query = select(CommentRow).where(CommentRow.site == site, CommentRow.comment_id == comment_id)
    row = session.scalars(query.with_for_update().execution_options(populate_existing=True)).first()
    return None if row is None else _kept(session, [row])[0]


def comments_of_rows(session: Session, rows: Sequence[int]) -> list[StoredComment]:
    """Return the comments of some rows, in order of the rows."""
    return [kept.comment for kept in kept_of_rows(session, rows)]


def kept_of_rows(session: Session, rows: Sequence[int]) -> list[KeptComment]:
    """Return the comments of some rows with their marks, in order of the rows."""
    query = select(CommentRow).where(CommentRow.id.in_(rows)).order_by(CommentRow.id)
    return _kept(session, list(session.scalars(query)))


def comments_to_judge(session: Session, query: Select[CommentRow]) -> list[KeptComment]:
    """Return the comments that a query finds, with their marks."""
    return _kept(session, list(session.scalars(query)))


def save_comment(session: Session, kept: KeptComment) -> StoredComment:
    """Insert a comment (its row is `LAST_ROW`) or overwrite the one of its row; return it with its new revision."""
    comment = kept.comment
    if kept.row == LAST_ROW:
        row = CommentRow(site=comment.site, comment_id=comment.id, received_at=comment.received_at, revision=0)
        session.add(row)
    else:
        row = session.get_one(CommentRow, kept.row)
        if row.digest != kept.marks.digest:
            retire_reviews(session, row.id)
            comment = replace(comment, review=None)
    _fill(row, comment, kept.marks)
    row.revision += 1
    session.flush()
    return replace(comment, received_at=row.received_at, revision=row.revision)


def _fill(row: CommentRow, comment: StoredComment, marks: Marks) -> None:
    row.text, row.language = comment.text, comment.language
    row.article_id, row.article_url, row.url_key = comment.article_id, comment.article_url, marks.url_key
    row.parent_id, row.parent_text = comment.parent_id, comment.parent_text
    row.author, row.author_name = comment.author, comment.author_name
    row.created_at, row.decided_at, row.deleted_at = comment.created_at, comment.decided_at, None
    decision = comment.decision
    row.outcome, row.decision = decision.outcome.value, to_json(decision)
    row.model, row.policy_version = decision.model, decision.policy_version
    row.fingerprint, row.digest = marks.fingerprint, marks.digest
    row.waits, row.awaits_article = marks.waits, marks.awaits_article
    row.updated_at = marks.updated_at


def settle(session: Session, row_number: int) -> None:
    """Note that a moderator has decided about the comment of a row."""
    row = session.get_one(CommentRow, row_number)
    row.waits = row.awaits_article = False
    row.revision += 1
    session.flush()


def touch_comment(session: Session, row_number: int, updated_at: datetime) -> None:
    """Note a newer time of change of the same words."""
    row = session.get_one(CommentRow, row_number)
    row.updated_at = updated_at
    session.flush()


def bury_comment(session: Session, comment: StoredComment, at: datetime | None) -> None:
    """Note that a comment which never came was withdrawn, so that a late one stays away."""
    marks = Marks("", None, None, waits=False, awaits_article=False, updated_at=at)
    row = CommentRow(site=comment.site, comment_id=comment.id, received_at=comment.received_at, revision=0)
    session.add(row)
    _fill(row, comment, marks)
    row.deleted_at = comment.received_at
    session.flush()


def erase_comment(
    session: Session, site: str, comment_id: str, now: datetime, *, withdrawn_at: datetime | None = None
) -> bool:
    """Erase the words and the author of a comment, and every quotation of it; tell whether there was one.

    Row, outcome, scores and cited clauses stay, so that a decision's number is never used twice.

    :param withdrawn_at: when the platform withdrew it; nothing that is not newer may bring it back.
    """
    row = _row(session, site, comment_id)
    if row is None or row.deleted_at is not None:
        return False
    decision = from_json(row.decision, Decision)
    bare = tuple(msgspec.structs.replace(violation, evidence=()) for violation in decision.violations)
    row.decision = to_json(msgspec.structs.replace(decision, violations=bare, removal=None))
    row.text = row.digest = ""
    row.author = row.author_name = row.parent_text = row.article_url = row.url_key = row.fingerprint = None
    row.waits = row.awaits_article = False
    row.deleted_at, row.updated_at = now, withdrawn_at
    row.revision += 1
    erase_notes(session, row.id)
    session.flush()
    return True


def count_repeats(session: Session, site: str, fingerprint: str, *, before: int, most: int = 100) -> int:
    """Return how many comments of the site have exactly this fingerprint, at most `most`.

    :param before: count only comments received before the one of this row.
    """
    query = select(CommentRow.id).where(
        CommentRow.site == site, CommentRow.fingerprint == fingerprint, CommentRow.id < before
    )
    return session.scalar(select(func.count()).select_from(query.limit(most).subquery())) or 0


def recent_fingerprints(session: Session, site: str, *, before: int, limit: int) -> list[str]:
    """Return the fingerprints of the site's last comments, newest first.

    :param before: only of comments received before the one of this row.
    """
    query = select(CommentRow.fingerprint).where(
        CommentRow.site == site, CommentRow.fingerprint.is_not(None), CommentRow.id < before
    )
    rows = session.scalars(query.order_by(CommentRow.id.desc()).limit(limit))
    return [fingerprint for fingerprint in rows if fingerprint is not None]


def fingerprints_between(session: Session, site: str, first: int, last: int) -> list[tuple[int, str]]:
    """Return row and fingerprint of the site's comments of some rows, in order."""
    query = select(CommentRow.id, CommentRow.fingerprint).where(
        CommentRow.site == site, CommentRow.fingerprint.is_not(None), CommentRow.id.between(first, last)
    )
    return [(row, mark) for row, mark in session.execute(query.order_by(CommentRow.id)) if mark is not None]


def count_fingerprints(session: Session, site: str, marks: Collection[str], *, before: int) -> dict[str, int]:
    """Return how many comments of the site, received before the one of a row, have each of some fingerprints."""
    query = (
        select(CommentRow.fingerprint, func.count())
        .where(CommentRow.site == site, CommentRow.fingerprint.in_(marks), CommentRow.id < before)
        .group_by(CommentRow.fingerprint)
    )
    return {mark: number for mark, number in session.execute(query) if mark is not None}


def waiting_comments(
    session: Session, site: str, *, limit: int, after: tuple[datetime, int] | None
) -> list[KeptComment]:
    """Return held comments without a verdict, oldest first, beginning behind a time and row."""
    query = select(CommentRow).where(CommentRow.site == site, CommentRow.waits)
    if after is not None:
        at, row = after
        query = query.where(or_(CommentRow.received_at > at, and_(CommentRow.received_at == at, CommentRow.id > row)))
    rows = session.scalars(query.order_by(CommentRow.received_at, CommentRow.id).limit(limit))
    return _kept(session, list(rows))


def latest_comments(session: Session, site: str, *, limit: int) -> list[KeptComment]:
    """Return the comments of a site that were decided last, the newest first."""
    query = select(CommentRow).where(CommentRow.site == site, CommentRow.deleted_at.is_(None))
    return _kept(session, list(session.scalars(query.order_by(CommentRow.id.desc()).limit(limit))))


def queue_size(session: Session, site: str) -> tuple[int, datetime | None]:
    """Return how many comments wait for a moderator, and since when the oldest does."""
    query = select(func.count(), func.min(CommentRow.received_at)).where(CommentRow.site == site, CommentRow.waits)
    number, oldest = session.execute(query).one()
    return number, oldest


def awaiting_article(
    session: Session, site: str, *, article_id: str, url_key: str | None, after: int, limit: int
) -> list[KeptComment]:
    """Return and lock comments that are held because this article was unknown, in order, from behind row `after`."""
    ways = [CommentRow.article_id == article_id]
    ways += [CommentRow.url_key == url_key] if url_key is not None else []
    query = (
        select(CommentRow)
        .where(CommentRow.site == site, CommentRow.awaits_article, CommentRow.waits, or_(*ways), CommentRow.id > after)
        .order_by(CommentRow.id)
        .limit(limit)
        .with_for_update()
    )
    return _kept(session, list(session.scalars(query)))


def _row(session: Session, site: str, comment_id: str) -> CommentRow | None:
    query = select(CommentRow).where(CommentRow.site == site, CommentRow.comment_id == comment_id)
    return session.scalars(query).first()


def _kept(session: Session, rows: list[CommentRow]) -> list[KeptComment]:
    reviews = current_reviews(session, [row.id for row in rows])
    return [
        KeptComment(
            row.id,
            _comment(row, reviews.get(row.id)),
            _marks(row),
        )
        for row in rows
    ]


def _marks(row: CommentRow) -> Marks:
    return Marks(
        digest=row.digest,
        fingerprint=row.fingerprint,
        url_key=row.url_key,
        waits=row.waits,
        awaits_article=row.awaits_article,
        updated_at=row.updated_at,
        deleted=row.deleted_at is not None,
    )


def _comment(row: CommentRow, review: Review | None) -> StoredComment:
    return StoredComment(
        site=row.site,
        id=row.comment_id,
        text=row.text,
        decision=from_json(row.decision, Decision),
        received_at=row.received_at,
        decided_at=row.decided_at,
        article_id=row.article_id,
        article_url=row.article_url,
        parent_id=row.parent_id,
        parent_text=row.parent_text,
        author=row.author,
        author_name=row.author_name,
        language=row.language,
        created_at=row.created_at,
        revision=row.revision,
        review=review,
    )
