"""Whether a text speaks of the people who moderate instead of to the people who comment.

An advertisement for a moderator, a portrait of one and a page of rules name the same things. What tells them apart is
who does it: rules say "wir löschen" or "wird gelöscht", the others "du löschst" or "sie löscht".
"""

import json
from collections.abc import Sequence
from functools import cache
from importlib import resources

from moderation.policy.patterns import PatternSet
from moderation.policy.scope import ScopedPiece
from moderation.policy.words import Word

_YOU = frozenset(("du", "you"))
_THIRD = frozenset(("er", "sie", "he", "she", "they"))
# Whom "sie" may stand for in rules: "Die Redaktion liest mit. Sie löscht Beleidigungen."
_EDITORS = frozenset("redaktion moderation moderator moderatoren moderatorinnen team moderators editors staff".split())
_OURS = frozenset("wir uns unser unsere unserer unserem unseren we our us bitte please".split())
_DUTIES_YOU = frozenset(
    """loeschst entfernst moderierst sperrst verwarnst betreust sichtest pruefst schaltest entscheidest ermahnst
    blendest filterst""".split()
)
_DUTIES_ONE = frozenset(
    """loescht entfernt moderiert sperrt verwarnt betreut sichtet schaltet prueft ermahnt blendet filtert trennt
    sortiert wirft
    deletes removes moderates blocks reviews bans""".split()
)
_DUTIES_MANY = frozenset(
    """loeschen entfernen moderieren sperren verwarnen betreuen sichten pruefen delete remove moderate block review
    ban""".split()
)
_DUTIES_OF_THEM = _DUTIES_MANY | _DUTIES_ONE | frozenset("haben hat wirft werfen sortiert sortieren".split())
# Whoever speaks for the publisher: "wir löschen sie".
_SPEAKERS = frozenset(("wir", "ich", "we", "bitte"))
_REACH = 8
_SPARSE = 6


def speaks_of_staff(scoped: Sequence[ScopedPiece]) -> bool:
    """Tell whether a text describes moderators: their duties, their job, their day."""
    found = [{match.meaning for match in _patterns().find(list(piece.words))} for piece in scoped]
    engaged = sum("job" in kinds for kinds in found) + sum(_tells_you(piece.words) for piece in scoped)
    if engaged and engaged * _SPARSE >= len(scoped):
        return True
    signs = sum("portrait" in kinds for kinds in found)
    # "Die Redaktion liest mit. Sie löscht Beleidigungen": rules may say so too.
    if not signs and any(word.folded in _EDITORS for piece in scoped for word in piece.words):
        return False
    told = sum("portrait" in kinds or _tells_of_one(piece) for kinds, piece in zip(found, scoped, strict=True))
    return told * _SPARSE >= len(scoped) and told > sum(_speaks_for_us(piece) for piece in scoped)


def _tells_you(words: Sequence[Word]) -> bool:
    """Tell whether somebody addressed as "du" is the one who deletes."""
    return _has_duty(words, _YOU, _DUTIES_YOU) or (
        len(words) > 2 and words[0].folded == "you" and words[1].folded == "will" and words[2].folded in _DUTIES_MANY
    )


def _tells_of_one(piece: ScopedPiece) -> bool:
    """Tell whether "er", "sie" or "they" is the one who deletes; the polite "Sie" is asked, not told."""
    words = piece.words
    spoken = {word.folded for word in words}
    if spoken & _EDITORS or spoken & _SPEAKERS:
        return False
    if words[0].folded in ("sie", "they") and len(words) > 1 and words[1].folded in _DUTIES_MANY:
        return True
    return _has_duty(words, _THIRD, _DUTIES_ONE) or _they_do(piece)


def _they_do(piece: ScopedPiece) -> bool:
    """Tell whether a small "sie" stands beside the verb of a duty: "Spam löschen sie", "haben sie gelöscht"."""
    for index, word in enumerate(piece.words[1:], 1):
        small = piece.piece.text[word.start - piece.piece.start] == "s"
        if word.folded == "sie" and small and piece.words[index - 1].folded in _DUTIES_OF_THEM:
            return True
    return False


def _has_duty(words: Sequence[Word], subjects: frozenset[str], duties: frozenset[str]) -> bool:
    for index, word in enumerate(words):
        if word.folded in subjects:
            near = (*words[max(0, index - 1) : index], *words[index + 1 : index + 1 + _REACH])
            if any(other.folded in duties for other in near):
                return True
    return False


def _speaks_for_us(piece: ScopedPiece) -> bool:
    """Tell whether a sentence speaks for the publisher or asks the reader for something."""
    spoken = {word.folded for word in piece.words}
    quoted = "reported" in piece.reading.cues or piece.piece.text[0] in "„“»«"
    return not quoted and bool(spoken & _OURS or "require" in piece.reading.opening)


@cache
def _patterns() -> PatternSet[str]:
    source = resources.files("moderation.policy.data").joinpath("staff.json").read_text("utf-8")
    return PatternSet([(phrase, kind) for kind, phrases in json.loads(source).items() for phrase in phrases])
