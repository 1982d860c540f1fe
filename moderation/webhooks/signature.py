"""Standard Webhooks signatures, both ways (standardwebhooks.com, specification 1.0.0).

The signed string is `<id>.<timestamp>.<raw body>`; `v1` is HMAC-SHA256, `v1a` is ed25519.
"""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from moderation.errors import BadSignature, InvalidInput

TOLERANCE_SECONDS = 300
SYMMETRIC, PRIVATE, PUBLIC = "whsec_", "whsk_", "whpk_"
_PREFIXES = ("webhook", "svix")
_MESSAGE_ID = re.compile(r"[!-\-/-~]{1,255}")
_TIMESTAMP = re.compile(r"[0-9]{1,12}")
_MOST_SIGNATURES = 32
_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")


@dataclass(frozen=True, slots=True)
class SignedMessage:
    """The signature headers of a message, well-formed but not yet verified.

    :ivar signatures: pairs of version and decoded signature, of the versions known here.
    """

    message_id: str
    timestamp: int
    signatures: tuple[tuple[str, bytes], ...]


def sign(message_id: str, sent_at: datetime, body: bytes, secrets: Iterable[str]) -> str:
    """Return the value of the `webhook-signature` header, one entry per secret.

    :raises InvalidInput: if a secret is not of the form `whsec_…` or `whsk_…`.
    """
    signed = _signed_string(message_id, int(sent_at.timestamp()), body)
    return " ".join(_entry(secret, signed) for secret in secrets)


def signed_headers(message_id: str, sent_at: datetime, body: bytes, secrets: Iterable[str]) -> dict[str, str]:
    """Return the three headers that a signed message is sent with.

    :raises InvalidInput: if a secret is not of the form `whsec_…` or `whsk_…`.
    """
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(sent_at.timestamp())),
        "webhook-signature": sign(message_id, sent_at, body, secrets),
    }


def verify(headers: Mapping[str, str], body: bytes, secrets: Iterable[str], now: datetime) -> str:
    """Return the id of a message that one of the secrets signed within the last five minutes.

    :param headers: of the request; names in lower case, or a mapping that does not mind.
    :param secrets: `whsec_…`, or `whpk_…`/`whsk_…` for ed25519; several while one is being replaced.
    :raises BadSignature: in every other case; its `reason` is one of a fixed few words.
    """
    message = read_headers(headers)
    if abs(int(now.timestamp()) - message.timestamp) > TOLERANCE_SECONDS:
        raise BadSignature("the webhook timestamp is more than five minutes from now", reason="stale")
    signed = _signed_string(message.message_id, message.timestamp, body)
    # No early end: the time must not tell which secret or which entry was the one.
    matches = [
        _matches(secret, version, signature, signed) for secret in secrets for version, signature in message.signatures
    ]
    if not any(matches):
        raise BadSignature("no signature matches the message", reason="mismatch")
    return message.message_id


def check_secret(secret: str) -> None:
    """Check that a secret is one of this kind.

    :raises InvalidInput: unless it is `whsec_…`, `whsk_…` or `whpk_…` with a key behind it.
    """
    if secret.startswith((PRIVATE, PUBLIC)):
        _public_key(secret)
    else:
        _key(secret, SYMMETRIC)


def read_headers(headers: Mapping[str, str]) -> SignedMessage:
    """Return the signature headers, under their own names or those of Svix.

    :raises BadSignature: if one is missing or malformed.
    """
    prefix = next((prefix for prefix in _PREFIXES if headers.get(f"{prefix}-signature")), _PREFIXES[0])
    message_id = _header(headers, f"{prefix}-id")
    timestamp = _header(headers, f"{prefix}-timestamp")
    if not _MESSAGE_ID.fullmatch(message_id):
        raise BadSignature(f"{prefix}-id must be 1 to 255 printable characters without a dot", reason="malformed")
    if not _TIMESTAMP.fullmatch(timestamp):
        raise BadSignature(f"{prefix}-timestamp must be a whole number of seconds", reason="malformed")
    signatures = tuple(_signatures(_header(headers, f"{prefix}-signature")))
    return SignedMessage(message_id, int(timestamp), signatures)


def _header(headers: Mapping[str, str], name: str) -> str:
    value = headers.get(name)
    if not value:
        raise BadSignature(f"the header {name} is missing", reason="missing")
    return value.strip()


def _signatures(header: str) -> Iterable[tuple[str, bytes]]:
    entries = header.split()
    if len(entries) > _MOST_SIGNATURES:
        raise BadSignature(f"more than {_MOST_SIGNATURES} signatures", reason="malformed")
    for entry in entries:
        version, comma, encoded = entry.partition(",")
        if not comma:
            raise BadSignature("a signature is not of the form <version>,<base64>", reason="malformed")
        if version in ("v1", "v1a"):
            yield version, _decode_signature(encoded)


def _decode_signature(encoded: str) -> bytes:
    try:
        return _decode(encoded)
    except ValueError as error:
        raise BadSignature("a signature is not base64", reason="malformed") from error


def _decode(encoded: str) -> bytes:
    """Return what base64 stands for, its padding present or not; `ValueError` if it is none."""
    if not _BASE64.fullmatch(encoded):
        raise ValueError("not base64")
    bare = encoded.rstrip("=")
    try:
        return base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error


def _signed_string(message_id: str, timestamp: int, body: bytes) -> bytes:
    return f"{message_id}.{timestamp}.".encode() + body


def _entry(secret: str, signed: bytes) -> str:
    if secret.startswith(PRIVATE):
        signature, version = _private_key(secret).sign(signed), "v1a"
    else:
        signature, version = _hmac(secret, signed), "v1"
    return f"{version},{base64.b64encode(signature).decode('ascii')}"


def _matches(secret: str, version: str, signature: bytes, signed: bytes) -> bool:
    asymmetric = secret.startswith((PRIVATE, PUBLIC))
    if asymmetric is not (version == "v1a"):
        return False
    if not asymmetric:
        return hmac.compare_digest(_hmac(secret, signed), signature)
    try:
        _public_key(secret).verify(signature, signed)
    except InvalidSignature:
        return False
    return True


def _hmac(secret: str, signed: bytes) -> bytes:
    return hmac.new(_key(secret, SYMMETRIC), signed, hashlib.sha256).digest()


def _public_key(secret: str) -> Ed25519PublicKey:
    if secret.startswith(PRIVATE):
        return _private_key(secret).public_key()
    key = _key(secret, PUBLIC)
    if len(key) != 32:
        raise InvalidInput("an ed25519 public key has 32 bytes")
    return Ed25519PublicKey.from_public_bytes(key)


def _private_key(secret: str) -> Ed25519PrivateKey:
    key = _key(secret, PRIVATE)
    # Private keys travel with or without their public half behind them.
    if len(key) not in (32, 64):
        raise InvalidInput("an ed25519 private key has 32 bytes, or 64 with its public half")
    return Ed25519PrivateKey.from_private_bytes(key[:32])


def _key(secret: str, prefix: str) -> bytes:
    if not secret.startswith(prefix):
        raise InvalidInput(f"a webhook secret of this kind starts with {prefix}")
    try:
        return _decode(secret.removeprefix(prefix))
    except ValueError as error:
        raise InvalidInput(f"what follows {prefix} is not base64") from error
