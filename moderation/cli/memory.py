"""Site memories in a file: what repeats on the sites of a stream of articles."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from moderation.article.recurrence import Recurrence, observe
from moderation.article.values import Separation
from moderation.cli.options import MAX_FILE_BYTES
from moderation.errors import InvalidInput, TooLarge
from moderation.services.answers import separate_request, separation_answer
from moderation.services.lines import SeparateAnswer, SeparateRequest
from moderation.services.separator import Separator


class SiteMemories:
    """The memories of several sites, by name; learns from every page it separates."""

    def __init__(self, memories: dict[str, Recurrence]) -> None:
        self._memories = memories

    @classmethod
    @contextmanager
    def open(cls, path: Path) -> Iterator["SiteMemories"]:
        """Read the file (a missing one is an empty memory) and write it back at the end, atomically.

        :raises InvalidInput: when the file is no memory.
        """
        memories = cls(_read(path))
        try:
            yield memories
        finally:
            draft = path.with_name(f".{path.name}.{os.getpid()}")
            content = {site: memory.to_json() for site, memory in sorted(memories._memories.items())}
            draft.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
            draft.replace(path)

    def separate(self, page: bytes, *, site: str, title: str | None, separator: Separator) -> Separation:
        """Separate a page with its site's memory, and learn from it."""
        separation = separator.separate(page, title=title, site_memory=self._memories.get(site))
        return self._learn(site, separation)

    def answer(self, request: SeparateRequest, separator: Separator) -> SeparateAnswer:
        """Answer a `separate` line with its site's memory, and learn from it."""
        site = request.site or ""
        separation = separate_request(request, separator, self._memories.get(site))
        return separation_answer(request.id, self._learn(site, separation))

    def _learn(self, site: str, separation: Separation) -> Separation:
        self._memories[site] = observe(self._memories.get(site) or Recurrence(), separation)
        return separation


def _read(path: Path) -> dict[str, Recurrence]:
    if not path.exists():
        return {}
    if path.stat().st_size > MAX_FILE_BYTES:
        raise TooLarge(f"{path}: a site memory may have {MAX_FILE_BYTES} bytes")
    try:
        content = json.loads(path.read_text("utf-8"))
        return {site: Recurrence.from_json(memory) for site, memory in content.items()}
    except (ValueError, AttributeError, TypeError, KeyError, RecursionError) as error:
        raise InvalidInput(f"{path}: not a site memory") from error
