"""Whether comments are looked at before they appear or after it."""

import json
import re
from collections.abc import Iterable
from functools import cache
from importlib import resources

from moderation.policy.patterns import PatternSet
from moderation.policy.values import Mode
from moderation.policy.words import Word

# "Lesen Sie Ihren Kommentar, bevor Sie ihn veröffentlichen" asks the writer, it says nothing of the editors.
_WRITERS = frozenset("sie du ihr you".split())
_ASKING = 2
_MACRO = re.compile(r"\{(\w+)\}")


def stated_mode(sentences: Iterable[tuple[tuple[str, ...], tuple[Word, ...]]]) -> Mode | None:
    """Return the mode a policy states, by its clearest sentence.

    :param sentences: kinds of procedure and words of each.
    """
    weak: Mode | None = None
    for kinds, words in sentences:
        found = {match.meaning for match in _patterns().find(list(words))}
        if "always_pre" in found:
            return Mode.PRE
        if "post_mode" in kinds or "post" in found:
            return Mode.POST
        if ("pre_mode" in kinds or "pre" in found) and not _asks_writer(words):
            return Mode.PRE
        if "weak" in found:
            weak = weak or Mode.PRE
    return weak


def _asks_writer(words: tuple[Word, ...]) -> bool:
    return len(words) > _ASKING and words[1].folded in _WRITERS


@cache
def _patterns() -> PatternSet[str]:
    source = json.loads(resources.files("moderation.policy.data").joinpath("mode.json").read_text("utf-8"))
    words: dict[str, str] = source.pop("words")
    return PatternSet(
        [
            (_MACRO.sub(lambda match: words[match.group(1)], phrase), kind)
            for kind, phrases in source.items()
            for phrase in phrases
        ]
    )
