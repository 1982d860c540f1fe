"""Pages in the reader's language."""

from functools import partial
from typing import Any

from flask import Response, g, render_template, request

from moderation.policy.values import Category
from moderation.web.console import languages, marking
from moderation.web.console.wording import german
from moderation.web.serving import utc_now


def page(template: str, status: int = 200, **values: Any) -> Response:
    """Return a page of the console."""
    language = languages.language_of(request)
    html = render_template(f"console/{template}", **_vocabulary(language), **values)
    # Once for everything, so that no field of a stranger can be forgotten.
    return Response(marking.visible(html), status, content_type="text/html; charset=utf-8")


def name_of(language: str, named: Category | str) -> str:
    """Return what people call a category or a kind of procedure."""
    if isinstance(named, Category):
        return languages.category_name(language, named)
    return languages.say_or(language, f"procedure.{named}", named.replace("_", " "))


def _vocabulary(language: str) -> dict[str, Any]:
    now = utc_now()
    return {
        "language": language,
        "say": partial(languages.say, language),
        "say_or": partial(languages.say_or, language),
        "say_number": partial(languages.say_number, language),
        "name_of": partial(name_of, language),
        "told": german if language == "de" else str,
        "moment": partial(languages.moment, language),
        "age": lambda at: languages.age(language, at, now),
        "pieces": marking.pieces,
        "evidence_spans": marking.evidence_spans,
        "hidden_characters": marking.hidden_characters,
        "safe_link": marking.safe_link,
        "host_of": marking.host_of,
        "moderator": g.get("console_user"),
        "token": g.console_session.token if g.get("console_session") else "",
    }
