"""Personal data by pattern: telephone numbers, mail addresses, bank accounts, home addresses, number plates."""

import re

from moderation.comment.findings import Finding, evidence
from moderation.comment.marks import STREETS
from moderation.comment.reading import Reading
from moderation.comment.signs import AT, CLOSING, FIGURE
from moderation.policy.values import Category

_PHONE = re.compile(
    r"(?<![\w/.,€-])(?:(?:\+|00)4(?:9|3|1)[\s/-]?(?:\(0\)\s?)?\d(?:[\s/-]?\d){6,12}|0[1-9]\d{1,4}(?:\s?[/-]\s?|"
    r"\s)?\d(?:[\s/-]?\d){4,9})(?![\w.,]\d|\w)"
)
_MAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}(?:@|\s?\(at\)\s?|\s?\[at\]\s?)[\w-]{1,63}(?:\.[\w-]{2,20}){1,4}", re.IGNORECASE
)
_IBAN = re.compile(r"\b([A-Z]{2}\d{2}(?:\s?[0-9A-Z]{4}){3,7}(?:\s?[0-9A-Z]{1,3})?)\b")
# How the two patterns before begin, found far faster than they are.
_PHONE_BEGINS = re.compile(r"[+0][0-9]")
_IBAN_BEGINS = re.compile(r"[A-Z]{2}\d{2}")
_STREET = re.compile(
    r"\b(?:[A-ZÄÖÜ][\wäöüß-]{2,30}(?:straße|strasse|str\.|weg|gasse|allee|ring|damm|ufer|steig|hang|rain)|"
    r"(?:[A-ZÄÖÜ][\wäöüß-]{2,20}\s(?:Straße|Strasse|Str\.|Weg|Gasse|Allee|Ring|Platz|Damm))|"
    r"Am\s[A-ZÄÖÜ][\wäöüß-]{2,20}|"
    r"Im\s[A-ZÄÖÜ][\wäöüß-]{2,20})\s(?:Nr\.?\s?|Hausnummer\s)?\d{1,3}\s?[a-h]?\b"
)
_HOUSE_NUMBER = re.compile(r"\s(?:Nr\.?\s?|Hausnummer\s)?\d")
# What stands before the number of a house, but for streets that begin with "Am" or "Im".
_STREETS = tuple(
    "straße strasse str. weg gasse allee ring damm ufer steig hang rain "
    "Straße Strasse Str. Weg Gasse Allee Ring Platz Damm".split()
)
_AT_HOME = re.compile(
    r"\b(?:wohnt|wohnen|wohnhaft|adresse|anschrift|privatadresse|zuhause|daheim|klingel\w*|besuch\w*|hausbesuch|"
    r"haust|lives|"
    r"home address|address is|\d{5}\s[A-ZÄÖÜ])",
    re.IGNORECASE,
)
_OFFICE_BEFORE = re.compile(
    r"telefon des|bürgertelefon|hotline|service|zentrale|behörde|ministeri|rathaus|landratsamt|gemeindeamt|"
    r"stadtverwaltung|amt\b|"
    r"seelsorge|notruf|notdienst|beratungsstelle|krankenhaus|klinik|polizei|feuerwehr|redaktion|hilfe|helpline|"
    r"council|police|sorgentelefon",
    re.IGNORECASE,
)
_PLATE = re.compile(
    r"\b(?:Kennzeichen|Nummernschild|KFZ)\W{1,3}(?:\w+\W+){0,2}?[A-ZÄÖÜ]{1,3}[- ][A-Z]{1,2}\s?\d{1,4}\b"
)
_PUBLIC_NUMBERS = ("0800", "0900", "116", "110", "112", "00800", "0180")
_PUBLIC_BOXES = frozenset(
    "info kontakt redaktion leserbriefe leserbrief presse poststelle service support office mail post stadt "
    "gemeinde rathaus "
    "verwaltung buergerservice datenschutz moderation community team hallo hello contact help kundenservice".split()
)
_MANY_DIGITS = re.compile(r"\d[\d\s/().-]{5,}\d")
_FEWEST_DIGITS = 7
_WINDOW = 8_000
# Signs without one of which nothing here matches.
PRIVATE = FIGURE | AT | CLOSING


def judge_personal_data(comment: Reading) -> Finding | None:
    """Return the personal data a comment publishes; numbers and boxes of offices and hotlines are none.

    To be asked where a comment has one of the `PRIVATE` signs.
    """
    text, signs = comment.text, comment.signs.kinds
    digits = signs & FIGURE
    window = text[:_WINDOW]
    certain: list[tuple[int, int]] = []
    if digits and _has_many_digits(comment.signs.text) and _MANY_DIGITS.search(window) is not None:
        if _PHONE_BEGINS.search(window) is not None:
            certain += [match.span() for match in _PHONE.finditer(window) if not _is_public(match, window)]
        if _IBAN_BEGINS.search(window) is not None:
            certain += [match.span(1) for match in _IBAN.finditer(window) if _is_iban(match.group(1))]
    if "@" in window or "(at)" in window or "[at]" in window:
        certain += [match.span() for match in _MAIL.finditer(window) if not _is_office(match.group())]
    if "ennzeichen" in window or "ummernschild" in window or "KFZ" in window:
        certain += [match.span() for match in _PLATE.finditer(window)]
    if certain:
        return Finding(Category.PERSONAL_DATA, 0.96, True, evidence(text, certain, "personenbezogene Angabe"))
    return _judge_address(text, window) if digits and comment.marks & STREETS and _may_be_address(window) else None


def _has_many_digits(signs: str) -> bool:
    """Tell whether there are as many digits as the shortest telephone number has."""
    return len(signs) >= _FEWEST_DIGITS and sum(map(str.isdigit, signs)) >= _FEWEST_DIGITS


def _may_be_address(window: str) -> bool:
    if "Am " in window or "Im " in window:
        return True
    return any(window.endswith(_STREETS, 0, match.start()) for match in _HOUSE_NUMBER.finditer(window))


def _judge_address(text: str, window: str) -> Finding | None:
    spans = [match.span() for match in _STREET.finditer(window)]
    if not spans:
        return None
    if _AT_HOME.search(window):
        return Finding(Category.PERSONAL_DATA, 0.93, True, evidence(text, spans, "Privatanschrift"))
    return Finding(Category.PERSONAL_DATA, 0.35, False, evidence(text, spans, "Anschrift"))


def _is_public(number: re.Match[str], text: str) -> bool:
    digits = re.sub(r"\D", "", number.group())
    if digits.startswith(_PUBLIC_NUMBERS) or not 7 <= len(digits) <= 15:
        return True
    return _OFFICE_BEFORE.search(text, max(0, number.start() - 90), number.start()) is not None


def _is_office(address: str) -> bool:
    box = re.split(r"@|\s?[(\[]at[)\]]", address, maxsplit=1, flags=re.IGNORECASE)[0].casefold()
    return box in _PUBLIC_BOXES


def _is_iban(written: str) -> bool:
    """Check length and check digits (ISO 13616, modulo 97)."""
    iban = re.sub(r"\s", "", written)
    if not 15 <= len(iban) <= 34:
        return False
    number = "".join(str(int(character, 36)) for character in iban[4:] + iban[:4])
    return int(number) % 97 == 1 or (
        iban[:2] in ("DE", "AT", "CH") and iban[4:].isdigit() and len(iban) in (20, 21, 22)
    )
