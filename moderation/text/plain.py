"""The words of a comment that may hold markup, as a reader or a spammer's link would have them.

Made for short texts of which it is not known whether they are HTML: what is not plainly a tag stays, so that nothing
can hide from judging inside angle brackets. One linear pass.
"""

import re
from html import unescape

_BREAKING = (
    "address|article|blockquote|br|dd|div|dl|dt|figcaption|figure|h[1-6]|hr|li|ol|p|pre|section|table|td|th|tr|ul"
)
_INLINE = "a|abbr|b|big|cite|code|del|em|font|i|img|ins|kbd|mark|q|s|samp|small|span|strike|strong|sub|sup|tt|u|var|wbr"
# Each attribute needs a value: `<b Du Held>` is text.
_ATTRIBUTES = r"""(?:\s++[a-zA-Z:_-]++\s*+=\s*+(?:"[^"<>]*+"|'[^'<>]*+'|[^\s"'<>]++))*+\s*+/?+"""
_TAG = re.compile(rf"<(/?+)(?:({_BREAKING})|({_INLINE}))({_ATTRIBUTES})>", re.IGNORECASE)
_TARGET = re.compile(r"""\s(?:href|src)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"']++))""", re.IGNORECASE)


def plain_text(source: str) -> str:
    """Return the text without its tags, character references resolved; where links lead stands behind their words."""
    if "<" not in source and "&" not in source:
        return source
    without = unescape(_TAG.sub(_replacement, source))
    return "\n".join(line for each in without.split("\n") if (line := each.strip()))


def _replacement(tag: re.Match[str]) -> str:
    target = _TARGET.search(tag[4]) if tag[4] else None
    place = next(filter(None, target.groups()), "") if target else ""
    if place:
        return f" {place} "
    return "\n" if tag[2] else ""
