"""Hyvor Talk: comments as they are written, changed and deleted."""

from moderation.services.inbox import Command, WithdrawComment
from moderation.web.bodies import InvalidField
from moderation.web.paths import checked_id
from moderation.web.senders.fields import Fields
from moderation.web.senders.preset import Delivery, Preset
from moderation.web.senders.richtext import body_of
from moderation.web.senders.statements import screen_comment

_STATING = ("comment.create", "comment.edit", "comment.update")
_BODIES = (
    "/body_text",
    "/content_text",
    "/text",
    "/body_html",
    "/content_html",
    "/html",
    "/body",
    "/content",
    "/markdown",
)


def read(delivery: Delivery) -> tuple[Command, ...]:
    """Read a comment; flags and whatever else happens are of no use to us."""
    event = delivery.fields.required("/event")
    if event not in (*_STATING, "comment.delete"):
        return ()
    comment = delivery.fields.part("/data/comment", "/data")
    comment_id = comment.text("/id")
    if comment_id is None:
        raise InvalidField("the comment has no id", "/data/id")
    at = comment.time("/updated_at", "/edited_at")
    if event == "comment.delete":
        return (WithdrawComment(checked_id(comment_id), at),)
    return (
        screen_comment(
            comment_id,
            _words(comment),
            pointer="/data/body",
            article_id=comment.text("/page/identifier", "/page_identifier", "/page/id", "/page_id"),
            article_url=comment.text("/page/url", "/page_url", "/url"),
            parent_id=comment.text("/parent_id", "/parent/id"),
            author_id=comment.text("/user/id", "/user/htid", "/user_id"),
            author_name=comment.text("/user/name", "/user/username", "/name"),
            created_at=comment.time("/created_at"),
            updated_at=at,
            is_first=event == "comment.create" and at is None,
        ),
    )


def _words(comment: Fields) -> str | None:
    stated = comment.at(*_BODIES)
    page, text = body_of(stated) if isinstance(stated, dict | list) else (stated, None)
    return page or text


PRESET = Preset("hyvor", read)
