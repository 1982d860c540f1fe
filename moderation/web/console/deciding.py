"""A moderator's verdict."""

from dataclasses import dataclass

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from moderation.comment.values import Outcome
from moderation.errors import Conflict, InvalidInput
from moderation.policy.values import Category
from moderation.services import console as service
from moderation.services.console import Case
from moderation.services.identifiers import is_storable, require_id
from moderation.services.reviews import MAX_NOTE_CHARACTERS, ReviewVerdict, review
from moderation.web.console.blueprint import console, moderator, require_site
from moderation.web.console.reading import case_page
from moderation.web.serving import deployment, utc_now


@dataclass(frozen=True, slots=True)
class Draft:
    """What a moderator filled in.

    :ivar clause: name of a category; empty for none.
    """

    clause: str = ""
    note: str = ""


@console.post("/sites/<site>/decision")
def decide(site: str) -> AnyResponse:
    """Store a verdict on the comment as the moderator saw it."""
    require_site(site)
    comment_id = require_id(request.args.get("id", ""), "the id")
    case = service.case(deployment(), site, comment_id)
    draft = _draft()
    verdict, seen = _verdict(case, draft), _revision()
    try:
        review(deployment(), site, comment_id, verdict, expected_revision=seen, now=utc_now())
    except Conflict:
        return case_page(site, comment_id, status=409, conflict=True, draft=draft)
    if request.form.get("origin") == "comment":
        return redirect(url_for("console.comment", site=site, id=comment_id, done=1), 303)
    after = request.args.get("after") or None
    return redirect(url_for("console.queue", site=site, after=after, done=comment_id), 303)


def _draft() -> Draft:
    note = request.form.get("note", "").replace("\r\n", "\n").strip()
    if len(note) > MAX_NOTE_CHARACTERS or not is_storable(note):
        raise InvalidInput(f"a note has at most {MAX_NOTE_CHARACTERS} characters, and no NUL among them")
    return Draft(request.form.get("clause", ""), note)


def _verdict(case: Case, draft: Draft) -> ReviewVerdict:
    stated = request.form.get("outcome", "")
    if stated not in (Outcome.APPROVE, Outcome.REJECT):
        raise InvalidInput("a moderator approves or rejects")
    cited: tuple[Category, ...] = ()
    if stated == Outcome.REJECT and draft.clause:
        cited = tuple(category for category in case.clauses if category.value == draft.clause)
        if not cited:
            raise InvalidInput("the rules in force do not state this clause")
    return ReviewVerdict(Outcome(stated), cited, draft.note or None, moderator().name)


def _revision() -> int:
    stated = request.form.get("revision", "")
    if not (stated.isascii() and stated.isdigit() and len(stated) < 10):
        raise InvalidInput("the form names no revision of the comment")
    return int(stated)
