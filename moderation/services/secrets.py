"""The deployment's key, and what is sealed or blinded with it."""

import base64
import hmac
import os
import secrets
from hashlib import sha256
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from moderation.errors import StorageFault
from moderation.settings import Settings

KEY_FILE = "secret.key"


class Vault:
    """Seals secrets at rest and turns author ids into pseudonyms; each with a key of its own (HKDF, RFC 5869)."""

    def __init__(self, secret_key: str) -> None:
        self._sealing = Fernet(base64.urlsafe_b64encode(_derive(secret_key, b"moderation: secrets at rest")))
        self._blinding = _derive(secret_key, b"moderation: author pseudonyms")

    def seal(self, secret: str) -> str:
        """Encrypt a secret."""
        return self._sealing.encrypt(secret.encode()).decode("ascii")

    def open(self, sealed: str) -> str:
        """Decrypt a secret.

        :raises StorageFault: when it was sealed with another key.
        """
        try:
            return self._sealing.decrypt(sealed).decode()
        except InvalidToken as error:
            raise StorageFault("a stored secret was sealed with another MODERATION_SECRET_KEY") from error

    def pseudonym(self, site: str, author_id: str) -> str:
        """Return what stands for an author within one site; it cannot be traced back without the key."""
        return hmac.new(self._blinding, f"{site}\0{author_id}".encode(), sha256).hexdigest()[:32]

    def draw(self, site: str, comment_id: str) -> float:
        """Return a number in [0, 1) that only the key can foretell; the same for the same comment."""
        digest = hmac.new(self._blinding, f"draw\0{site}\0{comment_id}".encode(), sha256).digest()
        return int.from_bytes(digest[:6], "big") / float(1 << 48)


def open_vault(settings: Settings) -> Vault:
    """Return the vault of the configured key, or of one that is made once and kept in the data directory.

    :raises StorageFault: when the key can be neither read nor kept.
    """
    return Vault(settings.secret_key or _kept_key(settings.data_dir / KEY_FILE))


def make_token(prefix: str) -> str:
    """Return a new secret of 32 random bytes in URL-safe letters."""
    return prefix + secrets.token_urlsafe(32)


def make_webhook_secret() -> str:
    """Return a new secret in the form of Standard Webhooks."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode("ascii")


def make_shared_secret() -> str:
    """Return a new secret of 64 characters that any form takes; one sender asks for just as many."""
    return secrets.token_hex(32)


def digest_of(token: str) -> str:
    """Return the SHA-256 of a token; one with 32 random bytes needs no slower hash."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _derive(secret_key: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret_key.encode())


def _kept_key(path: Path) -> str:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _make_key(path)
        key = path.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise StorageFault(f"{path}: the secret key can be neither read nor kept") from error
    if len(key) < 16:
        raise StorageFault(f"{path}: this is no secret key")
    return key


def _make_key(path: Path) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        # A link appears whole, and fails where another process was first; its key is as good.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
