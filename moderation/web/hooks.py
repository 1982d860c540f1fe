"""`POST /hooks/{site}/standard`: articles and comments by signed message (Standard Webhooks)."""

from collections.abc import Callable
from hashlib import sha256

import msgspec
from flask import Blueprint, Response, request

from moderation.errors import BadSignature, Withdrawn
from moderation.services import articles, comments
from moderation.services.intake import ReceivedMessage, receive_once
from moderation.services.sites import STANDARD, webhook_secrets
from moderation.web.bodies import decode, decode_checked
from moderation.web.counting import count_decision
from moderation.web.describing import Access, Operation, described
from moderation.web.paths import checked_id
from moderation.web.payloads import (
    AcceptedArticle,
    AcceptedComment,
    ArticleData,
    ArticleMessage,
    CommentData,
    CommentMessage,
    HookEnvelope,
    Received,
    WithdrawalMessage,
    WithdrawnPayload,
)
from moderation.web.reading import read_body
from moderation.web.serving import deployment, serving, utc_now
from moderation.web.stored import article_answer, comment_answer
from moderation.web.submissions import article_submission, comment_submission, utc_time
from moderation.webhooks.signature import verify

Answer = AcceptedArticle | AcceptedComment | Received

hooks = Blueprint("hooks", __name__, url_prefix="/hooks/<site>")


@hooks.post("/standard")
@described(
    Operation(
        "Take in a message about an article or a comment; a type we do not use is answered 200 and ignored",
        tag="webhooks",
        access=Access.SIGNATURE,
        takes=(ArticleMessage, CommentMessage, WithdrawalMessage),
        gives=(AcceptedArticle, AcceptedComment, Received),
        problems=(400, 401, 404, 409, 413, 415, 422, 503),
        headers=(
            ("webhook-id", "the same on each attempt"),
            ("webhook-timestamp", "seconds since 1970, within five minutes of now"),
        ),
    )
)
def receive_standard(site: str) -> Response:
    """Verify the raw bytes, then do what the message says, once; a repeated message gets the first one's answer."""
    raw = read_body(request.environ, deployment().settings.max_body_bytes)
    message_id = _verified(site, raw)
    envelope = decode(raw, HookEnvelope)
    message = ReceivedMessage(site, STANDARD, message_id, sha256(raw).hexdigest())
    done: list[Answer] = []

    def work() -> str:
        done[:] = [_take_in(site, envelope)]
        return msgspec.json.encode(done[0]).decode()

    text = receive_once(deployment(), message, work, utc_now())
    _count(site, done[0] if done else None)
    return Response(text, content_type="application/json")


def _verified(site: str, raw: bytes) -> str:
    secrets = [secret.value for secret in webhook_secrets(deployment(), site, STANDARD) if secret.scheme == STANDARD]
    try:
        return verify({name.lower(): value for name, value in request.headers.items()}, raw, secrets, utc_now())
    except BadSignature as error:
        serving().metrics.bad_signatures.labels(STANDARD, error.reason).inc()
        serving().metrics.webhooks.labels(STANDARD, "refused").inc()
        raise


def _take_in(site: str, envelope: HookEnvelope) -> Answer:
    handler = _HANDLERS.get(envelope.type)
    return Received(result="ignored") if handler is None else handler(site, envelope.data)


def _article_stated(site: str, data: msgspec.Raw) -> Answer:
    article = decode_checked(data, ArticleData, below="/data")
    try:
        stored = articles.ingest(deployment(), site, article_submission(article.id, article), utc_now())
    except Withdrawn:
        # A late delivery: telling a fault would only make the sender repeat it.
        return Received(result="ignored")
    return AcceptedArticle(**msgspec.structs.asdict(article_answer(stored)))


def _comment_stated(site: str, data: msgspec.Raw) -> Answer:
    comment = decode_checked(data, CommentData, below="/data")
    try:
        stored = comments.screen(deployment(), site, comment_submission(comment.id, comment), utc_now())
    except Withdrawn:
        return Received(result="ignored")
    return AcceptedComment(**msgspec.structs.asdict(comment_answer(stored)))


def _article_withdrawn(site: str, data: msgspec.Raw) -> Answer:
    gone = decode_checked(data, WithdrawnPayload, below="/data")
    articles.withdraw(deployment(), site, checked_id(gone.id), utc_time(gone.updated_at, "/data/updated_at"), utc_now())
    return Received(result="accepted")


def _comment_withdrawn(site: str, data: msgspec.Raw) -> Answer:
    gone = decode_checked(data, WithdrawnPayload, below="/data")
    comments.withdraw(deployment(), site, checked_id(gone.id), utc_time(gone.updated_at, "/data/updated_at"), utc_now())
    return Received(result="accepted")


def _count(site: str, done: Answer | None) -> None:
    serving().metrics.webhooks.labels(STANDARD, done.result if done else "duplicate").inc()
    if isinstance(done, AcceptedComment):
        count_decision(serving().metrics, site, done, "webhook")


_HANDLERS: dict[str, Callable[[str, msgspec.Raw], Answer]] = {
    "article.published": _article_stated,
    "article.updated": _article_stated,
    "article.created": _article_stated,
    "article.deleted": _article_withdrawn,
    "article.unpublished": _article_withdrawn,
    "comment.created": _comment_stated,
    "comment.updated": _comment_stated,
    "comment.deleted": _comment_withdrawn,
}
