"""How far each site's articles have been fetched, and what is to be fetched next."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from moderation.storage.tables import PullRow

# A row about all sources of a site; one about a single page bears its id and address.
ALL = "*"
_PAGE = "page\n"
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class PullState:
    """How far a source has been read.

    :ivar reached: every change up to here has been seen.
    :ivar validators: ETag and Last-Modified by address.
    :ivar not_before: it asked to be left alone until then.
    """

    reached: datetime | None = None
    validators: dict[str, list[str]] = field(default_factory=dict)
    ran_at: datetime | None = None
    fault: str | None = None
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class WantedPage:
    """An article that is to be fetched from its address.

    :ivar asked_at: when the first of the requests that are still open was made.
    """

    site: str
    id: str
    url: str
    asked_at: datetime


def ask(session: Session, site: str, now: datetime) -> None:
    """Let a site's sources be looked at soon."""
    _due(session, site, ALL, now)


def ask_for_page(session: Session, site: str, article_id: str, url: str, now: datetime) -> None:
    """Let an article be fetched soon."""
    row = _due(session, site, f"{_PAGE}{article_id}\n{url}", now)
    row.reached = row.reached or now
    session.flush()


def asked_for(session: Session, site: str) -> tuple[datetime | None, datetime | None]:
    """Return from when on a site's sources are to be looked at, and when they last were; None for never."""
    row = session.get(PullRow, (site, ALL))
    return (None, None) if row is None else (row.due_at, row.ran_at)


def begin(session: Session, site: str, now: datetime, until: datetime) -> bool:
    """Let no other worker look at a site's sources before `until`; tell whether none does already."""
    row = _row(session, site, ALL)
    session.flush()
    session.refresh(row, with_for_update=True)
    if row.claimed_until is not None and row.claimed_until > now:
        return False
    row.claimed_until, row.due_at = until, None
    session.flush()
    return True


def end(session: Session, site: str, now: datetime, again_at: datetime | None) -> None:
    """Note that a site's sources were looked at; who asked meanwhile is heard."""
    row = _row(session, site, ALL)
    row.claimed_until, row.ran_at = None, now
    if again_at is not None and row.due_at is None:
        row.due_at = again_at
    session.flush()


def pages_asked_for(session: Session, now: datetime, limit: int) -> list[WantedPage]:
    """Return the articles that are to be fetched now."""
    query = select(PullRow).where(PullRow.source.startswith(_PAGE), PullRow.due_at <= now)
    rows = session.scalars(query.order_by(PullRow.due_at).limit(limit))
    return [_wanted(row) for row in rows]


def page_done(session: Session, page: WantedPage) -> None:
    """Forget an article that was fetched, or cannot be."""
    source = f"{_PAGE}{page.id}\n{page.url}"
    session.execute(delete(PullRow).where(PullRow.site == page.site, PullRow.source == source))


def page_later(session: Session, page: WantedPage, at: datetime, fault: str) -> None:
    """Let an article be fetched at another time."""
    source = f"{_PAGE}{page.id}\n{page.url}"
    ours = update(PullRow).where(PullRow.site == page.site, PullRow.source == source)
    session.execute(ours.values(due_at=at, fault=fault))


def state_of(session: Session, site: str, source: str) -> PullState:
    """Return how far a source has been read."""
    row = session.get(PullRow, (site, source))
    if row is None:
        return PullState()
    return PullState(row.reached, json.loads(row.validators), row.ran_at, row.fault, row.due_at)


def save_state(session: Session, site: str, source: str, state: PullState) -> None:
    """Keep how far a source has been read."""
    row = _row(session, site, source)
    row.reached, row.validators = state.reached, json.dumps(state.validators)
    row.ran_at, row.fault, row.due_at = state.ran_at, state.fault, state.not_before
    session.flush()


def _wanted(row: PullRow) -> WantedPage:
    article_id, url = row.source.removeprefix(_PAGE).split("\n", 1)
    return WantedPage(row.site, article_id, url, row.reached or row.due_at or _LONG_AGO)


def _due(session: Session, site: str, source: str, at: datetime) -> PullRow:
    row = _row(session, site, source)
    if row.due_at is None or row.due_at > at:
        row.due_at = at
    session.flush()
    return row


def _row(session: Session, site: str, source: str) -> PullRow:
    row = session.get(PullRow, (site, source))
    if row is None:
        row = PullRow(site=site, source=source, validators="{}")
        session.add(row)
    return row
