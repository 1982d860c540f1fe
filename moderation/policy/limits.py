"""Numbers and languages that a rule states."""

import re
from functools import lru_cache

from moderation.policy.values import Limit, LimitKind
from moderation.policy.words import fold

_UNITS = {
    "null": 0, "ein": 1, "eins": 1, "eine": 1, "einen": 1, "einem": 1, "einer": 1, "zwei": 2, "drei": 3, "vier": 4,
    "fuenf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "elf": 11, "zwoelf": 12, "fuenfzehn": 15,
    "zwanzig": 20, "dreissig": 30, "vierzig": 40, "fuenfzig": 50, "sechzig": 60, "siebzig": 70, "achtzig": 80,
    "neunzig": 90, "one": 1, "a": 1, "single": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "twenty": 20, "fifty": 50, "einziger": 1, "einzigen": 1, "einzelner": 1,
}  # fmt: skip
_FACTORS = {"hundert": 100, "tausend": 1000, "hundred": 100, "thousand": 1000}
_DIGITS = r"\d{1,3}(?:[.,'’\u202f\u00a0 ]\d{3})+|\d{1,7}"
_NUMBER_WORD = r"[a-zäöüß]{0,14}?(?:hundert|tausend)[a-zäöüß]{0,20}|" + "|".join(
    sorted((word.replace("ue", "ü").replace("oe", "ö").replace("ss", "ß") for word in _UNITS), key=len, reverse=True)
)
_NUMBER = re.compile(
    rf"(?<![\w.])(?P<number>{_DIGITS}|(?:{_NUMBER_WORD})(?:\s(?:hundred|thousand))?)[\s-]+(?:(?!per\b|pro\b|je\b|links?\b)\w+\s+){{0,2}}$",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"\b(?:(?P<max_characters>(?:text)?zeichen|anschlägen?|buchstaben|characters|chars)"
    r"|(?P<max_words>wörtern?|worten?|words)"
    r"|(?P<max_links>\w{0,12}links?|verweise?n?|urls?|verlinkung(?:en)?)"
    r"|(?P<max_comments>\w{0,12}kommentare?n?|\w{0,12}beitr[aä]ge?n?|\w{0,8}postings?|posts?|wortmeldung(?:en)?"
    r"|zuschriften|meldungen|einträgen?|comments?|contributions?|mal|times))\b",
    re.IGNORECASE,
)
# "Ein paar Worte" is no limit.
_LONG_UNITS = (LimitKind.MAX_CHARACTERS, LimitKind.MIN_CHARACTERS, LimitKind.MAX_WORDS)
_LEAST_LENGTH = 5
_OTHER_THAN = re.compile(r"\b(?:als|other than|außer)\b", re.IGNORECASE)
_LEAST = re.compile(
    r"(?:mindestens|wenigstens|mind\.|minimum|minimal|at least|zumindest)\W+(?:\w+\W+){0,2}$", re.IGNORECASE
)
_BELOW = re.compile(r"(?:unter|weniger als|kürzer als|fewer than|less than|shorter than)\W+$", re.IGNORECASE)
_REFUSED = re.compile(r"\b(?:nicht|keine|gelöscht|entfernt|abgelehnt|not|rejected|deleted|removed)\b", re.IGNORECASE)
_MOST = re.compile(
    r"(?:maximal|höchstens|max\.?|nicht mehr als|nicht über|nicht länger als|bis zu|nur|lediglich|mehr als|länger als"
    r"|über|ab|auf|unter|no more than|not more than|up to|at most|only|more than|maximum of|under|below|within)"
    r"\W+(?:\w+\W+){0,2}$",
    re.IGNORECASE,
)
_PER = re.compile(
    r"\b(?:pro|je|per|jeweils|am Tag|täglich|stündlich|zu einem|zum selben|zu jedem|unter einem|innerhalb|in der Stunde"
    r"|pro Tag|an hour|a week|per hour|in einer Stunde|am selben Tag|am gleichen Tag|each|every|a day|daily)\b",
    re.IGNORECASE,
)
# "Ein Beitrag pro Person und Thema" needs no "höchstens".
_EACH = re.compile(r"\W{1,3}(?:pro|je|per|am|a|each|every)\s", re.IGNORECASE)
_AT_MOST = re.compile(
    r"\b(?:maximal|höchstens|nicht mehr als|obergrenze|limit|genügen|reichen|genügt|reicht|genug|at most|up to)\b",
    re.IGNORECASE,
)
# A counter under an input field ("noch 1500 Zeichen") is no limit of a rule.
_LEFT = re.compile(r"\b(?:noch|verbleibende?|remaining|another)\W+$", re.IGNORECASE)
# "Mindestens 20 und höchstens 800 Zeichen": the lower number stands without its unit.
_FROM = re.compile(
    rf"(?:mindestens|wenigstens|zwischen|at least|between)\s+({_DIGITS}|{_NUMBER_WORD})\s+(?:und|bis|and|to)\s+"
    r"(?:höchstens\s+|maximal\s+|nicht mehr als\s+|at most\s+)?$",
    re.IGNORECASE,
)
_LINKS = re.compile(r"\b\w{0,12}(?:links?|verlinkung(?:en)?|urls?)\b", re.IGNORECASE)
_BARE = re.compile(
    rf"(?:auf|nicht mehr als|höchstens|maximal|bis zu|no more than|at most|up to)\s+({_DIGITS}|{_NUMBER_WORD})\s+"
    r"(?:je|pro|per|in einem|in jedem)\s",
    re.IGNORECASE,
)
_LINKS_AT_ALL = re.compile(r"\b(?:\w{0,12}links?|verweise?n?|verlinkung(?:en)?|urls?)\b", re.IGNORECASE)
_ONCE_EACH = re.compile(
    r"\b(?:höchstens|maximal|nur|at most|only)\s+(?:einmal|once)\s+(?:je|pro|per)\s+"
    r"(?:\w{0,12}kommentar|beitrag|posting|comment|post)\b",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    rf"\b(?:zeichen(?:limit|zahl|grenze|begrenzung|obergrenze)|(?:max\.?|maximale)\s*zeichen(?:zahl)?|character limit)"
    rf"\W{{1,3}}(?:(?:ist|liegt|beträgt|bei|von|auf|maximal|max\.?|höchstens|is|of)\s+){{0,3}}({_DIGITS})",
    re.IGNORECASE,
)
_LANGUAGES = {
    "deutsch": "de", "hochdeutsch": "de", "schriftdeutsch": "de", "standarddeutsch": "de", "german": "de",
    "englisch": "en", "english": "en", "franzoesisch": "fr", "french": "fr", "italienisch": "it", "italian": "it",
    "raetoromanisch": "rm", "romansh": "rm", "niederlaendisch": "nl", "spanisch": "es", "polnisch": "pl",
    "daenisch": "da", "sorbisch": "hsb", "tuerkisch": "tr", "slowenisch": "sl", "friesisch": "fy", "friaulisch": "fur",
    "ladinisch": "lld", "luxemburgisch": "lb", "niederdeutsch": "nds", "plattdeutsch": "nds", "ungarisch": "hu",
    "kroatisch": "hr", "tschechisch": "cs", "russisch": "ru", "ukrainisch": "uk", "arabisch": "ar",
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")


def number_of(text: str) -> int | None:
    """Return the number that digits or German or English words state, or None."""
    digits = re.sub(r"[.,'’\u202f\u00a0 ]", "", text)
    if digits.isascii() and digits.isdigit():
        return int(digits)
    total, rest = 0, fold(text).replace(" ", "")
    for name, factor in sorted(_FACTORS.items(), key=lambda pair: -pair[1]):
        ahead, found, behind = rest.partition(name)
        if found:
            total += (_UNITS.get(ahead, 1) if ahead else 1) * factor
            rest = behind.removeprefix("und")
    return total + _UNITS.get(rest, 0) if total or rest in _UNITS else None


@lru_cache(maxsize=2_048)
def limits_of(sentence: str) -> tuple[tuple[Limit, int, int], ...]:
    """Return the numeric limits of a sentence, each with where it stands in it."""
    found: list[tuple[Limit, int, int]] = []
    for unit in _UNIT.finditer(sentence):
        start = max(0, unit.start() - 50)
        number = _NUMBER.search(sentence[start : unit.start()])
        value = number and number_of(number.group("number"))
        if number is None or value is None:
            continue
        begin = start + number.start()
        kind = _kind(LimitKind(str(unit.lastgroup)), sentence, begin, unit.end())
        if kind in _LONG_UNITS and value < _LEAST_LENGTH:
            continue
        if kind is not None:
            found.append((Limit(kind, value), begin, unit.end()))
        least = _FROM.search(sentence[:begin]) if kind is LimitKind.MAX_CHARACTERS else None
        if least is not None and (lowest := number_of(least.group(1))) is not None:
            found.append((Limit(LimitKind.MIN_CHARACTERS, lowest), least.start(1), unit.end()))
    return tuple(found) or _labelled(sentence) or _links_unnamed(sentence) or _links_once(sentence)


def _labelled(sentence: str) -> tuple[tuple[Limit, int, int], ...]:
    """Return the limit of "Zeichenlimit: 600", where the unit is part of the label."""
    stated = _LABELLED.search(sentence)
    value = stated and number_of(stated.group(1))
    return ((Limit(LimitKind.MAX_CHARACTERS, value), stated.start(), stated.end()),) if stated and value else ()


def _links_unnamed(sentence: str) -> tuple[tuple[Limit, int, int], ...]:
    """Return the limit of "Links ja, aber höchstens zwei je Kommentar", where the number stands without its noun."""
    stated = _BARE.search(sentence) if _LINKS.search(sentence) else None
    value = stated and number_of(stated.group(1))
    return ((Limit(LimitKind.MAX_LINKS, value), stated.start(1), stated.end()),) if stated and value else ()


def _links_once(sentence: str) -> tuple[tuple[Limit, int, int], ...]:
    """Return the limit of "Verweise lassen wir höchstens einmal je Beitrag stehen"."""
    stated = _ONCE_EACH.search(sentence) if _LINKS_AT_ALL.search(sentence) else None
    return ((Limit(LimitKind.MAX_LINKS, 1), stated.start(), stated.end()),) if stated else ()


def _kind(kind: LimitKind, sentence: str, start: int, end: int) -> LimitKind | None:
    before = sentence[max(0, start - 40) : start]
    if _BELOW.search(before) and _REFUSED.search(sentence):
        return LimitKind.MIN_CHARACTERS if kind is LimitKind.MAX_CHARACTERS else None
    if _LEFT.search(before):
        return None
    if kind is LimitKind.MAX_CHARACTERS:
        return LimitKind.MIN_CHARACTERS if _LEAST.search(before) else kind
    if kind is LimitKind.MAX_WORDS:
        return None if _LEAST.search(before) else kind
    if kind is LimitKind.MAX_LINKS:
        stated = _MOST.search(before) or _PER.search(sentence)
        return kind if stated else None
    if kind is LimitKind.MAX_COMMENTS and _EACH.match(sentence, end):
        return None if _LEAST.search(before) else kind
    return kind if (_MOST.search(before) or _AT_MOST.search(sentence)) and _PER.search(sentence) else None


def excludes_others(text: str) -> bool:
    """Tell whether the languages a text forbids are all but those it names ("in anderer Sprache als Deutsch")."""
    return bool(_OTHER_THAN.search(text))


def languages_of(text: str) -> tuple[str, ...]:
    """Return the ISO 639-1 codes of the languages a text names, in order."""
    codes = []
    for word in _WORD.findall(text):
        folded = fold(word)
        stem = folded.removesuffix("sprachige").removesuffix("sprachigen").removesuffix("sprachig")
        for candidate in (stem, stem.removesuffix("e"), stem.removesuffix("er"), stem.removesuffix("en")):
            if candidate in _LANGUAGES:
                codes.append(_LANGUAGES[candidate])
                break
    return tuple(dict.fromkeys(codes))
