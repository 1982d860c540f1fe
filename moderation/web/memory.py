"""`/v1/sites/{site}/memory`: what recurs over a site's articles, and an operator's corrections."""

from typing import Annotated

import msgspec
from flask import Response

from moderation.services import memories as service
from moderation.services.memories import Memory
from moderation.web.answering import answer
from moderation.web.describing import Access, Operation, described
from moderation.web.serving import deployment, utc_now
from moderation.web.siteroutes import read_payload, site_routes

memory = site_routes("memory")


class MarkPayload(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An operator's word about a text: `editorial` true, false, or null to take an earlier word back."""

    text: Annotated[str, msgspec.Meta(min_length=1)]
    editorial: bool | None


class LineAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A line: how it begins, on how many articles it was, in part of all; `editorial` where an operator said so."""

    text: str
    articles: float
    share: float
    editorial: bool | None


class MemoryAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What is remembered of a site; `lines` are those seen more than once or marked."""

    articles: float
    remembered: int
    lines: list[LineAnswer]


@memory.get("/memory")
@described(
    Operation(
        "Return what recurs over the site's articles",
        tag="memory",
        access=Access.SITE_KEY,
        gives=(MemoryAnswer,),
        problems=(401, 403),
    )
)
def show_memory(site: str) -> Response:
    """Answer with the lines that recur."""
    return answer(_answer(service.show_memory(deployment(), site)))


@memory.post("/memory/marks")
@described(
    Operation(
        "Say that a text is editorial, or boilerplate; respected from the next article on",
        tag="memory",
        access=Access.SITE_KEY,
        takes=(MarkPayload,),
        gives=(MemoryAnswer,),
        problems=(400, 401, 403, 413, 415, 422, 503),
    )
)
def mark_text(site: str) -> Response:
    """Keep the operator's word and answer with the memory."""
    payload = read_payload(MarkPayload)
    marked = service.mark_text(deployment(), site, payload.text, editorial=payload.editorial, now=utc_now())
    return answer(_answer(marked))


def _answer(shown: Memory) -> MemoryAnswer:
    total = max(shown.articles, 1.0)
    lines = [
        LineAnswer(
            text=entry.sample,
            articles=round(entry.count, 2),
            share=round(min(1.0, entry.count / total), 3),
            editorial=entry.editorial,
        )
        for entry in shown.lines
    ]
    return MemoryAnswer(articles=round(shown.articles, 2), remembered=shown.remembered, lines=lines)
