"""The shapes of questions and answers: lines of the command line's filters, bodies of the stateless routes."""

from typing import Annotated

import msgspec

from moderation.errors import ModerationError

LineId = str | int | None
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]


class SeparateRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A page: `html`, or `text` where the sender has flattened it."""

    id: LineId = None
    html: str | None = None
    text: str | None = None
    url: str | None = None
    title: str | None = None
    site: str | None = None


class BlockAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """One block; `start` and `end` count Unicode code points of the page as given."""

    text: str
    label: str
    editorial: bool
    confidence: Share
    reason: str
    start: int
    end: int


class MetadataAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What the page states about the article."""

    headline: str | None = None
    language: str | None = None
    authors: list[str]
    published: str | None
    agency: str | None
    url: str | None
    section: str | None


class SeparateAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """The page in blocks; `text` is the editorial part."""

    id: LineId
    title: str | None
    text: str
    policy_notice: str | None
    language: str | None
    metadata: MetadataAnswer
    blocks: list[BlockAnswer]


class PolicyRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Comment rules: a footer or a whole page of them."""

    id: LineId = None
    text: str


class LimitAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A number, or the languages, that a clause states."""

    kind: str
    value: int
    languages: list[str]


class ClauseAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """One stated rule with the publisher's own sentence."""

    category: str
    polarity: str
    strength: str
    consequence: str | None
    modifier: str | None
    limit: LimitAnswer | None
    quote: str
    start: int
    end: int
    screenable: str
    confidence: Share
    source: str | None = None


class OtherRuleAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence that clearly is a rule but fits no category; comments are not judged by it."""

    quote: str
    start: int
    end: int


class ProcedureAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence that is no rule for readers."""

    kind: str
    quote: str


class PolicyAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What the rules state."""

    id: LineId
    version: str
    mode: str | None
    clauses: list[ClauseAnswer]
    procedure: list[ProcedureAnswer]
    warnings: list[str]
    other: list[OtherRuleAnswer] = []
    summary: list[str] = []


class ArticleRequest(msgspec.Struct, frozen=True, kw_only=True):
    """The article a comment stands under."""

    title: str = ""
    text: str = ""


class ScreenRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A comment; without `policy` the rules of the named site judge it, else the netiquette that ships.

    :ivar site: whose model and settings judge it; the shared model without.
    """

    id: LineId = None
    comment: str
    site: str | None = None
    policy: str | None = None
    article: ArticleRequest | None = None
    parent: str | None = None
    thread: list[str] = []
    author_name: str | None = None
    language: str | None = None


class EvidenceAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A span of the comment as given, in Unicode code points."""

    start: int
    end: int
    text: str
    why: str


class ViolationAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A stated clause that the comment is held or refused under."""

    category: str
    score: Share
    action: str
    quote: str
    evidence: list[EvidenceAnswer]


class RemovalAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """The fewest words without which the comment would be published."""

    spans: list[EvidenceAnswer]
    sentence: str


class ScreenAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """The decision; `reason` is for the commenter, `note` for the moderator."""

    id: LineId
    outcome: str
    reason: str | None
    note: str | None
    violations: list[ViolationAnswer]
    scores: dict[str, float]
    relevance: float | None
    model: str | None
    policy_source: str | None
    policy_version: str | None
    removal: RemovalAnswer | None = None


class ErrorDetail(msgspec.Struct, frozen=True, kw_only=True):
    """What was wrong with one line."""

    type: str
    detail: str


class ErrorAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Stands in the place of an answer."""

    id: LineId
    error: ErrorDetail


def error_answer(line_id: LineId, error: ModerationError) -> ErrorAnswer:
    """Return an error as an answer."""
    return ErrorAnswer(id=line_id, error=ErrorDetail(type=type(error).__name__, detail=str(error)))
