"""One question, or a batch of them: `{"items": […]}` is answered by `{"results": […]}`, item by item."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import msgspec

from moderation.errors import InvalidInput, TooLarge
from moderation.services.lines import ErrorAnswer, LineId, error_answer
from moderation.web.bodies import check_json, decode_checked

MOST_ITEMS = 1000

Question = TypeVar("Question")
AskMany = Callable[[list[Question]], Sequence[object]]


class Results(msgspec.Struct, frozen=True):
    """The answers to a batch, in its order; an item that could not be answered has its error in place."""

    results: list[Any]


class _Items(msgspec.Struct, frozen=True):
    items: list[msgspec.Raw] | msgspec.UnsetType = msgspec.UNSET


class _Identified(msgspec.Struct, frozen=True):
    id: LineId = None


def answer_one_or_many(
    raw: bytes, kind: type[Question], ask: Callable[[Question], object], ask_many: AskMany[Question] | None = None
) -> object:
    """Return the answer to a body, or the `Results` of answers to its items.

    :param ask: answers one question.
    :param ask_many: answers several, in order and each by an answer or an error, where that is quicker.
    :raises InvalidInput: if the body cannot be read; a fault of one item stays with that item.
    """
    check_json(raw)
    # Looking for the name spares the usual single question a second decoding.
    items = decode_checked(raw, _Items).items if b'"items"' in raw else msgspec.UNSET
    if isinstance(items, msgspec.UnsetType):
        return ask(decode_checked(raw, kind))
    if len(items) > MOST_ITEMS:
        raise TooLarge(f"a batch has at most {MOST_ITEMS} items")
    read = [_question(item, kind) for item in items]
    questions = [question for question in read if not isinstance(question, ErrorAnswer)]
    answers = iter(ask_many(questions) if ask_many else [_answer(question, ask) for question in questions])
    return Results([one if isinstance(one, ErrorAnswer) else next(answers) for one in read])


def _question(item: msgspec.Raw, kind: type[Question]) -> Question | ErrorAnswer:
    try:
        return decode_checked(item, kind)
    except InvalidInput as error:
        return error_answer(_id_of(item), error)


def _answer(question: Question, ask: Callable[[Question], object]) -> object:
    try:
        return ask(question)
    except InvalidInput as error:
        return error_answer(getattr(question, "id", None), error)


def _id_of(item: msgspec.Raw) -> LineId:
    try:
        return decode_checked(item, _Identified).id
    except InvalidInput:
        return None
