"""The tables; the schema itself is made by the migrations alone."""

from datetime import datetime

from sqlalchemy import BigInteger, Double, ForeignKey, Index, MetaData, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from moderation.storage.columns import Instant, Words


class Row(DeclarativeBase):
    """Base of all tables; constraint names follow one convention, so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {str: Words, datetime: Instant, float: Double}  # noqa: RUF012


def _site() -> Mapped[str]:
    return mapped_column(ForeignKey("sites.name", ondelete="CASCADE"))


class SiteRow(Row):
    """A publisher's site.

    :ivar delivery_fault: why sending to `deliver_to` was switched off.
    :ivar settings: JSON of the site's own settings; what is not in it has its default.
    """

    __tablename__ = "sites"

    name: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str]
    deliver_to: Mapped[str | None]
    delivery_fault: Mapped[str | None]
    settings: Mapped[str] = mapped_column(server_default="{}")
    created_at: Mapped[datetime]


class ApiKeyRow(Row):
    """An API key: its SHA-256 and, for people to tell keys apart, its first characters.

    :ivar purpose: what it may be used for.
    """

    __tablename__ = "api_keys"
    __table_args__ = (UniqueConstraint("digest"), Index(None, "site"))

    id: Mapped[int] = mapped_column(primary_key=True)
    site: Mapped[str] = _site()
    prefix: Mapped[str]
    digest: Mapped[str]
    purpose: Mapped[str]
    created_at: Mapped[datetime]


class SecretRow(Row):
    """A webhook secret, sealed with the deployment's key.

    :ivar source: who signs with it; `delivery` for what we send.
    :ivar scheme: how it is used to sign.
    """

    __tablename__ = "webhook_secrets"
    __table_args__ = (Index(None, "site", "source"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    site: Mapped[str] = _site()
    source: Mapped[str]
    scheme: Mapped[str]
    sealed: Mapped[str]
    created_at: Mapped[datetime]


class UserRow(Row):
    """A moderator."""

    __tablename__ = "users"

    name: Mapped[str] = mapped_column(primary_key=True)
    password_hash: Mapped[str]
    created_at: Mapped[datetime]


class UserSiteRow(Row):
    """A site that a moderator moderates."""

    __tablename__ = "user_sites"
    __table_args__ = (Index(None, "site"),)

    user: Mapped[str] = mapped_column(ForeignKey("users.name", ondelete="CASCADE"), primary_key=True)
    site: Mapped[str] = mapped_column(ForeignKey("sites.name", ondelete="CASCADE"), primary_key=True)


class ArticleRow(Row):
    """An article as separated; a deleted one keeps its place, so that site memory never learns it twice.

    :ivar digest: SHA-256 of what was sent.
    :ivar url_key: the address without what does not tell articles apart.
    :ivar text: the editorial text, again, so that screening need not read the blocks.
    :ivar policy_version: of the last comment rules seen in the article's own footer.
    :ivar updated_at: when the publisher last changed it, or withdrew it, as stated.
    :ivar pulled_from: the source that named it last.
    :ivar missing_since: when that source was first found not to name it any more.
    """

    __tablename__ = "articles"
    __table_args__ = (
        UniqueConstraint("site", "article_id"),
        Index(None, "site", "url_key"),
        Index(None, "site", "pulled_from", "looked_for_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    site: Mapped[str] = _site()
    article_id: Mapped[str]
    url: Mapped[str | None]
    url_key: Mapped[str | None]
    title: Mapped[str]
    text: Mapped[str]
    separation: Mapped[str]
    digest: Mapped[str]
    policy_version: Mapped[str | None]
    warnings: Mapped[str]
    updated_at: Mapped[datetime | None]
    received_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]
    pulled_from: Mapped[str | None]
    looked_for_at: Mapped[datetime | None]
    missing_since: Mapped[datetime | None]
    revision: Mapped[int]


class SiteMemoryRow(Row):
    """What recurs over a site's articles."""

    __tablename__ = "site_memories"

    site: Mapped[str] = mapped_column(ForeignKey("sites.name", ondelete="CASCADE"), primary_key=True)
    memory: Mapped[str]
    updated_at: Mapped[datetime]


