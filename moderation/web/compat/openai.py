"""`POST /openai/{site}/v1/moderations`: judge texts in the shape of OpenAI's moderation endpoint."""

import os
from collections.abc import Mapping

import msgspec
from flask import Blueprint, Flask, Response, request

from moderation.comment.checking import TOO_LARGE
from moderation.comment.values import Comment, Decision, Outcome
from moderation.errors import InvalidInput, NotAllowed, StorageBusy, StorageFault, TooLarge
from moderation.policy.catalogue import entry
from moderation.policy.default import default_policy
from moderation.policy.values import Category, Screenable
from moderation.services.keys import Purpose, site_of_key
from moderation.services.passing import Scene, find_scene, is_unjudged, judge
from moderation.services.site_settings import SiteSettings
from moderation.web import problems
from moderation.web.answering import answer
from moderation.web.bodies import InvalidField, decode
from moderation.web.compat.openai_payloads import (
    InputPart,
    ModerationAnswer,
    ModerationRequest,
    ModerationResult,
    OpenAIError,
    OpenAIFault,
)
from moderation.web.counting import count_passing
from moderation.web.describing import Access, Operation, described
from moderation.web.problems import Unauthenticated
from moderation.web.reading import read_body
from moderation.web.serving import count_for, deployment, serving, utc_now

openai = Blueprint("openai", __name__, url_prefix="/openai/<site>")

SOURCE = "openai"
MOST_INPUTS = 200
_FLAGGED = 0.5
_LONGEST_KEY = 256
# What is not named here is not modelled: false and 0.0.
_THEIRS: Mapping[str, tuple[Category, ...]] = {
    "harassment": (Category.INSULT, Category.AGGRESSION),
    "harassment/threatening": (Category.VIOLENCE,),
    "hate": (Category.HATE, Category.DISCRIMINATION),
    "hate/threatening": (),
    "illicit": (),
    "illicit/violent": (),
    "self-harm": (),
    "self-harm/intent": (),
    "self-harm/instructions": (),
    "sexual": (Category.SEXUAL,),
    "sexual/minors": (),
    "violence": (Category.VIOLENCE,),
    "violence/graphic": (),
}
_OURS = {
    f"policy/{category.value}": category for category in Category if entry(category).screenable is not Screenable.NO
}
_TYPES = {401: "invalid_request_error", 403: "invalid_request_error", 429: "rate_limit_error"}


class WrongInput(InvalidInput):
    """The input is none that can be judged."""


def register(app: Flask) -> None:
    """Add the route, with OpenAI's form of every error below it."""
    app.register_blueprint(openai)
    problems.speak_otherwise(app, lambda path: path.startswith("/openai/"), _render)


@openai.post("/v1/moderations")
@described(
    Operation(
        "Judge texts; flagged is what the site's rules hold or refuse",
        tag="compatibility",
        access=Access.FOREIGN_KEY,
        takes=(ModerationRequest,),
        gives=(ModerationAnswer,),
        problems=(400, 401, 413, 415, 503),
        fault=OpenAIError,
    )
)
def moderate(site: str) -> Response:
    """Answer with one result for each text."""
    _require_key(site)
    asked = decode(read_body(request.environ, deployment().settings.max_body_bytes), ModerationRequest)
    texts = _texts(asked.input)
    scene = _scene(site)
    results, model = [], "none"
    for text in texts:
        decision = judge(deployment(), scene, Comment(text), utc_now())
        count_passing(serving(), site, decision, SOURCE)
        model = decision.model or model
        results.append(_result(decision))
    return answer(ModerationAnswer(id=f"modr-{os.urandom(12).hex()}", model=model, results=results))


def _require_key(site: str) -> None:
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    key = key.strip()
    if scheme.lower() != "bearer" or not 0 < len(key) <= _LONGEST_KEY or not key.isascii():
        raise Unauthenticated("You didn't provide an API key; send it as Authorization: Bearer <key>")
    try:
        owner = site_of_key(deployment(), key, Purpose.OPENAI)
    except NotAllowed:
        owner = None
    if owner != site:
        raise Unauthenticated("Incorrect API key provided")
    count_for(serving(), SOURCE, site)


def _scene(site: str) -> Scene:
    try:
        return find_scene(deployment(), site)
    except (StorageBusy, StorageFault):
        return Scene(site, "de", SiteSettings(), default_policy(), "default", None)


def _texts(given: object) -> list[str]:
    parts = [given] if isinstance(given, str) else given
    if not isinstance(parts, list) or not parts:
        raise WrongInput("input must be a text, or a list of texts or of parts of the type text")
    if len(parts) > MOST_INPUTS:
        raise WrongInput(f"input has more than {MOST_INPUTS} parts")
    texts = [part if isinstance(part, str) else _text_of(part) for part in parts]
    for text in texts:
        if not text.strip():
            raise WrongInput("input must not be empty")
        if len(text) > TOO_LARGE:
            raise WrongInput(f"a text may have {TOO_LARGE} characters")
    return texts


def _text_of(part: object) -> str:
    try:
        read = msgspec.convert(part, InputPart)
    except msgspec.ValidationError as error:
        raise WrongInput("input must be a text, or a list of texts or of parts of the type text") from error
    if read.type != "text" or read.text is None:
        raise WrongInput(f"parts of the type {read.type[:40]} are not judged, only text")
    return read.text


def _result(decision: Decision) -> ModerationResult:
    scores = {name: _score(categories, decision) for name, categories in _THEIRS.items()}
    stated = {violation.category for violation in decision.violations}
    found = {name: score >= _FLAGGED for name, score in scores.items()}
    for name, category in _OURS.items():
        if category in decision.scores:
            scores[name] = decision.scores[category]
            found[name] = category in stated
    return ModerationResult(
        # A comment that nobody could judge is not one that nothing was found in.
        flagged=decision.outcome is not Outcome.APPROVE,
        categories=found,
        category_scores=scores,
        category_applied_input_types={name: ["text"] for name in scores},
    )


def _score(categories: tuple[Category, ...], decision: Decision) -> float:
    if is_unjudged(decision):
        return 0.0
    return max((decision.scores.get(category, 0.0) for category in categories), default=0.0)


def _render(status: int, error: Exception) -> Response:
    kind = _TYPES.get(status) or ("server_error" if status >= 500 else "invalid_request_error")
    known = isinstance(error, InvalidInput | NotAllowed)
    message = str(error) if known else "The request could not be answered"
    param = error.pointer.strip("/") or None if isinstance(error, InvalidField) else None
    param = "input" if isinstance(error, WrongInput) else param
    code = {401: "invalid_api_key", 413: "too_large", 429: "rate_limit_exceeded"}.get(status)
    message = message.encode("utf-8", "replace").decode("utf-8")
    # What is wrong in itself is 400 there.
    status = 400 if status == 422 or (isinstance(error, TooLarge) and "nested" in message) else status
    response = answer(OpenAIError(OpenAIFault(message, kind, param, code)), status)
    if status in (429, 503):
        response.headers["Retry-After"] = str(getattr(error, "retry_after", None) or 1)
    return response
