"""Vulgar words, plain and disguised, but for names, terms and what doctors say.

Only whole words count, inflected or compounded; "Arsenal", "Analyse" and "Dickicht" hold nothing.
"""

import re
from collections.abc import Sequence

from moderation.comment.disguise import HIDING, find_vulgar_in_disguise
from moderation.comment.findings import Finding, evidence
from moderation.comment.lexicon import PROFANE, Lexicon
from moderation.comment.reading import Reading
from moderation.policy.values import Category
from moderation.text.tokens import locate_words

# What writers break off themselves, so as not to write it out.
_BROKEN_OFF = re.compile(r"(?<![\w.])(?:sch(?:ei)?|a(?=\*)|ar|arsch)(?:\.{3}|…|\*{2,})(?!\w)", re.IGNORECASE)
_BREAKING = ("...", "…", "**")
_BEFORE_NAME = re.compile(
    r"(?:\b(?:Familie|Fam\.|Herrn?|Frau|Dr\.|Prof\.|Firma|Pfarrer|Bäckerei|Metzgerei|Gasthof|Gasthaus|Hof|"
    r"Ortsteil|Mr|Mrs)\s+"
    r"(?:[A-ZÄÖÜ][\w.]+\s+)?|[a-zäöüß]-)$"
)
_BEFORE_PLACE = re.compile(
    r"\b(?:[Ii]n|[Aa]us|[Nn]ach|[Bb]ei|[Vv]on|[Bb]is|[Üü]ber|[Zz]wischen|[Nn]ahe|Richtung|Ort|Dorf|Gemeinde|Gut|"
    r"Schloss|Burg)\s+"
    r"(?:[A-ZÄÖÜ][\w-]+ (?:und|nach|bis) )?$"
)
# What makes a name of the word before it: the adjective of an owner, or what is called after somebody.
_BEHIND_NAME = re.compile(
    r"['’]sche[nrms]?\b|['’]?s? ?-?(?:Hof|Haus|Stiftung|Archiv|Preis|Straße|Weg|Platz|Gasse|Halle|Schule|Mühle|Alm|"
    r"Erben)\b"
)
# What a place or a water is said to be, and what stands behind its name.
_BEHIND_PLACE = re.compile(
    r" (?:ist|heißt|hieß|war|liegt|fließt|mündet) (?:\w+ ){0,3}(?:Ortsteil|Ort|Dorf|Weiler|Bach|Fluss|Zufluss|"
    r"Nebenfluss|Berg|See|Gemeinde|Flurname)\b"
    r"| (?:Bahnhof|Kirche|Kapelle|Tal|Wald|Moor|Mühle|Brücke|Rathaus|Schule|Bach)\b"
)
_SURNAMES = frozenset(("ficker", "fick", "wichser", "kacker"))
_PLACES = frozenset(("fucking", "ficker", "fick", "nutten", "kotzen", "pissen"))
# Vulgar words that are terms of printers too.
_TERMS = frozenset(("hurenkind", "hurenkinder"))
_BODILY = frozenset(("pissen", "pisse", "kacken", "kacke", "kackt", "gepisst", "titten", "ficken"))
_MEDICAL = re.compile(
    r"\b(?:Arzt|Ärztin|Ärzte|Patient\w*|Klinik|OP|Operation|Prostata|Blase\w*|Darm\w*|Katheter|Urolog\w*|Durchfall|"
    r"Verstopfung|Nieren?\w*|Harn\w*|Reha|Pflege\w*|Medikament\w*)\b"
)
_TERMED = re.compile(
    r"\b(?:Volksmund|Volksname|volkstümlich\w*|Mundart|mundartlich\w*|Dialekt\w*|Familienname\w*|Nachname\w*|Vorname\w*|"
    r"Babylon|botanisch\w*|lateinisch\w*|Vogelart|Pflanzenart|Käferart)\b"
)
_AIMED = re.compile(
    r"\b(?:du|dich|dir|ihr|euch|sie)\b[^.!?]{0,30}\b(?:\w*(?:fick|wichs|piss|hure|fotz|arsch)\w*)\b", re.IGNORECASE
)
_WINDOW = 6_000
_MILD = 0.8
# Words without one of which a comment has no vulgar word, unless it has a sign that disguises one.
HINTING = PROFANE | HIDING


def judge_profanity(comment: Reading, lexicon: Lexicon) -> Finding | None:
    """Return the vulgar words of a comment; strong ones and disguised ones suffice for a refusal.

    To be asked where a comment has one of the `HINTING` words or `DISGUISING` signs.
    """
    masked = find_vulgar_in_disguise(comment, lexicon)
    if masked or comment.marks & PROFANE:
        return _finding(comment.text, masked, lexicon)
    text = comment.text[:_WINDOW]
    return _judge_broken_off(text) if any(sign in text for sign in _BREAKING) else None


def _judge_broken_off(text: str) -> Finding | None:
    """Return vulgar words of which no more than the beginning is written; a name may be shortened so, too."""
    spans = [match.span() for match in _BROKEN_OFF.finditer(text) if not _is_name(text, *match.span(), "")]
    if not spans:
        return None
    return Finding(Category.PROFANITY, _MILD, False, evidence(text, spans, "angedeutetes Schimpfwort"))


def _finding(text: str, masked: Sequence[tuple[int, int]], lexicon: Lexicon) -> Finding | None:
    words = [word for word in locate_words(text) if lexicon.is_profane(word.text)]
    named = [word for word in words if _is_name(text, word.start, word.end, word.text)]
    open_words = [word for word in words if word not in named]
    inside = [(word.start, word.end) for word in open_words if not any(a <= word.start < b for a, b in masked)]
    strong = bool(masked) or any(_is_plain(word.text, text, lexicon) for word in open_words)
    if masked or open_words:
        found = evidence(text, sorted({*masked, *inside}), "vulgäres Wort")
        return Finding(Category.PROFANITY, 0.97 if strong else _MILD, strong, found)
    return Finding(
        Category.PROFANITY, 0.3, False, evidence(text, [(word.start, word.end) for word in named], "wohl ein Name")
    )


def _is_plain(word: str, text: str, lexicon: Lexicon) -> bool:
    """Tell whether a word is vulgar whatever stands around it: no unknown compound, no term, no bodily function."""
    if not lexicon.is_vulgar(word) or lexicon.is_partly_vulgar(word):
        return False
    if _AIMED.search(text) is not None:
        return True
    return not (
        word in _TERMS or _TERMED.search(text) is not None or (word in _BODILY and _MEDICAL.search(text) is not None)
    )


def _is_name(text: str, start: int, end: int, word: str) -> bool:
    """Tell whether a word stands where names stand: capitalised, after a title, a hyphen, or as a place."""
    if not text[start].isupper():
        return False
    before = text[max(0, start - 24) : start]
    if _BEFORE_NAME.search(before):
        return True
    if word in _SURNAMES and _BEHIND_NAME.match(text, end):
        return True
    if _BEHIND_PLACE.match(text, end):
        return True
    return word in _PLACES and _BEFORE_PLACE.search(before) is not None