class PolicyRow(Row):
    """A version of a site's comment rules.

    :ivar activation: the highest of a site and origin is the one in force.
    :ivar stated_at: when the publisher last stated it: an article from the archive does not bring old rules back.
    """

    __tablename__ = "policies"
    __table_args__ = (UniqueConstraint("site", "origin", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    site: Mapped[str] = _site()
    origin: Mapped[str]
    version: Mapped[str]
    text: Mapped[str]
    activation: Mapped[int]
    since: Mapped[datetime]
    stated_at: Mapped[datetime]
    warning: Mapped[str | None]


class PolicyCorrectionRow(Row):
    """What an operator corrected about one sentence and category of a site's rules.

    :ivar sentence: version of the sentence, so that it is known again in other white space and quotation marks.
    :ivar limit: JSON of a number or of languages, or null.
    """

    __tablename__ = "policy_corrections"

    site: Mapped[str] = mapped_column(ForeignKey("sites.name", ondelete="CASCADE"), primary_key=True)
    sentence: Mapped[str] = mapped_column(primary_key=True)
    category: Mapped[str] = mapped_column(primary_key=True)
    quote: Mapped[str]
    states: Mapped[bool]
    polarity: Mapped[str]
    strength: Mapped[str]
    limit: Mapped[str | None]
    corrected_at: Mapped[datetime]


class CommentRow(Row):
    """A comment as screened.

    :ivar author: pseudonym; the publisher's own id of the author is never stored.
    :ivar digest: SHA-256 of what was sent.
    :ivar updated_at: when the platform last changed it, or withdrew it, as stated.
    :ivar waits: held, and no moderator has decided.
    :ivar awaits_article: held because its article is unknown.
    """

    __tablename__ = "comments"
    __table_args__ = (
        UniqueConstraint("site", "comment_id"),
        Index(None, "site", "fingerprint"),
        Index(None, "site", "id"),
        Index(None, "site", "waits", "received_at", "id"),
        Index(None, "site", "awaits_article"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    site: Mapped[str] = _site()
    comment_id: Mapped[str]
    text: Mapped[str]
    article_id: Mapped[str | None]
    article_url: Mapped[str | None]
    url_key: Mapped[str | None]
    parent_id: Mapped[str | None]
    parent_text: Mapped[str | None]
    author: Mapped[str | None]
    author_name: Mapped[str | None]
    language: Mapped[str | None]
    created_at: Mapped[datetime | None]
    updated_at: Mapped[datetime | None]
    received_at: Mapped[datetime]
    decided_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]
    outcome: Mapped[str]
    decision: Mapped[str]
    model: Mapped[str | None]
    policy_version: Mapped[str | None]
    fingerprint: Mapped[str | None]
    digest: Mapped[str]
    waits: Mapped[bool]
    awaits_article: Mapped[bool]
    revision: Mapped[int]


class ReviewRow(Row):
    """A moderator's verdict.

    :ivar current: it is the last one, and about the text the comment still has.
    """

    __tablename__ = "reviews"
    __table_args__ = (Index(None, "comment", "current"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    comment: Mapped[int] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"))
    outcome: Mapped[str]
    categories: Mapped[str]
    note: Mapped[str | None]
    reviewer: Mapped[str | None]
    decided_at: Mapped[datetime]
    current: Mapped[bool]


class CandidateRow(Row):
    """What a model that does not decide would have decided about a comment.

    :ivar score: how like the refused ones it finds the comment, where it has such a score.
    :ivar source: `shadow` or `rescreened`.
    """

    __tablename__ = "candidate_decisions"
    __table_args__ = (UniqueConstraint("comment", "model"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    comment: Mapped[int] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"))
    model: Mapped[str]
    outcome: Mapped[str]
    score: Mapped[float | None]
    source: Mapped[str]
    decided_at: Mapped[datetime]


class OutboxRow(Row):
    """An event that waits to be sent, or was.

    :ivar attempts: begun ones, counted when a worker claims the row.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("event_id"),
        Index(None, "state", "next_attempt_at"),
        Index(None, "site", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[str]
    site: Mapped[str] = _site()
    type: Mapped[str]
    body: Mapped[str]
    created_at: Mapped[datetime]
    state: Mapped[str]
    attempts: Mapped[int]
    next_attempt_at: Mapped[datetime]
    claimed_until: Mapped[datetime | None]
    last_status: Mapped[int | None]
    last_error: Mapped[str | None]


class ReceivedRow(Row):
    """A message that was taken in, with the answer it got.

    :ivar comment_id: the comment that the answer quotes, if it is about one.
    """

    __tablename__ = "received_messages"
    __table_args__ = (
        UniqueConstraint("site", "source", "message_id"),
        Index(None, "received_at"),
        Index(None, "site", "comment_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    site: Mapped[str] = _site()
    source: Mapped[str]
    message_id: Mapped[str]
    digest: Mapped[str]
    received_at: Mapped[datetime]
    answer: Mapped[str]
    comment_id: Mapped[str | None]


class InboxRow(Row):
    """A message that was taken in and waits to be worked off; it goes once that is done.

    :ivar message_id: of the received message, which is forgotten with it where it turns out to be no good.
    :ivar commands: what it says, sealed: it may hold what is not to be kept.
    :ivar fault: why it was given up; None while it waits.
    """

    __tablename__ = "inbox"
    __table_args__ = (Index(None, "next_attempt_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    site: Mapped[str] = _site()
    source: Mapped[str]
    message_id: Mapped[str]
    commands: Mapped[str]
    received_at: Mapped[datetime]
    attempts: Mapped[int]
    next_attempt_at: Mapped[datetime]
    claimed_until: Mapped[datetime | None]
    fault: Mapped[str | None]


class PullRow(Row):
    """How far a site's articles have been fetched from a source.

    :ivar reached: every change up to here has been seen.
    :ivar validators: ETag and Last-Modified of what was read last, by address, as JSON.
    :ivar due_at: when to look again; None where nobody asked for it. Of one source: not to be asked before.
    :ivar fault: why the last run failed, or None.
    """

    __tablename__ = "pulls"

    site: Mapped[str] = mapped_column(ForeignKey("sites.name", ondelete="CASCADE"), primary_key=True)
    source: Mapped[str] = mapped_column(primary_key=True)
    reached: Mapped[datetime | None]
    validators: Mapped[str]
    due_at: Mapped[datetime | None]
    claimed_until: Mapped[datetime | None]
    ran_at: Mapped[datetime | None]
    fault: Mapped[str | None]


class IdempotencyRow(Row):
    """A request with an Idempotency-Key.

    :ivar scope: whose key, and of which route.
    :ivar digest: SHA-256 of the body.
    :ivar answer: sealed; None while the request runs.
    :ivar comment_id: the comment that the answer may quote, if it is about one.
    """

    __tablename__ = "idempotency_keys"
    __table_args__ = (UniqueConstraint("scope", "key"), Index(None, "claimed_at"), Index(None, "site", "comment_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    scope: Mapped[str]
    key: Mapped[str]
    digest: Mapped[str]
    claimed_at: Mapped[datetime]
    answer: Mapped[str | None]
    site: Mapped[str | None]
    comment_id: Mapped[str | None]


class RateLimitRow(Row):
    """How much a client, by its pseudonym, asked for in a window that began at a second since 1970."""

    __tablename__ = "rate_limits"

    client: Mapped[str] = mapped_column(primary_key=True)
    began_at: Mapped[int] = mapped_column(BigInteger)
    used: Mapped[int] = mapped_column(BigInteger)
