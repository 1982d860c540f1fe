"""A page of either format as runs of text: what the classifier looks at."""

import re
from typing import Any, NamedTuple

from moderation.article.linked import article_body, read_linked
from moderation.article.values import InputFormat
from moderation.errors import TooLarge
from moderation.text.markup import Elements, Run, read_markup

# Fewer structured elements than this, and no navigation: a CMS article rather than a whole page.
MAX_PLAIN_CONTAINERS = 6
# Or more containers around few runs that are hardly linked: wrappers of an editor or a feed.
MAX_PLAIN_RUNS, MAX_PLAIN_LINKED = 60, 0.1
MAX_RUNS = 12_000
MIN_WRAP, MAX_WRAP = 45, 100

# What follows is looked at where it may be a tag only: in a flood of angle brackets that is all it costs.
_MARKUP = re.compile(
    r"<(?=[!/a-zA-Z])(?i:!doctype\s+html|html[\s>]|/(?:script|style|p|div|a|b|i|em|strong|span|h[1-6]|ul|ol|li|article|section"
    r"|body|table|td|blockquote)\s*>|(?:p|div|br|article|section|h[1-6]|body|main|ul|ol|table|blockquote)(?:\s[^<>]*)?/?>"
    r"|(?:a|div|p|span)\s(?:<(?:a|div|p|span)\s){7})"
)
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_LINE = re.compile(r"[^\n\r\f\v\x85\u2028\u2029]+")
_CONTAINERS = frozenset({"div", "section", "nav", "header", "footer", "aside", "form", "main", "td"})
_ENDS_SENTENCE = re.compile(r"[.!?…:)\"”“«»]\s*$")


class Layout(NamedTuple):
    """A page in runs.

    :ivar linked: what the page says of its article as linked data.
    :ivar body: the text of the article that it states there, in words; empty where it states none.
    :ivar lead: how the summary of the article begins that the page states for sharing, once `metadata` has read it.
    :ivar plain: whether the page has no layout around the article: flat text, or paragraphs as a CMS sends them.
    """

    source: str
    format: InputFormat
    runs: list[Run]
    elements: Elements
    title: str | None
    linked: list[dict[str, Any]]
    body: str
    plain: bool
    lead: str = ""


def recognise(page: str) -> InputFormat:
    """Tell HTML from plain text by its tags."""
    first = page.find("<")
    return InputFormat.HTML if first >= 0 and _MARKUP.search(page, first) else InputFormat.TEXT


def read_layout(page: str, input_format: InputFormat | None = None) -> Layout:
    """Return the runs of a page; they cover its visible text in order.

    :raises TooLarge: above `MAX_RUNS` runs, or more tags than can be read in bounded time.
    """
    layout = _read(page, input_format)
    if len(layout.runs) > MAX_RUNS:
        raise TooLarge(f"the page has more than {MAX_RUNS} blocks")
    return layout


def _read(page: str, input_format: InputFormat | None) -> Layout:
    chosen = input_format or recognise(page)
    if chosen is InputFormat.TEXT:
        return Layout(page, chosen, flat_runs(page), Elements(), None, [], "", plain=True)
    runs, elements, title, scripts = read_markup(page)
    linked = read_linked(page, scripts)
    return Layout(page, chosen, runs, elements, title, linked, article_body(linked), plain=_is_plain(runs, elements))


def _is_plain(runs: list[Run], elements: Elements) -> bool:
    """Tell an article alone: few containers and no navigation, or many that hold hardly more than running text."""
    containers = sum(map(_CONTAINERS.__contains__, elements.tags))
    tags = set(elements.tags)
    if not tags.isdisjoint(("nav", "form")):
        return False
    if containers <= MAX_PLAIN_CONTAINERS:
        return True
    framed = not tags.isdisjoint(("header", "footer", "aside"))
    linked, size = sum(run.linked for run in runs), sum(len(run.text) for run in runs)
    return not framed and len(runs) <= MAX_PLAIN_RUNS and linked <= MAX_PLAIN_LINKED * size


def flat_runs(text: str) -> list[Run]:
    """Return the paragraphs of plain text: lines, or, where lines are wrapped, what blank lines part."""
    lines = [match.span() for match in _LINE.finditer(text) if not match.group().isspace()]
    spans = _paragraphs(text) if _is_wrapped(text, lines) else lines
    return [_run(text, start, end) for start, end in spans]


def _is_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """Tell text wrapped at a column from one with a line per paragraph."""
    if len(lines) < 6 or not _BLANK_LINE.search(text.strip()):
        return False
    lengths = sorted(end - start for start, end in lines)
    if not MIN_WRAP <= lengths[len(lengths) * 3 // 4] <= MAX_WRAP or lengths[-1] > MAX_WRAP:
        return False
    open_ends = sum(1 for start, end in lines if not _ENDS_SENTENCE.search(text, max(start, end - 4), end))
    return open_ends * 2 > len(lines)


def _paragraphs(text: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for match in _BLANK_LINE.finditer(text):
        spans.append((start, match.start()))
        start = match.end()
    spans.append((start, len(text)))
    return [(start, end) for start, end in spans if text[start:end].strip()]


def _run(text: str, start: int, end: int) -> Run:
    while text[start].isspace():
        start += 1
    while text[end - 1].isspace():
        end -= 1
    return Run(text[start:end], start, end, -1, 0, 0)
