"""What the service tells in English, in German for who reads German; what is not listed stays as it is."""

import json
import re
from functools import cache
from importlib import resources

from moderation.policy.catalogue import catalogue
from moderation.policy.values import Category

_CATEGORIES = frozenset(category.value for category in Category)


def german(text: str) -> str:
    """Return a note, a warning or a reason in German; reasons come in parts that a semicolon separates."""
    whole = _known(text)
    if whole is not None:
        return whole
    return "; ".join(_known(part) or part for part in text.split("; "))


def _known(text: str) -> str | None:
    for pattern, wording in _wordings():
        found = pattern.fullmatch(text)
        if found:
            return wording.format(*(_named(group) for group in found.groups()))
    return None


def _named(group: str) -> str:
    return catalogue()[Category(group)].name_de if group in _CATEGORIES else group


@cache
def _wordings() -> tuple[tuple[re.Pattern[str], str], ...]:
    source = resources.files("moderation.web.console").joinpath("german.json").read_text("utf-8")
    return tuple((re.compile(pattern, re.DOTALL), wording) for pattern, wording in json.loads(source))
