"""Who is logged in: a sealed cookie that lives twelve hours at most."""

import hmac
import secrets
from datetime import UTC, datetime, timedelta

import msgspec
from flask import Request, g, url_for
from werkzeug.wrappers import Response

from moderation.errors import StorageFault
from moderation.services.secrets import Vault
from moderation.services.users import find_user
from moderation.web.serving import deployment, utc_now

COOKIE = "moderation_review"
LIFETIME = timedelta(hours=12)
_LONGEST_COOKIE = 4_096


class ConsoleSession(msgspec.Struct, frozen=True, tag_field="kind", tag="console-session"):
    """What the cookie says; the tag keeps any other sealed secret from being taken for one.

    :ivar user: the moderator's name; empty before the login, when the cookie only carries the token of its form.
    :ivar token: what each form sends along, so that no other site can post in the moderator's name.
    """

    user: str
    token: str
    began_at: datetime


def begin(user: str, now: datetime) -> ConsoleSession:
    """Return a new session with a token of its own."""
    return ConsoleSession(user, secrets.token_urlsafe(32), now)


def recall(request: Request, vault: Vault, now: datetime) -> ConsoleSession | None:
    """Return the session of a request, or None if there is none, it is over, or it is not ours."""
    cookie = request.cookies.get(COOKIE, "")
    if not 0 < len(cookie) <= _LONGEST_COOKIE or not cookie.isascii():
        return None
    try:
        session = msgspec.json.decode(vault.open(cookie), type=ConsoleSession)
    except (StorageFault, msgspec.DecodeError):
        return None
    is_alive = timedelta(0) <= now - session.began_at.astimezone(UTC) < LIFETIME
    return session if is_alive else None


def keep(response: Response, session: ConsoleSession, request: Request, vault: Vault) -> None:
    """Give the browser the session; it is not prolonged by use."""
    response.set_cookie(
        COOKIE,
        vault.seal(msgspec.json.encode(session).decode()),
        max_age=LIFETIME,
        path=_path(),
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )


def forget(response: Response, request: Request) -> None:
    """Take the session back from the browser."""
    response.delete_cookie(COOKIE, path=_path(), secure=request.is_secure, httponly=True, samesite="Lax")


def enter(request: Request) -> None:
    """Note who asks, for the rest of the request."""
    session = recall(request, deployment().vault, utc_now())
    user = find_user(deployment(), session.user) if session is not None and session.user else None
    # A moderator who was removed is out at once.
    g.console_session = None if session is not None and session.user and user is None else session
    g.console_user = user


def has_token(request: Request) -> bool:
    """Tell whether a form was made for the session that sends it."""
    session: ConsoleSession | None = g.console_session
    stated = request.form.get("token", "")
    return session is not None and hmac.compare_digest(stated.encode("utf-8", "replace"), session.token.encode())


def _path() -> str:
    # Without the slash, so that /review itself gets it too.
    return url_for("console.overview").rstrip("/")
