"""TYPO3: messages of its own say that a page changed and where it is; others may hold the text."""

from moderation.services.inbox import Command, FetchPage, WithdrawArticle
from moderation.web.bodies import InvalidField
from moderation.web.paths import checked_id
from moderation.web.senders.generic import read as read_generic
from moderation.web.senders.preset import Delivery, Preset
from moderation.web.senders.statements import is_withdrawal
from moderation.webhooks.addresses import parse_target

_WITHDRAWING = ("deleted", "delete", "removed", "hidden")


def read(delivery: Delivery) -> tuple[Command, ...]:
    """Read a message: a page that changed is fetched from its address, unless its text stands in the message."""
    fields = delivery.fields
    if fields.text("/html", "/text", "/content", "/body", "/bodytext") or delivery.mapping.id is not None:
        return read_generic(delivery)
    page_id = fields.text("/identifier", "/uid", "/id", "/identifier/uid", "/record/uid")
    if page_id is None:
        raise InvalidField("this field is missing", "/identifier")
    action = delivery.event or fields.text("/action") or ""
    if action in _WITHDRAWING or is_withdrawal(action):
        return (WithdrawArticle(checked_id(page_id), fields.time("/record/tstamp", "/tstamp")),)
    url = fields.text("/url", "/link")
    if url is None:
        return ()
    parse_target(url)
    return (FetchPage(checked_id(page_id), url),)


PRESET = Preset("typo3", read)
