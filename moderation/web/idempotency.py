"""`Idempotency-Key` on requests that create something: whoever got no answer may simply ask again."""

import re
from hashlib import sha256
from io import BytesIO

from flask import Blueprint, Response, g, request

from moderation.errors import InvalidInput, ModerationError
from moderation.services import idempotency as service
from moderation.services.idempotency import Claimed, KeptAnswer
from moderation.web.reading import read_body
from moderation.web.serving import deployment, serving, utc_now

HEADER = "Idempotency-Key"
_KEY = re.compile(r'"?([!#-~]{1,255})"?')
# What says nothing of the request itself: it may turn out otherwise the next time.
_PASSING = frozenset({401, 403, 408, 429})


def register(routes: Blueprint) -> None:
    """Let every POST of a blueprint be repeated under its key; to be called after authentication is registered."""
    routes.before_request(_claim)
    routes.after_request(_keep)


def _claim() -> Response | None:
    stated = request.headers.get(HEADER)
    if request.method != "POST" or stated is None:
        return None
    key = _KEY.fullmatch(stated.strip())
    if key is None:
        raise InvalidInput(f"{HEADER} is 1 to 255 printable characters")
    found = service.claim(deployment(), _claimed(key[1]), utc_now())
    if isinstance(found, int):
        g.idempotency = found
        return None
    response = Response(found.body, found.status, content_type=found.content_type)
    if found.etag:
        response.headers["ETag"] = found.etag
    response.headers["Idempotency-Replayed"] = "true"
    return response


def _claimed(key: str) -> Claimed:
    body = read_body(request.environ, deployment().settings.max_body_bytes)
    request.environ.pop("HTTP_TRANSFER_ENCODING", None)
    request.environ |= {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}
    head = f"{request.method} {request.path.rstrip('/')}?{request.query_string.decode('latin-1')}\n"
    stated = request.headers.get("If-Match", "")
    arguments = request.view_args or {}
    return Claimed(
        scope=sha256(request.headers.get("Authorization", "").encode("utf-8", "surrogateescape")).hexdigest(),
        key=key,
        digest=sha256(f"{head}{stated}\n".encode("utf-8", "surrogateescape") + body).hexdigest(),
        site=str(arguments.get("site", "")),
        comment_id=arguments.get("comment_id"),
    )


def _keep(response: Response) -> Response:
    row = g.pop("idempotency", None)
    if row is None:
        return response
    try:
        if response.status_code >= 500 or response.status_code in _PASSING:
            service.release(deployment(), row)
        else:
            service.keep(deployment(), row, _kept(response))
    except ModerationError as error:
        # The work is done and told; only that it can be repeated is lost.
        serving().log.error("an answer could not be kept for repetition", error=type(error).__name__)
    return response


def _kept(response: Response) -> KeptAnswer:
    return KeptAnswer(
        response.status_code,
        response.content_type or "",
        response.headers.get("ETag", ""),
        response.get_data(as_text=True),
    )
