"""Google's Perspective API as its clients know it: the switch is a change of address."""

import re
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import msgspec
from flask import Blueprint, Flask, Response, request

from moderation.comment.values import Outcome
from moderation.errors import InvalidInput, NotAllowed, TooLarge
from moderation.services.examples import Example, store_example
from moderation.services.keys import Purpose, site_of_key
from moderation.web import problems
from moderation.web.answering import answer as json_answer
from moderation.web.bodies import decode
from moderation.web.compat import perspective_errors as faults
from moderation.web.compat.discovery import discovery_document
from moderation.web.compat.perspective_attributes import category_of
from moderation.web.compat.perspective_errors import GoogleError
from moderation.web.compat.perspective_payloads import (
    AnalyzeAnswer,
    AnalyzeRequest,
    CoralContext,
    SuggestAnswer,
    SuggestedAttribute,
    SuggestRequest,
)
from moderation.web.compat.perspective_scoring import answer, check, check_context, check_text, words_of
from moderation.web.counting import count_passing
from moderation.web.describing import Access, Operation, described
from moderation.web.reading import read_body
from moderation.web.serving import Serving, count_for, deployment, serving, utc_now

perspective = Blueprint("perspective", __name__)

CONTENT_TYPE = faults.CONTENT_TYPE
_BELOW = "/perspective/<site>"
_PATHS = ("/perspective/", "/v1alpha1/", "/$discovery/")
SOURCE, FEEDBACK = "perspective", "suggestscore"
VERSION = "v1alpha1"
_LONGEST_KEY = 256
_PLAIN_KEY = re.compile(r"[A-Za-z0-9_-]+")
_LONGEST_URL = 4_096
_REJECTED = 0.5
_KEY = (("key", "the key of the site; or send it as a bearer token"),)
_ENCODER = msgspec.json.Encoder()
# What Coral adds to the address of a story.
_OF_A_COMMENT = "commentID"


def register(app: Flask) -> None:
    """Add the routes, with Google's words for every error below them.

    They stand at the root as well: who is sent here by a proxy setting asks for Google's own paths, and the key alone
    tells the site.
    """
    app.register_blueprint(perspective)
    problems.speak_otherwise(app, lambda path: path.startswith(_PATHS), faults.render)


@perspective.post(f"{_BELOW}/{VERSION}/comments:analyze")
@perspective.post(f"/{VERSION}/comments:analyze", endpoint="analyze_at_root")
@described(
    Operation(
        "Score a comment; nothing of it is stored",
        tag="compatibility",
        access=Access.KEY_OR_QUERY,
        takes=(AnalyzeRequest,),
        gives=(AnalyzeAnswer,),
        problems=(400, 403, 415, 503),
        query=_KEY,
        fault=GoogleError,
    )
)
def analyze(site: str | None = None) -> Response:
    """Answer with the scores of a comment."""
    owner = require_key(_stated_key(), site, serving())
    return Response(analyze_body(_body(), owner, serving()), content_type=faults.CONTENT_TYPE)


def analyze_body(raw: bytes, site: str, parts: Serving) -> bytes:
    """Return the body of the answer to a question of a site whose key was right.

    :raises InvalidInput: when it cannot be answered.
    """
    given, whole = answer(check(_decode(raw, AnalyzeRequest)), site, parts)
    count_passing(parts, site, whole, SOURCE)
    return _ENCODER.encode(given)


def answer_shortly(environ: Mapping[str, Any], raw: bytes, site: str, parts: Serving) -> bytes:
    """Return the body of the answer to a question, as its route does.

    :raises ModerationError: when the usual way has to tell what is wrong.
    """
    query = environ.get("QUERY_STRING", "")
    if query.startswith("key=") and _PLAIN_KEY.fullmatch(query, 4):
        key: str | None = query[4:]
    else:
        keys = parse_qs(query, max_num_fields=20).get("key")
        key = keys[0] if keys else _bearer(environ.get("HTTP_AUTHORIZATION", ""))
    require_key(key, site, parts)
    return analyze_body(raw, site, parts)


@perspective.post(f"{_BELOW}/{VERSION}/comments:suggestscore")
@perspective.post(f"/{VERSION}/comments:suggestscore", endpoint="suggest_score_at_root")
@described(
    Operation(
        "Store a moderator's decision as a labelled example",
        tag="compatibility",
        access=Access.KEY_OR_QUERY,
        takes=(SuggestRequest,),
        gives=(SuggestAnswer,),
        problems=(400, 403, 415, 503),
        query=_KEY,
        fault=GoogleError,
    )
)
def suggest_score(site: str | None = None) -> Response:
    """Store an example; the last one of a client token and community counts."""
    owner = require_key(_stated_key(), site, serving())
    suggested = _decode(_body(), SuggestRequest)
    text = check_text(suggested.comment)
    check_context(suggested.context)
    example = _example(text, suggested)
    if suggested.doNotStore not in (True, "true", 1):
        store_example(deployment(), owner, example, utc_now())
    return json_answer(SuggestAnswer(suggested.clientToken))


