"""Sanity: whatever the site's projection gives, under Sanity's own names or the site's."""

from moderation.services.inbox import Command, WithdrawArticle
from moderation.web.bodies import InvalidField
from moderation.web.paths import checked_id
from moderation.web.senders.generic import state_entry
from moderation.web.senders.preset import Delivery, Preset
from moderation.web.senders.statements import is_public, is_withdrawal

_DRAFTS = ("drafts.", "versions.")


def read(delivery: Delivery) -> tuple[Command, ...]:
    """Read a document; drafts are left alone."""
    mapping, fields = delivery.mapping, delivery.fields
    pointers = (mapping.id,) if mapping.id else ("/_id", "/id", "/documentId")
    document_id = fields.text(*pointers) or delivery.headers.get("sanity-document-id")
    if document_id is None:
        raise InvalidField("the document has no id", pointers[0])
    if document_id.startswith(_DRAFTS):
        return ()
    at = fields.time(*((mapping.updated_at,) if mapping.updated_at else ("/_updatedAt", "/updatedAt", "/updated_at")))
    event = delivery.event or fields.text("/operation", "/event") or ""
    status = fields.at(mapping.status or "/status")
    if is_withdrawal(event) or not is_public(status, mapping.published):
        return (WithdrawArticle(checked_id(document_id), at),)
    return (state_entry(fields, document_id, mapping, at),)


PRESET = Preset("sanity", read, event_header="sanity-operation", id_header="idempotency-key")
