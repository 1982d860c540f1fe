"""How each sender signs what it sends: one short function a scheme, which tells what was signed and by which MACs.

A secret is text, and is used as the UTF-8 bytes it is written with; only Standard Webhooks decodes its own.
"""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from moderation.errors import BadSignature
from moderation.webhooks.signature import TOLERANCE_SECONDS, verify

STANDARD, BEARER, CORAL = "standard", "bearer", "coral"
_MAC_BYTES = 32
_MOST_ENTRIES = 32
_MILLISECONDS = re.compile(r"[0-9]{1,16}")
_HEADER_NAME = re.compile(r"[a-z0-9!#$%&'*+.^_`|~-]{1,100}")
_IDENTIFIER = re.compile(r"[A-Za-z0-9._-]{1,200}")
# What `encodeURIComponent` and `encodeURI` leave as it is, beside letters, digits and `-_.~`.
_COMPONENT = "!'()*"
_WHOLE = _COMPONENT + ";,/?:@&=+$#"


@dataclass(frozen=True, slots=True)
class SignedRequest:
    """A request as it came, nothing of it decoded.

    :ivar headers: names in lower case.
    :ivar paths: spellings of the percent-encoded path, the prefix that a proxy took away included; one was signed.
    :ivar query: as sent, without the question mark.
    :ivar identifier: what the sender calls its webhook, where its scheme signs that as well.
    """

    headers: Mapping[str, str]
    body: bytes
    method: str = "POST"
    paths: tuple[str, ...] = ()
    query: str = ""
    identifier: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a sender says it signed, well-formed but not yet verified.

    :ivar signed: the strings that may have been signed; none where the secret itself is sent.
    """

    signatures: tuple[bytes, ...]
    signed: tuple[bytes, ...] = ()


Scheme = Callable[[SignedRequest, datetime], Claim]


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret and the scheme it signs by: its prefix does not tell."""

    scheme: str
    value: str


def verify_request(request: SignedRequest, secrets: Iterable[Secret], now: datetime) -> str | None:
    """Return the sender's id of the message, if its scheme has one, once a secret proves the request to be genuine.

    :raises BadSignature: in every other case; its `reason` is one of a fixed few words.
    """
    fault = BadSignature("no secret is set up for this source", reason="missing")
    for scheme, values in _by_scheme(secrets).items():
        try:
            return _verify_by(scheme, request, values, now)
        except BadSignature as error:
            fault = error
    raise fault


