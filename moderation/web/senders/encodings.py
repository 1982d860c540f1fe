"""Bodies that are JSON, a form or XML by the sender's settings; told apart by what they are, not by their headers."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from lxml import etree

from moderation.errors import InvalidInput, TooLarge
from moderation.text.xml import parse_xml
from moderation.web.senders.preset import decode_json

MOST_FIELDS = 5_000
_BOM = b"\xef\xbb\xbf"


def decode_any(raw: bytes, headers: Mapping[str, str]) -> Any:
    """Return a body as JSON would hold it."""
    start = raw.removeprefix(_BOM).lstrip()[:1]
    if start in (b"{", b"["):
        return decode_json(raw, headers)
    if start == b"<":
        return decode_xml(raw)
    return decode_form(raw, headers)


def decode_xml(raw: bytes) -> Any:
    """Return XML as objects of texts; what occurs twice becomes a list."""
    value = _value(parse_xml(raw.removeprefix(_BOM).lstrip()))
    if not isinstance(value, dict):
        raise InvalidInput("the XML holds no fields")
    return value


def _value(element: etree._Element) -> Any:
    if len(element) == 0:
        return element.text or ""
    found: dict[str, Any] = {}
    for child in element:
        name, value = etree.QName(child).localname, _value(child)
        if name in found:
            kept = found[name]
            found[name] = [*kept, value] if isinstance(kept, list) else [kept, value]
        else:
            found[name] = value
    return found


def decode_form(raw: bytes, headers: Mapping[str, str]) -> Any:
    """Return a form; `post[ID]=1` stands for an object in an object.

    :raises InvalidInput: when it is no form in UTF-8.
    """
    if headers.get("content-type", "").lower().startswith("multipart/"):
        raise InvalidInput("send JSON, a urlencoded form or XML")
    try:
        text = raw.decode("ascii")
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except UnicodeDecodeError as error:
        raise InvalidInput("the form is not UTF-8") from error
    except ValueError as error:
        raise TooLarge(f"a form may have {MOST_FIELDS} fields") from error
    if not pairs:
        raise InvalidInput("the body is neither JSON nor a form nor XML")
    found: dict[str, Any] = {}
    for name, value in pairs:
        if "\0" in value or "\0" in name:
            raise InvalidInput("a text must not hold NUL characters")
        _put(found, name, value)
    return found


def _put(found: dict[str, Any], name: str, value: str) -> None:
    first, *rest = name.replace("]", "").split("[")
    if len(rest) > 20:
        raise TooLarge("a form's fields may be nested 20 levels deep")
    place = found
    for step, following in zip((first, *rest), rest, strict=False):
        inner = place.setdefault(step, {})
        if not isinstance(inner, dict):
            raise InvalidInput(f"the field {step!r} is both a text and an object")
        place = inner
        first = following
    place[first] = value
