"""A site's memory of what recurs over its articles: looked at, and corrected by an operator."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from moderation.article.recurrence import Entry, Recurrence, mark
from moderation.errors import InvalidInput, StorageFault
from moderation.services.deployment import Deployment
from moderation.services.sites import require_site
from moderation.storage import articles as storage
from moderation.storage.sites import lock_site
from moderation.text.fingerprint import fingerprint

MAX_MARKED_CHARACTERS = 20_000
MOST_LINES = 500


@dataclass(frozen=True, slots=True)
class Memory:
    """What is remembered of a site.

    :ivar articles: how many it was learnt from; older ones count for less.
    :ivar lines: what was seen more than once or marked, most frequent first, at most `MOST_LINES`.
    :ivar remembered: how many lines there are in all.
    """

    articles: float
    lines: tuple[Entry, ...]
    remembered: int


def show_memory(deployment: Deployment, site: str) -> Memory:
    """Return what is remembered of a site.

    :raises UnknownSite: when there is none.
    """
    with deployment.database.read() as session:
        require_site(session, site)
        return _summary(read_memory(session, site))


def mark_text(deployment: Deployment, site: str, text: str, *, editorial: bool | None, now: datetime) -> Memory:
    """Remember an operator's word about a text, respected from the next article on; return the memory.

    :param editorial: whether it belongs to articles; None takes an earlier word back.
    :raises UnknownSite: when there is no such site.
    :raises InvalidInput: when the text has no letters, or is too long for one block.
    """
    if len(text) > MAX_MARKED_CHARACTERS:
        raise InvalidInput(f"a marked text has at most {MAX_MARKED_CHARACTERS} characters")
    if not fingerprint(text):
        raise InvalidInput("a marked text needs letters")

    def work(session: Session) -> Memory:
        require_site(session, site)
        lock_site(session, site)
        memory = mark(read_memory(session, site), text, editorial=editorial)
        save_memory(session, site, memory, now)
        return _summary(memory)

    return deployment.database.transact(work)


def read_memory(session: Session, site: str) -> Recurrence:
    """Return the memory of a site, an empty one at first, within a transaction.

    :raises StorageFault: when what is stored is none.
    """
    stored = storage.read_memory(session, site)
    try:
        return Recurrence() if stored is None else Recurrence.from_json(json.loads(stored))
    except ValueError as error:
        raise StorageFault(f"the memory of site {site!r} cannot be read") from error


def save_memory(session: Session, site: str, memory: Recurrence, now: datetime) -> None:
    """Save the memory of a site, within a transaction."""
    storage.save_memory(session, site, json.dumps(memory.to_json()), now)


def _summary(memory: Recurrence) -> Memory:
    telling = [entry for entry in memory.entries if entry.count > 1 or entry.editorial is not None]
    ranked = sorted(telling, key=lambda entry: (entry.editorial is None, -entry.count))
    return Memory(memory.articles, tuple(ranked[:MOST_LINES]), len(memory.entries))
