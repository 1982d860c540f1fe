"""Fetching what no webhook brought: some senders ask once and never again, others cannot send at all."""

import logging
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from moderation.errors import FetchFault, InvalidInput, NotFound, Withdrawn
from moderation.services import articles
from moderation.services.absences import Place, note_named, notice_missing
from moderation.services.articles import ArticleSubmission
from moderation.services.deployment import Deployment
from moderation.services.identifiers import require_id, url_key
from moderation.services.pull_sources import PullSource, Reader
from moderation.services.pulled_comments import CommentTaking
from moderation.services.site_settings import read_settings
from moderation.services.sites import require_site
from moderation.storage import pulls as storage
from moderation.storage.articles import Outline, outline
from moderation.storage.pulls import PullState, WantedPage
from moderation.storage.sites import all_sites
from moderation.text.decoding import decode_page
from moderation.webhooks.fetching import Fetched, Fetcher
from moderation.webhooks.listings import Listed

PAUSE_SECONDS = 0.5
MOST_ARTICLES = 200
# A server that fails this often in a row is left alone.
MOST_FAILURES = 5
CLAIM = timedelta(minutes=30)
# Whatever is asked for, no site is looked at more often.
SHORTEST_PAUSE = timedelta(minutes=1)
PAGE_RETRY = timedelta(minutes=10)
PAGE_GIVEN_UP = timedelta(days=1)
log = logging.getLogger(__name__)

Waiter = Callable[[float], None]
Watcher = Callable[[str, int], None]


@dataclass(slots=True)
class PullReport:
    """What a pull did, in articles.

    :ivar missing: articles that the source does not name any more, found by this run.
    :ivar comments: comments that were screened for the first time.
    :ivar complete: whether everything that the source names was looked at.
    :ivar fault: why the source could not be read to its end, or None.
    """

    source: str
    stored: int = 0
    unchanged: int = 0
    failed: int = 0
    missing: int = 0
    comments: int = 0
    complete: bool = False
    fault: str | None = None
    retry_after: int | None = None


@dataclass
class Pull:
    """One run over one source.

    :ivar watch: is told the source's name and how many articles were looked at.
    """

    deployment: Deployment
    site: str
    source: PullSource
    fetch: Fetcher
    now: datetime
    limit: int = MOST_ARTICLES
    wait: Waiter = time.sleep
    watch: Watcher = lambda _source, _number: None
    failures: int = 0
    asked: bool = False
    report: PullReport = field(init=False)

    def __post_init__(self) -> None:
        self.report = PullReport(self.source.name)

    def run(self, since: datetime | None = None) -> PullReport:
        """Store what changed, the oldest first; what is known already is not fetched again."""
        with self.deployment.database.read() as session:
            require_site(session, self.site)
            state = storage.state_of(session, self.site, self.source.name)
        if state.not_before is not None and state.not_before > self.now:
            return self._left_alone(state.not_before)
        reader = Reader(self._get, dict(state.validators) if since is None else {})
        try:
            for part in reader.parts(self.source, since or state.reached):
                if not self._take_all(part):
                    break
                state = self._advance(state, part)
            else:
                self.report.complete = True
                state = replace(state, validators=reader.validators, reached=self._reached(state))
                self.report.missing = notice_missing(self._place, reader, self.now)
            if self.source.comments:
                self._take_comments(reader, since)
        except FetchFault as error:
            self.report.complete = False
            self.report.fault, self.report.retry_after = str(error), error.retry_after
        self._save(replace(state, ran_at=self.now, fault=self.report.fault, not_before=self._not_before()))
        return self.report

    @property
    def _place(self) -> Place:
        return Place(self.deployment, self.site, self.source)

    def _left_alone(self, until: datetime) -> PullReport:
        self.report.fault = f"it asked to be left alone until {until:%Y-%m-%d %H:%M:%S} UTC"
        self.report.retry_after = math.ceil((until - self.now).total_seconds())
        return self.report

    def _not_before(self) -> datetime | None:
        wait = self.report.retry_after
        return None if wait is None else self.now + timedelta(seconds=wait)

    def _take_comments(self, reader: Reader, since: datetime | None) -> None:
        taking = CommentTaking(self._place, self.now, self.limit, lambda: self.watch(self.source.name, 1))
        try:
            whole = taking.run(reader, since)
        finally:
            self.report.comments = taking.screened
        self.report.complete = self.report.complete and whole

    def _reached(self, state: PullState) -> datetime | None:
        return state.reached if self.source.kind in ("ghost", "wordpress") else self.now

    def _advance(self, state: PullState, part: list[Listed]) -> PullState:
        if self.source.kind not in ("ghost", "wordpress"):
            return state
        times = [entry.changed_by for entry in part if entry.changed_by is not None]
        known = [state.reached] if state.reached else []
        state = replace(state, reached=max(times + known, default=None))
        self._save(state)
        return state

    def _save(self, state: PullState) -> None:
        self.deployment.database.transact(
            lambda session: storage.save_state(session, self.site, self.source.name, state)
        )

    def _take_all(self, part: list[Listed]) -> bool:
        """Take in the articles of a part of the list; tell whether all of them were."""
        named: list[str] = []
        try:
            for entry in part:
                if self.report.stored + self.report.failed >= self.limit:
                    return False
                named += filter(None, [self._take(entry)])
                self.watch(self.source.name, 1)
        finally:
            note_named(self._place, named, self.now)
        return True

    def _take(self, entry: Listed) -> str | None:
        """Take in an article; return its id where it is stored."""
        with self.deployment.database.read() as session:
            known = _known(session, self.site, entry)
        if known is not None and not _is_news(entry, known):
            self.report.unchanged += 1
            return known.id
        try:
            submission = self._submission(entry, known)
            stored = articles.ingest(self.deployment, self.site, submission, self.now)
        except Withdrawn:
            self.report.unchanged += 1
        except InvalidInput as error:
            log.warning("an article of %s cannot be stored: %s", self.source.name, error)
            self.report.failed += 1
        except FetchFault as error:
            self._note_failure(error)
        else:
            self.failures = 0
            unchanged = known is not None and known.seen_at == stored.received_at
            self.report.unchanged += unchanged
            self.report.stored += not unchanged
            return stored.id
        return None

    def _note_failure(self, error: FetchFault) -> None:
        log.warning("a page of %s cannot be fetched: %s", self.source.name, error)
        self.report.failed += 1
        self.failures += 1
        if error.retry_after is not None or self.failures >= MOST_FAILURES:
            raise error

    def _submission(self, entry: Listed, known: Outline | None) -> ArticleSubmission:
        page, url = entry.html, entry.url
        if page is None and entry.text is None and entry.url is not None:
            page = page_of(self._get(entry.url, ("", "")))
        return ArticleSubmission(
            id=require_id(entry.id or (known.id if known else None) or url or "", "the article id"),
            html=page,
            text=entry.text if page is None else None,
            title=entry.title,
            url=url,
            updated_at=entry.updated_at,
            published=entry.published,
        )

    def _get(self, url: str, validators: tuple[str, str]) -> Fetched:
        if self.asked:
            self.wait(PAUSE_SECONDS)
        self.asked = True
        return self.fetch(url, validators, self.now)


