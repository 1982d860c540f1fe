"""How far each site's articles have been fetched, and what is to be fetched next."""

import json
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from moderation.storage.tables import PullRow

# A row about all sources of a site; one about a single page bears its id and address.
ALL = "*"
_PAGE = "page\n"


@dataclass(frozen=True, slots=True)
class PullState:
    """How far a source has been read.

    :ivar reached: every change up to here has been seen.
    :ivar validators: ETag and Last-Modified by address.
    """

    reached: datetime | None = None
    validators: dict[str, list[str]] = field(default_factory=dict)
    ran_at: datetime | None = None
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class WantedPage:
    """An article that is to be fetched from its address."""

    site: str
    id: str
    url: str


def ask(session: Session, site: str, now: datetime) -> None:
    """Let a site's sources be looked at soon."""
    _due(session, site, ALL, now)


def ask_for_page(session: Session, site: str, article_id: str, url: str, now: datetime) -> None:
    """Let an article be fetched soon."""
    _due(session, site, f"{_PAGE}{article_id}\n{url}", now)


def sites_asked_for(session: Session, now: datetime) -> list[str]:
    """Return the sites whose sources are to be looked at now."""
    query = select(PullRow.site).where(PullRow.source == ALL, PullRow.due_at <= now)
    return list(session.scalars(query.order_by(PullRow.due_at)))


def pages_asked_for(session: Session, now: datetime, limit: int) -> list[WantedPage]:
    """Return the articles that are to be fetched now."""
    query = select(PullRow).where(PullRow.source.startswith(_PAGE), PullRow.due_at <= now)
    rows = session.scalars(query.order_by(PullRow.due_at).limit(limit))
    return [WantedPage(row.site, *row.source.removeprefix(_PAGE).split("\n", 1)) for row in rows]


def answered(session: Session, site: str, at: datetime, next_at: datetime | None) -> None:
    """Note that a site's sources were looked at; asked for after `at` they still are to be."""
    changed = update(PullRow).where(PullRow.site == site, PullRow.source == ALL)
    asked = session.scalar(select(PullRow.due_at).where(PullRow.site == site, PullRow.source == ALL))
    if asked is None and next_at is not None:
        _due(session, site, ALL, next_at)
    elif asked is not None and asked <= at:
        session.execute(changed.values(due_at=next_at))


def page_done(session: Session, page: WantedPage) -> None:
    """Forget an article that was fetched, or cannot be."""
    source = f"{_PAGE}{page.id}\n{page.url}"
    session.execute(delete(PullRow).where(PullRow.site == page.site, PullRow.source == source))


def page_later(session: Session, page: WantedPage, at: datetime, fault: str) -> None:
    """Let an article be fetched at another time."""
    source = f"{_PAGE}{page.id}\n{page.url}"
    ours = update(PullRow).where(PullRow.site == page.site, PullRow.source == source)
    session.execute(ours.values(due_at=at, fault=fault))


def page_fault(session: Session, page: WantedPage) -> str | None:
    """Return why an article could not be fetched last time, or None."""
    row = session.get(PullRow, (page.site, f"{_PAGE}{page.id}\n{page.url}"))
    return None if row is None else row.fault


def state_of(session: Session, site: str, source: str) -> PullState:
    """Return how far a source has been read."""
    row = session.get(PullRow, (site, source))
    if row is None:
        return PullState()
    return PullState(row.reached, json.loads(row.validators), row.ran_at, row.fault)


def save_state(session: Session, site: str, source: str, state: PullState) -> None:
    """Keep how far a source has been read."""
    row = _row(session, site, source)
    row.reached, row.validators = state.reached, json.dumps(state.validators)
    row.ran_at, row.fault = state.ran_at, state.fault
    session.flush()


def _due(session: Session, site: str, source: str, at: datetime) -> None:
    row = _row(session, site, source)
    if row.due_at is None or row.due_at > at:
        row.due_at = at
    session.flush()


def _row(session: Session, site: str, source: str) -> PullRow:
    row = session.get(PullRow, (site, source))
    if row is None:
        row = PullRow(site=site, source=source, validators="{}")
        session.add(row)
    return row
