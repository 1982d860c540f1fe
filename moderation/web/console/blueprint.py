"""What holds for every page of the console: who may see it, and what a browser may do with it."""

from flask import Blueprint, Response, abort, g, redirect, request, url_for
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.wrappers import Response as AnyResponse

from moderation.errors import ModerationError
from moderation.services.console import User
from moderation.web.console.pages import page
from moderation.web.console.sessions import enter, has_token
from moderation.web.problems import RETRY_AFTER_SECONDS, status_of
from moderation.web.serving import serving

MOST_FORM_BYTES = 100_000
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
}
_OPEN = frozenset(("console.login", "console.log_in", "console.static"))

console = Blueprint("console", __name__, url_prefix="/review", template_folder="templates", static_folder="static")


def moderator() -> User:
    """Return who is logged in; the pages that call this are closed to others."""
    user: User = g.console_user
    return user


def require_site(site: str) -> str:
    """Return a site's name as it is; 404 unless the moderator is assigned to it, whether it exists or not."""
    if site not in moderator().sites:
        abort(404)
    return site


@console.before_request
def guard() -> AnyResponse | None:
    """Let through who is logged in, and forms that were made for them."""
    request.max_content_length = MOST_FORM_BYTES
    if request.endpoint == "console.static":
        return None
    enter(request)
    if request.endpoint not in _OPEN and g.console_user is None:
        return _to_login()
    if request.method == "POST" and not has_token(request):
        return page("fault.html", 403, message="fault.token")
    return None


@console.after_request
def protect(response: Response) -> Response:
    """Tell the browser what it must not do with a page, and to keep no copy of it."""
    response.headers.update(HEADERS)
    if request.endpoint != "console.static":
        response.headers["Cache-Control"] = "no-store"
        response.vary.update(("Accept-Language", "Cookie"))
    return response


@console.route("/<rest:_anything>", methods=["GET", "POST"])
def nowhere(_anything: str) -> AnyResponse:
    """Answer for addresses that are none of ours in words a moderator can read."""
    raise NotFound


@console.errorhandler(ModerationError)
def of_ours(error: ModerationError) -> Response:
    """Show an error of ours as a page."""
    status = status_of(error)
    if status >= 500:
        serving().log.error("a page of the console failed", error=type(error).__name__)
    answer = _fault(status)
    if status == 503:
        answer.headers["Retry-After"] = RETRY_AFTER_SECONDS
    return answer


@console.errorhandler(HTTPException)
def of_http(error: HTTPException) -> Response:
    """Show an error of HTTP as a page."""
    return _fault(error.code or 500)


def _fault(status: int) -> Response:
    # It may come from before anybody was asked for, as from a form that is too large.
    g.setdefault("console_user", None)
    g.setdefault("console_session", None)
    known = {404: "fault.unknown", 413: "fault.large", 503: "fault.busy"}
    return page("fault.html", status, message=known.get(status, "fault.other"))


def _to_login() -> AnyResponse:
    if request.method == "POST":
        # What was sent is lost; saying so is better than a form that looks as if it had worked.
        return page("fault.html", 403, message="fault.session")
    seen = request.script_root + request.full_path.rstrip("?")
    wanted = seen if request.path.rstrip("/") != "/review" else None
    return redirect(url_for("console.login", next=wanted), 303)
