"""Moderators."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from sqlalchemy.orm import Session
from werkzeug.security import check_password_hash, generate_password_hash

from moderation.errors import Conflict, InvalidInput, NotAllowed
from moderation.services.deployment import Deployment
from moderation.services.identifiers import MAX_ID_CHARACTERS, is_storable, require_id
from moderation.services.sites import require_site
from moderation.storage import users as storage
from moderation.storage.users import User

MIN_PASSWORD, MAX_PASSWORD = 10, 256


def add_user(deployment: Deployment, name: str, password: str, sites: Sequence[str], now: datetime) -> User:
    """Add a moderator.

    :param sites: names of the sites this person moderates.
    :raises Conflict: when there is one of this name.
    :raises UnknownSite: when a site does not exist.
    """
    require_id(name, "the name")
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
        raise InvalidInput(f"a password has {MIN_PASSWORD} to {MAX_PASSWORD} characters")
    user = User(name, tuple(sorted(set(sites))))
    password_hash = generate_password_hash(password)

    def work(session: Session) -> None:
        if storage.find_user(session, name):
            raise Conflict(f"there is a user {name!r} already")
        for site in user.sites:
            require_site(session, site)
        storage.insert_user(session, user, password_hash, now)

    deployment.database.transact(work)
    return user


def check_user(deployment: Deployment, name: str, password: str) -> User:
    """Return the moderator with this name and password.

    :raises NotAllowed: when there is none; it does not say which of the two is wrong.
    """
    if len(name) <= MAX_ID_CHARACTERS and len(password) <= MAX_PASSWORD and is_storable(name) and is_storable(password):
        with deployment.database.read() as session:
            stored, user = storage.password_hash_of(session, name), storage.find_user(session, name)
        if check_password_hash(stored or _nobodys_hash(), password) and user is not None:
            return user
    raise NotAllowed("name or password is wrong")


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    """Return what is compared in place of an unknown user's hash: the time of the answer must not tell who exists."""
    return generate_password_hash("nobody has this password")


def find_user(deployment: Deployment, name: str) -> User | None:
    """Return a moderator, or None."""
    with deployment.database.read() as session:
        return storage.find_user(session, name)
