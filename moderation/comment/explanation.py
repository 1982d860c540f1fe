"""Why a comment was judged so: the words that weigh most, and what is only quoted."""

import re
from collections.abc import Sequence
from functools import cache

from moderation.comment.reading import Reading
from moderation.comment.values import Evidence
from moderation.text.language import function_words
from moderation.text.normalise import offsets, without_signs

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


def weighing_words(worth: Sequence[float], comment: Reading, why: str) -> tuple[Evidence, ...]:
    """Return the words that speak most for a learned category, neighbours joined, in the comment as given.

    :param worth: what each word of the comment adds to the category.
    """
    # What every sentence holds explains nothing, however much it weighs.
    idle, words = _function_words(), comment.words
    telling = [number for number, added in enumerate(worth) if added > 0 and words[number] not in idle]
    if not telling:
        return ()
    heaviest = sorted(telling, key=worth.__getitem__, reverse=True)[: 2 * MAX_SPANS]
    least = _MIN_SHARE * worth[heaviest[0]]
    chosen = sorted(number for number in heaviest if worth[number] >= least)
    given = offsets(comment.text)
    spans = [(given[start], given[end - 1] + 1) for start, end in _places_of(chosen, comment)]
    joined = _joined(spans, comment.text)[:MAX_SPANS]
    return tuple([Evidence(start, end, comment.text[start:end], why) for start, end in joined])


def _places_of(chosen: Sequence[int], comment: Reading) -> list[tuple[int, int]]:
    """Return where words of a comment, by number in order, stand in its folded text."""
    text, at = without_signs(comment.folded), 0
    places: list[tuple[int, int]] = []
    for word in comment.words[: chosen[-1] + 1]:
        at = text.index(word, at)
        places.append((at, at := at + len(word)))
    return [places[number] for number in chosen]


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
