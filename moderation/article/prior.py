"""What is known of a site's lines before a page is read: what recurs, and what an operator has said.

Both speak in log-odds, before neighbours are made to agree. Repetition alone is no proof: a series repeats its opening
and a newspaper its note on corrections, so it weighs the less the more plainly the words are an article's, and nothing
where a whole sentence has no word that footers are made of.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from moderation.article.cues import cues
from moderation.article.recurrence import Recurrence, Repetition

MIN_REPETITIONS = 1.5
# What a line on every article of a site loses, by how far its words alone speak for an article.
FULL_WEIGHT, LEAST_WEIGHT = 5.0, 0.8
# What one loses that speaks of comments, whatever else its words say.
RULES_WEIGHT = 8.0
WEIGHT_PER_ODDS = 1.3
# What a phrase of an operator's is worth.
PHRASE_WEIGHT = 7.0
MARK_WEIGHT = 9.0
_GAP = "\0"
# Shorter lines, and lines that end no sentence, are furniture as often as not.
MIN_SPARED_WORDS = 4
_ENDS_SENTENCE = re.compile(r"[.!?…][\"”“»«)]*$")
# The cues are German with little English beside.
_ENGLISH = re.compile(
    r"\b(?:members?|readers?|users?|submi\w+|views?|posts?|discussions?|debate|rumou?rs?|threat\w*|advertis\w*|our|us|"
    r"sign|join|follow|moderat\w*|polite\w*|cookies?|rights|terms)\b",
    re.IGNORECASE,
)


MAX_STANDING = 400
# What a newspaper says in its articles again and again, to readers or of itself, and means as part of them.
# Every form begins with a word: elsewhere it is not looked for, which takes a fifth of the time.
_STANDING = re.compile(
    r"\b(?=\w)(?:\b(?:transparenz(?:hinweis)?|anmerkung|hinweis) der redaktion\b|\btransparenzhinweis\b|\boffenlegung\b"
    r"|\b(?:korrektur|berichtigung)(?:s?hinweis)?\b|\bfehler in unseren (?:texten|artikeln|beiträgen|berichten)\b"
    r"|\b(?:hier|so) (?:bewerten|prüfen|recherchieren|beantworten|erklären|erzählen|stellen|porträtieren) wir\b"
    r"|\b(?:sicherheits|warn|gesundheits)hinweis\b"
    r"|\b(?:früheren|vorherigen|ersten) (?:version|fassung)\b|\bkorrigiert\b"
    r"|\b(?:unserer|dieser|der|eine[rs]?) (?:\w+)?(?:serie|reihe|rubrik|schwerpunkts?|kolumne)\b"
    r"|\b(?:diese|die|unsere|eine) (?:kolumne|serie|reihe|rubrik)\b|\bkolumnist(?:in|en)?\b|\ban dieser stelle\b"
    r"|\b(?:gast|meinungs)beitrag\b|\bpersönliche (?:ansicht|meinung) (?:wieder|des|der)\b"
    r"|\b(?:interview|gespräch)s?\b.{0,60}\b(?:gekürzt|autorisiert|geführt|bearbeitet|verdichtet)\b"
    r"|^(?:protokoll|aufgezeichnet|interview|das gespräch führte)\b|\bfaktencheck\b|\brechercheteams?\b"
    r"|\btelefonseelsorge\b|\bnotruf\w*|\b(?:hilfe|beratungs?)(?:telefon|stelle|hotline)\w*|\brund um die uhr\b"
    r"|\bohne gewähr\b|^(?:preis|kinostart|eintritt|karten|termin)\b.{0,3}:"
    r"|\b(?:berichtigungen|korrekturen|richtigstellungen)\b.{0,60}\b(?:weisen|veröffentlichen|vermerken|kennzeichnen"
    r"|stehen)\b"
    r"|\b(?:preise|kurse|notierungen|zeiten|angaben|werte)\b.{0,60}\b(?:verstehen sich|beruhen|mehrwertsteuer)\b"
    r"|\b(?:rätsel|lösungswort|quiz|frage der woche)\b"
    r"|\b(?:jede|jeden) (?:woche|monat|zweiten|zweite|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)\b)",
    re.IGNORECASE,
)
# Where to find help, by telephone.
_HELPS = re.compile(
    r"\b(?:hilfe\w*|\w*helpline|\w*seelsorge|notruf\w*|\w*(?:krisen|sorgen|hilfe|opfer)telefon|\w*beratungsstelle\w*"
    r"|krisendienst\w*|opfer\w*|betroffen\w*)\b.*\b0\d[\d /-]{2,}",
    re.IGNORECASE,
)
_SELLS = re.compile(r"\b(?:abo\w*|newsletter\w*|anmeld\w*|postfach|app|whatsapp\S*|testen|gratis)\b", re.IGNORECASE)


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
    :ivar spared: whether its repetition weighs nothing.
    """

    shift: float = 0.0
    word: bool | None = None
    repetition: Repetition | None = None
    phrase: str | None = None
    share: float = 1.0
    spared: bool = False


