"""Paragraphs amid an article that need no reading: long ones that end as sentences do, without any telling word.

What speaks of comments, to its readers, of what a house offers or who has written it has a word for it. Such
paragraphs are most of a long article, and reading them is most of its price.
"""

import math
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from moderation.article.cues import HEAD, list_named
from moderation.article.facts import Numbers
from moderation.article.features import Floats
from moderation.article.phrasing import LAST
from moderation.article.shape import CUES, ENDS

# As many runs at the beginning and at the end of an article are always read; shorter ones too, and those of whose words
# not all have been looked at.
FIRST = 2
MIN_SKIMMED, MAX_SKIMMED = 120, HEAD
# What passes for the probability of an article's text where it has not been read.
SKIMMED = 0.985
_TELLING = [CUES + list_named(name) for name in ("comments", "publishing", "offers", "credits")]
_REQUESTS, _ADDRESSEES, _HOUSE = (CUES + list_named(name) for name in ("requests", "addressees", "house"))
# Readers addressed; "Sie" that begins a sentence may be anyone.
_ADDRESSED = re.compile(
    r"(?<=[^\W\d_]|[,;“”\"»)–-]) (?:Sie|Ihnen|Ihre?[mnrs]?)\b"
    r"|\b(?:[Dd](?:u|ich|ir|eine?[mnrs]?)|[Ee]u(?:ch|e?re?[mnrs]?)|[Yy]ours?|[Yy]ou)\b"
)


def is_asked(texts: Sequence[str], counted: Numbers) -> NDArray[np.bool_]:
    """Return which runs of an article are read.

    :param counted: what `shape.count_texts` returns for them.
    """
    telling = (counted[:, _TELLING] > 0).any(axis=1) | ((counted[:, _REQUESTS] > 0) & (counted[:, _HOUSE] > 0))
    asked: NDArray[np.bool_] = telling | (counted[:, ENDS] == 0)
    asked[:FIRST] = asked[-LAST:] = True
    for place in (~asked).nonzero()[0].tolist():
        text = texts[place]
        addresses = counted[place, _ADDRESSEES] > 0 and _ADDRESSED.search(text) is not None
        asked[place] = addresses or not MIN_SKIMMED <= len(text) <= MAX_SKIMMED
    return asked


def skimmed(kinds: int) -> Floats:
    """Return the log-probabilities that pass for those of a run that has not been read, editorial first."""
    result = np.full(kinds, math.log((1 - SKIMMED) / (kinds - 1)), np.float32)
    result[0] = math.log(SKIMMED)
    return result