@perspective.get(f"{_BELOW}/$discovery/rest", endpoint="discovery")
@perspective.get(f"{_BELOW}/{VERSION}/$discovery/rest", endpoint="discovery_below_version")
@perspective.get("/$discovery/rest", endpoint="discovery_at_root")
@described(
    Operation(
        "Google's discovery document, with addresses of our own",
        tag="compatibility",
        access=Access.OPEN,
        gives=(dict[str, Any],),
        problems=(404,),
        query=(("version", VERSION),),
        fault=GoogleError,
    )
)
def discover(site: str | None = None) -> Response:
    """Answer Google's client libraries."""
    if request.args.get("version", VERSION) != VERSION:
        raise faults.PerspectiveFault("INVALID_REQUEST", f"Only version {VERSION} is served")
    return json_answer(
        discovery_document(request.url_root if site is None else f"{request.url_root}perspective/{site}/")
    )


def require_key(key: str | None, site: str | None, parts: Serving) -> str:
    """Return the site of the key that a request bears.

    :param site: the one that the path names, or None.

    :raises NotAllowed: without a key, and with one of another site.
    """
    if not key or len(key) > _LONGEST_KEY or not key.isascii():
        raise NotAllowed("the key is missing")
    owner = site_of_key(parts.deployment, key, Purpose.PERSPECTIVE)
    if site not in (None, owner):
        raise NotAllowed("this key belongs to another site")
    count_for(parts, SOURCE, owner)
    return owner


def _body() -> bytes:
    return read_body(request.environ, deployment().settings.max_body_bytes)


def _stated_key() -> str | None:
    headers = request.headers
    return request.args.get("key") or headers.get("X-Goog-Api-Key") or _bearer(headers.get("Authorization", ""))


def _bearer(header: str) -> str | None:
    scheme, _, key = header.partition(" ")
    return key.strip() if scheme.lower() == "bearer" else None


def _decode(raw: bytes, kind: type[Any]) -> Any:
    try:
        return decode(raw, kind)
    except TooLarge as error:
        # Here it means the depth; the length of the comment is looked at later.
        raise faults.invalid(str(error)) from error


def _example(text: str, suggested: SuggestRequest) -> Example:
    values = {
        name: value for name, one in (suggested.attributeScores or {}).items() if (value := _value(name, one)) >= 0
    }
    if not values:
        raise faults.invalid("Missing attribute_scores")
    against = [name for name, value in values.items() if value >= _REJECTED]
    named = [category for name in against if (category := category_of(name)) is not None]
    token = suggested.clientToken or f"text:{sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"
    both = suggested.context and suggested.context.articleAndParentComment
    return Example(
        source=FEEDBACK,
        key=f"{suggested.communityId}:{token}" if suggested.communityId else token,
        text=text,
        outcome=Outcome.REJECT if against else Outcome.APPROVE,
        categories=tuple(dict.fromkeys(named)),
        article_url=_story_url(suggested),
        parent=words_of(both.parentComment) or None if both else None,
        language=suggested.languages[0] if suggested.languages else None,
    )


def _value(name: str, suggested: SuggestedAttribute) -> float:
    """Return the suggested value of an attribute, -1 for none.

    :raises PerspectiveFault: when it is outside of [0, 1].
    """
    scores = [suggested.summaryScore, *(span.score for span in suggested.spanScores or ())]
    values = [score.value for score in scores if score is not None and score.value is not None]
    if not all(0.0 <= value <= 1.0 for value in values):
        raise faults.invalid(f"Suggested score of attribute {name} must be between 0 and 1")
    return values[0] if suggested.summaryScore and values else max(values, default=-1.0)


def _story_url(suggested: SuggestRequest) -> str | None:
    """Return the story's address as Coral writes it into the context, without what names the comment."""
    entries = (suggested.context and suggested.context.entries) or []
    if not entries or not (entries[0].text or "").lstrip().startswith("{"):
        return None
    with suppress(InvalidInput, ValueError):
        stated = decode((entries[0].text or "").encode("utf-8", "surrogatepass"), CoralContext).url
        if stated and len(stated) <= _LONGEST_URL:
            parts = urlsplit(stated)
            query = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != _OF_A_COMMENT]
            return parts._replace(query=urlencode(query)).geturl()
    return None
