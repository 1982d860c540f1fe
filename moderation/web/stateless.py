"""`/v1/separate`, `/v1/policy`, `/v1/screen`: questions that leave nothing behind."""

from collections.abc import Callable
from typing import TypeVar

from flask import Blueprint, Response, request

from moderation.services.answers import answer_policy, answer_separate
from moderation.services.lines import (
    PolicyAnswer,
    PolicyRequest,
    ScreenAnswer,
    ScreenRequest,
    SeparateAnswer,
    SeparateRequest,
)
from moderation.web.answering import answer
from moderation.web.authentication import require_any_key
from moderation.web.batches import answer_one_or_many
from moderation.web.describing import Access, Operation, described
from moderation.web.reading import check_media_type, read_body
from moderation.web.screening import screen_body
from moderation.web.serving import deployment, serving

stateless = Blueprint("stateless", __name__, url_prefix="/v1")

Question = TypeVar("Question")


def _operation(summary: str, takes: type, gives: type) -> Operation:
    return Operation(
        summary,
        tag="stateless",
        access=Access.KEY_IF_CONFIGURED,
        takes=(takes,),
        gives=(gives,),
        batches=True,
        problems=(400, 413, 415, 422),
    )


@stateless.post("/separate")
@described(_operation("Separate a page into labelled blocks", SeparateRequest, SeparateAnswer))
def separate() -> Response:
    """Separate pages."""
    return _answer(SeparateRequest, lambda question: answer_separate(question, deployment().separator))


@stateless.post("/policy")
@described(_operation("Read comment rules into clauses", PolicyRequest, PolicyAnswer))
def policy() -> Response:
    """Read comment rules."""
    return _answer(PolicyRequest, answer_policy)


@stateless.post("/screen")
@described(_operation("Judge a comment by comment rules", ScreenRequest, ScreenAnswer))
def screen() -> Response:
    """Judge comments."""
    return answer(screen_body(_body(), serving()))


def _answer(kind: type[Question], ask: Callable[[Question], object]) -> Response:
    return answer(answer_one_or_many(_body(), kind, ask))


def _body() -> bytes:
    parts = serving()
    require_any_key(request, parts.deployment)
    check_media_type(request.environ)
    return read_body(request.environ, parts.deployment.settings.max_body_bytes)
