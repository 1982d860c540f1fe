"""Screening comments: whatever goes wrong on the way, the outcome is *hold*; that rule stands here."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec
from sqlalchemy.orm import Session

from moderation.comment.circumstances import FAULT, NO_ARTICLE, NO_POLICY, hold_for
from moderation.comment.values import ArticleText, Comment, Decision, Outcome
from moderation.errors import ModelFault, UnknownComment
from moderation.services.comment_submissions import (
    MAX_CHARACTERS,
    CommentSubmission,
    check,
    digest_of,
    fingerprint_of,
    is_outdated,
)
from moderation.services.deployment import Deployment
from moderation.services.identifiers import require_id, url_key
from moderation.services.lookups import Lookups
from moderation.services.observing import SHADOW, candidate_decision, sample
from moderation.services.policies import Stated, stated_rules
from moderation.services.repetitions import count_repetitions
from moderation.services.screener import Screener
from moderation.services.screening_settings import ScreeningSettings, adjust
from moderation.services.site_settings import read_settings
from moderation.services.sites import require_site
from moderation.storage import articles as article_storage
from moderation.storage import comments as storage
from moderation.storage.articles import KnownArticle
from moderation.storage.candidates import record_decision
from moderation.storage.comments import KeptComment, Marks, StoredComment
from moderation.storage.locking import own, share
from moderation.storage.outbox import add_event
from moderation.storage.received import erase_answers, note_subject
from moderation.storage.sites import Site
from moderation.webhooks.events import CommentReference, Event, comment_decided

__all__ = [
    "MAX_CHARACTERS",
    "CommentSubmission",
    "StoredComment",
    "check",
    "delete",
    "get",
    "screen",
    "screen_again",
    "withdraw",
]

MAX_THREAD = 5
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a comment is judged by.

    :ivar section: of the article; only looked up where the site's settings depend on it.
    """

    article: KnownArticle | None
    policy: Stated | None
    thread: tuple[str, ...]
    repeats: int
    screening: ScreeningSettings
    section: str | None
    now: datetime


def screen(deployment: Deployment, site: str, submission: CommentSubmission, now: datetime) -> StoredComment:
    """Judge and store a comment; one that was sent before with the same words keeps its decision.

    :raises UnknownSite: when there is no such site.
    :raises InvalidInput: when an id or the text cannot be stored.
    :raises Withdrawn: when the platform withdrew this version or a newer one.
    """
    check(submission)

    def work(session: Session) -> StoredComment:
        note_subject(session, submission.id)
        return _screen(deployment, session, site, submission, now)

    return deployment.database.transact(work)


def get(deployment: Deployment, site: str, comment_id: str) -> StoredComment:
    """Return a comment.

    :raises UnknownComment: when it was never received, or has been deleted.
    """
    with deployment.database.read() as session:
        require_site(session, site)
        return require_comment(session, site, comment_id).comment


def delete(deployment: Deployment, site: str, comment_id: str, now: datetime) -> None:
    """Erase a comment's words, its author and every quotation of it.

    :raises UnknownComment: when it was never received, or has been deleted.
    """

    def work(session: Session) -> None:
        require_site(session, site)
        storage.lock_comment(session, site, comment_id)
        if not storage.erase_comment(session, site, comment_id, now):
            raise UnknownComment(comment_id)
        erase_answers(session, site, comment_id)

    deployment.database.transact(work)


def withdraw(deployment: Deployment, site: str, comment_id: str, at: datetime | None, now: datetime) -> None:
    """Erase a comment that its platform took back; a late delivery of what was withdrawn does not bring it back.

    :param at: when it was withdrawn, as stated; a withdrawal older than the comment changes nothing.
    :raises UnknownSite: when there is no such site.
    """
    require_id(comment_id, "the comment id")

    def work(session: Session) -> None:
        site_row = require_site(session, site)
        own(session, [f"{site}/comment:{comment_id}"])
        known = storage.lock_comment(session, site, comment_id)
        if known is None:
            gone = StoredComment(site_row.name, comment_id, "", Decision(Outcome.HOLD), now, now)
            storage.bury_comment(session, gone, at)
            return
        before = known.marks.updated_at
        if known.marks.deleted or (at is not None and before is not None and at < before):
            return
        storage.erase_comment(session, site, comment_id, now, withdrawn_at=at or before)
        erase_answers(session, site, comment_id)

    deployment.database.transact(work)