def page_of(fetched: Fetched) -> str:
    """Return a fetched page as text.

    :raises FetchFault: when it is no page.
    """
    stated = fetched.headers.get("content-type", "text/html").partition(";")[0].strip().lower()
    if stated not in ("text/html", "application/xhtml+xml", "text/plain") or not fetched.body:
        raise FetchFault(f"what was fetched is no page but {stated[:100]!r}")
    return decode_page(fetched.body)


def ask_for_pull(deployment: Deployment, site: str, now: datetime) -> None:
    """Let the sources of a site be looked at soon, by the next worker.

    :raises UnknownSite: when there is none.
    """

    def work(session: Session) -> None:
        require_site(session, site)
        storage.ask(session, site, now)

    deployment.database.transact(work)


def sources_of(deployment: Deployment, site: str) -> list[PullSource]:
    """Return the sources that a site's settings name.

    :raises UnknownSite: when there is none.
    """
    with deployment.database.read() as session:
        return read_settings(session, site).pull


def pull_due(deployment: Deployment, fetch: Fetcher, now: datetime, *, wait: Waiter = time.sleep) -> list[PullReport]:
    """Look at the sources of every site that asked for it or whose time has come, and fetch single pages."""
    reports = [
        report for site in _due_sites(deployment, now) for report in _pull_site(deployment, site, fetch, now, wait)
    ]
    with deployment.database.read() as session:
        wanted = storage.pages_asked_for(session, now, MOST_ARTICLES)
    for page in wanted:
        _fetch_page(deployment, page, fetch, now)
        wait(PAUSE_SECONDS)
    return reports


def _due_sites(deployment: Deployment, now: datetime) -> list[str]:
    with deployment.database.read() as session:
        names = [site.name for site in all_sites(session)]
        return [name for name in names if _is_due(session, name, now)]


def _is_due(session: Session, site: str, now: datetime) -> bool:
    due_at, ran_at = storage.asked_for(session, site)
    if ran_at is not None and ran_at + SHORTEST_PAUSE > now:
        return False
    if due_at is not None and due_at <= now:
        return True
    pauses = [source.every_minutes for source in read_settings(session, site).pull if source.every_minutes]
    return bool(pauses) and (ran_at is None or ran_at + timedelta(minutes=min(pauses)) <= now)


def _pull_site(deployment: Deployment, site: str, fetch: Fetcher, now: datetime, wait: Waiter) -> Iterator[PullReport]:
    transact = deployment.database.transact
    if not transact(lambda session: storage.begin(session, site, now, now + CLAIM)):
        return
    again_at: datetime | None = None
    try:
        for source in sources_of(deployment, site):
            report = Pull(deployment, site, source, fetch, now, wait=wait).run()
            if not report.complete:
                again_at = now + max(SHORTEST_PAUSE * 5, timedelta(seconds=report.retry_after or 0))
            yield report
    finally:
        transact(lambda session: storage.end(session, site, now, again_at))


def _fetch_page(deployment: Deployment, page: WantedPage, fetch: Fetcher, now: datetime) -> None:
    transact = deployment.database.transact
    try:
        submission = ArticleSubmission(page.id, html=page_of(fetch(page.url, ("", ""), now)), url=page.url)
        articles.ingest(deployment, page.site, submission, now)
    except (FetchFault, InvalidInput, NotFound) as error:
        if now - page.asked_at < PAGE_GIVEN_UP:
            fault = str(error)
            transact(lambda session: storage.page_later(session, page, now + PAGE_RETRY, fault))
            return
        log.warning("the page of article %s of site %s was given up: %s", page.id, page.site, error)
    transact(lambda session: storage.page_done(session, page))


def _known(session: Session, site: str, entry: Listed) -> Outline | None:
    if entry.id is not None:
        return outline(session, site, article_id=entry.id, url_key=None)
    key = url_key(entry.url)
    found = outline(session, site, article_id=None, url_key=key) if key else None
    return found or outline(session, site, article_id=entry.url, url_key=None)


def _is_news(entry: Listed, known: Outline) -> bool:
    if known.updated_at is not None and entry.updated_at is not None:
        return entry.updated_at > known.updated_at
    if entry.changed_by is None:
        # Nothing says that it changed; what was deleted here stays so.
        return False
    return entry.changed_by > known.seen_at
