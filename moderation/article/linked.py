"""What a page says of its article as linked data (schema.org in JSON-LD)."""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

MAX_SCRIPT = 200_000
MAX_SCRIPTS = 20
MAX_NODES = 2_000
MAX_BODY = 400_000

_TAG = re.compile(r"<[^<>]{0,2000}>")
_BETWEEN_WORDS = re.compile(r"[\W_]+")


def read_linked(source: str, scripts: list[tuple[int, int]]) -> list[dict[str, Any]]:
    """Return the articles that the page describes, with what it says of them.

    :param scripts: offsets of the contents of its JSON-LD scripts.
    """
    found = []
    for start, end in scripts[:MAX_SCRIPTS]:
        if end - start > MAX_SCRIPT:
            continue
        try:
            data = json.loads(source[start:end], strict=False)
        except (ValueError, RecursionError):
            continue
        found += [node for node in _nodes(data) if not node.keys().isdisjoint(_TELLING)]
    return found


_TELLING = ("headline", "datePublished", "articleBody")


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    waiting, seen = [data], 0
    while waiting and seen < MAX_NODES:
        node = waiting.pop()
        seen += 1
        if isinstance(node, dict):
            yield node
            waiting += [node[key] for key in ("mainEntityOfPage", "mainEntity", "@graph") if key in node]
        elif isinstance(node, list):
            waiting += reversed(node[:MAX_NODES])


def article_body(linked: list[dict[str, Any]]) -> str:
    """Return the stated text of the article in words alone, as `in_words` gives them; empty where none is stated."""
    bodies = [node["articleBody"] for node in linked if isinstance(node.get("articleBody"), str)]
    body = max(bodies, key=len, default="")[:MAX_BODY]
    return f" {in_words(_TAG.sub(' ', unescape(body)))} " if body else ""


def in_words(text: str) -> str:
    """Return the words of a text, case folded, parted by single blanks."""
    return _BETWEEN_WORDS.sub(" ", text.casefold()).strip()
