"""The Akismet API as its clients know it: plain words as answers, the key wherever a client may put it."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from flask import Blueprint, Flask, Response, current_app, request
from werkzeug.exceptions import NotFound

from moderation.comment.values import Comment, Decision, Outcome
from moderation.errors import InvalidInput, NotAllowed
from moderation.services.examples import Example, store_example
from moderation.services.keys import AKISMET_KEYS, Purpose, owner_of_key
from moderation.services.passing import find_scene, is_unjudged, judge
from moderation.text.plain import plain_text
from moderation.web import problems
from moderation.web.answering import answer
from moderation.web.compat.akismet_form import AkismetCall, read_call
from moderation.web.compat.akismet_guard import Guard
from moderation.web.counting import count_passing
from moderation.web.describing import Access, Operation, described
from moderation.web.reading import read_body
from moderation.web.serving import count_for, deployment, serving, utc_now

akismet = Blueprint("akismet", __name__)

SOURCE = "akismet"
THANKS = "Thanks for making the web a better place."
ERROR, HELP = "X-akismet-error", "X-akismet-debug-help"
_ADMINISTRATOR = "administrator"
_LONGEST_KEY, _LONGEST_URL = 256, 4_096
_KEY_LENGTH = 12
_GUARD = "moderation.akismet"
_PLAIN = "text/plain; charset=utf-8"
_SPAM, _HAM = "true", "false"
# What a client is told of a held comment where its key says so, and not the site.
_HELD_BY_KEY = {Purpose.AKISMET_SPAM: "spam", Purpose.AKISMET_HAM: "ham"}
_FEEDBACK = {"submit-spam": Outcome.REJECT, "submit-ham": Outcome.APPROVE}
_VERSIONS = ("1.1", "1.2")
_NO_SUCH_CALL = ((404, "no such call"),)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks.

    :ivar held: what it is told of a held comment; None where the site's settings say so.
    """

    site: str
    held: str | None


def register(app: Flask) -> None:
    """Add the routes, below each site and at the root, where the key alone tells the site."""
    app.extensions[_GUARD] = Guard()
    app.register_blueprint(akismet)
    problems.speak_otherwise(app, is_akismet, _render)


def is_akismet(path: str) -> bool:
    """Tell whether a path is one of Akismet's."""
    parts = path.split("/")[1:4]
    return parts[0] in ("akismet", *_VERSIONS) or (len(parts) > 2 and parts[1] == _VERSIONS[0])


@akismet.post("/akismet/<site>/1.1/<call>", endpoint="of_site")
@akismet.post("/akismet/<site>/<key>/1.1/<call>", endpoint="of_site_by_path")
@akismet.post("/1.1/<call>", endpoint="at_root")
@akismet.post("/<key>/1.1/<call>", endpoint="by_path")
@described(
    Operation(
        "A call of the Akismet API: verify-key, comment-check, submit-spam, submit-ham",
        tag="compatibility",
        access=Access.KEY_IN_FORM,
        takes=(dict[str, str],),
        takes_media_type="application/x-www-form-urlencoded",
        gives=(str,),
        media_type="text/plain",
        others=_NO_SUCH_CALL,
    )
)
def answer_call(call: str, site: str | None = None, key: str | None = None) -> Response:
    """Answer a call; whatever is wrong with it, the status is 200, as clients expect."""
    handler = _CALLS.get(call)
    if handler is None:
        raise NotFound
    stated = _read()
    keys = [stated.key, stated.api_key] if call == "verify-key" else [stated.api_key, stated.key]
    owner = _owner([*keys, key or "", _host_label()], site)
    return _invalid() if owner is None else handler(owner, call, stated)


@akismet.post("/akismet/<site>/1.2/<call>", endpoint="newer_of_site")
@akismet.post("/1.2/<call>", endpoint="newer_at_root")
@akismet.get("/akismet/<site>/1.2/<call>", endpoint="asked_of_site")
@akismet.get("/1.2/<call>", endpoint="asked_at_root")
@described(
    Operation(
        "An optional call of the Akismet API: key-sites, usage-limit",
        tag="compatibility",
        access=Access.KEY_IN_FORM,
        takes=(dict[str, str],),
        takes_media_type="application/x-www-form-urlencoded",
        gives=(dict[str, Any],),
        others=_NO_SUCH_CALL,
    )
)
def answer_newer_call(call: str, site: str | None = None) -> Response:
    """Answer one of the two calls whose answers are JSON."""
    if call not in ("key-sites", "usage-limit"):
        raise NotFound
    stated = _read()
    owner = _owner([stated.api_key, stated.key, _host_label()], site)
    if owner is None:
        return _invalid()
    if call == "usage-limit":
        return answer({"limit": "none", "usage": 0, "percentage": "0.00", "throttled": False})
    return answer({utc_now().strftime("%Y-%m"): [{"site": owner.site}], "limit": 1, "offset": 0, "total": 1})


