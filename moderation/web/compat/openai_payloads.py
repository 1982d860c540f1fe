"""What the OpenAI-compatible route takes and gives."""

from typing import Any

import msgspec


class ModerationRequest(msgspec.Struct, frozen=True):
    """One text, several, or parts of which each is a text."""

    input: Any = None
    model: str | None = None


class InputPart(msgspec.Struct, frozen=True):
    """A part of an input."""

    type: str
    text: str | None = None


class ModerationResult(msgspec.Struct, frozen=True):
    """What was found in one text."""

    flagged: bool
    categories: dict[str, bool]
    category_scores: dict[str, float]
    category_applied_input_types: dict[str, list[str]]


class ModerationAnswer(msgspec.Struct, frozen=True):
    """A result for each text, in order."""

    id: str
    model: str
    results: list[ModerationResult]


class OpenAIFault(msgspec.Struct, frozen=True):
    """What is wrong."""

    message: str
    type: str
    param: str | None
    code: str | None


class OpenAIError(msgspec.Struct, frozen=True):
    """An error as OpenAI's API tells it."""

    error: OpenAIFault
