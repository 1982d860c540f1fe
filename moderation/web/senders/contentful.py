"""Contentful: entries with a value for each locale."""

from typing import Any

from moderation.services.inbox import Command, WithdrawArticle
from moderation.web.bodies import InvalidField
from moderation.web.paths import checked_id
from moderation.web.senders.fields import Fields
from moderation.web.senders.generic import state_entry
from moderation.web.senders.preset import Delivery, Preset
from moderation.web.senders.statements import latest

_WITHDRAWING = ("unpublish", "delete", "archive")


def read(delivery: Delivery) -> tuple[Command, ...]:
    """Read a published or withdrawn entry; drafts being saved, assets and content types are of no use."""
    system = delivery.fields.part("/sys")
    _, thing, action = _topic(delivery.event, system)
    if thing != "Entry" or action not in ("publish", *_WITHDRAWING):
        return ()
    entry_id = system.text("/id")
    if entry_id is None:
        raise InvalidField("the entry has no id", "/sys/id")
    at = latest(system.time("/updatedAt"), system.time("/deletedAt"), system.time("/publishedAt"))
    if action in _WITHDRAWING:
        return (WithdrawArticle(checked_id(entry_id), at),)
    fields = delivery.fields.part("/fields").value
    locale = _locale(fields)
    entry = Fields({name: _in(value, locale) for name, value in fields.items()} | {"language": locale})
    return (state_entry(entry, entry_id, delivery.mapping, at, below="/fields"),)


def _topic(stated: str, system: Fields) -> tuple[str, str, str]:
    steps = stated.split(".")
    if len(steps) == 3:
        return steps[0], steps[1], steps[2]
    kind = system.text("/type") or ""
    return "", kind.removeprefix("Deleted"), "delete" if kind.startswith("Deleted") else "publish"


def _locale(fields: dict[str, Any]) -> str | None:
    locales = [locale for value in fields.values() if isinstance(value, dict) for locale in value]
    german = (locale for locale in locales if locale.lower().split("-")[0] == "de")
    return next(german, locales[0] if locales else None)


def _in(value: Any, locale: str | None) -> Any:
    """Return a field's value in a locale, or else in the first that has one."""
    if not isinstance(value, dict) or not value:
        return value
    return value[locale] if locale in value else next(iter(value.values()))


PRESET = Preset("contentful", read, event_header="x-contentful-topic")
