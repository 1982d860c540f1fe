"""Names and numbers that others give to their things."""

import re
import unicodedata
from hashlib import sha256
from urllib.parse import parse_qsl, urlencode, urlsplit

from moderation.errors import InvalidInput

MAX_ID_CHARACTERS = 512
MAX_URL_CHARACTERS = 4_096
_SITE = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
# Parameters that tell where a reader came from, not what the reader sees.
_TRACKING = re.compile(
    r"utm_\w+|mtm_\w+|pk_\w+|wt_\w+|fbclid|gclid|dclid|msclkid|igshid|ref|cid|share|sharedby", re.ASCII
)


def require_site_name(name: str) -> str:
    """Return a site's name as it is.

    :raises InvalidInput: unless it is `[a-z0-9][a-z0-9-]{0,62}`.
    """
    if not _SITE.fullmatch(name):
        raise InvalidInput("a site's name is 1 to 63 of a-z, 0-9 and -, beginning with a letter or digit")
    return name


def require_id(value: str, what: str) -> str:
    """Return an id as it is.

    :param what: the id's name in the error.
    :raises InvalidInput: unless it has 1 to 512 characters and no control characters among them.
    """
    if not 0 < len(value) <= MAX_ID_CHARACTERS:
        raise InvalidInput(f"{what} must have 1 to {MAX_ID_CHARACTERS} characters")
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in value):
        raise InvalidInput(f"{what} must not contain control characters")
    return value


def is_storable(text: str) -> bool:
    """Tell whether a text has neither NUL nor lone surrogates."""
    return "\0" not in text and (text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text))


def url_key(url: str | None) -> str | None:
    """Return an address without what does not tell articles apart: scheme, `www.`, fragment, tracking, last slash.

    None where it is none that could name an article.
    """
    if url is None or len(url) > MAX_URL_CHARACTERS:
        return None
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").removeprefix("www."), parts.port
    except ValueError:
        return None
    if not host or parts.scheme.lower() not in ("http", "https"):
        return None
    stated = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(pair[0])]
    address = host if port in (None, 80, 443) else f"{host}:{port}"
    query = f"?{urlencode(sorted(stated))}" if stated else ""
    key = f"{address}{parts.path.rstrip('/') or '/'}{query}"
    # An index entry of PostgreSQL has room for 2.7 kB.
    return key if len(key) <= 300 else sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
