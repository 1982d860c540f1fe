"""Articles that their source no longer names: taken back there without a word to us, or deleted by many at once.

Such an article is marked and stays as it is; what becomes of it is for people to say. Each run of a pull looks for
some, those first that were not looked for the longest, so that the far side is asked little at a time.
"""

import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from moderation.errors import FetchFault
from moderation.services.deployment import Deployment
from moderation.services.pull_sources import PAGE_ENTRIES, PullSource, Reader
from moderation.services.sites import require_site
from moderation.storage import absences as storage
from moderation.storage.absences import Sought

# Of a run: questions about many articles at once, and pages where nothing else tells whether an article still stands.
MOST_QUESTIONS, MOST_PAGES = 3, 10
# Where no list tells which pages to look at, each has its turn after this time.
PAGE_LOOKED_AT_EVERY = timedelta(days=7)
# When a source names none of what it is asked for, as many of their pages must say the same.
PROOFS = 3
MOST_LISTED = 1_000
_AT_ONCE = 500
_GONE = (404, 410)
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Place:
    """A source of a site's articles."""

    deployment: Deployment
    site: str
    source: PullSource


def note_named(place: Place, ids: Collection[str], now: datetime) -> None:
    """Note which articles a source names."""
    known = list(ids)
    for start in range(0, len(known), _AT_ONCE):
        part = known[start : start + _AT_ONCE]
        place.deployment.database.transact(partial(_name_some, place=place, ids=part, now=now))


def notice_missing(place: Place, reader: Reader, now: datetime) -> int:
    """Look for some of the articles that the source named before; mark those that are gone and return their number.

    :raises FetchFault: when the source cannot be read, or what it says cannot be believed; then nothing is marked.
    """
    if place.source.kind in ("ghost", "wordpress"):
        number = sum(_ask_for_many(place, reader, now) for _ in range(MOST_QUESTIONS))
    else:
        number = _look_at_pages(place, reader, now)
    if number:
        log.warning("articles of site %s that their source no longer names: %d", place.site, number)
    return number


def missing_articles(deployment: Deployment, site: str) -> list[Sought]:
    """Return the articles of a site that their sources no longer name, the last first, at most `MOST_LISTED`.

    :raises UnknownSite: when there is no such site.
    """
    with deployment.database.read() as session:
        require_site(session, site)
        return storage.missing(session, site, limit=MOST_LISTED)


def _name_some(session: Session, place: Place, ids: list[str], now: datetime) -> None:
    storage.note_named(session, place.site, place.source.name, ids, now)


def _ask_for_many(place: Place, reader: Reader, now: datetime) -> int:
    sought = _sought(place, now, PAGE_ENTRIES)
    if not sought:
        return 0
    named = reader.named(place.source, [article.id for article in sought])
    if not named and not _are_gone(sought, reader):
        raise FetchFault(f"the source names none of {len(sought)} articles it named before; none was marked")
    return _note(place, sought, named, now)


def _are_gone(sought: list[Sought], reader: Reader) -> bool:
    addresses = [article.url for article in sought if article.url]
    return bool(addresses) and all(not _stands(url, reader) for url in addresses[:PROOFS])


def _look_at_pages(place: Place, reader: Reader, now: datetime) -> int:
    before = now if reader.whole else now - PAGE_LOOKED_AT_EVERY
    sought = [article for article in _sought(place, before, _AT_ONCE) if article.url]
    named = [article for article in sought if article.url in reader.named_pages]
    others = [article for article in sought if article.url not in reader.named_pages][:MOST_PAGES]
    standing = {article.id for article in others if _stands(article.url or "", reader)}
    return _note(place, named + others, standing | {article.id for article in named}, now)


def _stands(url: str, reader: Reader) -> bool:
    """Tell whether there may be a page at an address: only a plain no counts.

    :raises FetchFault: when the server asks to be left alone.
    """
    try:
        reader.get(url, ("", ""))
    except FetchFault as error:
        if error.retry_after is not None and error.status not in _GONE:
            raise
        return error.status not in _GONE
    return True


def _sought(place: Place, before: datetime, limit: int) -> list[Sought]:
    with place.deployment.database.read() as session:
        return storage.to_look_for(session, place.site, place.source.name, before=before, limit=limit)


def _note(place: Place, sought: list[Sought], named: set[str], now: datetime) -> int:
    gone = [article.id for article in sought if article.id not in named]
    note_named(place, [article.id for article in sought if article.id in named], now)
    if not gone:
        return 0
    return place.deployment.database.transact(lambda session: storage.note_missing(session, place.site, gone, now))