def screen_again(
    deployment: Deployment, session: Session, site: Site, kept: KeptComment, now: datetime
) -> StoredComment:
    """Judge a stored comment anew, in the caller's transaction."""
    return _decide(deployment, session, site, kept, now)


def require_comment(session: Session, site: str, comment_id: str) -> KeptComment:
    """Return a comment with its marks.

    :raises UnknownComment: when it was never received, or has been deleted.
    """
    kept = storage.find_comment(session, site, comment_id)
    if kept is None:
        raise UnknownComment(comment_id)
    return kept


def _screen(
    deployment: Deployment, session: Session, site_name: str, submission: CommentSubmission, now: datetime
) -> StoredComment:
    site = require_site(session, site_name)
    digest, key = digest_of(submission), url_key(submission.article_url)
    # A comment and its article that arrive at once must not miss each other.
    share(session, article_keys(site.name, submission.article_id, key))
    own(session, [f"{site.name}/comment:{submission.id}"])
    known = storage.lock_comment(session, site.name, submission.id)
    if known is not None and is_outdated(submission, known.marks):
        return known.comment
    if known is not None and known.marks.digest == digest:
        return _touch(session, known, submission)
    comment = _comment(deployment, site, submission, now)
    marks = Marks(
        digest,
        fingerprint_of(submission.text),
        key,
        waits=False,
        awaits_article=False,
        updated_at=submission.updated_at or (known.marks.updated_at if known else None),
    )
    row = known.row if known is not None else storage.LAST_ROW
    return _decide(deployment, session, site, KeptComment(row, comment, marks), now)


def _touch(session: Session, known: KeptComment, submission: CommentSubmission) -> StoredComment:
    at, before = submission.updated_at, known.marks.updated_at
    if at is not None and (before is None or at > before):
        storage.touch_comment(session, known.row, at)
    return known.comment


def _decide(deployment: Deployment, session: Session, site: Site, kept: KeptComment, now: datetime) -> StoredComment:
    circumstances = circumstances_of(session, site, kept, now)
    learning = read_settings(session, site.name).learning
    decision = sample(deployment, kept.comment, judge(deployment, kept.comment, circumstances), learning)
    held = decision.outcome is Outcome.HOLD
    marks = replace(kept.marks, waits=held or decision.audited, awaits_article=held and circumstances.article is None)
    decided = replace(kept.comment, decision=decision, decided_at=now)
    stored = storage.save_comment(session, KeptComment(kept.row, decided, marks))
    tell(session, site, comment_decided(reference(stored), decision, now), now)
    if learning.shadow:
        _look_on(deployment, session, stored, circumstances, learning.shadow)
    return stored


def _look_on(
    deployment: Deployment, session: Session, comment: StoredComment, circumstances: Circumstances, version: str
) -> None:
    """Let a candidate judge as well; whatever becomes of it, the decision stands."""
    try:
        screener = deployment.shadow_of(comment.site, version)
        decision = judge_by(screener, comment, circumstances)
    except Exception as error:  # a model that only looks on must not keep a comment from being decided
        log.error("the candidate %s of site %s failed: %s", version, comment.site, type(error).__name__)
        return
    row = require_comment(session, comment.site, comment.id).row
    record_decision(session, row, candidate_decision(decision, screener.label, SHADOW), comment.decided_at)


def reference(comment: StoredComment) -> CommentReference:
    """Return what events name a comment by."""
    return CommentReference(comment.site, comment.id, comment.article_id, comment.revision)


def tell(session: Session, site: Site, event: Event, now: datetime) -> None:
    """Let an event wait to be sent, where the site has an address to send to."""
    if site.deliver_to is not None:
        add_event(session, site.name, event.id, type_=event.type, body=event.body, now=now)


def circumstances_of(
    session: Session, site: Site, kept: KeptComment, now: datetime, lookups: Lookups | None = None
) -> Circumstances:
    """Return what a stored comment is judged by at a time.

    :param lookups: what was read for other comments of the site in the same transaction.
    """
    comment, once = kept.comment, (lookups or Lookups()).once
    place = (comment.article_id, kept.marks.url_key)
    article = once(
        ("article", *place),
        lambda: article_storage.known_article(session, site.name, article_id=place[0], url_key=place[1]),
    )
    version = article.policy_version if article else None
    screening = once(("settings",), lambda: read_settings(session, site.name)).screening
    return Circumstances(
        article=article,
        policy=once(("rules", version), lambda: stated_rules(session, site.name, version)),
        thread=_thread(session, comment),
        repeats=once(("repeats", kept.row), lambda: count_repetitions(session, site.name, kept)),
        screening=screening,
        section=once(("section", *place), lambda: section_of(session, site, article)) if screening.sections else None,
        now=now,
    )