NOTHING = Prior()


def find_priors(
    texts: Sequence[str],
    odds: Sequence[float],
    memory: Recurrence | None,
    phrases: Phrases,
    spared: Sequence[bool] | None = None,
) -> list[Prior] | None:
    """Return what is known of each text; None where nothing can be.

    :param odds: log-odds of being editorial by the words of each text alone.
    :param spared: for each text whether its repetition weighs nothing; without it, all repetition weighs.
    """
    has_memory = memory is not None and bool(memory.entries)
    if not has_memory and not any(phrases):
        return None
    priors = [NOTHING] * len(texts)
    if memory is not None and has_memory:
        rows = zip(memory.find(texts), odds, spared or [False] * len(texts), strict=True)
        priors = [_of_repetition(text, *row) for text, row in zip(texts, rows, strict=True)]
    for index, (phrase, editorial, share) in _find_phrases(texts, phrases).items():
        if priors[index].word is None:
            shift = PHRASE_WEIGHT if editorial else -PHRASE_WEIGHT
            priors[index] = Prior(shift, editorial, priors[index].repetition, phrase, share)
    return priors


def has_no_footer_words(text: str) -> bool:
    """Tell a whole sentence without any word that speaks of comments, to readers, or of what a house offers them."""
    if not is_whole_sentence(text):
        return False
    comments, offences, publishing, requests, addressees, house, _, _, offers, *_ = cues(text)
    telling = comments or offences or publishing or addressees or offers or (requests and house)
    return not telling and _ENGLISH.search(text) is None


def is_whole_sentence(text: str) -> bool:
    """Tell a text of some words that ends as sentences do."""
    return len(text.split(None, MIN_SPARED_WORDS)) >= MIN_SPARED_WORDS and _ENDS_SENTENCE.search(text) is not None


def is_standing(text: str) -> bool:
    """Tell what a newspaper repeats as part of its articles: a note, a series' opening, a line of help.

    Neither comment rules nor offers are.
    """
    known = _STANDING.search(text) or _HELPS.search(text) if len(text) <= MAX_STANDING else None
    if known is None or _SELLS.search(text) is not None:
        return False
    # Lines of help name what they help against.
    return not speaks_of_comments(text) and (not cues(text)[1] or _HELPS.search(text) is not None)


def speaks_of_comments(text: str) -> bool:
    """Tell rules about comments: they address readers, or join two of requests, offences, publishing and the house."""
    comments, offences, publishing, requests, addressees, house, *_ = cues(text)
    joined = sum(map(bool, (offences, publishing, requests, house)))
    return bool(comments and (addressees or joined > 1))


def _of_repetition(text: str, seen: Repetition | None, odds: float, spared: bool) -> Prior:
    if seen is None:
        return NOTHING
    if seen.editorial is not None:
        return Prior(MARK_WEIGHT if seen.editorial else -MARK_WEIGHT, seen.editorial, seen)
    if seen.count < MIN_REPETITIONS:
        return Prior(repetition=seen)
    if spared:
        return Prior(repetition=seen, spared=True)
    if speaks_of_comments(text):
        return Prior(-RULES_WEIGHT * seen.share, repetition=seen)
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
