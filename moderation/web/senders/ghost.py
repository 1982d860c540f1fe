"""Ghost: posts and pages, before and after; which event it is, address or body say, or the two states tell."""

import re

from moderation.services.inbox import Command, WithdrawArticle
from moderation.web.bodies import InvalidField
from moderation.web.paths import checked_id
from moderation.web.senders.fields import Fields
from moderation.web.senders.preset import Delivery, Preset
from moderation.web.senders.statements import is_withdrawal, latest, state_article

# What Ghost's own flattening adds to the words: list marks, quotation marks of mails, addresses behind links.
_MARK = re.compile(r"^ (?:\*|\d{1,3}\.) |^> ?", re.MULTILINE)
_ADDRESS = re.compile(r" ?\[https?://[^\s\[\]]+\]")
_OTHERS = ("member", "tag", "user", "subscription", "site")


def read(delivery: Delivery) -> tuple[Command, ...]:
    """Read a post or a page: published it is stored, anything else takes it back."""
    kind = next((kind for kind in ("post", "page") if delivery.fields.has(f"/{kind}")), None)
    if kind is None:
        if any(delivery.fields.has(f"/{other}") for other in _OTHERS):
            return ()
        raise InvalidField("a message is about a post or a page", "/post")
    now, before = delivery.fields.part(f"/{kind}/current"), delivery.fields.part(f"/{kind}/previous")
    article_id = now.text("/id") or before.text("/id")
    if article_id is None:
        raise InvalidField("the post has no id", f"/{kind}/current/id")
    at = latest(now.time("/updated_at"), before.time("/updated_at"))
    event = delivery.event or delivery.fields.text("/event") or ""
    if is_withdrawal(event) or not now.value or now.text("/status") not in ("published", "sent", None):
        return (WithdrawArticle(checked_id(article_id), at),)
    return (_published(article_id, now, f"/{kind}/current/html"),)


def _published(article_id: str, post: Fields, pointer: str) -> Command:
    return state_article(
        article_id,
        pointer=pointer,
        html=post.text("/html"),
        text=_bare(post.text("/plaintext")),
        title=post.text("/title"),
        url=post.text("/url", "/canonical_url"),
        language=post.text("/locale"),
        updated_at=post.time("/updated_at"),
        published=post.text("/published_at"),
    )


def _bare(plaintext: str | None) -> str | None:
    """Return flattened text as the page's words, so that a post is the same article in either form."""
    return plaintext and _ADDRESS.sub("", _MARK.sub("", plaintext))


PRESET = Preset("ghost", read, event_header="x-ghost-event")