def section_of(session: Session, site: Site, article: KnownArticle | None) -> str | None:
    """Return the section of an article as the publisher names it, where that is known."""
    stored = None if article is None else article_storage.find_article(session, site.name, article.id)
    return None if stored is None else stored.separation.metadata.section


def _thread(session: Session, comment: StoredComment) -> tuple[str, ...]:
    texts: list[str] = []
    seen, parent_id = {comment.id}, comment.parent_id
    while parent_id is not None and parent_id not in seen and len(texts) < MAX_THREAD:
        seen.add(parent_id)
        parent = storage.find_comment(session, comment.site, parent_id)
        if parent is None:
            break
        texts.append(parent.comment.text)
        parent_id = parent.comment.parent_id
    return tuple(reversed(texts))


def judge(
    deployment: Deployment, comment: StoredComment, circumstances: Circumstances, *, explain: bool = True
) -> Decision:
    """Return the decision about a comment; *hold* with a reason where it cannot be judged.

    :param explain: look for the smallest removal that would have passed too.
    """
    try:
        return judge_by(deployment.screener_of(comment.site), comment, circumstances, explain=explain)
    except ModelFault as error:
        note = str(error)
    except Exception as error:  # whatever it is: an unjudged comment must not appear
        # Neither the message nor the trace: both may quote the comment.
        log.error("judging a comment of site %s failed: %s", comment.site, type(error).__name__)
        note = f"{FAULT.note}: {type(error).__name__}"
    version = circumstances.policy.version if circumstances.policy else None
    unjudged = Decision(Outcome.HOLD, policy_version=version, policy_source=version and "site")
    return hold_for(FAULT, unjudged, english=_is_english(comment), note=note)


def as_judged(comment: StoredComment, circumstances: Circumstances) -> Comment:
    """Return a stored comment as the screener takes it."""
    thread = circumstances.thread
    return Comment(
        text=comment.text,
        parent=comment.parent_text or (thread[-1] if thread else None),
        thread=thread,
        author_name=comment.author_name,
        language=comment.language,
        repeats=circumstances.repeats,
    )


def judge_by(
    screener: Screener, comment: StoredComment, circumstances: Circumstances, *, explain: bool = False
) -> Decision:
    """Return the decision of one screener about a comment."""
    if circumstances.policy is None:
        return hold_for(NO_POLICY, Decision(Outcome.HOLD), english=_is_english(comment))
    article = circumstances.article
    decision = screener.screen(
        as_judged(comment, circumstances),
        policy=circumstances.policy.policy(),
        article=ArticleText(article.title, article.text) if article else None,
        adjustments=adjust(
            circumstances.screening, section=circumstances.section, now=circumstances.now, model=screener.label
        ),
        explain=explain,
    )
    return under_circumstances(decision, comment, circumstances)


def under_circumstances(decision: Decision, comment: StoredComment, circumstances: Circumstances) -> Decision:
    """Return what a screener decided with what else is known: whose rules these are, whether the article is there."""
    policy = circumstances.policy
    assert policy is not None
    decision = msgspec.structs.replace(decision, policy_version=policy.policy().version, policy_source="site")
    if circumstances.article is None:
        return hold_for(NO_ARTICLE, decision, english=_is_english(comment))
    return decision


def _is_english(comment: StoredComment) -> bool:
    return (comment.language or "").lower().startswith("en")


def _comment(deployment: Deployment, site: Site, submission: CommentSubmission, now: datetime) -> StoredComment:
    author = submission.author_id
    return StoredComment(
        site=site.name,
        id=submission.id,
        text=submission.text,
        decision=Decision(Outcome.HOLD),
        received_at=now,
        decided_at=now,
        article_id=submission.article_id,
        article_url=submission.article_url,
        parent_id=submission.parent_id,
        parent_text=submission.parent,
        author=None if author is None else deployment.vault.pseudonym(site.name, author),
        author_name=submission.author_name,
        language=submission.language,
        created_at=submission.created_at,
    )


def article_keys(site: str, article_id: str | None, key: str | None) -> list[str]:
    """Return what transactions about an article lock: its id and its address, as far as they are known."""
    ways = (("article", article_id), ("address", key))
    return [f"{site}/{way}:{value}" for way, value in ways if value is not None]