def _by_scheme(secrets: Iterable[Secret]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for secret in secrets:
        found.setdefault(secret.scheme, []).append(secret.value)
    return found


def _verify_by(scheme: str, request: SignedRequest, secrets: list[str], now: datetime) -> str | None:
    if scheme == STANDARD:
        return verify(request.headers, request.body, secrets, now)
    if scheme not in SCHEMES:
        raise BadSignature("a secret of this source is of an unknown scheme", reason="missing")
    claim = SCHEMES[scheme](request, now)
    # No early end: the time must not tell which secret or which entry was the one.
    expected = [mac for secret in secrets for mac in _expected(secret.encode(), claim)]
    matches = [hmac.compare_digest(mac, given) for mac in expected for given in claim.signatures]
    if not any(matches):
        raise BadSignature("no signature matches the message", reason="mismatch")
    return None


def _expected(secret: bytes, claim: Claim) -> Iterator[bytes]:
    if not claim.signed:
        yield hashlib.sha256(secret).digest()
    for signed in claim.signed:
        yield hmac.digest(secret, signed, "sha256")


def _bearer(request: SignedRequest, _now: datetime) -> Claim:
    """`Authorization: Bearer <secret>`."""
    scheme, _, token = _header(request, "authorization").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise BadSignature("send the token as Authorization: Bearer <token>", reason="malformed")
    return Claim((hashlib.sha256(token.strip().encode("utf-8", "surrogateescape")).digest(),))


def _ghost(request: SignedRequest, now: datetime) -> Claim:
    """`X-Ghost-Signature: sha256=<hex>, t=<ms>` over the body followed by the milliseconds."""
    fields = _fields(_header(request, "x-ghost-signature"))
    stamp = _milliseconds(fields, "t", now)
    return Claim(_macs(fields, "sha256", _hex), (request.body + stamp.encode(),))


def _coral(request: SignedRequest, _now: datetime) -> Claim:
    """`X-Coral-Signature: sha256=<hex>,sha256=<hex>` over the body, an entry for each secret Coral holds."""
    return Claim(_macs(_fields(_header(request, "x-coral-signature")), "sha256", _hex), (request.body,))


def _contentful(request: SignedRequest, now: datetime) -> Claim:
    """`X-Contentful-Signature: <hex>` over method, path, the listed headers and the body, a line each."""
    signature = _hex(_header(request, "x-contentful-signature"))
    names = [name.strip().lower() for name in _header(request, "x-contentful-signed-headers").split(",")]
    if len(names) > _MOST_ENTRIES or not all(map(_HEADER_NAME.fullmatch, names)):
        raise BadSignature("x-contentful-signed-headers is no list of header names", reason="malformed")
    if "x-contentful-timestamp" not in names:
        raise BadSignature("the timestamp is not among the signed headers", reason="malformed")
    _fresh(_header(request, "x-contentful-timestamp"), now)
    stated = ";".join(f"{name}:{_header(request, name)}" for name in names)
    # The sender's own code encodes a query twice, and a path that was encoded already once more.
    query = f"?{quote(quote(request.query, safe=_COMPONENT), safe=_WHOLE)}" if request.query else ""
    paths = dict.fromkeys(way for path in request.paths for way in (path, quote(path, safe=_WHOLE)))
    heads = (f"{request.method}\n{path}{query}\n{stated}\n" for path in paths)
    return Claim((signature,), tuple(_bytes(head) + request.body for head in heads))


def _sanity(request: SignedRequest, now: datetime) -> Claim:
    """`sanity-webhook-signature: t=<ms>,v1=<base64url>` over `<ms>.<body>`."""
    fields = _fields(_header(request, "sanity-webhook-signature"))
    stamp = _milliseconds(fields, "t", now)
    return Claim(_macs(fields, "v1", _base64), (f"{stamp}.".encode() + request.body,))


def _wordpress(request: SignedRequest, _now: datetime) -> Claim:
    """`X-WP-Webhook-Signature: <base64>` over the body."""
    return Claim((_base64(_header(request, "x-wp-webhook-signature")),), (request.body,))


def _typo3(request: SignedRequest, _now: datetime) -> Claim:
    """`Webhook-Signature: <hex>` over `<identifier of the webhook>:<body>`."""
    signature = _hex(_header(request, "webhook-signature"))
    if request.headers.get("webhook-signature-algo", "sha256").strip().lower() != "sha256":
        raise BadSignature("Webhook-Signature-Algo must be sha256", reason="malformed")
    # Without a colon in it, identifier and body cannot be told apart in two ways.
    if not _IDENTIFIER.fullmatch(request.identifier):
        raise BadSignature("the address must state the webhook's identifier, ?identifier=…", reason="missing")
    return Claim((signature,), (f"{request.identifier}:".encode() + request.body,))


def _hyvor(request: SignedRequest, _now: datetime) -> Claim:
    """`X-Signature: <hex>` over the body; base64 is taken as well."""
    stated = _header(request, "x-signature").removeprefix("sha256=")
    decode = _hex if len(stated) == 2 * _MAC_BYTES else _base64
    return Claim((decode(stated),), (request.body,))


def _github(request: SignedRequest, _now: datetime) -> Claim:
    """`X-Hub-Signature-256: sha256=<hex>` over the body."""
    fields = _fields(_header(request, "x-hub-signature-256"))
    return Claim(_macs(fields, "sha256", _hex), (request.body,))


SCHEMES: dict[str, Scheme] = {
    BEARER: _bearer,
    "contentful": _contentful,
    CORAL: _coral,
    "ghost": _ghost,
    "github": _github,
    "hyvor": _hyvor,
    "sanity": _sanity,
    "typo3": _typo3,
    "wordpress": _wordpress,
}


def _header(request: SignedRequest, name: str) -> str:
    value = request.headers.get(name, "").strip()
    if not value:
        raise BadSignature(f"the header {name} is missing", reason="missing")
    return value


def _fields(header: str) -> list[tuple[str, str]]:
    """Return `name=value` pairs of a comma-separated header."""
    entries = [entry.strip() for entry in header.split(",")]
    if len(entries) > _MOST_ENTRIES or not all("=" in entry for entry in entries):
        raise BadSignature("the signature header is no list of name=value", reason="malformed")
    return [(entry.partition("=")[0].strip(), entry.partition("=")[2].strip()) for entry in entries]


def _macs(fields: list[tuple[str, str]], name: str, decode: Callable[[str], bytes]) -> tuple[bytes, ...]:
    found = tuple(decode(value) for stated, value in fields if stated == name)
    if not found:
        raise BadSignature(f"the signature header states no {name}", reason="malformed")
    return found


def _milliseconds(fields: list[tuple[str, str]], name: str, now: datetime) -> str:
    stated = [value for field, value in fields if field == name]
    if len(stated) != 1:
        raise BadSignature(f"the signature header must state {name} once", reason="malformed")
    return _fresh(stated[0], now)


def _fresh(milliseconds: str, now: datetime) -> str:
    if not _MILLISECONDS.fullmatch(milliseconds):
        raise BadSignature("the timestamp must be a whole number of milliseconds", reason="malformed")
    if abs(now.timestamp() - int(milliseconds) / 1000) > TOLERANCE_SECONDS:
        raise BadSignature("the timestamp is more than five minutes from now", reason="stale")
    return milliseconds


def _hex(stated: str) -> bytes:
    if len(stated) != 2 * _MAC_BYTES or not re.fullmatch(r"[0-9a-fA-F]+", stated):
        raise BadSignature("a signature must have 64 hexadecimal digits", reason="malformed")
    return bytes.fromhex(stated)


def _base64(stated: str) -> bytes:
    """Decode base64 in either alphabet, its padding present or not."""
    bare = stated.rstrip("=").translate(str.maketrans("-_", "+/"))
    try:
        decoded = base64.b64decode(bare.encode("ascii") + b"=" * (-len(bare) % 4), validate=True)
    except (binascii.Error, UnicodeEncodeError, ValueError) as error:
        raise BadSignature("a signature is not base64", reason="malformed") from error
    if len(decoded) != _MAC_BYTES:
        raise BadSignature("a signature must have 32 bytes", reason="malformed")
    return decoded


def _bytes(text: str) -> bytes:
    # Servers hand headers over as Latin-1.
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError as error:
        raise BadSignature("a signed header is not made of bytes", reason="malformed") from error
