"""One question, or a batch of them: `{"items": […]}` is answered by `{"results": […]}`, item by item."""

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from moderation.errors import InvalidInput, ModerationError, TooLarge
from moderation.services.lines import ErrorAnswer, LineId, error_answer
from moderation.web.bodies import check_json, decode_checked

MOST_ITEMS = 1000

Question = TypeVar("Question")
Answer = TypeVar("Answer")


class Results(msgspec.Struct, frozen=True):
    """The answers to a batch, in its order; an item that could not be answered has its error in place."""

    results: list[Any]


class _Items(msgspec.Struct, frozen=True):
    items: list[msgspec.Raw] | msgspec.UnsetType = msgspec.UNSET


class _Identified(msgspec.Struct, frozen=True):
    id: LineId = None


def answer_one_or_many(raw: bytes, kind: type[Question], ask: Callable[[Question], Answer]) -> Answer | Results:
    """Return the answer to a body, or the `Results` of answers to its items.

    :param ask: answers one question.
    :raises InvalidInput: if the body cannot be read; a fault of one item stays with that item.
    """
    check_json(raw)
    # Looking for the name spares the usual single question a second decoding.
    items = decode_checked(raw, _Items).items if b'"items"' in raw else msgspec.UNSET
    if isinstance(items, msgspec.UnsetType):
        return ask(decode_checked(raw, kind))
    if len(items) > MOST_ITEMS:
        raise TooLarge(f"a batch has at most {MOST_ITEMS} items")
    return Results([_answer_item(item, kind, ask) for item in items])


def _answer_item(item: msgspec.Raw, kind: type[Question], ask: Callable[[Question], Answer]) -> Answer | ErrorAnswer:
    try:
        return ask(decode_checked(item, kind))
    except ModerationError as error:
        return error_answer(_id_of(item), error)


def _id_of(item: msgspec.Raw) -> LineId:
    try:
        return decode_checked(item, _Identified).id
    except InvalidInput:
        return None
