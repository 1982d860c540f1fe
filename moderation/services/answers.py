"""One question in, one answer out, in the shapes of `lines`; and answers read back into values."""

from collections.abc import Sequence
from typing import Any, TypeVar

import msgspec

from moderation.article.recurrence import Recurrence
from moderation.article.values import Block, Label, Metadata, Separation
from moderation.comment.values import ArticleText, Comment, Decision, Evidence, Outcome, Removal, Violation
from moderation.errors import InvalidInput
from moderation.policy.summary import summarise
from moderation.policy.values import Category, Clause, Policy
from moderation.services.lines import (
    BlockAnswer,
    ClauseAnswer,
    EvidenceAnswer,
    LimitAnswer,
    LineId,
    MetadataAnswer,
    OtherRuleAnswer,
    PolicyAnswer,
    PolicyRequest,
    ProcedureAnswer,
    RemovalAnswer,
    ScreenAnswer,
    ScreenRequest,
    SeparateAnswer,
    SeparateRequest,
    ViolationAnswer,
)
from moderation.services.policyreader import parse_policy, read_policy
from moderation.services.screener import Screener
from moderation.services.separator import Separator

Answer = TypeVar("Answer", bound=msgspec.Struct)


def answer_separate(request: SeparateRequest, separator: Separator) -> SeparateAnswer:
    """Answer a `separate` line.

    :raises InvalidInput: unless exactly one of `html` and `text` is given.
    """
    return separation_answer(request.id, separate_request(request, separator))


def separate_request(
    request: SeparateRequest, separator: Separator, site_memory: Recurrence | None = None
) -> Separation:
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
            headline=metadata.headline,
            language=metadata.language,
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
        other=[OtherRuleAnswer(quote=rule.quote, start=rule.start, end=rule.end) for rule in policy.other],
        summary=list(summarise(policy)),
    )


def _clause_answer(clause: Clause) -> ClauseAnswer:
    limit = clause.limit
    return ClauseAnswer(
        category=clause.category.value,
        polarity=clause.polarity.value,
        strength=clause.strength.value,
        consequence=clause.consequence and clause.consequence.value,
        modifier=clause.modifier,
        limit=None
        if limit is None
        else LimitAnswer(kind=limit.kind.value, value=limit.value, languages=list(limit.languages)),
        quote=clause.quote,
        start=clause.start,
        end=clause.end,
        screenable=clause.screenable.value,
        confidence=clause.confidence,
        source=clause.source,
    )


def answer_screen(request: ScreenRequest, screener: Screener) -> ScreenAnswer:
    """Answer a `screen` line."""
    policy = None if request.policy is None else read_policy(request.policy)
    decision = screener.screen(asked_comment(request), policy=policy, article=asked_article(request), explain=True)
    return decision_answer(request.id, decision)


def asked_comment(request: ScreenRequest) -> Comment:
    """Return the comment of a `screen` line."""
    return Comment(
        text=request.comment,
        parent=request.parent,
        thread=tuple(request.thread),
        author_name=request.author_name,
        language=request.language,
    )


def asked_article(request: ScreenRequest) -> ArticleText | None:
    """Return the article of a `screen` line."""
    given = request.article
    return None if given is None else ArticleText(title=given.title, text=given.text)


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
                evidence=_evidence_answers(violation.evidence),
            )
            for violation in decision.violations
        ],
        scores={str(name): score for name, score in decision.scores.items()},
        relevance=decision.relevance,
        model=decision.model,
        policy_source=decision.policy_source,
        policy_version=decision.policy_version,
        removal=None
        if (removal := decision.removal) is None
        else RemovalAnswer(spans=_evidence_answers(removal.spans), sentence=removal.sentence),
    )


def _evidence_answers(spans: Sequence[Evidence]) -> list[EvidenceAnswer]:
    return [EvidenceAnswer(start=span.start, end=span.end, text=span.text, why=span.why) for span in spans]


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
            headline=answer.metadata.headline,
            language=answer.metadata.language,
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
    removal = answer.removal
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
                _evidence(violation.evidence),
            )
            for violation in answer.violations
        ),
        scores=answer.scores,
        relevance=answer.relevance,
        model=answer.model,
        policy_version=answer.policy_version,
        policy_source=answer.policy_source,
        removal=None if removal is None else Removal(_evidence(removal.spans), removal.sentence),
    )


def _evidence(spans: Sequence[EvidenceAnswer]) -> tuple[Evidence, ...]:
    return tuple(Evidence(span.start, span.end, span.text, span.why) for span in spans)


def _convert(stored: dict[str, Any], answer_type: type[Answer]) -> Answer:
    try:
        return msgspec.convert(stored, answer_type)
    except msgspec.ValidationError as error:
        raise InvalidInput(str(error)) from error
