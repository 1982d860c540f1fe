"""Keys by which clients name their site: one kind for our own API, and one for each API we stand in for."""

import secrets
import string
from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from moderation.errors import NotAllowed
from moderation.services.deployment import Deployment
from moderation.services.secrets import digest_of, make_token
from moderation.storage import sites as storage

# The one before stays valid until the next rotation.
LIVE_KEYS = 2
_PREFIX = "mod_"
_SHORT_ALPHABET = string.ascii_lowercase + string.digits
# The WordPress plugin refuses a key of any other length without asking us.
_SHORT_LENGTH = 12
_SHOWN, _SHOWN_OF_SHORT = 6, 4


class Purpose(StrEnum):
    """What a key may be used for; that of `api` opens everything of its site."""

    API = "api"
    PERSPECTIVE = "perspective"
    AKISMET = "akismet"
    # For clients of Akismet that know two verdicts: what they are told of a held comment.
    AKISMET_SPAM = "akismet-spam"
    AKISMET_HAM = "akismet-ham"
    OPENAI = "openai"


AKISMET_KEYS = (Purpose.AKISMET, Purpose.AKISMET_SPAM, Purpose.AKISMET_HAM)


def make_key(purpose: Purpose) -> str:
    """Return a new key: 32 random bytes, or the twelve characters (62 bits) that Akismet's clients take."""
    if purpose in AKISMET_KEYS:
        return "".join(secrets.choice(_SHORT_ALPHABET) for _ in range(_SHORT_LENGTH))
    return make_token(_prefix(purpose))


def store_key(session: Session, site: str, purpose: Purpose, key: str, now: datetime) -> None:
    """Store the digest of a key; of the older ones of its purpose one stays valid."""
    shown = _SHOWN_OF_SHORT if purpose in AKISMET_KEYS else len(_prefix(purpose)) + _SHOWN
    storage.insert_api_key(session, site, purpose=purpose.value, prefix=key[:shown], digest=digest_of(key), now=now)
    storage.drop_old_keys(session, site, purpose=purpose.value, keep=LIVE_KEYS)


def site_of_key(deployment: Deployment, key: str, purpose: Purpose) -> str:
    """Return the site of a key of this purpose, or of one that opens everything.

    :raises NotAllowed: when there is none.
    """
    return owner_of_key(deployment, key, (purpose,))[0]


def owner_of_key(deployment: Deployment, key: str, purposes: Collection[Purpose]) -> tuple[str, Purpose]:
    """Return the site and the purpose of a key of one of these purposes, or of one that opens everything.

    :raises NotAllowed: when there is none.
    """
    digest = digest_of(key)
    found = deployment.database.recall.get(("key", digest), lambda: _look(deployment, digest))
    if found is None or found[1] not in (*purposes, Purpose.API):
        raise NotAllowed("the API key is unknown")
    return found[0], Purpose(found[1])


def _prefix(purpose: Purpose) -> str:
    return _PREFIX if purpose is Purpose.API else f"{_PREFIX}{purpose.value}_"


def _look(deployment: Deployment, digest: str) -> tuple[str, str] | None:
    with deployment.database.read() as session:
        return storage.site_of_key(session, digest)
