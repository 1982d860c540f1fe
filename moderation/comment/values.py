"""What screening is given and what it concludes.

Structs rather than dataclasses: they come into being several times a comment, and a frozen dataclass takes twenty times
as long about it. Nothing in them leads back to them, and so the garbage collector need not follow them (`gc=False`).
"""

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from moderation.policy.values import Category


class Outcome(StrEnum):
    """What happens to a comment."""

    APPROVE = "approve"
    HOLD = "hold"
    REJECT = "reject"


class Thresholds(msgspec.Struct, frozen=True):
    """Scores from which a category holds or rejects a comment; above 1 means never."""

    hold: float
    reject: float


class ArticleText(msgspec.Struct, frozen=True):
    """The article a comment stands under."""

    title: str
    text: str


class Comment(msgspec.Struct, frozen=True, gc=False):
    """A reader's comment and what is known around it.

    :ivar thread: texts of the earlier comments of the thread, oldest first.
    :ivar repeats: how many earlier comments of the site say the same, by anyone.
    :ivar language: ISO 639-1 code the sender stated, or None.
    """

    text: str
    parent: str | None = None
    thread: tuple[str, ...] = ()
    author_name: str | None = None
    language: str | None = None
    repeats: int = 0


class Evidence(msgspec.Struct, frozen=True, gc=False):
    """A span of the comment as given, in Unicode code points, and why it counts."""

    start: int
    end: int
    text: str
    why: str


class Violation(msgspec.Struct, frozen=True, gc=False):
    """A stated clause that the comment is held or refused under.

    :ivar action: `hold` or `reject`.
    :ivar quote: the publisher's own sentence.
    """

    category: Category
    score: float
    action: Outcome
    quote: str
    evidence: tuple[Evidence, ...] = ()


class Removal(msgspec.Struct, frozen=True):
    """The fewest words without which a comment would have been published.

    :ivar spans: in the comment as given.
    :ivar sentence: for the commenter.
    """

    spans: tuple[Evidence, ...]
    sentence: str


class Decision(msgspec.Struct, frozen=True, gc=False):
    """What screening concluded.

    :ivar reason: one sentence for the commenter; None when approved.
    :ivar note: one sentence for the moderator where no clause but a circumstance holds the comment
        (no policy, unknown article, missing model, an error); None otherwise.
    :ivar scores: probability for every category that the model or a rule can judge; a newsroom's own model adds
        `refusal`, which stands for no clause.
    :ivar relevance: how far the comment is about the article, in [0, 1]; None without an article.
    :ivar model: name and version of the model that judged; None where none did.
    :ivar policy_source: `given`, `site` or `default`; None without a policy.
    :ivar removal: the fewest words without which the comment would have been published; None where there are none, or
        where nobody asked.
    :ivar audited: whether moderators are asked about it although no person was needed: the audit sample.
    """

    outcome: Outcome
    reason: str | None = None
    violations: tuple[Violation, ...] = ()
    scores: Mapping[str, float] = msgspec.field(default_factory=dict)
    relevance: float | None = None
    model: str | None = None
    policy_version: str | None = None
    policy_source: str | None = None
    note: str | None = None
    removal: Removal | None = None
    audited: bool = False
