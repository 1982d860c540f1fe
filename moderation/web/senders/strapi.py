"""Strapi 5: entries of any content type; which field holds the text is the site's choice."""

from moderation.services.inbox import Command, WithdrawArticle
from moderation.web.bodies import InvalidField
from moderation.web.paths import checked_id
from moderation.web.senders.generic import state_entry
from moderation.web.senders.preset import Delivery, Preset

_STATING = ("entry.publish", "entry.update", "entry.create")
_WITHDRAWING = ("entry.unpublish", "entry.delete")


def read(delivery: Delivery) -> tuple[Command, ...]:
    """Read an entry; drafts are left alone, the published version beside them still stands."""
    event = delivery.event or delivery.fields.text("/event") or ""
    if not event:
        raise InvalidField("this field is missing", "/event")
    if event not in _STATING + _WITHDRAWING:
        return ()
    entry = delivery.fields.part("/entry")
    # The document id is the same for draft and published version; the row's own is not.
    entry_id = entry.text("/documentId", "/id")
    if entry_id is None:
        raise InvalidField("the entry has no id", "/entry/documentId")
    at = delivery.fields.time("/createdAt") or entry.time("/updatedAt")
    if event in _WITHDRAWING:
        return (WithdrawArticle(checked_id(entry_id), at),)
    if event != "entry.publish" and entry.has("/publishedAt") and entry.at("/publishedAt") is None:
        return ()
    return (state_entry(entry, entry_id, delivery.mapping, at, below="/entry"),)


PRESET = Preset("strapi", read, event_header="x-strapi-event")
