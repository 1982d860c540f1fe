"""Coral: its external moderation phase, which waits for an answer about each comment, and its webhooks."""

import hmac
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from hashlib import sha256
from typing import Any

import msgspec
from flask import Blueprint, Response, request

from moderation.comment.circumstances import FAULT, hold_for
from moderation.comment.values import Comment, Decision, Outcome
from moderation.errors import BadSignature, InvalidInput, StorageBusy, StorageFault, UnknownComment
from moderation.services.intake import ReceivedMessage, receive_once
from moderation.services.passing import find_scene, judge
from moderation.services.reviews import ReviewVerdict, review
from moderation.services.site_settings import SiteSettings
from moderation.services.sites import recent_secrets
from moderation.text.plain import plain_text
from moderation.web.bodies import decode
from moderation.web.compat.coral_answers import phase_answer
from moderation.web.counting import count_passing
from moderation.web.describing import Access, Operation, described
from moderation.web.payloads import Received
from moderation.web.reading import read_body
from moderation.web.serving import Serving, deployment, serving, utc_now
from moderation.webhooks.schemes import CORAL, Secret, SignedRequest, verify_request

coral = Blueprint("coral", __name__)

SOURCE, WEBHOOK = "coral", "coral-webhook"
_ENCODER = msgspec.json.Encoder()
_MOST_ENTRIES = 32
# Secrets whose beginnings are kept.
_MOST_SECRETS = 256
# What a moderator's decision leaves a comment with.
_VERDICTS = {"APPROVED": Outcome.APPROVE, "REJECTED": Outcome.REJECT}
_REVIEWER = "coral"


class PhaseComment(msgspec.Struct, frozen=True):
    """The comment that Coral asks about: HTML or plain text, as the phase is set up."""

    body: str | None = None
    parentID: str | None = None  # noqa: N815


class PhaseStory(msgspec.Struct, frozen=True):
    """The story it stands under."""

    id: str | None = None
    url: str | None = None


class PhaseRequest(msgspec.Struct, frozen=True):
    """A question of the external moderation phase; what we make no use of is not read."""

    comment: PhaseComment
    story: PhaseStory | None = None
    action: str | None = None


