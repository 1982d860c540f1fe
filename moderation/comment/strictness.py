"""What a site adjusts beside its rules: what each clause does, how strict, what is allowed, what runs alone."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from moderation.comment.links import find_links
from moderation.comment.values import Thresholds
from moderation.policy.values import Category
from moderation.text.normalise import fold
from moderation.text.tokens import locate_words

_LAXEST, _STRICTEST = 0.99, 0.02
_TOP = 1.0


class Action(StrEnum):
    """What a clause may do at most."""

    OFF = "off"
    HOLD = "hold"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Automatic:
    """How far a machine may decide alone: refuse from one doubt on, release below another, and hold what is between."""

    refuse_from: float
    release_below: float


@dataclass(frozen=True, slots=True)
class Adjustments:
    """A site's own settings, ready for judging one comment.

    :ivar strictness: 1 as trained; 2 holds at half the score, 0.5 at twice.
    :ivar allowed_domains: links to them, and to what is below them, count for nothing.
    :ivar allowed_words: folded words that count for nothing; `forbidden_words` hold or, where the policy forbids
        profanity, refuse a comment.
    """

    actions: Mapping[Category, Action] = field(default_factory=lambda: MappingProxyType({}))
    thresholds: Mapping[Category, Thresholds] = field(default_factory=lambda: MappingProxyType({}))
    strictness: float = 1.0
    allowed_domains: frozenset[str] = frozenset()
    allowed_words: frozenset[str] = frozenset()
    forbidden_words: frozenset[str] = frozenset()
    automatic: Automatic | None = None

    def limits(self, trained: Mapping[Category, Thresholds]) -> Mapping[Category, Thresholds]:
        """Return the thresholds in force: the site's own, else the trained ones by strictness."""
        if not self.thresholds and self.strictness == 1.0:
            return trained
        return {**{name: _scaled(limits, self.strictness) for name, limits in trained.items()}, **self.thresholds}

    def without_allowed(self, text: str) -> str:
        """Return the text with blanks for what the site allows, place for place; as it is where nothing is left."""
        spans: list[tuple[int, int]] = []
        if self.allowed_domains:
            spans += [(link.start, link.end) for link in find_links(text) if self._allows(link.host)]
        if self.allowed_words:
            spans += [(word.start, word.end) for word in locate_words(text) if word.text in self.allowed_words]
        kept = text
        for start, end in spans:
            kept = kept[:start] + " " * (end - start) + kept[end:]
        return kept if kept.strip() else text

    def forbidden_in(self, text: str) -> Sequence[tuple[int, int]]:
        """Return where the site's forbidden words stand, as whole words."""
        if not self.forbidden_words:
            return ()
        return [(word.start, word.end) for word in locate_words(text) if word.text in self.forbidden_words]

    def _allows(self, host: str) -> bool:
        parts = host.rstrip(".").split(".")
        return any(".".join(parts[place:]) in self.allowed_domains for place in range(len(parts)))


def fold_word(word: str) -> str:
    """Return a word of a site's list as comments are read; empty where it is not exactly one word."""
    words = locate_words(word)
    return words[0].text if len(words) == 1 and re.fullmatch(r"\S+", word.strip()) and fold(word) else ""


def _scaled(limits: Thresholds, strictness: float) -> Thresholds:
    hold = min(_LAXEST, max(_STRICTEST, limits.hold / strictness))
    # Refusing never gets easier by strictness alone: only what is held does.
    reject = limits.reject if strictness >= 1.0 or limits.reject > _TOP else 1.0 - (1.0 - limits.reject) * strictness
    return Thresholds(min(hold, max(limits.hold, reject)), max(reject, hold) if reject <= _TOP else reject)
