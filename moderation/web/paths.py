"""Identifiers in paths: whatever the sender calls its articles and comments, slashes and addresses included."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.routing import BaseConverter

from moderation.errors import InvalidInput
from moderation.services.identifiers import require_id

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class WholeRest(BaseConverter):
    """The rest of the path as it is, slashes included.

    Servers hand over decoded paths, so that an encoded slash cannot be told from a plain one; both mean the same.
    A slash at the end belongs to the identifier: `https://zeitung.example/a/` is another article than `…/a`.
    """

    regex = ".+"
    part_isolating = False


class OriginForm:
    """A WSGI application that gives another one the path alone, where a request named the whole address.

    A client that takes us for its HTTP proxy asks for `http://host/path` (RFC 9112, absolute-form), and not every
    server takes it apart.
    """

    def __init__(self, inner: "WSGIApplication") -> None:
        self._inner = inner

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer a request."""
        path = environ.get("PATH_INFO", "")
        if not path.startswith("/") and path[:8].lower().startswith(("http://", "https://")):
            host, slash, rest = path.partition("://")[2].partition("/")
            environ["PATH_INFO"], environ["HTTP_HOST"] = slash + rest or "/", host
        return self._inner(environ, start_response)


def register(app: Flask) -> None:
    """Let routes use `<rest:…>`, and never answer with a redirect."""
    app.url_map.redirect_defaults = False
    app.url_map.converters["rest"] = WholeRest
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False


def checked_id(stated: str | int) -> str:
    """Return an identifier as text.

    :raises InvalidInput: if nobody could mean it: empty, too long, with control characters, not UTF-8.
    """
    text = str(stated)
    if "\N{REPLACEMENT CHARACTER}" in text:
        raise InvalidInput("the id is not UTF-8")
    return require_id(text, "the id")