class RejectionReason(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why a comment was rejected, for Coral's notice to the author."""

    code: str
    detailedExplanation: str = ""  # noqa: N815
    customReason: str = ""  # noqa: N815


class ModerationAction(msgspec.Struct, frozen=True):
    """Sent with a rejection alone."""

    status: str
    rejectionReason: RejectionReason  # noqa: N815


class PhaseAction(msgspec.Struct, frozen=True):
    """A flag."""

    actionType: str  # noqa: N815
    reason: str


class PhaseAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """What becomes of the comment; an empty answer (204) leaves that to Coral."""

    status: str
    actions: list[PhaseAction] = []
    moderationAction: ModerationAction | None = None  # noqa: N815


class CoralData(msgspec.Struct, frozen=True):
    """What an event is about."""

    commentID: str | None = None  # noqa: N815
    status: str | None = None


class CoralEvent(msgspec.Struct, frozen=True):
    """A webhook of Coral's."""

    id: str
    type: str
    data: CoralData = CoralData()


@coral.post("/coral/<site>/phase")
@described(
    Operation(
        "Coral's external moderation phase; 204 leaves the comment to Coral's own rules",
        tag="compatibility",
        access=Access.CORAL,
        takes=(PhaseRequest,),
        gives=(PhaseAnswer,),
        problems=(400, 401, 404, 413, 415),
        others=((204, "no opinion"),),
    )
)
def answer_phase(site: str) -> Response:
    """Judge a comment and answer in Coral's words."""
    raw = read_body(request.environ, deployment().settings.max_body_bytes)
    with _counting_refusals():
        body = judge_phase(raw, request.headers.get("X-Coral-Signature", ""), site, serving())
    if body:
        return Response(body, content_type="application/json")
    response = Response(status=204)
    del response.headers["Content-Type"]
    return response


def judge_phase(raw: bytes, signature: str, site: str, parts: Serving) -> bytes:
    """Return the body of the answer; empty for no opinion.

    Coral publishes what it gets an error for. So once the question is known to be Coral's, or cannot be verified by a
    fault of ours, the answer to whatever goes wrong is to withhold the comment.

    :raises BadSignature: when no secret of the site signed it.
    :raises UnknownSite: when there is no such site.
    """
    try:
        verify_coral(raw, signature, site, parts)
        question = decode(raw, PhaseRequest)
        scene = find_scene(parts.deployment, site, question.story.url if question.story else None)
    except (StorageBusy, StorageFault, InvalidInput) as error:
        note = f"{FAULT.note}: {type(error).__name__}"
        decision, settings = hold_for(FAULT, Decision(Outcome.HOLD), note=note), SiteSettings()
    else:
        comment = Comment(plain_text(question.comment.body or ""))
        decision, settings = judge(parts.deployment, scene, comment, utc_now(), needs_article=True), scene.settings
    count_passing(parts, site, decision, SOURCE)
    answer = phase_answer(decision, settings)
    return b"" if answer is None else _ENCODER.encode(answer)


def verify_coral(raw: bytes, signature: str, site: str, parts: Serving) -> None:
    """Let a request pass that Coral signed with a secret of the site.

    :raises BadSignature: when it did not.
    """
    secrets = recent_secrets(parts.deployment, site, (SOURCE, WEBHOOK))
    if _is_signed(raw, signature, secrets):
        return
    # Only who is refused has the time to be told why.
    verify_request(SignedRequest({"x-coral-signature": signature}, raw), secrets, utc_now())


def _is_signed(raw: bytes, signature: str, secrets: Sequence[Secret]) -> bool:
    """Tell whether a request bears a good signature, in the very form that Coral writes."""
    entries = signature.split(",", _MOST_ENTRIES)
    signed = [f"sha256={_mac(secret.value, raw)}".encode() for secret in secrets if secret.scheme == CORAL]
    given = [entry.strip().encode("utf-8", "replace") for entry in entries]
    # No early end: the time must not tell which secret or which entry was the one.
    matches = [hmac.compare_digest(mine, theirs) for mine in signed for theirs in given]
    return any(matches)


@lru_cache(maxsize=_MOST_SECRETS)
def _begun(secret: str) -> hmac.HMAC:
    """Return what every signature by a secret begins with."""
    return hmac.new(secret.encode(), digestmod="sha256")


def _mac(secret: str, raw: bytes) -> str:
    mac = _begun(secret).copy()
    mac.update(raw)
    return mac.hexdigest()


@contextmanager
def _counting_refusals() -> Iterator[None]:
    try:
        yield
    except BadSignature as error:
        serving().metrics.bad_signatures.labels(SOURCE, error.reason).inc()
        raise


@coral.post("/hooks/<site>/coral")
@described(
    Operation(
        "Take in an event of Coral's; a type that we do not use is answered 200 and ignored",
        tag="webhooks",
        access=Access.CORAL,
        takes=(CoralEvent,),
        gives=(Received,),
        problems=(400, 401, 404, 409, 413, 415, 422, 503),
    )
)
def receive_event(site: str) -> Response:
    """Store that the event came, and take over a moderator's decision about a comment of ours."""
    parts = serving()
    raw = read_body(request.environ, deployment().settings.max_body_bytes)
    with _counting_refusals():
        verify_coral(raw, request.headers.get("X-Coral-Signature", ""), site, parts)
    event = decode(raw, CoralEvent)
    message = ReceivedMessage(site, SOURCE, event.id, sha256(raw).hexdigest())
    result: list[str] = []

    def work() -> str:
        result[:] = [_take_over(site, event)]
        return _ENCODER.encode(Received(result=result[0])).decode()

    text = receive_once(deployment(), message, work, utc_now())
    parts.metrics.webhooks.labels(SOURCE, result[0] if result else "duplicate").inc()
    return Response(text, content_type="application/json")


def _take_over(site: str, event: CoralEvent) -> str:
    outcome = _VERDICTS.get(event.data.status or "")
    comment_id = event.data.commentID
    if event.type != "COMMENT_LEFT_MODERATION_QUEUE" or outcome is None or not comment_id:
        return "ignored"
    # Events carry no text: of a comment that was never sent to us there is nothing to learn.
    with suppress(UnknownComment, InvalidInput):
        review(deployment(), site, comment_id, ReviewVerdict(outcome, reviewer=_REVIEWER), now=utc_now())
        return "accepted"
    return "ignored"


def answer_shortly(environ: Mapping[str, Any], raw: bytes, site: str, parts: Serving) -> bytes:
    """Return the body of the answer to a question of the phase, as its route does."""
    return judge_phase(raw, environ.get("HTTP_X_CORAL_SIGNATURE", ""), site, parts)
