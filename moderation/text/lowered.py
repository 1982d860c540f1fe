"""Patterns for texts in lower case: they are searched several times as fast as by `re.IGNORECASE`."""

import re
from collections.abc import Set as AbstractSet

_CAPITAL = re.compile(r"\\.|[A-ZÄÖÜ]")
# `re.IGNORECASE` takes these for the letters s and i, which `str.lower` does not.
_ODD = frozenset("ſıİ")


def for_lowered(pattern: re.Pattern[str]) -> re.Pattern[str]:
    """Return a pattern that matches a text in lower case where the given one, which ignores case, matches the text.

    The text must be `is_regular`.
    """
    small = _CAPITAL.sub(
        lambda found: found.group() if len(found.group()) > 1 else found.group().lower(), pattern.pattern
    )
    return re.compile(small, pattern.flags & ~re.IGNORECASE)


def is_regular(characters: str | AbstractSet[str]) -> bool:
    """Tell whether lowering all of these characters is what ignoring their case means."""
    return _ODD.isdisjoint(characters)
