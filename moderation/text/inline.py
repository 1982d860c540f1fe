"""What stands between the tags that shape a text: inline markup, entities, white space."""

import re
from collections.abc import Sequence
from html import unescape

from moderation.text.tags import ATTRIBUTES

LINE_BREAK = "\0"
# Stands between texts that are read in one go; no tag reaches over it, and no entity is another for it.
_BETWEEN = "\0"
INLINE = re.compile(rf"<[/a-zA-Z!?](?:{ATTRIBUTES}>|[^<>]*+>)".replace("[^", r"[^\0"))


def strip_inline(source: str) -> str:
    """Return source text without tags, entities resolved."""
    if "<" in source:
        source = INLINE.sub("", source.replace("<option", " <option") if "<option" in source else source)
    return unescape(source) if "&" in source else source


def strip_all(sources: Sequence[str]) -> list[str]:
    """Return what `strip_inline` makes of each of some texts without NUL characters."""
    return strip_inline(_BETWEEN.join(sources)).split(_BETWEEN)


def collapse(text: str) -> str:
    """Return a text with single blanks between its words; each `LINE_BREAK` becomes a newline."""
    text = " ".join(text.split())
    if LINE_BREAK in text:
        text = "\n".join(line.strip() for line in text.split(LINE_BREAK)).strip()
    return text


def collapse_preformatted(text: str) -> str:
    """Return a text whose white space counts, without blank lines around it."""
    return text.replace(LINE_BREAK, "\n").strip("\n").rstrip()
