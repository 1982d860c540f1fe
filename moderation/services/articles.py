"""Articles: separated, their rules read, what recurs on their site learnt."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from hashlib import sha256

from sqlalchemy.orm import Session

from moderation.article.recurrence import observe
from moderation.article.values import Separation
from moderation.errors import InvalidInput, UnknownArticle, Withdrawn
from moderation.policy.values import Policy
from moderation.services.comments import article_keys, screen_again, tell
from moderation.services.deployment import Deployment
from moderation.services.identifiers import MAX_URL_CHARACTERS, is_storable, require_id, url_key
from moderation.services.memories import read_memory, save_memory
from moderation.services.policies import Origin, PolicyVersion, note_footer, note_missing_footer, read_policy
from moderation.services.site_settings import phrases_of, read_settings
from moderation.services.sites import require_site
from moderation.storage import articles as storage
from moderation.storage.articles import StoredArticle
from moderation.storage.comments import awaiting_article
from moderation.storage.locking import own
from moderation.storage.sites import Site, lock_site
from moderation.webhooks.events import article_separated

__all__ = ["ArticleSubmission", "StoredArticle", "check", "delete", "get", "ingest", "withdraw"]

RESCREENED_AT_ONCE = 20
NO_FOOTER = "article {} came without comment rules; the last ones stay in force"
NO_CLAUSE = "no rule was found in the comment notice of article {}; the last ones stay in force"


@dataclass(frozen=True, slots=True)
class ArticleSubmission:
    """An article as a CMS sends it: exactly one of `html` and `text`.

    :ivar updated_at: when the publisher last changed it; an older one never overwrites a newer one.
    :ivar published: when it was published, as stated; said of the article where its page says nothing.
    """

    id: str
    html: str | None = None
    text: str | None = None
    title: str | None = None
    url: str | None = None
    language: str | None = None
    updated_at: datetime | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What was made of a submission, before anything is stored.

    :ivar policy: the rules of its footer, if it has one with a rule in it.
    """

    submission: ArticleSubmission
    digest: str
    separation: Separation
    policy: Policy | None


def ingest(deployment: Deployment, site: str, submission: ArticleSubmission, now: datetime) -> StoredArticle:
    """Separate and store an article, and screen again the comments that were waiting for it.

    What is known already, or older than what is known, changes nothing and is answered with what is stored.

    :raises UnknownSite: when there is no such site.
    :raises InvalidInput: when it cannot be separated or stored.
    :raises Withdrawn: when the publisher withdrew this version or a newer one.
    :raises ModelFault: when the separation model is missing or damaged; nothing is stored then.
    """
    page = check(submission)
    digest = _digest(submission)
    with deployment.database.read() as session:
        require_site(session, site)
        _refuse_withdrawn(session, site, submission)
        known = storage.find_article(session, site, submission.id)
        memory, phrases = read_memory(session, site), phrases_of(read_settings(session, site))
    if known is not None and (_is_older(submission, known) or known.digest == digest):
        stored = deployment.database.transact(partial(_touch, known=known, submission=submission))
    else:
        separation = deployment.separator.separate(
            page,
            input_format="html" if submission.html is not None else "text",
            url=submission.url,
            title=submission.title,
            site_memory=memory,
            phrases=phrases,
        )
        reading = Reading(submission, digest, _dated(separation, submission), _footer(separation))
        stored = deployment.database.transact(lambda session: _save(session, site, reading, now))
    _screen_waiting(deployment, stored, now)
    return stored


def get(deployment: Deployment, site: str, article_id: str) -> StoredArticle:
    """Return an article.

    :raises UnknownArticle: when it was never received, or has been deleted.
    """
    with deployment.database.read() as session:
        require_site(session, site)
        article = storage.find_article(session, site, article_id)
    if article is None:
        raise UnknownArticle(article_id)
    return article


def delete(deployment: Deployment, site: str, article_id: str, now: datetime) -> None:
    """Erase an article's content; its comments stay.

    :raises UnknownArticle: when it was never received, or has been deleted.
    """

    def work(session: Session) -> None:
        require_site(session, site)
        lock_site(session, site)
        if not storage.erase_article(session, site, article_id, now):
            raise UnknownArticle(article_id)

    deployment.database.transact(work)


def withdraw(deployment: Deployment, site: str, article_id: str, at: datetime | None, now: datetime) -> None:
    """Erase an article that its publisher took back; a late delivery of what was withdrawn does not bring it back.

    :param at: the version that was withdrawn, as its time of change; an older withdrawal changes nothing.
    :raises UnknownSite: when there is no such site.
    """
    require_id(article_id, "the article id")

    def work(session: Session) -> None:
        require_site(session, site)
        lock_site(session, site)
        known = storage.find_article(session, site, article_id)
        before = known.updated_at if known else storage.withdrawn_at(session, site, article_id)
        if at is not None and before is not None and at < before:
            return
        if not storage.erase_article(session, site, article_id, now, withdrawn_at=at or before):
            storage.bury_article(session, site, article_id, now, at or before)

    deployment.database.transact(work)


