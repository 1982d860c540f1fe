"""One question in, one answer out: the lines of the command line's filters and of the stateless routes."""

from functools import lru_cache
from typing import Annotated, Any, TypeVar

import msgspec

from moderation.article.values import Block, Label, Metadata, Separation
from moderation.comment.values import ArticleText, Comment, Decision, Evidence, Outcome, Violation
from moderation.errors import InvalidInput, ModerationError
from moderation.policy.parser import parse_policy
from moderation.policy.values import Category, Clause, Policy
from moderation.services.screener import Screener
from moderation.services.separator import Separator

LineId = str | int | None
Answer = TypeVar("Answer", bound=msgspec.Struct)
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


class ArticleRequest(msgspec.Struct, frozen=True, kw_only=True):
    """The article a comment stands under."""

    title: str = ""
    text: str = ""


class ScreenRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A comment; without `policy` the netiquette that ships with the product judges it."""

    id: LineId = None
    comment: str
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


class ErrorDetail(msgspec.Struct, frozen=True, kw_only=True):
    """What was wrong with one line."""

    type: str
    detail: str


class ErrorAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Stands in the place of an answer."""

    id: LineId
    error: ErrorDetail


def answer_separate(request: SeparateRequest, separator: Separator) -> SeparateAnswer:
    """Answer a `separate` line.

    :raises InvalidInput: unless exactly one of `html` and `text` is given.
    """
    return separation_answer(request.id, separate_request(request, separator))


def separate_request(request: SeparateRequest, separator: Separator, site_memory: object = None) -> Separation:
    """Separate the page of a line.

    :param site_memory: what recurs on the page's site, or None.
    :raises InvalidInput: unless exactly one of `html` and `text` is given.
    """
    if (request.html is None) == (request.text is None):
        raise InvalidInput("exactly one of html and text is needed")
    page = request.html if request.html is not None else request.text
    assert page is not None
    return separator.separate(
        page,
        input_format="html" if request.html is not None else "text",
        url=request.url,
        title=request.title,
        site_memory=site_memory,
    )


def separation_answer(line_id: LineId, separation: Separation) -> SeparateAnswer:
    """Return a separation as an answer."""
    metadata = separation.metadata
    return SeparateAnswer(
        id=line_id,
        title=separation.title,
        text=separation.text,
        policy_notice=separation.policy_notice,
        language=separation.language,
        metadata=MetadataAnswer(
            authors=list(metadata.authors),
            published=metadata.published,
            agency=metadata.agency,
            url=metadata.url,
            section=metadata.section,
        ),
        blocks=[
            BlockAnswer(
                text=block.text,
                label=block.label.value,
                editorial=block.editorial,
                confidence=block.confidence,
                reason=block.reason,
                start=block.start,
                end=block.end,
            )
            for block in separation.blocks
        ],
    )


def answer_policy(request: PolicyRequest) -> PolicyAnswer:
    """Answer a `policy` line."""
    return policy_answer(request.id, parse_policy(request.text))


def policy_answer(line_id: LineId, policy: Policy) -> PolicyAnswer:
    """Return a policy as an answer."""
    return PolicyAnswer(
        id=line_id,
        version=policy.version,
        mode=policy.mode and policy.mode.value,
        clauses=[_clause_answer(clause) for clause in policy.clauses],
        procedure=[ProcedureAnswer(kind=item.kind, quote=item.quote) for item in policy.procedure],
        warnings=list(policy.warnings),
    )


def _clause_answer(clause: Clause) -> ClauseAnswer:
    limit = clause.limit
    return ClauseAnswer(
        category=clause.category.value,
        polarity=clause.polarity.value,
        strength=clause.strength.value,
        consequence=clause.consequence and clause.consequence.value,
        modifier=clause.modifier,
        limit=limit and LimitAnswer(kind=limit.kind.value, value=limit.value, languages=list(limit.languages)),
        quote=clause.quote,
        start=clause.start,
        end=clause.end,
        screenable=clause.screenable.value,
        confidence=clause.confidence,
    )


# A stream of comments mostly repeats one policy; reading it once is enough.
_read_policy = lru_cache(maxsize=64)(parse_policy)


def answer_screen(request: ScreenRequest, screener: Screener) -> ScreenAnswer:
    """Answer a `screen` line."""
    article = request.article and ArticleText(title=request.article.title, text=request.article.text)
    comment = Comment(
        text=request.comment,
        parent=request.parent,
        thread=tuple(request.thread),
        author_name=request.author_name,
        language=request.language,
    )
    policy = None if request.policy is None else _read_policy(request.policy)
    return decision_answer(request.id, screener.screen(comment, policy=policy, article=article))


def decision_answer(line_id: LineId, decision: Decision) -> ScreenAnswer:
    """Return a decision as an answer."""
    return ScreenAnswer(
        id=line_id,
        outcome=decision.outcome.value,
        reason=decision.reason,
        note=decision.note,
        violations=[
            ViolationAnswer(
                category=violation.category.value,
                score=violation.score,
                action=violation.action.value,
                quote=violation.quote,
                evidence=[
                    EvidenceAnswer(start=span.start, end=span.end, text=span.text, why=span.why)
                    for span in violation.evidence
                ],
            )
            for violation in decision.violations
        ],
        scores={category.value: score for category, score in decision.scores.items()},
        relevance=decision.relevance,
        model=decision.model,
        policy_source=decision.policy_source,
        policy_version=decision.policy_version,
    )


def error_answer(line_id: LineId, error: ModerationError) -> ErrorAnswer:
    """Return an error as an answer."""
    return ErrorAnswer(id=line_id, error=ErrorDetail(type=type(error).__name__, detail=str(error)))


def read_separation(stored: dict[str, Any]) -> Separation:
    """Return the separation that an answer describes.

    :raises InvalidInput: when it does not.
    """
    answer = _convert(stored, SeparateAnswer)
    return Separation(
        title=answer.title,
        text=answer.text,
        blocks=tuple(
            Block(block.text, Label(block.label), block.confidence, block.reason, block.start, block.end)
            for block in answer.blocks
        ),
        policy_notice=answer.policy_notice,
        language=answer.language,
        metadata=Metadata(
            authors=tuple(answer.metadata.authors),
            published=answer.metadata.published,
            agency=answer.metadata.agency,
            url=answer.metadata.url,
            section=answer.metadata.section,
        ),
    )


def read_decision(stored: dict[str, Any]) -> Decision:
    """Return the decision that an answer describes.

    :raises InvalidInput: when it does not.
    """
    answer = _convert(stored, ScreenAnswer)
    return Decision(
        outcome=Outcome(answer.outcome),
        reason=answer.reason,
        note=answer.note,
        violations=tuple(
            Violation(
                Category(violation.category),
                violation.score,
                Outcome(violation.action),
                violation.quote,
                tuple(Evidence(span.start, span.end, span.text, span.why) for span in violation.evidence),
            )
            for violation in answer.violations
        ),
        scores={Category(name): score for name, score in answer.scores.items()},
        relevance=answer.relevance,
        model=answer.model,
        policy_version=answer.policy_version,
        policy_source=answer.policy_source,
    )


def _convert(stored: dict[str, Any], answer_type: type[Answer]) -> Answer:
    try:
        return msgspec.convert(stored, answer_type)
    except msgspec.ValidationError as error:
        raise InvalidInput(str(error)) from error
