"""Why a comment was judged so: the words that weigh most, and what is only quoted."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from moderation.comment.classifier import Classifier
from moderation.comment.reading import Reading
from moderation.comment.values import Evidence
from moderation.comment.word_weights import Parts
from moderation.policy.values import Category
from moderation.text.language import function_words
from moderation.text.normalise import offsets, without_signs

MAX_SPANS = 4
_WORD = re.compile(r"\S+")
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
    """Where the words of a comment stand in its folded text, and what they and their pairs weigh."""

    words: Sequence[tuple[int, int]]
    parts: Parts


def lay_out(classifier: Classifier, comment: Reading) -> Layout | None:
    """Return the layout of a comment, or None where it has no words."""
    words = [match.span() for match in _WORD.finditer(without_signs(comment.folded))]
    if not words or len(words) != len(comment.words):
        return None
    return Layout(words, classifier.met.parts(comment.words))


def weighing_words(
    classifier: Classifier, comment: Reading, layout: Layout, category: Category, why: str
) -> tuple[Evidence, ...]:
    """Return the words that speak most for a learned category, neighbours joined, in the comment as given."""
    places = layout.words
    weights = classifier.weights_of(category)
    worth = layout.parts.words @ weights
    # Half of a pair's weight is each word's.
    pairs = layout.parts.pairs @ weights / 2.0
    worth[:-1] += pairs
    worth[1:] += pairs
    # What every sentence holds explains nothing, however much it weighs.
    idle = _function_words()
    worth[[word in idle for word in comment.words]] = 0.0
    most = worth.max()
    if most <= 0:
        return ()
    chosen = sorted(
        number for number in np.argsort(-worth)[: 2 * MAX_SPANS].tolist() if worth[number] >= _MIN_SHARE * most
    )
    given = offsets(comment.text)
    spans = _joined([(int(given[places[at][0]]), int(given[places[at][1] - 1]) + 1) for at in chosen], comment.text)
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
