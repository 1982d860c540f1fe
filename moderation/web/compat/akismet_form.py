"""The fields of an Akismet call: what judging needs, and nothing else.

WordPress sends along everything it knows of the visitor: address, browser, request headers, its own form. None of that
is ever kept, looked at or logged here; it ends with this file.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl

import msgspec

from moderation.errors import InvalidInput
from moderation.web.bodies import check_json

MOST_FIELDS = 2_000
_WANTED = frozenset(
    {
        "api_key",
        "key",
        "blog",
        "permalink",
        "comment_type",
        "comment_author",
        "comment_content",
        "blog_lang",
        "blog_charset",
        "user_role",
        "is_test",
    }
)
_CHARSETS = re.compile(r"utf-?8|iso-8859-(?:1|15)|windows-125[0-2]|latin-?1|us-ascii", re.IGNORECASE)
_CHARSET_OF_TYPE = re.compile(r"charset\s*=\s*\"?([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_TRUE = ("1", "true", "True", "on")


@dataclass(frozen=True, slots=True)
class AkismetCall:
    """What a client said."""

    key: str = ""
    api_key: str = ""
    permalink: str | None = None
    author: str | None = None
    content: str = ""
    language: str | None = None
    role: str = ""
    is_test: bool = False


def read_call(raw: bytes, content_type: str) -> AkismetCall:
    """Return the call of a body, a form or JSON whatever its type says.

    :raises InvalidInput: when it is neither.
    """
    fields = _json_fields(raw) if raw.lstrip()[:1] == b"{" else _form_fields(raw, content_type)
    language = fields.get("blog_lang", "").replace("-", "_").partition(",")[0].partition("_")[0].lower()
    return AkismetCall(
        key=fields.get("key", "").strip(),
        api_key=fields.get("api_key", "").strip(),
        permalink=fields.get("permalink") or None,
        author=fields.get("comment_author") or None,
        content=fields.get("comment_content", ""),
        language=language if len(language) == 2 and language.isascii() and language.isalpha() else None,
        role=fields.get("user_role", ""),
        is_test=fields.get("is_test", "") in _TRUE,
    )


def _json_fields(raw: bytes) -> dict[str, str]:
    check_json(raw)
    try:
        stated = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
        return {name: _text(value) for name, value in stated.items() if name in _WANTED}
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise InvalidInput("the body is neither a form nor JSON") from error


def _text(value: msgspec.Raw) -> str:
    decoded = msgspec.json.decode(value)
    if isinstance(decoded, bool):
        return "true" if decoded else "false"
    return str(decoded) if isinstance(decoded, str | int | float) else ""


def _form_fields(raw: bytes, content_type: str) -> dict[str, str]:
    try:
        # Latin-1 keeps each byte; what they mean is only known once the form is taken apart.
        pairs = parse_qsl(raw.decode("latin-1"), keep_blank_values=True, encoding="latin-1", max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise InvalidInput(f"a form has at most {MOST_FIELDS} fields") from error
    wanted = {name: value.encode("latin-1") for name, value in pairs if name in _WANTED}
    decode = _decoder(wanted.get("blog_charset", b"").decode("latin-1"), content_type)
    return {name: decode(value).replace("\0", "\N{REPLACEMENT CHARACTER}") for name, value in wanted.items()}


def _decoder(stated: str, content_type: str) -> Callable[[bytes], str]:
    named = _CHARSET_OF_TYPE.search(content_type)
    charset = stated if _CHARSETS.fullmatch(stated) else named[1] if named else "utf-8"
    fallback = charset if _CHARSETS.fullmatch(charset) else "windows-1252"

    def decode(value: bytes) -> str:
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError:
            return value.decode("windows-1252" if fallback.lower() in ("utf-8", "utf8") else fallback, "replace")

    return decode
