"""Bodies as payloads: checked as JSON, decoded into a type."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

import msgspec
import numpy as np

from moderation.errors import InvalidInput, TooLarge
from moderation.web.reading import check_media_type, read_body

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

DEEPEST = 32
_BOM = b"\xef\xbb\xbf"
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]")
_SLOPES = np.zeros(256, dtype=np.int8)
_SLOPES[list(b"[{")] = 1
_SLOPES[list(b"]}")] = -1

Payload = TypeVar("Payload")


class InvalidField(InvalidInput):
    """The JSON is sound, but a field is missing or of a wrong kind.

    :ivar pointer: JSON pointer (RFC 6901) of the field.
    """

    def __init__(self, detail: str, pointer: str) -> None:
        super().__init__(detail)
        self.pointer = pointer


def read_json(environ: "WSGIEnvironment", kind: type[Payload], most: int) -> Payload:
    """Return the body as a payload.

    :param most: bytes it may have.
    :raises UnsupportedMediaType: if it is stated to be something else than plain JSON in UTF-8.
    :raises InvalidInput: if it is not what it should be.
    """
    check_media_type(environ)
    return decode(read_body(environ, most), kind)


def decode(raw: bytes, kind: type[Payload]) -> Payload:
    """Decode JSON into a payload; unknown fields are ignored, and of fields stated twice the last one counts.

    :raises InvalidInput: if it is not JSON that any database can keep.
    :raises InvalidField: if a field is missing or of a wrong kind.
    """
    check_json(raw)
    return decode_checked(raw, kind)


def check_json(raw: bytes, *, deepest: int = DEEPEST) -> None:
    """Check what JSON decoders and databases stumble over, in linear time.

    :param deepest: how many levels it may be nested.
    :raises InvalidInput: if the body is empty, not UTF-8, begins with a byte order mark, or holds a NUL.
    :raises TooLarge: if it is nested too deeply.
    """
    if not raw or raw.isspace():
        raise InvalidInput("the body is empty; JSON is expected")
    if raw.startswith(_BOM):
        raise InvalidInput("the body begins with a byte order mark; send UTF-8 without one")
    if not raw.isascii():
        _check_utf8(raw)
    # Counting is a hundred times quicker than looking, and nearly every body passes by it.
    if raw.count(b"[") + raw.count(b"{") > deepest and _depth(raw) > deepest:
        raise TooLarge(f"the JSON is nested more than {deepest} levels deep")
    if b"\\u0000" in raw:
        _check_nul(raw)


def decode_checked(raw: bytes | msgspec.Raw, kind: type[Payload], *, below: str = "") -> Payload:
    """Decode JSON that `check_json` has seen.

    :param below: JSON pointer of the part that `raw` is of the whole body.
    """
    try:
        return cast(Payload, _decoder(cast(Any, kind)).decode(raw))
    except msgspec.ValidationError as error:
        detail, _, place = str(error).partition(" - at `")
        raise InvalidField(detail, below + _pointer(place.rstrip("`"))) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InvalidInput(_what_is_wrong(raw, error)) from error


@lru_cache(maxsize=64)
def _decoder(kind: Any) -> Any:
    return msgspec.json.Decoder(kind)


def _what_is_wrong(raw: bytes | msgspec.Raw, error: Exception) -> str:
    if _SURROGATE.search(bytes(raw)):
        return "the body is not JSON, or holds half of a surrogate pair"
    if isinstance(error, msgspec.DecodeError):
        return f"the body is not JSON: {error}"
    return "the body is not JSON"


def _pointer(place: str) -> str:
    steps = (name or index for name, index in _STEP.findall(place))
    return "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in steps)


def _check_utf8(raw: bytes) -> None:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidInput(f"the body is not UTF-8 at byte {error.start}") from error


def _depth(raw: bytes) -> int:
    brackets = np.frombuffer(_STRING.sub(b"", raw), dtype=np.uint8)
    return int(np.cumsum(_SLOPES[brackets], dtype=np.int64).max(initial=0))


def _check_nul(raw: bytes) -> None:
    try:
        value = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return  # decoding proper will say what is wrong
    for pointer, text in _texts(value, ""):
        if "\0" in text:
            raise InvalidField("a text must not hold NUL characters", pointer)


def _texts(value: Any, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield pointer, value
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, f"{pointer}/{index}")
    elif isinstance(value, dict):
        for name, item in value.items():
            yield pointer, name
            yield from _texts(item, f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}")
