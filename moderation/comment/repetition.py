"""Repetition: the same again inside one comment, over the thread, or over the site; and texts that cannot be read."""

import re
from collections.abc import Sequence

from moderation.comment import marks
from moderation.comment.findings import Finding, evidence
from moderation.comment.reading import Reading
from moderation.comment.telling_words import ENDLESS, is_mute
from moderation.policy.values import Category
from moderation.text.normalise import fold
from moderation.text.tokens import split_words

_MIN_CHARACTERS = 40
_UNIT = re.compile(r"[^\n.!?]{12,}")
_MIN_WORDS = 4
_MIN_DIFFERENT = 7
_MOST_EARLIER = 60
_ALIKE = 0.8
# Calls to pass a text on, and what a machine says before it writes one.
_CHAIN = re.compile(
    r"\b(?:kopier(?:e|t|en|st)|teil(?:e|t|en)|schick(?:e|t|en)?|leite(?:t|n)?|sende(?:t|n)?|verbreite(?:t|n)?)\b"
    r"[^.!?\n]{0,60}\b(?:freunde?n?|kontakte?n?|gruppen|leute|status|profil|pinnwand|personen|einfügen|füge[tn]?)\b"
    r"|\b(?:kopieren|kopiert|teilen)\b[^.!?\n]{0,30}\b(?:einfügen|nicht weiterleiten|nicht nur teilen|"
    r"posten|bevor (?:es|er))\b"
    r"|\bteilen,? teilen\b|\bbitte (?:an )?alle[^.!?\n]{0,30}\bweiterleiten\b"
    r"|\bals (?:eine? )?(?:ki\b|ki-modell|ki-sprachmodell|sprachmodell|künstliche intelligenz)[^.!?\n]{0,60}\b"
    r"(?:ich|kann|habe)\b"
    r"|\bhier (?:ist|sind|folgt) (?:ein|eine|einige|zwei|drei|vier|fünf|\d+) [^.!?\n]{0,40}\b"
    r"(?:leserkommentare?|fassung)\b"
    r"|\bforward this\b|\bcopy (?:and|&) paste this\b",
    re.IGNORECASE,
)
_MANY_WORDS = 300
_WINDOW = 6_000


def judge_repetition(
    text: str, words: Sequence[str], repeats: int, thread: Sequence[str], *, spreads: bool = True
) -> Finding | None:
    """Return a finding where a comment says the same over and over.

    :param repeats: how many earlier comments of the site say the same.
    :param spreads: whether one of the words hints at a chain letter.
    """
    whole = [(0, len(text))]
    if repeats and len(text) >= _MIN_CHARACTERS:
        score, certain = (0.98, True) if repeats >= 2 else (0.8, False)
        return Finding(Category.SPAM, score, certain, evidence(text, whole, f"{repeats + 1}-mal auf dieser Seite"))
    if thread and len(words) >= _MIN_WORDS and _stands_in(text, words, thread):
        return Finding(Category.SPAM, 0.9, False, evidence(text, whole, "steht schon in dieser Debatte"))
    spread = [match.span() for match in _CHAIN.finditer(text[:_WINDOW])] if spreads else []
    if spread:
        return Finding(Category.SPAM, 0.75, False, evidence(text, spread, "Kettenbrief oder Maschinentext"))
    different = len(set(words))
    if len(words) >= 8 and different < 0.6 * len(words):
        again = _repeated_units(text)
        if again:
            return Finding(Category.SPAM, 0.92, True, evidence(text, again, "mehrfach derselbe Satz"))
        if len(words) >= 12 and different < 0.3 * len(words):
            return Finding(Category.SPAM, 0.85, False, evidence(text, whole, "immer dieselben Wörter"))
    return None


def _stands_in(text: str, words: Sequence[str], thread: Sequence[str]) -> bool:
    """Tell whether an earlier comment of the thread says the same, a few words aside."""
    own, same = set(words), text.strip()
    for earlier in thread[-_MOST_EARLIER:]:
        if earlier.strip() == same:
            return True
        # Texts of too different a length cannot hold the same words.
        if 0.6 * len(text) < len(earlier) < 1.7 * len(text) and len(own) >= _MIN_DIFFERENT:
            others = set(split_words(fold(earlier)))
            if len(own & others) >= _ALIKE * len(own | others):
                return True
    return False


def _repeated_units(text: str) -> list[tuple[int, int]]:
    """Return the spans of a line or sentence that stands there three times or more."""
    seen: dict[str, list[tuple[int, int]]] = {}
    for match in _UNIT.finditer(text[:_WINDOW]):
        seen.setdefault(match.group().strip().casefold(), []).append(match.span())
    return next((spans for spans in seen.values() if len(spans) >= 3), [])


def judge_readability(comment: Reading) -> Finding | None:
    """Return a finding where a comment is no readable text: endless words, keyboard mash, heaped marks."""
    text, words = comment.text, comment.words
    whole = [(0, min(len(text), _WINDOW))]
    if len(comment.folded) < 0.5 * len(text):
        return Finding(Category.READABILITY, 0.9, True, evidence(text, whole, "gehäufte Sonderzeichen"))
    if not words:
        return Finding(Category.READABILITY, 0.8, False, evidence(text, whole, "keine Wörter"))
    if comment.marks & marks.ENDLESS and max(map(len, words[:_MANY_WORDS])) > ENDLESS:
        return Finding(Category.READABILITY, 0.85, False, evidence(text, whole, "endloses Wort"))
    if comment.german or not comment.marks & marks.MUTE:
        return None
    some = words[:_MANY_WORDS]
    mute = sum(map(is_mute, some))
    if mute >= 2 and 3 * mute > len(some):
        return Finding(Category.READABILITY, 0.85, False, evidence(text, whole, "Buchstabenfolgen ohne Sinn"))
    return None
