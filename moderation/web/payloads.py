"""What the routes about sites take and give; unknown fields are ignored."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from moderation.policy.values import Category, LimitKind, Polarity, Strength
from moderation.services.lines import (
    BlockAnswer,
    ClauseAnswer,
    MetadataAnswer,
    OtherRuleAnswer,
    PolicyAnswer,
    ProcedureAnswer,
    RemovalAnswer,
    ViolationAnswer,
)

Id = str | int
Instant = Annotated[datetime, msgspec.Meta(tz=True)]


class ArticlePayload(msgspec.Struct, frozen=True, kw_only=True):
    """An article as published: its page in `html`, or its `text`."""

    html: str | None = None
    text: str | None = None
    title: str | None = None
    url: str | None = None
    language: str | None = None
    updated_at: Instant | None = None


class CommentPayload(msgspec.Struct, frozen=True, kw_only=True):
    """A comment in `comment` or `text`, and the article it stands under in `article_id` or `article`.

    `parent` is the text of the comment it answers, `parent_id` its id.
    """

    comment: str | None = None
    text: str | None = None
    article_id: Id | None = None
    article: Id | None = None
    article_url: str | None = None
    parent_id: Id | None = None
    parent: str | None = None
    author_id: Id | None = None
    author_name: str | None = None
    language: str | None = None
    created_at: Instant | None = None
    updated_at: Instant | None = None


class LimitPayload(msgspec.Struct, frozen=True, kw_only=True):
    """A number, or languages as ISO 639-1 codes, that a clause sets as its limit."""

    kind: LimitKind
    value: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)] = 0
    languages: Annotated[list[Annotated[str, msgspec.Meta(max_length=8)]], msgspec.Meta(max_length=30)] = []


class CorrectionPayload(msgspec.Struct, frozen=True, kw_only=True):
    """What one sentence of the rules states, or, with `states` false, does not state; `forget` drops a correction."""

    quote: Annotated[str, msgspec.Meta(min_length=1, max_length=5_000)]
    category: Category
    states: bool = True
    polarity: Polarity = Polarity.FORBID
    strength: Strength = Strength.MUST
    limit: LimitPayload | None = None
    forget: bool = False


class PolicyPayload(msgspec.Struct, frozen=True, kw_only=True):
    """Comment rules in `text`, the operator's own or those of the site's rules page; or corrections of single clauses.

    With both, the rules come into force first.
    """

    text: str | None = None
    source: Literal["operator", "page"] = "operator"
    corrections: Annotated[list[CorrectionPayload], msgspec.Meta(max_length=100)] = []

    def __post_init__(self) -> None:
        """Refuse what says nothing."""
        if self.text is None and not self.corrections:
            raise ValueError("Object missing required field `text`, or `corrections`")


class ReviewPayload(msgspec.Struct, frozen=True, kw_only=True):
    """A moderator's verdict on a comment."""

    outcome: Literal["approve", "reject"]
    categories: list[Category] = []
    note: str | None = None
    decided_by: str | None = None


class ReviewAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """The verdict that stands."""

    outcome: str
    categories: list[str]
    note: str | None
    decided_by: str | None
    decided_at: datetime


class CommentAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """The decision on a comment: a `screen` answer, and what is stored beside it."""

    id: str
    article_id: str | None
    outcome: str
    reason: str | None
    note: str | None
    violations: list[ViolationAnswer]
    scores: dict[str, float]
    relevance: float | None
    model: str | None
    policy_source: str | None
    policy_version: str | None
    removal: RemovalAnswer | None
    decided_at: datetime
    revision: int
    review: ReviewAnswer | None


class QueueEntry(CommentAnswer, frozen=True, kw_only=True):
    """A held comment with its text."""

    text: str
    author_name: str | None
    received_at: datetime


class QueueAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A page of held comments, the oldest first; `next` is the `after` of the page that follows, if any."""

    items: list[QueueEntry]
    next: str | None


class ArticleAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A stored article: its separation, and the policy its notice states.

    `missing_since` tells since when the source it was fetched from no longer names it.
    """

    id: str
    url: str | None
    title: str | None
    text: str
    policy_notice: str | None
    language: str | None
    metadata: MetadataAnswer
    blocks: list[BlockAnswer]
    policy: PolicyAnswer | None
    warnings: list[str]
    revision: int
    missing_since: datetime | None = None


class SitePolicyAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """The policy in force on a site; `source` says whether an operator or a footer stated it."""

    version: str
    source: str
    text: str
    mode: str | None
    clauses: list[ClauseAnswer]
    procedure: list[ProcedureAnswer]
    warnings: list[str]
    since: datetime
    other: list[OtherRuleAnswer] = []
    summary: list[str] = []


class PolicyVersionAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """One wording of the policy; `since` when it last came into force, `stated_at` when it was last seen.

    `changes` says what is different from the wording of the same source before it.
    """

    version: str
    source: str
    text: str
    since: datetime
    stated_at: datetime
    warning: str | None
    added: list[str] = []
    removed: list[str] = []
    changed: list[str] = []
    changes: str = ""


class PolicyVersions(msgspec.Struct, frozen=True, kw_only=True):
    """The history of a site's policy, the newest first."""

    versions: list[PolicyVersionAnswer]


class HookEnvelope(msgspec.Struct, frozen=True, kw_only=True):
    """A Standard Webhooks message, its data not looked at yet."""

    type: str
    data: msgspec.Raw = msgspec.Raw(b"{}")


class ArticleData(ArticlePayload, frozen=True, kw_only=True):
    """An article in a message."""

    id: Id


class CommentData(CommentPayload, frozen=True, kw_only=True):
    """A comment in a message."""

    id: Id


class WithdrawnPayload(msgspec.Struct, frozen=True, kw_only=True):
    """What is gone, and since when; nothing older brings it back."""

    id: Id
    updated_at: Instant | None = None


class ArticleMessage(msgspec.Struct, frozen=True, kw_only=True):
    """An article was published or changed."""

    type: Literal["article.published", "article.updated", "article.created"]
    data: ArticleData


class CommentMessage(msgspec.Struct, frozen=True, kw_only=True):
    """A comment was written or changed."""

    type: Literal["comment.created", "comment.updated"]
    data: CommentData


class WithdrawalMessage(msgspec.Struct, frozen=True, kw_only=True):
    """An article or a comment is gone."""

    type: Literal["article.deleted", "article.unpublished", "comment.deleted"]
    data: WithdrawnPayload


class AcceptedArticle(ArticleAnswer, frozen=True, kw_only=True):
    """What became of a message about an article."""

    result: str = "accepted"


class AcceptedComment(CommentAnswer, frozen=True, kw_only=True):
    """What became of a message about a comment: the decision."""

    result: str = "accepted"


class Received(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a message without an answer of its own: `accepted` or `ignored`."""

    result: str


class HealthAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the process is up, or ready to serve."""

    status: str
    reasons: list[str] = []
