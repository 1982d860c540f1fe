"""What is known of a site's lines before a page is read: what recurs, and what an operator has said.

Both speak in log-odds, before neighbours are made to agree. Repetition alone is no proof: a series repeats its opening
and a newspaper its note on corrections, so it weighs the less the more plainly the words are an article's.
"""

from collections.abc import Sequence
from typing import NamedTuple

from moderation.article.recurrence import Recurrence, Repetition

MIN_REPETITIONS = 1.5
# What a line on every article of a site loses, by how far its words alone speak for an article.
FULL_WEIGHT, LEAST_WEIGHT = 5.0, 0.8
WEIGHT_PER_ODDS = 1.3
# What a phrase of an operator's is worth.
PHRASE_WEIGHT = 7.0
MARK_WEIGHT = 9.0
_GAP = "\0"


class Phrases(NamedTuple):
    """Phrases whose paragraphs an operator calls editorial, or boilerplate; case and spacing do not matter."""

    editorial: tuple[str, ...] = ()
    boilerplate: tuple[str, ...] = ()


NO_PHRASES = Phrases()


class Prior(NamedTuple):
    """What is known of one text.

    :ivar shift: of the log-odds of being editorial.
    :ivar word: an operator's: editorial, boilerplate, or nothing (None).
    :ivar phrase: the phrase that it rests on.
    :ivar share: part of the text that the phrase takes.
    """

    shift: float = 0.0
    word: bool | None = None
    repetition: Repetition | None = None
    phrase: str | None = None
    share: float = 1.0


NOTHING = Prior()


def find_priors(
    texts: Sequence[str], odds: Sequence[float], memory: Recurrence | None, phrases: Phrases
) -> list[Prior] | None:
    """Return what is known of each text; None where nothing can be.

    :param odds: log-odds of being editorial by the words of each text alone.
    """
    has_memory = memory is not None and bool(memory.entries)
    if not has_memory and not any(phrases):
        return None
    priors = [NOTHING] * len(texts)
    if memory is not None and has_memory:
        priors = [_of_repetition(seen, value) for seen, value in zip(memory.find(texts), odds, strict=True)]
    for index, (phrase, editorial, share) in _find_phrases(texts, phrases).items():
        if priors[index].word is None:
            shift = PHRASE_WEIGHT if editorial else -PHRASE_WEIGHT
            priors[index] = Prior(shift, editorial, priors[index].repetition, phrase, share)
    return priors


def _of_repetition(seen: Repetition | None, odds: float) -> Prior:
    if seen is None:
        return NOTHING
    if seen.editorial is not None:
        return Prior(MARK_WEIGHT if seen.editorial else -MARK_WEIGHT, seen.editorial, seen)
    if seen.count < MIN_REPETITIONS:
        return Prior(repetition=seen)
    weight = max(LEAST_WEIGHT, min(FULL_WEIGHT, FULL_WEIGHT - WEIGHT_PER_ODDS * odds))
    return Prior(-weight * seen.share, repetition=seen)


def _find_phrases(texts: Sequence[str], phrases: Phrases) -> dict[int, tuple[str, bool, float]]:
    """Return by text the longest phrase in it, what the operator says of it, and how much of the text it takes."""
    if not any(phrases):
        return {}
    plain = [_plain(text) for text in texts]
    joined = _GAP.join(plain)
    found: dict[int, tuple[str, bool, float]] = {}
    wanted = [
        (phrase, word) for word, some in ((True, phrases.editorial), (False, phrases.boilerplate)) for phrase in some
    ]
    for phrase, word in sorted(wanted, key=lambda pair: (len(pair[0]), pair[1])):
        wording = _plain(phrase)
        if wording and wording in joined:
            for index, text in enumerate(plain):
                if wording in text:
                    found[index] = (phrase, word, len(wording) / len(text))
    return found


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
