"""What a sender's file states: how its bodies are decoded and read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from moderation.services.inbox import Command
from moderation.services.mapping import FieldMapping
from moderation.web.bodies import check_json, decode_checked
from moderation.web.senders.fields import Fields

# Rich text of nested lists goes deeper than our own payloads do.
DEEPEST = 100
USUAL = FieldMapping()


@dataclass(frozen=True, slots=True)
class Delivery:
    """A verified message.

    :ivar event: what happened, as the address or a header states it; empty where neither does.
    :ivar headers: names in lower case.
    :ivar mapping: what the site says about this source's bodies.
    """

    raw: bytes
    fields: Fields
    event: str
    headers: Mapping[str, str]
    mapping: FieldMapping = USUAL


Decoder = Callable[[bytes, Mapping[str, str]], Any]
Reader = Callable[[Delivery], tuple[Command, ...]]


def decode_json(raw: bytes, _headers: Mapping[str, str]) -> Any:
    """Return JSON, whatever the sender calls it."""
    check_json(raw, deepest=DEEPEST)
    return decode_checked(raw, dict[str, Any])


@dataclass(frozen=True, slots=True)
class Preset:
    """A sender of webhooks.

    :ivar read: returns what a message says; nothing where it is of no use to us.
    :ivar event_header: names what happened.
    :ivar id_header: names the message, the same on each attempt.
    """

    source: str
    read: Reader
    decode: Decoder = decode_json
    event_header: str = ""
    id_header: str = ""


class Taken(msgspec.Struct, frozen=True):
    """What became of a message: `accepted`, `queued` (kept, and worked off soon), or `ignored`."""

    result: str
