"""Comments as platforms send them: what can be stored, and which of two versions is the newer one."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from moderation.errors import InvalidInput, TooLarge, Withdrawn
from moderation.services.identifiers import MAX_URL_CHARACTERS, is_storable, require_id
from moderation.storage.comments import Marks
from moderation.text.fingerprint import fingerprint

MAX_CHARACTERS = 100_000
MAX_NAME_CHARACTERS = 1_000


@dataclass(frozen=True, slots=True)
class CommentSubmission:
    """A comment as a platform sends it.

    :ivar parent: text of the comment this one answers, where the platform sends it along.
    :ivar author_id: the platform's id of the author; only a pseudonym of it is stored.
    :ivar language: ISO 639-1 code, where the platform states one.
    :ivar updated_at: when the platform last changed it; an older version never overwrites a newer one.
    :ivar is_first: it can only be the first version: whatever is known of this comment is newer.
    """

    id: str
    text: str
    article_id: str | None = None
    article_url: str | None = None
    parent_id: str | None = None
    parent: str | None = None
    author_id: str | None = None
    author_name: str | None = None
    language: str | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    is_first: bool = False


def check(submission: CommentSubmission) -> None:
    """Check that a comment can be stored.

    :raises InvalidInput: when it cannot.
    """
    require_id(submission.id, "the comment id")
    if not submission.text.strip():
        raise InvalidInput("the comment is empty")
    for value, what in ((submission.article_id, "the article id"), (submission.parent_id, "the parent id")):
        if value is not None:
            require_id(value, what)
    for text, most, what in (
        (submission.text, MAX_CHARACTERS, "the comment"),
        (submission.parent, MAX_CHARACTERS, "the parent"),
        (submission.author_name, MAX_NAME_CHARACTERS, "the author's name"),
        (submission.author_id, MAX_NAME_CHARACTERS, "the author id"),
        (submission.article_url, MAX_URL_CHARACTERS, "the article's address"),
        (submission.language, 35, "the language"),
    ):
        if text is not None and len(text) > most:
            raise TooLarge(f"{what} has more than {most} characters")
        if text is not None and not is_storable(text):
            raise InvalidInput(f"{what} contains NUL or lone surrogates")


def is_outdated(submission: CommentSubmission, known: Marks) -> bool:
    """Tell whether a newer version is known.

    :raises Withdrawn: when what is known is that it was withdrawn.
    """
    at, before = submission.updated_at, known.updated_at
    if known.deleted:
        if submission.is_first or (at is not None and before is not None and at <= before):
            raise Withdrawn(f"comment {submission.id!r} was withdrawn since")
        return False
    return submission.is_first or (at is not None and before is not None and at < before)


def digest_of(submission: CommentSubmission) -> str:
    """Return the SHA-256 of what is judged of a comment."""
    parts = (submission.text, submission.article_id, submission.article_url, submission.parent_id, submission.parent)
    return sha256(repr(parts).encode()).hexdigest()


def fingerprint_of(text: str) -> str | None:
    """Return the mark by which near repetitions are found, as hexadecimal digits; None for a text without words."""
    number = fingerprint(text)
    return f"{number:016x}" if number else None