def _read() -> AkismetCall:
    if request.method == "GET":
        return read_call(request.query_string, "")
    raw = read_body(request.environ, deployment().settings.max_body_bytes)
    return read_call(raw, request.headers.get("Content-Type", ""))


def _owner(keys: list[str], site: str | None) -> Caller | None:
    """Return whose the first key is that is stated; None where it is wrong, or of another site than the path's."""
    guard: Guard = current_app.extensions[_GUARD]
    key = next((key for key in keys if key), "")
    address, now = request.remote_addr or "", utc_now()
    if not 0 < len(key) <= _LONGEST_KEY or not key.isascii() or not guard.admits(key, address, now):
        return None
    try:
        owner, purpose = owner_of_key(deployment(), key, AKISMET_KEYS)
    except NotAllowed:
        guard.note(key, address, now, good=False)
        return None
    guard.note(key, address, now, good=True)
    if site not in (None, owner):
        return None
    count_for(serving(), SOURCE, owner)
    return Caller(owner, _HELD_BY_KEY.get(purpose))


def _host_label() -> str:
    """Return the first label of the host name, where clients put the key: `<key>.rest.akismet.com`."""
    label, dot, _ = request.headers.get("Host", "").partition(":")[0].partition(".")
    return label.lower() if dot and len(label) == _KEY_LENGTH and label.isalnum() else ""


def _verify_key(_caller: Caller, _call: str, _stated: AkismetCall) -> Response:
    return _text("valid")


def _check(caller: Caller, _call: str, stated: AkismetCall) -> Response:
    """Answer whether a comment is spam; what is held has a word of its own, by key or by site."""
    if stated.role == _ADMINISTRATOR:
        return _text(_HAM)
    scene = find_scene(deployment(), caller.site, stated.permalink)
    comment = Comment(plain_text(stated.content), author_name=stated.author)
    decision = judge(deployment(), scene, comment, utc_now(), needs_article=True)
    count_passing(serving(), caller.site, decision, SOURCE)
    return _verdict(decision, caller.held or scene.settings.akismet_held)


def _verdict(decision: Decision, held: str) -> Response:
    if decision.outcome is Outcome.APPROVE:
        return _text(_HAM)
    if decision.outcome is Outcome.REJECT or held == "spam":
        return _text(_SPAM)
    if held == "ham":
        # What was judged may pass by the site's own wish; what nobody judged may not.
        return _text(_SPAM if is_unjudged(decision) else _HAM)
    return _held("unjudged" if is_unjudged(decision) else "held", "held for a moderator")


def _submit(caller: Caller, call: str, stated: AkismetCall) -> Response:
    text = plain_text(stated.content)
    if text and not stated.is_test:
        digest = sha256(f"{text}\0{stated.permalink or ''}".encode("utf-8", "surrogatepass")).hexdigest()
        example = Example(
            source=SOURCE,
            key=digest[:32],
            text=text,
            outcome=_FEEDBACK[call],
            article_url=stated.permalink if len(stated.permalink or "") <= _LONGEST_URL else None,
            language=stated.language,
        )
        store_example(deployment(), caller.site, example, utc_now())
    return _text(THANKS)


def _deactivate(_caller: Caller, _call: str, _stated: AkismetCall) -> Response:
    return _text("deactivated")


_CALLS = {
    "verify-key": _verify_key,
    "comment-check": _check,
    "submit-spam": _submit,
    "submit-ham": _submit,
    "deactivate": _deactivate,
}


def _text(body: str) -> Response:
    return Response(body, content_type=_PLAIN)


def _invalid(why: str = "The key is missing, unknown, or of another site.") -> Response:
    response = _text("invalid")
    response.headers[HELP] = why
    return response


def _held(code: str, why: str) -> Response:
    """Return what makes WordPress hold a comment for its moderators."""
    response = _text(_HAM)
    response.headers[ERROR], response.headers[HELP] = code, why
    return response


def _render(status: int, error: Exception) -> Response:
    """Return the answer to an error; all but `true` and `false` makes WordPress hold a comment and ask again later."""
    if status in (404, 405):
        return Response("", status, content_type=_PLAIN)
    if isinstance(error, InvalidInput):
        return _invalid("The request could not be read.")
    response = Response("", status, content_type=_PLAIN)
    response.headers[HELP] = "Try again later."
    if status in (429, 503):
        response.headers["Retry-After"] = str(getattr(error, "retry_after", 1))
    return response
