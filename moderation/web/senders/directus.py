"""Directus: whatever a flow's request step sends, of one item or of several that were changed at once."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from moderation.errors import TooLarge
from moderation.services.inbox import Command, WithdrawArticle
from moderation.web.bodies import check_json, decode_checked
from moderation.web.paths import checked_id
from moderation.web.senders.fields import Fields
from moderation.web.senders.generic import read as read_generic
from moderation.web.senders.preset import DEEPEST, Delivery, Preset
from moderation.web.senders.statements import is_withdrawal

MOST_ITEMS = 200


def read(delivery: Delivery) -> tuple[Command, ...]:
    """Read items as `generic` does; a deletion names its items by their keys alone."""
    items = delivery.fields.value
    if isinstance(items, list):
        _check_number(items)
        return tuple(command for item in items for command in read_generic(replace(delivery, fields=Fields(item))))
    keys = delivery.fields.texts("/keys")
    event = delivery.event or delivery.fields.text("/event") or ""
    if len(keys) > 1 and is_withdrawal(event):
        _check_number(keys)
        return tuple(WithdrawArticle(checked_id(key)) for key in keys)
    return read_generic(delivery)


def decode(raw: bytes, _headers: Mapping[str, str]) -> Any:
    """Return an object, or a list of them."""
    check_json(raw, deepest=DEEPEST)
    return decode_checked(raw, dict[str, Any] | list[dict[str, Any]])  # type: ignore[arg-type]


def _check_number(items: list[Any]) -> None:
    if len(items) > MOST_ITEMS:
        raise TooLarge(f"a message may be about {MOST_ITEMS} items at most")


PRESET = Preset("directus", read, decode=decode)
