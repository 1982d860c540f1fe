"""The short way for the questions that come with every comment: past Flask, which costs as much as judging one.

Only what is surely in order goes this way. Everything else, every error included, goes the usual way through Flask,
which alone knows problem documents, the other APIs' errors and unusual spellings of an address.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

import msgspec
from flask import Flask

from moderation.errors import InvalidInput, RateLimited
from moderation.web.compat import coral, perspective
from moderation.web.limiting import client_of
from moderation.web.reading import read_body
from moderation.web.screening import screen_body
from moderation.web.serving import Serving
from moderation.web.tracing import ROUTE

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PATH = "/v1/screen"
_DETOURS = ("HTTP_CONTENT_ENCODING", "HTTP_TRANSFER_ENCODING")
_ENCODER = msgspec.json.Encoder()


@dataclass(frozen=True, slots=True)
class Way:
    """A short way: the rule that its route has, and what answers.

    :ivar before: what the path begins with; `after` what it ends with; the site stands between.
    :ivar content_type: of the answer.
    :ivar answer: takes environment, body, site and parts; an empty answer is a 204.
    """

    before: str
    after: str
    rule: str
    answer: Callable[[Any, bytes, str, Serving], bytes]
    content_type: str = "application/json"

    def site_of(self, path: str) -> str | None:
        """Return the site that a path names, or None where the path is another one's."""
        site = path[len(self.before) : -len(self.after)]
        return site if path.endswith(self.after) and site and "/" not in site else None


_SCREEN = Way("", PATH, PATH, lambda _environ, raw, _site, parts: _ENCODER.encode(screen_body(raw, parts)))
_WAYS = {
    "cora": Way("/coral/", "/phase", "/coral/<site>/phase", coral.answer_shortly),
    "pers": Way(
        "/perspective/",
        "/v1alpha1/comments:analyze",
        "/perspective/<site>/v1alpha1/comments:analyze",
        perspective.answer_shortly,
        content_type=perspective.CONTENT_TYPE,
    ),
}


def register(app: Flask, parts: Serving) -> None:
    """Open the short ways."""
    app.wsgi_app = Express(app.wsgi_app, parts)  # type: ignore[method-assign]


class Express:
    """A WSGI application that answers plain questions itself and leaves the rest to another one."""

    def __init__(self, usual: "WSGIApplication", parts: Serving) -> None:
        self._usual, self._parts = usual, parts
        self._most = parts.deployment.settings.max_body_bytes
        # Where each `screen` question has a key to be looked up, there is nothing to be saved.
        self._screens = parts.deployment.settings.require_key == "sites"

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer a request."""
        found = self._way(environ)
        try:
            limits = self._limits(environ) if found is not None and found[0] is _SCREEN else []
            body = self._answer(environ, *found) if found is not None else None
        except RateLimited:
            body = None
        if found is None or body is None:
            return self._usual(environ, start_response)
        way = found[0]
        environ[ROUTE] = way.rule
        if not body:
            start_response("204 No Content", [])
            return []
        start_response("200 OK", [("Content-Type", way.content_type), ("Content-Length", str(len(body))), *limits])
        return [body]

    def _limits(self, environ: "WSGIEnvironment") -> list[tuple[str, str]]:
        limiter = self._parts.limiter
        if limiter is None:
            return []
        return [("RateLimit-Policy", limiter.policy), ("RateLimit", limiter.take(client_of(environ)))]

    def _way(self, environ: "WSGIEnvironment") -> tuple[Way, str] | None:
        # A stated length is what makes it safe to begin anew: nothing more can be read than was.
        if environ["REQUEST_METHOD"] != "POST" or not environ.get("CONTENT_LENGTH"):
            return None
        path = environ.get("PATH_INFO", "")
        if path == PATH:
            plain = environ.get("CONTENT_TYPE") == _SCREEN.content_type and self._screens
            found = (_SCREEN, "") if plain else None
        else:
            way = _WAYS.get(path[1:5])
            site = way.site_of(path) if way is not None and path.startswith(way.before) else None
            found = (way, site) if way is not None and site is not None else None
        return None if found is None or any(header in environ for header in _DETOURS) else found

    def _answer(self, environ: "WSGIEnvironment", way: Way, site: str) -> bytes | None:
        try:
            raw = read_body(environ, self._most)
        except InvalidInput:
            return None
        try:
            return way.answer(environ, raw, site, self._parts)
        except Exception:  # whatever it is, it happens again on the usual way, which tells and logs it
            environ["wsgi.input"] = BytesIO(raw)
            return None
