"""Where a site's articles can be fetched from, and how each kind of source is asked for what changed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal
from urllib.parse import urlencode, urlsplit

import msgspec

from moderation.webhooks.fetching import Fetched
from moderation.webhooks.listings import (
    Listed,
    ListedComment,
    Listing,
    read_comments,
    read_feed,
    read_ghost,
    read_ids,
    read_sitemap,
    read_wordpress,
)

PAGE_ENTRIES = 50
MOST_PAGES = 400
MOST_SITEMAPS = 100
# Clocks differ, and changes may become visible a little later than they are dated.
OVERLAP = timedelta(minutes=5)


class PullSource(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A place to fetch articles from.

    `url` is the blog's address for `ghost` and `wordpress`, else that of the feed or sitemap. `key` is the key of
    Ghost's Content API, which is public by design. `every_minutes` 0 means only when asked for. `comments` fetches
    the published comments of a WordPress too.
    """

    kind: Literal["ghost", "wordpress", "feed", "sitemap"]
    url: Annotated[str, msgspec.Meta(pattern=r"^https?://", max_length=2000)]
    key: Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9]*$", max_length=100)] = ""
    every_minutes: Annotated[int, msgspec.Meta(ge=0, le=100_000)] = 0
    comments: bool = False

    def __post_init__(self) -> None:
        if self.comments and self.kind != "wordpress":
            raise ValueError("comments can be fetched from WordPress alone")

    @property
    def name(self) -> str:
        """What the state of the source is kept under."""
        return f"{self.kind} {self.url}"


Getter = Callable[[str, tuple[str, str]], Fetched]
ListReader = Callable[[bytes], Listing]


@dataclass
class Reader:
    """Asks a source for its parts, one after another, and remembers what each list said of its own version.

    :ivar get: fetches an address.
    :ivar validators: ETag and Last-Modified by address, as known before; updated.
    :ivar named_pages: addresses that the sitemaps name which were read.
    :ivar whole: whether these are all that the source names.
    """

    get: Getter
    validators: dict[str, list[str]] = field(default_factory=dict)
    named_pages: set[str] = field(default_factory=set)
    whole: bool = False

    def parts(self, source: PullSource, since: datetime | None) -> Iterator[list[Listed]]:
        """Yield what changed since a time, the oldest first as far as the source can tell.

        :raises FetchFault: when the source cannot be read.
        """
        since = since and since - OVERLAP
        if source.kind in ("ghost", "wordpress"):
            yield from self._paged(source, since)
        elif source.kind == "feed":
            yield self._changed(read_feed, source.url, since)
        else:
            yield from self._sitemaps(source.url, since)

    def _paged(self, source: PullSource, since: datetime | None) -> Iterator[list[Listed]]:
        for page in range(1, MOST_PAGES + 1):
            answer = self.get(_page_address(source, since, page), ("", ""))
            body = answer.body or b""
            pages = answer.headers.get("x-wp-totalpages", "")
            listing = read_ghost(body) if source.kind == "ghost" else read_wordpress(body, page, pages)
            yield list(listing.entries)
            if not listing.more:
                return

    def comments(self, source: PullSource, since: datetime | None) -> Iterator[list[ListedComment]]:
        """Yield the published comments written since a time, the oldest first.

        :raises FetchFault: when the source cannot be read.
        """
        for page in range(1, MOST_PAGES + 1):
            answer = self.get(_comments_address(source, since and since - OVERLAP, page), ("", ""))
            comments, more = read_comments(answer.body or b"", page, answer.headers.get("x-wp-totalpages", ""))
            yield comments
            if not more:
                return

    def named(self, source: PullSource, ids: list[str]) -> set[str]:
        """Return which of these articles a Ghost or a WordPress still names, at most `PAGE_ENTRIES` of them.

        :raises FetchFault: when the source cannot be read.
        """
        return read_ids(self.get(_ids_address(source, ids), ("", "")).body or b"")

    def _sitemaps(self, url: str, since: datetime | None) -> Iterator[list[Listed]]:
        self.whole = True
        listing = self._conditional(read_sitemap, url)
        self.whole &= len(listing.lists) <= MOST_SITEMAPS
        # Indexes of indexes are not allowed by the protocol.
        for address, changed_by in listing.lists[-MOST_SITEMAPS:]:
            if not _same_host(address, url) or (since and changed_by and changed_by < since):
                self.whole = False
                continue
            yield _of_host(self._changed(read_sitemap, address, since), url)
        if not listing.lists:
            yield _of_host(_newer(listing.entries, since), url)

    def _changed(self, read: ListReader, url: str, since: datetime | None) -> list[Listed]:
        return _newer(self._conditional(read, url).entries, since)

    def _conditional(self, read: ListReader, url: str) -> Listing:
        known = self.validators.get(url, ["", ""])
        answer = self.get(url, (known[0], known[1]))
        if answer.body is None:
            self.whole = False
            return Listing(())
        listing = read(answer.body)
        self.named_pages.update(entry.url for entry in listing.entries if entry.url)
        # An index says nothing of the sitemaps below it, so that it is always read anew.
        if any(answer.validators) and not listing.lists:
            self.validators[url] = list(answer.validators)
        return listing


