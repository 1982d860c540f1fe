"""Which fold a text or a site belongs to.

What one hand wrote stays together: evidence for its texts comes from models that know other hands only, as it will for
a publisher's footer that nobody has seen.
"""

import hashlib
import re

from moderation.training.separation_newsrooms import NEWSROOM
from moderation.training.separation_rules import PUT_TOGETHER
from moderation.training.separation_snippet import Snippet

FOLDS = 3
_HANDS = {"a": 0, "g": 0, "rules": 0, "d": 1, "policies": 1, "independent": 1, "e": 2, "f": 2, "h": 2, "elsewhere": 2}
_HANDS |= {"i": 0, "j": 1, "k": 2, "l": 0, "m": 1, "n": 2}
_HAND = re.compile(r"^([d-n])-|-([d-n])\d*$")


def fold_of(name: str, count: int = FOLDS) -> int:
    """Return the fold of a site, an article or a manner of a grammar, the same in every run."""
    return hashlib.sha256(name.encode()).digest()[0] % count


def fold_of_snippet(snippet: Snippet) -> int:
    """Return the fold of a written text, by its hand where it has one."""
    manner = snippet.manner
    if manner == PUT_TOGETHER:
        return fold_of(snippet.text)
    if manner.startswith(("grammar", "article", NEWSROOM)):
        return fold_of(manner)
    hand = _HAND.search(manner)
    return _HANDS.get(manner if hand is None else hand[1] or hand[2], 0)
