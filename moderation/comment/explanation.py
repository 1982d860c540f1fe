"""Why a comment was judged so: the words that weigh most, and what is only quoted."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from moderation.comment.classifier import Classifier
from moderation.comment.reading import Reading
from moderation.comment.values import Evidence
from moderation.policy.values import Category
from moderation.text.hashing import Grams, locate
from moderation.text.language import function_words
from moderation.text.tokens import Word, locate_words

MAX_SPANS = 4
_MIN_SHARE = 0.25
_QUOTED = re.compile(
    r"„[^“”\"]{2,600}[“”\"]|»[^«]{2,600}«|«[^»]{2,600}»|“[^”]{2,600}”|\"[^\"]{2,600}\"|‚[^‘]{2,300}‘|>[^\n]{3,600}"
)
_REPORTING = re.compile(
    r"\b(?:nenn(?:t|en|st)|genannt|bezeichn\w+|beschimpf\w+|beleidig\w+|titulier\w+|schimpf\w+|wort|wörter|"
    r"ausdr[uü]ck\w*|begriff\w*|"
    r"sprüche|spruch|parole\w*|hetze|rassis\w+|sexis\w+|antisemit\w*|zitat|zitier\w+|rufe|gerufen|geschrieben|"
    r"schreibt|sagt|sagte|"
    r"solche|solchen|solcher|derartige\w*|niemand|unsäglich|widerwärtig|drohung\w*|bedroht\w*|called|calling|"
    r"calls|word|slur\w*|"
    r"insult\w*|abuse|racist|quote\w*)\b",
    re.IGNORECASE,
)
_REJECTING = re.compile(
    r"\b(?:geht gar nicht|nicht (?:in ordnung|akzeptabel|hinnehmbar|okay|ok|witzig|lustig|tragbar)|"
    r"hat hier nichts|haben hier nichts|"
    r"kein platz|nichts verloren|schäm\w*|unterste schublade|niveau\w*|anzeige\w*|angezeigt|verurteil\w*|"
    r"inakzeptabel|unerträglich|"
    r"menschenwürde|respektlos\w*|daneben|entsetz\w*|erschreck\w*|abscheulich|traurig|schlimm|wehren|"
    r"widersprech\w*|gegen hass|"
    r"unacceptable|disgusting|shame|appalling|awful|wrong|verletz\w*|entschuldig\w*|sollte man nicht|"
    r"darf man nicht|darf nicht)\b",
    re.IGNORECASE,
)


@cache
def _function_words() -> frozenset[str]:
    return function_words("de") | function_words("en")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where words and n-grams of a comment stand."""

    words: Sequence[Word]
    grams: Grams


def lay_out(comment: Reading) -> Layout | None:
    """Return the layout of a comment, or None where it has no words."""
    words = locate_words(comment.text)
    if not words or len(words) != len(comment.words):
        return None
    return Layout(words, locate(comment.words))


def weighing_words(
    classifier: Classifier, comment: Reading, layout: Layout, category: Category, why: str
) -> tuple[Evidence, ...]:
    """Return the words that speak most for a learned category, neighbours joined, in the comment as given."""
    places = layout.words
    weights = classifier.contributions(layout.grams, category) / 2.0
    worth = np.bincount(layout.grams.first, weights=weights, minlength=len(places))
    worth += np.bincount(layout.grams.last, weights=weights, minlength=len(places))
    # What every sentence holds explains nothing, however much it weighs.
    idle = _function_words()
    worth[[word.text in idle for word in places]] = 0.0
    if worth.max() <= 0:
        return ()
    chosen = [number for number in np.argsort(-worth)[: 2 * MAX_SPANS] if worth[number] >= _MIN_SHARE * worth.max()]
    spans = _joined([(places[number].start, places[number].end) for number in sorted(chosen)], comment.text)
    return tuple(Evidence(start, end, comment.text[start:end], why) for start, end in spans[:MAX_SPANS])


def _joined(spans: Sequence[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def without_quotations(text: str) -> str | None:
    """Return the text without what stands in quotation marks, or None where nothing does."""
    rest, count = _QUOTED.subn(" ", text)
    return rest if count else None


def speaks_against(text: str) -> bool:
    """Tell whether a comment reports abuse in order to reject it."""
    return _REPORTING.search(text) is not None and _REJECTING.search(text) is not None
