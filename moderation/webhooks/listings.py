"""What publishers' own servers say of their articles: Ghost's and WordPress' APIs, feeds and sitemaps."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import msgspec
from lxml import etree

from moderation.errors import FetchFault, InvalidInput
from moderation.text.times import read_time
from moderation.text.xml import parse_xml

MOST_ENTRIES = 50_000
_GUID_NUMBER = re.compile(r"[?&]p=(\d{1,18})$")
_GUID_GHOST = re.compile(r"[0-9a-f]{24}")
# Below this, a feed's content is a teaser.
_WHOLE_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class Listed:
    """An article as a list names it.

    :ivar id: as webhooks of the same system would name it; None where the list does not tell.
    :ivar html: None where the article's page is to be fetched.
    :ivar updated_at: its version; None where the list tells no time or only a day.
    :ivar changed_by: it has not changed after this time, as far as the list tells.
    """

    url: str | None
    id: str | None = None
    html: str | None = None
    text: str | None = None
    title: str | None = None
    updated_at: datetime | None = None
    changed_by: datetime | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """A part of a list.

    :ivar more: whether there is another part.
    :ivar lists: addresses of further lists, with the time until which each has not changed.
    """

    entries: tuple[Listed, ...]
    more: bool = False
    lists: tuple[tuple[str, datetime | None], ...] = ()


@dataclass(frozen=True, slots=True)
class ListedComment:
    """A published comment, as WordPress names it; `author_id` and `parent_id` None where there is none."""

    id: str
    article_id: str
    html: str
    parent_id: str | None
    author_id: str | None
    author_name: str | None
    created_at: datetime | None


class _Rendered(msgspec.Struct):
    rendered: str = ""
    protected: bool = False


class _WordPressPost(msgspec.Struct):
    id: int
    link: str = ""
    status: str = "publish"
    date_gmt: str | None = None
    modified_gmt: str | None = None
    title: _Rendered = msgspec.field(default_factory=_Rendered)
    content: _Rendered = msgspec.field(default_factory=_Rendered)


class _WordPressComment(msgspec.Struct):
    id: int
    post: int
    parent: int = 0
    author: int = 0
    author_name: str = ""
    date_gmt: str | None = None
    status: str = "approved"
    content: _Rendered = msgspec.field(default_factory=_Rendered)


class _Numbered(msgspec.Struct):
    id: int | str


class _NumberedPosts(msgspec.Struct):
    posts: list[_Numbered]


class _GhostPost(msgspec.Struct):
    id: str
    title: str | None = None
    html: str | None = None
    plaintext: str | None = None
    url: str | None = None
    updated_at: str | None = None
    published_at: str | None = None


class _GhostPagination(msgspec.Struct):
    next: int | None = None


class _GhostMeta(msgspec.Struct):
    pagination: _GhostPagination = msgspec.field(default_factory=_GhostPagination)


class _GhostPosts(msgspec.Struct):
    posts: list[_GhostPost]
    meta: _GhostMeta = msgspec.field(default_factory=_GhostMeta)


def read_ghost(body: bytes) -> Listing:
    """Return a page of Ghost's Content API.

    :raises FetchFault: when it is none.
    """
    answer: _GhostPosts = _decode(body, _GhostPosts, "Ghost's Content API")
    entries = (
        Listed(
            post.url,
            post.id,
            post.html,
            post.plaintext,
            post.title,
            read_time(post.updated_at),
            read_time(post.updated_at),
            post.published_at,
        )
        for post in answer.posts
        if post.html or post.plaintext
    )
    return Listing(tuple(entries), more=answer.meta.pagination.next is not None)


def read_wordpress(body: bytes, page: int, pages: str) -> Listing:
    """Return a page of WordPress' `wp/v2/posts`.

    :param pages: number of pages, as the header X-WP-TotalPages states it.
    :raises FetchFault: when it is none.
    """
    posts: list[_WordPressPost] = _decode(body, list[_WordPressPost], "WordPress")
    entries = (
        Listed(
            url=post.link or None,
            id=str(post.id),
            html=post.content.rendered,
            title=unescape(post.title.rendered) or None,
            updated_at=read_time(post.modified_gmt),
            changed_by=read_time(post.modified_gmt),
            published=post.date_gmt,
        )
        for post in posts
        if post.status == "publish" and post.content.rendered.strip() and not post.content.protected
    )
    return Listing(tuple(entries), more=_is_before(page, pages))


def read_comments(body: bytes, page: int, pages: str) -> tuple[list[ListedComment], bool]:
    """Return a page of WordPress' `wp/v2/comments`, and whether there is another.

    :raises FetchFault: when it is none.
    """
    comments: list[_WordPressComment] = _decode(body, list[_WordPressComment], "WordPress")
    listed = [
        ListedComment(
            id=str(comment.id),
            article_id=str(comment.post),
            html=comment.content.rendered,
            parent_id=str(comment.parent) if comment.parent else None,
            author_id=str(comment.author) if comment.author else None,
            author_name=unescape(comment.author_name) or None,
            created_at=read_time(comment.date_gmt),
        )
        for comment in comments
        if comment.status == "approved"
    ]
    return listed, _is_before(page, pages)


def read_ids(body: bytes) -> set[str]:
    """Return the ids of a list of Ghost's or WordPress'.

    :raises FetchFault: when it is none.
    """
    answer: _NumberedPosts | list[_Numbered] = _decode(body, _NumberedPosts | list[_Numbered], "Ghost or WordPress")
    return {str(post.id) for post in (answer if isinstance(answer, list) else answer.posts)}


def _is_before(page: int, pages: str) -> bool:
    return pages.isascii() and pages.isdigit() and page < int(pages[:9])


def read_feed(body: bytes) -> Listing:
    """Return the articles of an RSS or Atom feed.

    :raises FetchFault: when it is none.
    """
    root = _parse(body)
    items = [element for element in root.iter() if _name(element) in ("item", "entry")]
    if _name(root) not in ("rss", "RDF", "feed"):
        raise FetchFault("this is no feed of RSS or Atom")
    entries = (_feed_entry(item) for item in items[:MOST_ENTRIES])
    return Listing(tuple(entry for entry in entries if entry is not None))


def read_sitemap(body: bytes) -> Listing:
    """Return the articles of a sitemap, or the sitemaps of an index.

    :raises FetchFault: when it is none.
    """
    root = _parse(body)
    if _name(root) not in ("urlset", "sitemapindex"):
        raise FetchFault("this is no sitemap")
    named = [_children(element) for element in root[:MOST_ENTRIES] if _name(element) in ("url", "sitemap")]
    places = [(parts["loc"].strip(), parts.get("lastmod", "").strip()) for parts in named if parts.get("loc")]
    if _name(root) == "sitemapindex":
        return Listing((), lists=tuple((url, _by(stated)) for url, stated in places))
    return Listing(tuple(Listed(url, updated_at=_exact(stated), changed_by=_by(stated)) for url, stated in places))


def _feed_entry(item: etree._Element) -> Listed | None:
    parts = _children(item)
    url = _feed_link(item) or (parts.get("guid") or "").strip()
    if not url.startswith(("http://", "https://")):
        return None
    body = parts.get("encoded") or parts.get("content") or ""
    changed = read_time(parts.get("updated")) or read_time(parts.get("pubDate") or parts.get("date"))
    return Listed(
        url=url,
        id=_feed_id(parts.get("guid") or parts.get("id") or ""),
        html=body if len(body) >= _WHOLE_CHARACTERS else None,
        title=unescape(parts.get("title", "")).strip() or None,
        # A feed of RSS tells when an article was published, not when it was changed.
        updated_at=read_time(parts.get("updated")),
        changed_by=changed,
        published=(parts.get("published") or parts.get("pubDate") or "").strip() or None,
    )


def _feed_link(item: etree._Element) -> str:
    links = [child for child in item if _name(child) == "link"]
    chosen = [link for link in links if link.get("rel", "alternate") == "alternate"]
    return (chosen[0].get("href") or chosen[0].text or "").strip() if chosen else ""


def _feed_id(guid: str) -> str | None:
    number = _GUID_NUMBER.search(guid.strip())
    if number:
        return number[1]
    return guid.strip() if _GUID_GHOST.fullmatch(guid.strip()) else None


def _children(element: etree._Element) -> dict[str, str]:
    return {_name(child): "".join(str(text) for text in child.itertext()) for child in element}


def _name(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


def _exact(stated: str) -> datetime | None:
    return read_time(stated) if len(stated) > len("2026-05-04") else None


def _by(stated: str) -> datetime | None:
    time = read_time(stated) if len(stated) >= len("2026-05-04") else None
    return time if time is None or _exact(stated) else time + timedelta(days=1)


def _decode(body: bytes, kind: Any, what: str) -> Any:
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise FetchFault(f"this is no answer of {what}") from error


def _parse(body: bytes) -> etree._Element:
    try:
        return parse_xml(body.lstrip())
    except InvalidInput as error:
        raise FetchFault(str(error)) from error
