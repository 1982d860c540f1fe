"""What a page states about its article: title, authors, date, agency, address, section."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from html import unescape
from typing import Any, NamedTuple

from moderation.article.layout import Layout
from moderation.article.values import Block, Label, Metadata
from moderation.text.inline import strip_inline

MAX_HEAD = 400_000
MAX_VALUE = 500
MAX_AUTHORS = 10
MAX_NAME = 120
MAX_BYLINE = 90
# How far from its beginning a tag may name an author.
MAX_TAG = 900

AGENCIES = frozenset(
    "afp dpa apa sda reuters ap kna epd sid ots dts rtr ansa keystone keystone-sda dpa-afx dapd ddp ips idea inn upi"
    " tass itar-tass bloomberg spa awp cna pa efe pap adn tanjug".split()
)
_WITH_SERVICES = ("dpa", "afp", "apa")
_NAMES = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")
_PARENTHESIS = re.compile(r"\(([\w-]{2,12}(?:\s?[/,]\s?[\w-]{2,12}){0,3})\)")
# Letters in both cases rather than a flag: a search for "<" alone is the quicker one.
_META = re.compile(r"<(?:[Mm][Ee][Tt][Aa]|[Ll][Ii][Nn][Kk])\b([^<>]*)>")
# The usual way to state a value, read at once.
_PLAINLY = re.compile(r"""\s*(?:property|name|itemprop)="([^"]*)"\s+content="([^"]*)"\s*/?\s*""")
_ATTRIBUTE = re.compile(r"""([a-zA-Z:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_TIME = re.compile(r"""<[Tt][Ii][Mm][Ee]\b[^<>]*\b(?i:datetime)\s*=\s*["']?([^"'<>\s]{8,40})""")
_AUTHOR_LINK = re.compile(
    r"""<(?:a|span)\b[^<>]{0,400}\b(?:rel|itemprop)\s*=\s*["']?author\b[^<>]{0,400}>(.{1,200}?)</""", re.I | re.S
)
_NAME = r"(?:(?:Dr|Prof)\. )*[A-ZÄÖÜ][\w.'’-]+(?: (?:von|van|de|zu|der|den))*(?: [A-ZÄÖÜ][\w.'’-]+){1,3}"
_BYLINE = re.compile(rf"(?:Von|By|Text:|Autor(?:in)?:)\s+({_NAME})\.?")
_LANGUAGE = re.compile(r"""<html\b[^<>]*\blang\s*=\s*["']?([a-zA-Z]{2})""", re.IGNORECASE)

_TITLES = ("og:title", "twitter:title", "dc.title")
_AUTHORS = ("author", "article:author", "dc.creator", "parsely-author", "sailthru.author")
_DATES = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dc.date.created",
    "dcterms.created",
    "publish-date",
    "pubdate",
    "last-modified",
)
_SUMMARIES = ("og:description", "description", "twitter:description")
# How much of a summary is looked for; less of it says nothing.
LEAD, MIN_LEAD = 40, 25
_SECTIONS = ("article:section", "og:section", "section", "parsely-section")
_ADDRESSES = ("canonical", "og:url")
_WANTED = frozenset((*_TITLES, *_AUTHORS, *_DATES, *_SUMMARIES, *_SECTIONS, *_ADDRESSES))


def stated_language(layout: Layout) -> str | None:
    """Return the language that the page's root element states."""
    match = _LANGUAGE.search(layout.source, 0, 20_000)
    return match[1].lower() if match else None


class Stated(NamedTuple):
    """What the head of a page states: named values, and articles as linked data."""

    named: dict[str, str]
    linked: list[dict[str, Any]]


def read_stated(layout: Layout) -> Stated:
    """Return what the page states for machines before its body begins; all that it states where that is nothing."""
    begin = layout.source.find("<body")
    named = _named(layout, 0, begin) if begin >= 0 else {}
    return Stated(named or _named(layout), layout.linked)


def read_all_stated(layout: Layout, stated: Stated) -> Stated:
    """Return what the page states for machines anywhere.

    :param stated: what it states before its body begins.
    """
    begin = layout.source.find("<body")
    return Stated(_named(layout, max(0, begin)) | stated.named, layout.linked)


def with_lead(layout: Layout, stated: Stated) -> Layout:
    """Return the layout with how the summary begins that the page states for sharing."""
    summary = " ".join((_first(stated.named, _SUMMARIES) or "").split())
    return layout._replace(lead=summary[:LEAD].casefold()) if len(summary) >= MIN_LEAD else layout


def read_title(layout: Layout, stated: Stated) -> str | None:
    """Return the headline that the page states for sharing or for machines; else its `<title>`."""
    title = _first(stated.named, _TITLES)
    return title or next(_texts(node.get("headline") for node in stated.linked), None) or layout.title


def read_metadata(layout: Layout, stated: Stated, blocks: Sequence[Block], known: Metadata) -> Metadata:
    """Return what the page states about the article.

    :param known: headline, language and address that are known already; an address goes before the page's own.
    """
    named, linked = stated
    published = next(_texts(node.get("datePublished") for node in linked), None) or _first(named, _DATES)
    if not published and (match := _TIME.search(layout.source)):
        published = match[1]
    section = _first(named, _SECTIONS) or next(_texts(node.get("articleSection") for node in linked), None)
    return replace(
        known,
        authors=_authors(layout, stated, blocks),
        published=published,
        agency=read_agency(blocks),
        url=known.url or _first(named, _ADDRESSES),
        section=section,
    )


def _authors(layout: Layout, stated: Stated, blocks: Sequence[Block]) -> tuple[str, ...]:
    """Return whom the page names for machines, else in links to authors, else in a line of its own."""
    named = [stated.named.get(name, "") for name in _AUTHORS]
    names = [*_texts(_names(node.get("author")) for node in stated.linked), *named]
    if not any(names) and layout.elements:
        names = _linked_names(layout.source[:MAX_HEAD])
    if not any(names):
        lines = [_BYLINE.fullmatch(block.text) for block in blocks if len(block.text) < MAX_BYLINE]
        names = [match[1] for match in lines if match]
    kept = (" ".join(name.split())[:MAX_NAME] for name in names if name and not name.startswith("http"))
    return tuple(dict.fromkeys(name for name in kept if name))[:MAX_AUTHORS]


def _linked_names(source: str) -> list[str]:
    """Return the texts of links to authors, looked for only in tags that hold the word."""
    # One byte a character: places fit, and lower case costs next to nothing.
    lowered = source.encode("latin-1", "replace").lower()
    names: list[str] = []
    end, tried, place = 0, -1, lowered.find(b"author")
    while place >= 0:
        start = source.rfind("<", max(end, place - MAX_TAG), place)
        if start > tried and (match := _AUTHOR_LINK.match(source, start)):
            names.append(strip_inline(match[1]))
            end = match.end()
        tried = max(tried, start)
        place = lowered.find(b"author", max(place + 1, end))
    return names


def read_agency(blocks: Sequence[Block]) -> str | None:
    """Return the news agency that the text names in a credit, at its end or standing alone."""
    for block in reversed(blocks):
        if block.label is Label.AGENCY_CREDIT or (block.editorial and block.label is Label.PARAGRAPH):
            agency = _agency_in(block.text, alone=not block.editorial)
            if agency:
                return agency
    return None


def _agency_in(text: str, *, alone: bool) -> str | None:
    if alone:
        return "/".join(dict.fromkeys(filter(None, map(_as_agency, _NAMES.findall(text[:200]))))) or None
    for match in reversed(list(_PARENTHESIS.finditer(text[-60:]))):
        names = re.split(r"\s?[/,]\s?", match[1].casefold())
        if any(name in AGENCIES for name in names):
            return "/".join(name for name in names if name in AGENCIES)
    return None


def _as_agency(name: str) -> str | None:
    """Return the agency that a word of a credit names; services of one ("dpa-infocom") are its own."""
    name = name.casefold()
    return name if name in AGENCIES else next((a for a in _WITH_SERVICES if name.startswith(f"{a}-")), None)


def _first(named: dict[str, str], names: Iterable[str]) -> str | None:
    return next((named[name] for name in names if named.get(name)), None)


def _named(layout: Layout, start: int = 0, end: int = MAX_HEAD) -> dict[str, str]:
    found: dict[str, str] = {}
    if not layout.elements:
        return found
    for match in _META.finditer(layout.source, start, min(end, MAX_HEAD)):
        tag = match[1]
        plainly = _PLAINLY.fullmatch(tag)
        name, value = plainly.groups() if plainly else _named_value(tag)
        if name and value and (name := name.lower()) in _WANTED:
            found.setdefault(name, unescape(value)[:MAX_VALUE].strip())
    return found


def _named_value(tag: str) -> tuple[str | None, str | None]:
    """Return what the attributes of `<meta>` or `<link>` name, and its value."""
    # Most links lead to styles and pictures.
    lowered = tag.lower()
    if "content" not in lowered and "canonical" not in lowered:
        return None, None
    own = {m[1].lower(): m[2] or m[3] or m[4] or "" for m in _ATTRIBUTE.finditer(tag[:4000])}
    name = own.get("property") or own.get("name") or own.get("itemprop") or own.get("rel")
    return name, own.get("content") or own.get("href")


def _names(value: Any) -> Any:
    if isinstance(value, dict):
        return value.get("name")
    if isinstance(value, list):
        return [_names(item) if not isinstance(item, list) else None for item in value[:10]]
    return value


def _texts(values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        if isinstance(value, list):
            yield from _texts(item for item in value if not isinstance(item, list))
        elif isinstance(value, str) and value.strip():
            yield unescape(value.strip())[:MAX_VALUE]
