"""Any sender: articles and comments by JSON pointers, the site's own or the usual ones."""

import re
from datetime import datetime
from functools import partial
from typing import Any

from moderation.services.inbox import Command, WithdrawArticle, WithdrawComment
from moderation.services.mapping import FieldMapping
from moderation.web.bodies import InvalidField
from moderation.web.paths import checked_id
from moderation.web.senders.fields import Fields
from moderation.web.senders.preset import Delivery, Preset
from moderation.web.senders.richtext import body_of
from moderation.web.senders.statements import is_kept, is_public, is_withdrawal, screen_comment, state_article

# Bodies hold the thing itself, or wrap it.
_WRAPPERS = ("/article", "/comment", "/post", "/entry", "/item", "/data", "/payload", "/record")
_USUAL: dict[str, tuple[str, ...]] = {
    "event": ("/event", "/type", "/action", "/topic"),
    "id": ("/id", "/documentId", "/_id", "/uuid", "/key", "/guid", "/uid", "/identifier", "/keys/0"),
    "url": ("/url", "/link", "/permalink", "/canonical_url", "/canonicalUrl", "/href"),
    "title": ("/title", "/headline", "/name", "/title/rendered"),
    "html": ("/html", "/content_html", "/content/rendered", "/body_html"),
    "text": (
        "/text",
        "/plaintext",
        "/content_text",
        "/content",
        "/body",
        "/article_body",
        "/articleBody",
        "/bodytext",
        "/comment",
    ),
    "language": ("/language", "/locale", "/lang"),
    "published_at": ("/published_at", "/publishedAt", "/datePublished", "/date_published", "/published"),
    "updated_at": ("/updated_at", "/updatedAt", "/_updatedAt", "/modified_at", "/dateModified", "/date_updated"),
    "status": ("/status", "/state"),
    "article_id": ("/article_id", "/articleId", "/post_id", "/article/id", "/page/id"),
    "article_url": ("/article_url", "/articleUrl", "/page_url", "/article/url", "/page/url"),
    "parent_id": ("/parent_id", "/parentId", "/parent/id", "/parent"),
    "author_id": ("/author_id", "/authorId", "/author/id", "/user/id", "/user_id"),
    "author_name": ("/author_name", "/authorName", "/author/name", "/user/name", "/author"),
}
# What senders send to see whether somebody is there.
_TRIALS = frozenset({"ping", "test", "webhook.test"})
_HOLE = re.compile(r"\{(/[^{}]*)\}")


def read(delivery: Delivery) -> tuple[Command, ...]:
    """Read an article or a comment, as event, address or mapping tell."""
    mapping, whole = delivery.mapping, delivery.fields
    event = delivery.event or _text(mapping, whole, "event") or ""
    thing = _unwrapped(whole, mapping)
    is_comment = (mapping.kind or ("comment" if _speaks_of_comment(event, whole) else "article")) == "comment"
    stated_id = _text(mapping, thing, "id") or _text(mapping, whole, "id")
    if stated_id is None and event in _TRIALS:
        return ()
    if stated_id is None:
        raise InvalidField("this field is missing", mapping.id or "/id")
    at, status = _time(mapping, thing, "updated_at"), _value(mapping, thing, "status")
    if is_comment:
        if is_withdrawal(event) or not (is_public(status, mapping.published) or is_kept(status)):
            return (WithdrawComment(checked_id(stated_id), at),)
        return (_comment(thing, stated_id, mapping, at),)
    if is_withdrawal(event) or not is_public(status, mapping.published):
        return (WithdrawArticle(checked_id(stated_id), at),)
    return (state_entry(thing, stated_id, mapping, at),)


def state_entry(
    thing: Fields, stated_id: str, mapping: FieldMapping, at: datetime | None, *, below: str = ""
) -> Command:
    """Return the command that stores an entry whose fields a mapping or the usual names tell.

    :param below: where the entry stands in the body, for errors.
    """
    text = partial(_text, mapping, thing)
    page, plain = _body(thing, mapping)
    return state_article(
        stated_id,
        pointer=below + (mapping.html or mapping.text or "/html"),
        html=page,
        text=plain,
        title=text("title"),
        url=_address(thing, mapping),
        language=text("language"),
        updated_at=at or _time(mapping, thing, "updated_at"),
        published=text("published_at"),
    )


def _comment(thing: Fields, stated_id: str, mapping: FieldMapping, at: datetime | None) -> Command:
    text = partial(_text, mapping, thing)
    return screen_comment(
        stated_id,
        text("html") or text("text"),
        pointer=mapping.text or "/text",
        article_id=text("article_id"),
        article_url=_address(thing, mapping, "article_url"),
        parent_id=text("parent_id"),
        author_id=text("author_id"),
        author_name=text("author_name"),
        language=text("language"),
        created_at=_time(mapping, thing, "published_at") or thing.time("/created_at", "/createdAt", "/date"),
        updated_at=at,
    )


def _unwrapped(whole: Fields, mapping: FieldMapping) -> Fields:
    if mapping.id is not None or mapping.html is not None or mapping.text is not None:
        return whole
    if whole.at(*_USUAL["html"], *_USUAL["text"]) is not None and whole.text(*_USUAL["id"]) is not None:
        return whole
    wrapped = (whole.part(*_WRAPPERS)).value
    return Fields(wrapped) if wrapped else whole


def _speaks_of_comment(event: str, whole: Fields) -> bool:
    return "comment" in event.lower() or "kommentar" in event.lower() or isinstance(whole.at("/comment"), dict)


def _body(thing: Fields, mapping: FieldMapping) -> tuple[str | None, str | None]:
    page = _value(mapping, thing, "html")
    if page is not None:
        return (page, None) if isinstance(page, str) else body_of(page)
    stated = _value(mapping, thing, "text")
    if isinstance(stated, str) and mapping.text is not None:
        return None, stated
    return body_of(stated)


def _address(thing: Fields, mapping: FieldMapping, field: str = "url") -> str | None:
    template = mapping.url_template if field == "url" else None
    if template is None:
        return _text(mapping, thing, field)
    missing = [pointer for pointer in _HOLE.findall(template) if thing.text(pointer) is None]
    return None if missing else _HOLE.sub(lambda hole: thing.text(hole[1]) or "", template)


def _pointers(mapping: FieldMapping, field: str) -> tuple[str, ...]:
    stated = getattr(mapping, field)
    return _USUAL[field] if stated is None else (stated,)


def _text(mapping: FieldMapping, fields: Fields, field: str) -> str | None:
    return fields.text(*_pointers(mapping, field))


def _time(mapping: FieldMapping, fields: Fields, field: str) -> datetime | None:
    return fields.time(*_pointers(mapping, field))


def _value(mapping: FieldMapping, fields: Fields, field: str) -> Any:
    return fields.at(*_pointers(mapping, field))


PRESET = Preset("generic", read, id_header="idempotency-key")
GITHUB = Preset("github", read, event_header="x-github-event", id_header="x-github-delivery")
