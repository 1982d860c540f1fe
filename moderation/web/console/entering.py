"""Logging in and out."""

from flask import Response, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from moderation.errors import NotAllowed
from moderation.services.users import check_user
from moderation.web.console.blueprint import console
from moderation.web.console.pages import page
from moderation.web.console.sessions import ConsoleSession, begin, forget, keep
from moderation.web.console.throttle import WINDOW, LoginThrottle
from moderation.web.serving import deployment, serving, utc_now

THROTTLE = "moderation.console.throttle"


@console.get("/login")
def login() -> AnyResponse:
    """Show the form, or the overview to whom is logged in already."""
    if g.console_user is not None:
        return redirect(url_for("console.overview"), 303)
    return _form(200)


@console.post("/login")
def log_in() -> AnyResponse:
    """Begin a session of a moderator."""
    name, password = request.form.get("name", ""), request.form.get("password", "")
    throttle: LoginThrottle = current_app.extensions[THROTTLE]
    address = request.remote_addr or ""
    if not throttle.admit(name, address, utc_now()):
        serving().log.info("login refused: too many attempts")
        refusal = _form(429, "login.slow")
        refusal.headers["Retry-After"] = str(int(WINDOW.total_seconds()))
        return refusal
    try:
        user = check_user(deployment(), name, password)
    except NotAllowed:
        serving().log.info("login failed")
        return _form(403, "login.wrong")
    throttle.forgive(name, address)
    answer = redirect(_wanted() or url_for("console.overview"), 303)
    # A new session with a new token: one that somebody planted before the login is worth nothing after it.
    keep(answer, begin(user.name, utc_now()), request, deployment().vault)
    return answer


@console.post("/logout")
def log_out() -> AnyResponse:
    """End the session."""
    answer = redirect(url_for("console.login"), 303)
    forget(answer, request)
    return answer


def _form(status: int, message: str | None = None) -> Response:
    session: ConsoleSession | None = g.console_session
    if session is None:
        session = g.console_session = begin("", utc_now())
    answer = page("login.html", status, message=message, wanted=_wanted(), name=request.form.get("name", "")[:512])
    keep(answer, session, request, deployment().vault)
    return answer


def _wanted() -> str | None:
    """Return the page that was asked for before the login, if it is one of the console's."""
    stated = request.values.get("next", "")
    home = url_for("console.overview")
    is_ours = stated.startswith(home) and len(stated) < 2_000 and "\\" not in stated and "/.." not in stated
    return stated if is_ours and stated.isprintable() else None
