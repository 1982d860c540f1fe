"""What the Perspective-compatible routes take and give; unknown fields are ignored."""

from typing import Any

import msgspec


class TextEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    """A text and its form, `PLAIN_TEXT` or `HTML`."""

    text: str | None = None
    type: str | None = None


class ArticleAndParent(msgspec.Struct, frozen=True):
    """What a comment stands under."""

    article: TextEntry | None = None
    parentComment: TextEntry | None = None  # noqa: N815


class Context(msgspec.Struct, frozen=True):
    """What is known around a comment: one of the two forms."""

    entries: list[TextEntry] | None = None
    articleAndParentComment: ArticleAndParent | None = None  # noqa: N815


class AttributeRequest(msgspec.Struct, frozen=True):
    """How an attribute is wanted."""

    scoreType: str | None = None  # noqa: N815
    scoreThreshold: float | None = None  # noqa: N815


class AnalyzeRequest(msgspec.Struct, frozen=True):
    """A question about a comment. Nothing of it is ever stored, whatever `doNotStore` says."""

    comment: TextEntry | None = None
    context: Context | None = None
    requestedAttributes: dict[str, AttributeRequest | None] | None = None  # noqa: N815
    languages: list[str] | None = None
    doNotStore: bool | str | int | None = None  # noqa: N815
    spanAnnotations: bool | str | None = None  # noqa: N815
    clientToken: str | None = None  # noqa: N815
    sessionId: str | None = None  # noqa: N815
    communityId: str | None = None  # noqa: N815


class Score(msgspec.Struct, frozen=True):
    """A score in [0, 1]."""

    value: float
    type: str = "PROBABILITY"


class SpanScore(msgspec.Struct, frozen=True):
    """The score of a part of the comment; `begin` and `end` count Unicode code points, half-open."""

    begin: int
    end: int
    score: Score


class AttributeScore(msgspec.Struct, frozen=True, omit_defaults=True):
    """The scores of an attribute; none below the stated threshold."""

    summaryScore: Score | None = None  # noqa: N815
    spanScores: list[SpanScore] | None = None  # noqa: N815


class AnalyzeAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """The scores of a comment."""

    attributeScores: dict[str, AttributeScore]  # noqa: N815
    languages: list[str]
    detectedLanguages: list[str]  # noqa: N815
    clientToken: str | None = None  # noqa: N815


class SuggestedScore(msgspec.Struct, frozen=True):
    """A score as somebody suggests it."""

    value: float | None = None


class SuggestedSpan(msgspec.Struct, frozen=True):
    """A suggested score of a part of the comment."""

    score: SuggestedScore | None = None


class SuggestedAttribute(msgspec.Struct, frozen=True):
    """Suggested scores of an attribute."""

    summaryScore: SuggestedScore | None = None  # noqa: N815
    spanScores: list[SuggestedSpan] | None = None  # noqa: N815


class SuggestRequest(msgspec.Struct, frozen=True):
    """What a moderator decided about a comment: 1 is a rejection."""

    comment: TextEntry | None = None
    context: Context | None = None
    attributeScores: dict[str, SuggestedAttribute] | None = None  # noqa: N815
    languages: list[str] | None = None
    doNotStore: bool | str | int | None = None  # noqa: N815
    clientToken: str | None = None  # noqa: N815
    communityId: str | None = None  # noqa: N815


class SuggestAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """That it was taken in."""

    clientToken: str | None = None  # noqa: N815


class CoralContext(msgspec.Struct, frozen=True):
    """What Coral writes, as JSON text, into the first entry of the context."""

    url: str | None = None


Discovery = dict[str, Any]
