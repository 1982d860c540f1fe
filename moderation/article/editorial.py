"""Which kind of editorial block a run is, by its element or, in plain text, by its shape."""

import re

from moderation.article.layout import Layout
from moderation.article.values import Label
from moderation.text.markup import Run

MAX_HEADING = 110

_BY_TAG = {
    "h1": Label.SUBHEADING,
    "h2": Label.SUBHEADING,
    "h3": Label.SUBHEADING,
    "h4": Label.SUBHEADING,
    "h5": Label.SUBHEADING,
    "h6": Label.SUBHEADING,
    "li": Label.LIST,
    "dt": Label.LIST,
    "dd": Label.LIST,
    "blockquote": Label.QUOTE,
    "figcaption": Label.CAPTION,
    "figure": Label.CAPTION,
    "caption": Label.CAPTION,
    "td": Label.TABLE,
    "th": Label.TABLE,
    "pre": Label.CODE,
}
_ITEM = re.compile(r"(?:[-*•–·]|\d{1,2}[.)])\s+\S")
_HEADING_MARK = re.compile(r"#{1,6}\s+\S")
_ENDS_SENTENCE = re.compile(r"[.!?…:,;](?:[\"”“»«)]|\s)*$|\)$")


def editorial_label(run: Run, layout: Layout, following: Run | None) -> Label:
    """Return the label of an editorial run.

    :param following: the run after it, which a heading needs.
    """
    index, steps = run.element, 0
    while index >= 0 and steps < 3:
        tag = layout.elements.tags[index]
        if tag in _BY_TAG and not (tag in ("td", "th") and len(run.text) > 200):
            return _BY_TAG[tag]
        index, steps = layout.elements.parents[index], steps + 1
    return _by_shape(run, following)


def _by_shape(run: Run, following: Run | None) -> Label:
    text = run.text
    if _HEADING_MARK.match(text):
        return Label.SUBHEADING
    if text.startswith("> "):
        return Label.QUOTE
    if _ITEM.match(text) and len(text) < 300:
        return Label.LIST
    short = len(text) <= MAX_HEADING and not _ENDS_SENTENCE.search(text)
    if short and following is not None and len(following.text) > len(text):
        return Label.SUBHEADING
    return Label.PARAGRAPH
