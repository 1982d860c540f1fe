"""Bytes from strangers into text: the encoding a page states, or the one it must have."""

import codecs
import re

from moderation.errors import InvalidInput, TooLarge

MAX_BYTES = 4_000_000
MAX_CHARACTERS = 4_000_000

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_STATED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9._:-]{2,40})""", re.IGNORECASE)
# What browsers read under these names (WHATWG Encoding Standard).
_READ_AS = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030"}
# Codecs of Python that are no character encodings, or that no browser reads.
_REFUSED = frozenset({"utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"})
_UNICODE = frozenset({"utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"})


def decode_page(page: str | bytes) -> str:
    """Return the page as text without a byte order mark.

    :raises TooLarge: above `MAX_BYTES` bytes or `MAX_CHARACTERS` characters.
    :raises InvalidInput: when it is empty or cannot be text: NUL characters, lone surrogates, bytes of no encoding.
    """
    if isinstance(page, bytes):
        if len(page) > MAX_BYTES:
            raise TooLarge(f"the page has {len(page)} bytes; {MAX_BYTES} are allowed")
        page = _decode(page)
    return _checked(page.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}"))


def _checked(text: str) -> str:
    if len(text) > MAX_CHARACTERS:
        raise TooLarge(f"the page has {len(text)} characters; {MAX_CHARACTERS} are allowed")
    if not text or text.isspace():
        raise InvalidInput("the page is empty")
    try:
        encoded = text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InvalidInput(f"the page has a lone surrogate at offset {error.start}: it is not text") from error
    # In bytes it is found several times as fast.
    if b"\0" in encoded:
        raise InvalidInput(f"the page has a NUL character at offset {text.index(chr(0))}: it is not text")
    return text


def _decode(page: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if page.startswith(mark):
            return page[len(mark) :].decode(encoding, errors="replace")
    try:
        return page.decode("utf-8")
    except UnicodeDecodeError as error:
        fault = error
    stated = _stated_encoding(page)
    if stated not in (None, "utf-8"):
        return _decode_as(page, str(stated))
    if _mostly_utf8(page, fault):
        return page.decode("utf-8", errors="replace")
    return _decode_as(page, "cp1252")


def _stated_encoding(page: bytes) -> str | None:
    match = _STATED.search(page, 0, 4096)
    if match is None:
        return None
    try:
        name = codecs.lookup(match.group(1).decode("ascii")).name
    except LookupError:
        return None
    # A page whose own statement could be read byte by byte is in no 16- or 32-bit encoding.
    if name in _REFUSED or name in _UNICODE:
        return None
    return _READ_AS.get(name, name)


def _decode_as(page: bytes, encoding: str) -> str:
    try:
        return page.decode(encoding, errors="replace")
    except (LookupError, UnicodeError):
        # What Python knows under this name is no encoding of text.
        return page.decode("cp1252", errors="replace")


def _mostly_utf8(page: bytes, fault: UnicodeDecodeError) -> bool:
    """Tell a UTF-8 page with few broken bytes (cut, or one foreign quotation) from a page in an 8-bit encoding."""
    text = page.decode("utf-8", errors="ignore")
    several = sum(1 for character in text if character > "\x7f")
    broken = len(page) - len(text.encode("utf-8"))
    return several > 4 * broken or (several > 0 and fault.start >= len(page) - 3)
