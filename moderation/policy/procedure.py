"""Sentences that are no rule for readers: publication mode, reservations, rights, contact."""

import json
from functools import cache
from importlib import resources

from moderation.policy.patterns import PatternSet
from moderation.policy.words import Word

# A sentence of these kinds speaks of something else even where it names a category.
NO_RULE = frozenset(("licence", "liability", "report"))
NEVER_RULE = "data_use"


def kinds_of(words: list[Word]) -> tuple[str, ...]:
    """Return the kinds of procedure that a sentence states, each once."""
    found = dict.fromkeys(match.meaning for match in _patterns().find(words))
    if "post_mode" in found and "pre_mode" in found:
        found.pop("pre_mode")
    return tuple(found)


@cache
def _patterns() -> PatternSet[str]:
    source = resources.files("moderation.policy.data").joinpath("procedure.json").read_text("utf-8")
    return PatternSet([(phrase, kind) for kind, phrases in json.loads(source).items() for phrase in phrases])