def _refuse_withdrawn(session: Session, site: str, submission: ArticleSubmission) -> None:
    gone = storage.withdrawn_at(session, site, submission.id)
    if gone is not None and submission.updated_at is not None and submission.updated_at <= gone:
        raise Withdrawn(f"article {submission.id!r} was withdrawn since")


def _dated(separation: Separation, submission: ArticleSubmission) -> Separation:
    if separation.metadata.published or not submission.published:
        return separation
    return replace(separation, metadata=replace(separation.metadata, published=submission.published))


def check(submission: ArticleSubmission) -> str:
    """Return the page of an article that can be stored.

    :raises InvalidInput: when it cannot.
    """
    require_id(submission.id, "the article id")
    if submission.url is not None and len(submission.url) > MAX_URL_CHARACTERS:
        raise InvalidInput(f"the address has more than {MAX_URL_CHARACTERS} characters")
    if (submission.html is None) == (submission.text is None):
        raise InvalidInput("exactly one of html and text is needed")
    if not all(map(is_storable, filter(None, (submission.html, submission.text, submission.title, submission.url)))):
        raise InvalidInput("an article must not contain NUL or lone surrogates")
    return submission.html if submission.html is not None else submission.text or ""


def _digest(submission: ArticleSubmission) -> str:
    parts = (submission.html, submission.text, submission.title, submission.url, submission.language)
    return sha256(repr(parts).encode()).hexdigest()


def _is_older(submission: ArticleSubmission, known: StoredArticle) -> bool:
    if submission.updated_at is None or known.updated_at is None:
        return False
    return submission.updated_at < known.updated_at


def _footer(separation: Separation) -> Policy | None:
    policy = read_policy(separation.policy_notice) if separation.policy_notice else None
    return policy if policy is not None and policy.clauses else None


def _touch(session: Session, known: StoredArticle, submission: ArticleSubmission) -> StoredArticle:
    at = submission.updated_at
    if at is not None and (known.updated_at is None or at > known.updated_at):
        storage.touch_article(session, known.site, known.id, at)
        return storage.find_article(session, known.site, known.id) or known
    return known


def _save(session: Session, site_name: str, reading: Reading, now: datetime) -> StoredArticle:
    submission, site = reading.submission, require_site(session, site_name)
    lock_site(session, site.name)
    key = url_key(submission.url)
    own(session, article_keys(site.name, submission.id, key))
    known = storage.find_article(session, site.name, submission.id)
    if known is not None and (_is_older(submission, known) or known.digest == reading.digest):
        return known
    _refuse_withdrawn(session, site.name, submission)
    # An edited article would teach that its own paragraphs recur.
    if not storage.was_received(session, site.name, submission.id):
        save_memory(session, site.name, observe(read_memory(session, site.name), reading.separation), now)
    stored = storage.save_article(session, _article(session, site, reading, known, now), key)
    tell(session, site, article_separated(site.name, stored.id, stored.revision, stored.separation, now), now)
    return stored


def _article(
    session: Session, site: Site, reading: Reading, known: StoredArticle | None, now: datetime
) -> StoredArticle:
    submission = reading.submission
    warnings = _learn_rules(session, site, reading, now)
    return StoredArticle(
        site=site.name,
        id=submission.id,
        url=submission.url,
        separation=reading.separation,
        digest=reading.digest,
        policy_version=reading.policy.version if reading.policy else known.policy_version if known else None,
        warnings=warnings,
        updated_at=submission.updated_at or (known.updated_at if known else None),
        received_at=now,
    )


def _learn_rules(session: Session, site: Site, reading: Reading, now: datetime) -> tuple[str, ...]:
    policy, notice = reading.policy, reading.separation.policy_notice
    if policy is not None and notice is not None:
        stated_at = reading.submission.updated_at or now
        note_footer(session, site.name, PolicyVersion(Origin.FOOTER, policy.version, notice, now, stated_at))
        return policy.warnings
    warning = (NO_FOOTER if notice is None else NO_CLAUSE).format(reading.submission.id)
    note_missing_footer(session, site.name, warning)
    return (warning,)


def _screen_waiting(deployment: Deployment, article: StoredArticle, now: datetime) -> None:
    """Screen again the comments that waited for the article, a few in each transaction."""
    key = url_key(article.url)

    def work(session: Session, after: int) -> int | None:
        waiting = awaiting_article(
            session, article.site, article_id=article.id, url_key=key, after=after, limit=RESCREENED_AT_ONCE
        )
        site = require_site(session, article.site)
        for kept in waiting:
            screen_again(deployment, session, site, kept, now)
        return waiting[-1].row if len(waiting) == RESCREENED_AT_ONCE else None

    after: int | None = 0
    while after is not None:
        after = deployment.database.transact(partial(work, after=after))
