"""The events we tell a site about: small bodies without a reader's words, at most 20 kB."""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import msgspec

from moderation.article.values import Separation
from moderation.comment.values import Decision, Outcome

MAX_BODY_BYTES = 20_000
# Quotes are the publisher's own sentences; where they do not fit, they are cut, and cut again.
_QUOTE_CHARACTERS = (1_000, 300, 80, 0)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, as it is sent.

    :ivar id: the same for the same happening, so that it waits only once.
    """

    id: str
    type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class CommentReference:
    """Which comment, at which revision."""

    site: str
    id: str
    article_id: str | None
    revision: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a moderator decided, without who and without the note."""

    outcome: Outcome
    categories: tuple[str, ...]


def article_separated(site: str, article_id: str, revision: int, separation: Separation, now: datetime) -> Event:
    """Return the event of an article that was separated."""
    blocks = separation.blocks
    data = {
        "site": site,
        "article_id": article_id,
        "revision": revision,
        "title": _cut(separation.title, 300),
        "language": separation.language,
        "blocks": len(blocks),
        "editorial_blocks": sum(block.editorial for block in blocks),
        "policy_notice_found": separation.policy_notice is not None,
    }
    return _event("article.separated", data, now, key=(site, article_id, revision))


def comment_decided(comment: CommentReference, decision: Decision, now: datetime) -> Event:
    """Return the event of a comment that was screened."""
    key = (comment.site, comment.id, comment.revision)
    bodies = (_event("comment.decided", _decided(comment, decision, cut), now, key=key) for cut in _QUOTE_CHARACTERS)
    return next(event for event in bodies if len(event.body) <= MAX_BODY_BYTES)


def comment_reviewed(comment: CommentReference, verdict: Verdict, now: datetime) -> Event:
    """Return the event of a comment that a moderator decided about."""
    data = {**_reference(comment), "outcome": verdict.outcome.value, "categories": verdict.categories}
    return _event("comment.reviewed", data, now, key=(comment.site, comment.id, comment.revision))


def _decided(comment: CommentReference, decision: Decision, characters: int) -> dict[str, Any]:
    return {
        **_reference(comment),
        "outcome": decision.outcome.value,
        "reason": _cut(decision.reason, 1_000),
        "note": _cut(decision.note, 1_000),
        "violations": [
            {
                "category": violation.category.value,
                "score": round(violation.score, 4),
                "action": violation.action.value,
                "quote": _cut(violation.quote, characters),
            }
            for violation in decision.violations
        ],
        "policy_version": decision.policy_version,
        "model": decision.model,
    }


def _reference(comment: CommentReference) -> dict[str, Any]:
    return {
        "site": comment.site,
        "comment_id": comment.id,
        "article_id": comment.article_id,
        "revision": comment.revision,
    }


def _cut(text: str | None, characters: int) -> str | None:
    if text is None or len(text) <= characters:
        return text
    return text[: max(0, characters - 1)].rstrip() + "…" if characters else ""


def _event(type_: str, data: dict[str, Any], now: datetime, *, key: tuple[str, str, int]) -> Event:
    timestamp = now.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    body = msgspec.json.encode({"type": type_, "timestamp": timestamp, "data": data})
    identity = sha256("\0".join((type_, *map(str, key))).encode()).hexdigest()
    return Event(f"evt_{identity[:32]}", type_, body)
