"""The raw body of a request, read within limits straight from the server.

Werkzeug's streams end a body of unstated length at the limit, and one that breaks off where it does, both silently;
a comment must never be judged by its first half.
"""

from typing import IO, TYPE_CHECKING

from werkzeug.exceptions import UnsupportedMediaType
from werkzeug.http import parse_options_header

from moderation.errors import InvalidInput, TooLarge

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_JSON = "application/json"


def read_body(environ: "WSGIEnvironment", most: int) -> bytes:
    """Return the raw body, whole.

    :param most: bytes it may have; a longer one is not read.
    :raises UnsupportedMediaType: if it is compressed: a small body must not unfold into a large one.
    :raises TooLarge: if it is longer than allowed.
    :raises InvalidInput: if the sender went away before its end.
    """
    if environ.get("HTTP_CONTENT_ENCODING", "identity").lower() not in ("identity", ""):
        raise UnsupportedMediaType("send the body without a Content-Encoding")
    stated = _stated_length(environ)
    if stated is None:
        # Without a length, only the server can know where the body ends.
        stated = most + 1 if environ.get("wsgi.input_terminated") else 0
        body = _read(environ["wsgi.input"], stated)
        return _within(body, len(body), most)
    _within(b"", stated, most)
    body = _read(environ["wsgi.input"], stated)
    if len(body) < stated:
        raise InvalidInput("the body is shorter than its Content-Length")
    return body


def check_media_type(environ: "WSGIEnvironment") -> None:
    """Refuse what says that it is not JSON in UTF-8; silence is taken for JSON.

    :raises UnsupportedMediaType: if it does.
    """
    stated = environ.get("CONTENT_TYPE", "")
    if stated in (_JSON, ""):
        return
    media_type, options = parse_options_header(stated)
    if media_type.lower() != _JSON and not media_type.lower().endswith("+json"):
        raise UnsupportedMediaType("send application/json")
    if options.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
        raise UnsupportedMediaType("send JSON in UTF-8")


def _stated_length(environ: "WSGIEnvironment") -> int | None:
    stated = environ.get("CONTENT_LENGTH", "")
    if not stated or environ.get("HTTP_TRANSFER_ENCODING"):
        return None
    if not (stated.isascii() and stated.isdigit() and len(stated) < 19):
        raise InvalidInput("Content-Length is no number of bytes")
    return int(stated)


def _within(body: bytes, length: int, most: int) -> bytes:
    if length > most:
        raise TooLarge(f"a body may have {most} bytes")
    return body


def _read(stream: IO[bytes], most: int) -> bytes:
    pieces, missing = [], most
    try:
        while missing and (piece := stream.read(missing)):
            pieces.append(piece)
            missing -= len(piece)
    except (OSError, ValueError) as error:
        raise InvalidInput("the body broke off") from error
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)
