"""Characters of a run found again in the source, among inline markup and entities."""

import re
from collections.abc import Iterator, Sequence
from html import unescape

from moderation.text.inline import INLINE
from moderation.text.markup import Run

_END_OF_COMMENT = "-->"
_PARTS = re.compile(rf"{INLINE.pattern}|&#?\w{{1,40}};?|[^<&]+|[<&]")
_PARTS_AND_COMMENTS = re.compile(rf"<!--.*?-->|{_PARTS.pattern}", re.DOTALL)


def source_offsets(source: str, run: Run, positions: Sequence[int]) -> list[int]:
    """Return where in the source each character `run.text[position]` stands, in one pass.

    :param positions: ascending.
    """
    wanted, before = [], 0
    for start, position in zip((0, *positions), positions, strict=False):
        before += len("".join(run.text[start:position].split()))
        wanted.append(before)
    found: list[int] = []
    seen = 0
    for part in _parts(source, run):
        if len(found) == len(wanted):
            break
        size = len("".join(_part_text(part.group()).split()))
        while size and len(found) < len(wanted) and seen + size > wanted[len(found)]:
            inside = part.group()[0] not in "<&"
            found.append(part.start() + (_skip_characters(part.group(), wanted[len(found)] - seen) if inside else 0))
        seen += size
    return found + [run.end] * (len(wanted) - len(found))


def _parts(source: str, run: Run) -> Iterator[re.Match[str]]:
    """Yield tags, comments, entities and text between; no end of a comment is sought where none follows."""
    last = source.rfind(_END_OF_COMMENT, run.start, run.end)
    middle = run.start if last < 0 else last + len(_END_OF_COMMENT)
    yield from _PARTS_AND_COMMENTS.finditer(source, run.start, middle)
    yield from _PARTS.finditer(source, middle, run.end)


def _skip_characters(text: str, count: int) -> int:
    """Return where the character stands before which there are `count` characters that are no white space."""
    for position, character in enumerate(text):
        if not character.isspace():
            if not count:
                return position
            count -= 1
    return len(text)


def _part_text(part: str) -> str:
    if part[0] == "<" and len(part) > 1:
        return ""
    return unescape(part) if part[0] == "&" else part