def _page_address(source: PullSource, since: datetime | None, page: int) -> str:
    stated = since and _stated(since)
    if source.kind == "ghost":
        query = {"key": source.key, "limit": PAGE_ENTRIES, "page": page, "order": "updated_at asc"}
        query |= {"formats": "html,plaintext", "fields": "id,title,html,plaintext,url,updated_at,published_at"}
        query |= {"filter": f"updated_at:>='{stated}'"} if stated else {}
        return f"{source.url.rstrip('/')}/ghost/api/content/posts/?{urlencode(query)}"
    query = {"per_page": PAGE_ENTRIES, "page": page, "orderby": "modified", "order": "asc"}
    query |= {"_fields": "id,link,status,date_gmt,modified_gmt,title,content"}
    query |= {"modified_after": stated} if stated else {}
    return f"{source.url.rstrip('/')}/wp-json/wp/v2/posts?{urlencode(query)}"


def _comments_address(source: PullSource, since: datetime | None, page: int) -> str:
    query: dict[str, str | int] = {"per_page": PAGE_ENTRIES, "page": page, "orderby": "date_gmt", "order": "asc"}
    query |= {"_fields": "id,post,parent,author,author_name,date_gmt,status,content"}
    query |= {"after": _stated(since)} if since else {}
    return f"{source.url.rstrip('/')}/wp-json/wp/v2/comments?{urlencode(query)}"


def _ids_address(source: PullSource, ids: list[str]) -> str:
    query: dict[str, str | int]
    if source.kind == "ghost":
        query = {"key": source.key, "limit": PAGE_ENTRIES, "fields": "id", "filter": f"id:[{','.join(ids)}]"}
        return f"{source.url.rstrip('/')}/ghost/api/content/posts/?{urlencode(query)}"
    query = {"per_page": PAGE_ENTRIES, "include": ",".join(ids), "_fields": "id"}
    return f"{source.url.rstrip('/')}/wp-json/wp/v2/posts?{urlencode(query)}"


def _stated(time: datetime) -> str:
    return time.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _newer(entries: tuple[Listed, ...], since: datetime | None) -> list[Listed]:
    """Return what may have changed since a time, the oldest first; what states no time stands last."""
    kept = [entry for entry in entries if not (since and entry.changed_by and entry.changed_by < since)]
    last = datetime.max.replace(tzinfo=UTC)
    return sorted(kept, key=lambda entry: entry.changed_by or last)


def _of_host(entries: list[Listed], url: str) -> list[Listed]:
    # A sitemap speaks for its own host alone, as its protocol says.
    return [entry for entry in entries if entry.url and _same_host(entry.url, url)]


def _same_host(url: str, other: str) -> bool:
    try:
        return urlsplit(url).hostname == urlsplit(other).hostname
    except ValueError:
        return False
