"""Identifiers in paths: whatever the sender calls its articles and comments, slashes and addresses included."""

from flask import Flask
from werkzeug.routing import BaseConverter

from moderation.errors import InvalidInput
from moderation.services.identifiers import require_id


class WholeRest(BaseConverter):
    """The rest of the path as it is, slashes included.

    Servers hand over decoded paths, so that an encoded slash cannot be told from a plain one; both mean the same.
    A slash at the end belongs to the identifier: `https://zeitung.example/a/` is another article than `…/a`.
    """

    regex = ".+"
    part_isolating = False


def register(app: Flask) -> None:
    """Let routes use `<rest:…>`, and never answer with a redirect."""
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
