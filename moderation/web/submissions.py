"""Payloads of articles and comments as submissions, the same for every way they come in."""

from datetime import UTC, datetime

from moderation.errors import InvalidInput
from moderation.services.articles import ArticleSubmission
from moderation.services.comments import CommentSubmission
from moderation.web.bodies import InvalidField
from moderation.web.paths import checked_id
from moderation.web.payloads import ArticlePayload, CommentPayload, Id


def article_submission(article_id: Id, payload: ArticlePayload) -> ArticleSubmission:
    """Return an article as the services take it; of a page and its text the page says more.

    :raises InvalidInput: if there is neither.
    """
    if payload.html is None and payload.text is None:
        raise InvalidInput("an article needs html or text")
    return ArticleSubmission(
        id=checked_id(article_id),
        html=payload.html,
        text=payload.text if payload.html is None else None,
        title=payload.title,
        url=payload.url,
        language=payload.language,
        updated_at=utc_time(payload.updated_at, "/updated_at"),
    )


def comment_submission(comment_id: Id, payload: CommentPayload) -> CommentSubmission:
    """Return a comment as the services take it.

    :raises InvalidInput: if it has no text.
    """
    text = payload.text if payload.comment is None else payload.comment
    if text is None:
        raise InvalidInput("a comment needs its text, as comment or text")
    return CommentSubmission(
        id=checked_id(comment_id),
        text=text,
        article_id=_id(payload.article if payload.article_id is None else payload.article_id),
        article_url=payload.article_url,
        parent_id=_id(payload.parent_id),
        parent=payload.parent,
        author_id=_id(payload.author_id),
        author_name=payload.author_name,
        language=payload.language,
        created_at=utc_time(payload.created_at, "/created_at"),
        updated_at=utc_time(payload.updated_at, "/updated_at"),
    )


def _id(stated: Id | None) -> str | None:
    return None if stated is None or stated == "" else checked_id(stated)


def utc_time(stated: datetime | None, pointer: str) -> datetime | None:
    """Return a time in UTC.

    :raises InvalidField: when it has no place in our calendar.
    """
    try:
        return stated and stated.astimezone(UTC)
    except OverflowError as error:
        raise InvalidField("this time is out of range", pointer) from error
