"""The pages that only show."""

from typing import Any

from flask import Response, request

from moderation.errors import NotFound
from moderation.services import articles as article_service
from moderation.services import console as service
from moderation.services import policies as policy_service
from moderation.services.console import Case
from moderation.services.identifiers import require_id
from moderation.web.console.blueprint import console, moderator, require_site
from moderation.web.console.languages import language_of
from moderation.web.console.marking import policy_spans
from moderation.web.console.pages import name_of, page
from moderation.web.serving import deployment

PER_PAGE = 20
MOST_BLOCKS = 1_000


@console.get("/")
def overview() -> Response:
    """Show the moderator's sites and how much waits on each."""
    return page("overview.html", depths=service.depths(deployment(), moderator().sites))


@console.get("/sites/<site>/")
def queue(site: str) -> Response:
    """Show the comments that wait, the oldest first."""
    require_site(site)
    after = request.args.get("after") or None
    shown = service.cases(deployment(), site, limit=PER_PAGE, after=after)
    return page("queue.html", site=site, section="queue", shown=shown, after=after, done=_just_decided(site))


@console.get("/sites/<site>/comment")
def comment(site: str) -> Response:
    """Show a comment with what was decided about it so far."""
    return case_page(require_site(site), require_id(request.args.get("id", ""), "the id"), done="done" in request.args)


def case_page(site: str, comment_id: str, *, status: int = 200, **values: Any) -> Response:
    """Return the page of one comment.

    :param values: what else the page tells: `done`, `conflict`, `draft`.
    """
    case = service.case(deployment(), site, comment_id)
    history = service.history(deployment(), site, comment_id)
    return page("comment.html", status, site=site, section=None, case=case, history=history, **values)


@console.get("/sites/<site>/latest")
def latest(site: str) -> Response:
    """Show the last comments, those that nobody had to decide about included."""
    require_site(site)
    return page("latest.html", site=site, section="latest", comments=service.latest_comments(deployment(), site))


@console.get("/sites/<site>/policy")
def policy(site: str) -> Response:
    """Show the rules in force as they were read."""
    require_site(site)
    try:
        stated = policy_service.in_force(deployment(), site)
    except NotFound:
        return page("policy.html", site=site, section="policy", stated=None)
    language = language_of(request)
    spans = policy_spans(stated.policy, lambda named: name_of(language, named))
    versions = policy_service.versions(deployment(), site)
    return page("policy.html", site=site, section="policy", stated=stated, spans=spans, versions=versions)


@console.get("/sites/<site>/articles")
def articles(site: str) -> Response:
    """Show the last articles."""
    require_site(site)
    return page("articles.html", site=site, section="articles", heads=service.latest_articles(deployment(), site))


@console.get("/sites/<site>/article")
def article(site: str) -> Response:
    """Show what was kept of an article's page and what was removed, and why."""
    require_site(site)
    stored = article_service.get(deployment(), site, require_id(request.args.get("id", ""), "the id"))
    blocks = stored.separation.blocks
    return page(
        "article.html",
        site=site,
        section="articles",
        article=stored,
        blocks=blocks[:MOST_BLOCKS],
        more=max(0, len(blocks) - MOST_BLOCKS),
    )


def _just_decided(site: str) -> Case | None:
    stated = request.args.get("done")
    if not stated:
        return None
    try:
        decided = service.case(deployment(), site, require_id(stated, "the id"))
    except NotFound:
        return None
    return decided if decided.comment.review is not None else None
