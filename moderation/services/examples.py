"""What moderators decided elsewhere, as labelled comments that retraining learns from.

They are kept like comments of our own that a moderator reviewed, so that they can be looked at, exported and erased
in the same ways; but nobody is told of them, and they wait in no queue.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from moderation.comment.values import Comment, Outcome
from moderation.errors import InvalidInput, TooLarge
from moderation.policy.values import Category
from moderation.services.comments import MAX_CHARACTERS
from moderation.services.deployment import Deployment
from moderation.services.identifiers import MAX_ID_CHARACTERS, is_storable, require_id, url_key
from moderation.services.passing import find_scene, judge
from moderation.services.sites import require_site
from moderation.storage import comments as storage
from moderation.storage.comments import KeptComment, Marks, StoredComment
from moderation.storage.locking import own
from moderation.storage.reviews import Review, insert_review


@dataclass(frozen=True, slots=True)
class Example:
    """A comment with a moderator's verdict.

    :ivar source: by which way it came: `suggestscore`, `akismet`, `coral`.
    :ivar key: what the sender calls it; the last example of a key is the one that counts.
    :ivar categories: clauses that the verdict names; may be empty.
    """

    source: str
    key: str
    text: str
    outcome: Outcome
    categories: tuple[Category, ...] = ()
    article_url: str | None = None
    parent: str | None = None
    language: str | None = None


def store_example(deployment: Deployment, site: str, example: Example, now: datetime) -> str:
    """Store an example in place of an earlier one of its key; return its id.

    :raises UnknownSite: when there is no such site.
    :raises InvalidInput: when its text cannot be stored.
    """
    _check(example)
    comment_id = example_id(example)
    # Kept beside the verdict: how far the model and the moderators agree is worth knowing.
    scene = find_scene(deployment, site, example.article_url)
    decision = judge(deployment, scene, Comment(example.text, parent=example.parent, language=example.language), now)
    comment = StoredComment(
        site=site,
        id=comment_id,
        text=example.text,
        decision=decision,
        received_at=now,
        decided_at=now,
        article_url=example.article_url,
        parent_text=example.parent,
        language=example.language,
    )
    digest = sha256(repr((example.text, example.article_url, example.parent)).encode()).hexdigest()
    # Without a fingerprint: the comment itself must not seem to repeat its own example.
    marks = Marks(digest, None, url_key(example.article_url), waits=False, awaits_article=False)
    review = Review(example.outcome, example.categories, None, example.source, now)

    def work(session: Session) -> None:
        require_site(session, site)
        own(session, [f"{site}/comment:{comment_id}"])
        known = storage.lock_comment(session, site, comment_id)
        row = storage.LAST_ROW if known is None else known.row
        storage.save_comment(session, KeptComment(row, comment, marks))
        stored = storage.find_comment(session, site, comment_id)
        assert stored is not None
        insert_review(session, stored.row, review)

    deployment.database.transact(work)
    return comment_id


def example_id(example: Example) -> str:
    """Return the id that an example is kept under: its source and the sender's key, or a digest of a long key."""
    stated = f"{example.source}:{example.key}"
    try:
        return require_id(stated, "the key") if len(stated) <= MAX_ID_CHARACTERS else _digested(example)
    except InvalidInput:
        return _digested(example)


def _digested(example: Example) -> str:
    return f"{example.source}:{sha256(example.key.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _check(example: Example) -> None:
    if example.outcome is Outcome.HOLD:
        raise InvalidInput("a moderator approves or rejects")
    if not example.text.strip():
        raise InvalidInput("the comment is empty")
    for text in (example.text, example.parent or "", example.article_url or "", example.language or ""):
        if len(text) > MAX_CHARACTERS:
            raise TooLarge(f"a text has more than {MAX_CHARACTERS} characters")
        if not is_storable(text):
            raise InvalidInput("a text contains NUL or lone surrogates")
