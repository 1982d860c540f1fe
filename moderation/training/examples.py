"""A labelled comment, and where labelled comments come from."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from moderation.policy.values import Category


@dataclass(frozen=True, slots=True)
class Example:
    """A comment with what is known of it.

    :ivar violates: categories it breaks; `keeps` those it is known not to break. What is in neither is unknown.
    :ivar source: the corpus; `group` what belongs together when data is split.
    :ivar kind: for our own comments what they test (`clean`, `quotation`, …).
    """

    id: str
    text: str
    violates: frozenset[Category]
    keeps: frozenset[Category]
    source: str
    group: str
    kind: str = ""
    language: str = "de"
    article: str | None = None
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Corpus:
    """A public corpus: where it stands in the mirror and whether a shipped model may learn from it.

    :ivar measures: whether it is for measuring alone, whatever the licence of the model: what it calls offence is
        another thing, and to learn from it makes the others worse.
    """

    name: str
    file: str
    licence: str
    clear: bool
    read: Callable[[Path], Iterator[Example]]
    folder: str = ""
    measures: bool = False

    @property
    def home(self) -> str:
        """Its folder in the mirror; by default that of its name."""
        return self.folder or self.name

    def teaches(self, licence: str) -> bool:
        """Tell whether a model of this licence, `clear` or `research`, learns from it."""
        return self.clear or (licence == "research" and not self.measures)
