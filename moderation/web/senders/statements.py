"""What a message states, as commands: checked, so that nothing that could never be done is taken in."""

import html
import re
from datetime import datetime
from typing import Any

from moderation.services.articles import ArticleSubmission
from moderation.services.comments import CommentSubmission
from moderation.services.inbox import ScreenComment, StateArticle
from moderation.text.plain import plain_text
from moderation.web.bodies import InvalidField
from moderation.web.paths import checked_id

_GONE = re.compile(r"delet|unpublish|trash|archiv|remov|withdraw|depublish|spam", re.IGNORECASE)
_PUBLISHED = frozenset({"published", "publish", "public", "live", "active", "online", "open", "approved", "1", "true"})
_PENDING = frozenset({"pending", "hold", "held", "unapproved", "0", "false", "moderated", "awaiting", "new"})


def state_article(article_id: str | None, *, pointer: str = "/id", **fields: Any) -> StateArticle:
    """Return the command that stores an article; of a page and its text the page says more.

    :param pointer: where the id was looked for, for the error.
    :raises InvalidField: without an id, or without a word.
    """
    page, text = fields.pop("html", None), fields.pop("text", None)
    page, text = (page if page and page.strip() else None), (text if text and text.strip() else None)
    if article_id is None:
        raise InvalidField("an article needs an id", pointer)
    if page is None and text is None:
        raise InvalidField("an article needs html or text", pointer.rpartition("/")[0] or "/html")
    if fields.get("title"):
        fields["title"] = html.unescape(fields["title"])
    submission = ArticleSubmission(checked_id(article_id), html=page, text=None if page else text, **fields)
    return StateArticle(submission)


def screen_comment(comment_id: str | None, text: str | None, *, pointer: str = "/id", **fields: Any) -> ScreenComment:
    """Return the command that screens a comment; its markup becomes plain text.

    :raises InvalidField: without an id or a text.
    """
    if comment_id is None:
        raise InvalidField("a comment needs an id", pointer)
    plain = plain_text(text or "").strip()
    if not plain:
        raise InvalidField("a comment needs a text", pointer.rpartition("/")[0] or "/text")
    for name in ("article_id", "parent_id", "author_id"):
        fields[name] = _reference(fields.get(name))
    return ScreenComment(CommentSubmission(checked_id(comment_id), plain, **fields))


def _reference(stated: str | None) -> str | None:
    # Zero stands for none: no parent, no account.
    return None if stated in (None, "", "0") else checked_id(stated)


def is_withdrawal(event: str) -> bool:
    """Tell whether an event's name says that something is gone."""
    return _GONE.search(event) is not None


def is_public(status: Any, published: list[str] | None = None) -> bool:
    """Tell whether a status means published; one that is not stated does.

    :param published: the site's own words for it.
    """
    if status is None:
        return True
    word = str(status).strip().lower()
    return word in ({value.lower() for value in published} if published else _PUBLISHED)


def is_kept(status: Any) -> bool:
    """Tell whether a comment of this status is one to be screened: published, or waiting to be."""
    return is_public(status) or str(status).strip().lower() in _PENDING


def latest(*times: datetime | None) -> datetime | None:
    """Return the last of the times that are known."""
    return max((time for time in times if time is not None), default=None)
