"""Terse furniture: lines that are nothing but a credit, rights, a way around the site, a pointer or an ad mark.

A closed matter, told by its form and not by its words alone: what makes a sentence of them is the article's.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice

from moderation.article.metadata import AGENCIES
from moderation.article.values import Label
from moderation.text.lowered import for_lowered
from moderation.text.sentences import each_sentence

MAX_FURNITURE = 240
# Lines remembered with what they are: those of the largest page, which are asked for twice.
MOST_REMEMBERED = 1 << 14
MAX_SENTENCES = 4

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*", re.UNICODE)
_SIGN = re.compile(r"[\w.-]{1,16}(?:(?:\s?[/,&+]\s?|\s)[\w.-]{1,16}){0,4}")
_INITIALS = re.compile(r"[a-zäöü]{1,4}|[A-ZÄÖÜ]{2,4}")
_SPACED_INITIALS = re.compile(r"[a-zäöü]{2}|[b-df-hj-np-tv-xz]{3}")
_AGENCY = re.compile(
    rf"(?:{'|'.join(sorted(map(re.escape, AGENCIES - {'keystone', 'inn'}), key=len, reverse=True))}|keystone|"
    r"itar-tass|presseportal|dpa-[a-zäöü-]+|afp-[a-z]+|ap-[a-z]+)",
    re.IGNORECASE,
)
_CREDIT_WORDS = frozenset(
    """mit material informationen info infos meldungen inhalten bildern angaben von vom der den des und sowie agentur
    agenturen agenturmaterial agenturmeldungen agenturinformationen agenturangaben nachrichtenagentur
    nachrichtenagenturen presseagentur quelle quellen text bericht eigene eigener eigenen recherche recherchen
    redaktion red online with material from additional reporting by and the agencies agency source sources ag""".split()
)
_AGENCY_WORD = re.compile(r"(?:\w*agentur\w*|agenc(?:y|ies))", re.IGNORECASE)
_DPA_NUMBER = re.compile(r"(?:©\s*)?(?:dpa[\w-]*,\s*)?dpa:[\d/-]+(?:\s*\(?[\w/]{1,8}\)?)?\.?", re.IGNORECASE)
_WIRE = re.compile(r"(?:original-content von|pressekontakt|übermittelt (?:durch|von) news aktuell)\b.{0,120}", re.I)
_PICTURE = re.compile(
    r"(?:©\s*)?(?:(?:titel|symbol|archiv|aufmacher|beispiel|teaser)?(?:foto|bild)(?:s|er)?|grafik(?:en)?|illustration"
    r"|(?:foto|bild)(?:quelle|nachweis|rechte|credits?)n?|photos?|images?|pictures?|credits?|foto ?credit)"
    r"(?:\s?\([^()]{1,24}\))?\s?(?::|©)\s*(\S.{1,110})",
    re.IGNORECASE,
)
_SAYS_MORE = re.compile(
    r"(?:der|die|das|ein|eine|im|am|in|auf|vor|hier|so|links|rechts)\b.*\s.*\s|.*\b(?:ist|sind|war|waren|zeigt|zeigen|"
    r"steht|wird|wurde|hat|haben)\b",
    re.IGNORECASE,
)

_OWNER = re.compile(
    r"(?:©|copyright\s*(?=©|\(c\)|by\b|\d)).{0,140}"
    r"|(?:\(c\)|copyright(?=:|\s+bei\b))(?!.*\b(?:ist|war|wird|hat|haben|wurde)\b).{0,110}",
    re.IGNORECASE,
)
_RIGHTS = re.compile(
    r"(?:alle|sämtliche) (?:nutzungs|urheber|verwertungs)?rechte (?:sind )?vorbehalten|all rights reserved"
    r"|(?:alle |unsere |die )?(?:inhalte|texte|beiträge|artikel|fotos|bilder)\b.{0,50} (?:sind|unterliegen)"
    r" (?:urheberrechtlich geschützt|dem urheberrecht)(?: und .{0,80})?",
    re.IGNORECASE,
)
_REPRINT = re.compile(
    r"(?:jede\w* |jegliche\w* |ein\w* |der |die )?(?:nachdruck|vervielfältigung|weiterverbreitung|weiterverwendung|"
    r"weiterverwertung|weitergabe|wiedergabe|verbreitung|verwertung|reproduktion|übernahme|(?:nutzung|kopieren|"
    r"veröffentlichung)(?= (?:der|dieser|unserer|von) (?:inhalte|texte|artikel|beiträge|fotos|bilder)|,? auch))\b"
    r"(?!.*\b(?:war|waren|wurde|wurden|sei|habe|hatte|sagte)\b).{0,90}"
    r"\b(?:genehmigung|erlaubnis|zustimmung|einwilligung|verboten|untersagt|(?:nicht|un)\s?(?:gestattet|erlaubt|zulässig))"
    r"\b.{0,60}",
    re.IGNORECASE,
)

_WAY = re.compile(
    r"(?:zurück|weiter|nach oben|seitenanfang|zum (?:seiten)?anfang|hoch|menü|home|startseite|übersicht"
    r"|(?:zurück )?(?:zur|zum|zu) (?:\w*(?:übersicht|startseite|hauptseite|themenseite|homepage|seitenanfang"
    r"|inhaltsverzeichnis|navigation|archiv|ressort))(?: \w+)?|zum (?:inhalt|menü)(?: springen)?"
    r"|(?:weiter (?:zu|auf|mit)|zu|auf) seite \d+|seite \d+ (?:von|/) \d+"
    r"|(?:nächste|vorherige|vorige|letzte|erste) seite"
    r"|(?:vorherig|vorig|nächst|älter|neuer)e[rs]? (?:artikel|beitrag|beiträge|meldung)"
    r"|back to (?:top|home|overview|start)|go to top|(?:next|previous) (?:page|article|post)|page \d+ of \d+)",
    re.IGNORECASE,
)
_ARROWS = "←→↑↓«»‹›<>▲▶►^ \t"
_HOME = re.compile(
    r"(?:sie sind hier:|you are here:)?\s*(?:startseite|start|home|homepage)\s*[>›»/|→·•]", re.IGNORECASE
)
_CRUMBS = re.compile(r"\s*[>›»→]\s*")
_LIST = re.compile(r"\s*[|·•]\s*|\s+/\s+")
_SECTIONS = frozenset(
    """politik wirtschaft kultur sport wissen wissenschaft lokales region regional regionales panorama digital reise
    leben gesellschaft meinung feuilleton ausland inland welt netzwelt auto gesundheit familie karriere bildung stil
    podcast podcasts video videos wetter e-paper epaper abo shop anzeigen kontakt service archiv startseite home
    mediadaten jobs hilfe barrierefreiheit newsletter medien technik schweiz österreich deutschland international
    stadt kreis verkehr ratgeber verbraucher finanzen geld börse immobilien news nachrichten themen suche""".split()
)
_LEGAL = frozenset({"impressum", "datenschutz", "datenschutzerklärung", "agb", "nutzungsbedingungen", "cookies"})
_SHARING = frozenset(
    """teilen drucken merken facebook twitter x whatsapp e-mail mail instagram telegram linkedin xing pocket kopieren
    link bluesky mastodon threads versenden weiterleiten vorlesen""".split()
)

_POINTER = (
    r"(?:(?:lesen|hören|sehen) sie (?:(?:dazu|hierzu|jetzt|hier) )?(?:auch|mehr|weiter)(?: (?:dazu|hierzu|zum thema))?"
    r"|lies (?:dazu )?(?:auch|mehr)|mehr (?:zum thema|dazu|hierzu)|mehr zu diesem thema|auch interessant|passend dazu"
    r"|siehe auch|zum (?:weiter|nach)lesen|auch lesenswert|lesetipp"
    r"|das könnte (?:sie|dich|euch) (?:auch|ebenfalls) interessieren"
    r"|(?:read|see) (?:more|also|next)|more on this|related)"
)
_POINTS = re.compile(rf"{_POINTER}\s*(?::\s*\S.{{2,160}}|(?=[A-ZÄÖÜ„\"])(?-i:[A-ZÄÖÜ„\"]).{{8,160}}(?<!\.))", re.I)
_TAGS = re.compile(r"(?:themen|schlagw(?:orte|örter)|stichw(?:orte|örter)|tags|keywords)\s*:\s*[^.:!?]{3,160}", re.I)
_LEADS = re.compile(
    rf"(?:{_POINTER}|lesen sie hierzu|(?:weitere|ähnliche|verwandte|passende|neueste|aktuelle|beliebte|empfohlene) "
    r"(?:artikel|themen|meldungen|nachrichten|beiträge|texte)(?: (?:aus|zu|zum|zur|von|in|für)\b.{2,40})?"
    r"|meist ?(?:gelesen|kommentiert|geteilt)(?:e (?:artikel|beiträge))?|empfehlungen?(?: der redaktion| für sie)?"
    r"|mehr aus (?:dem ressort|der rubrik|der region|unserem)\b.{0,30}|mehr von .{2,30}"
    r"|weiterlesen|mehr lesen|jetzt lesen"
    r"|(?:related|recommended) (?:articles|stories|posts|topics)|most read|more from .{2,30})\s?[:…]?",
    re.IGNORECASE,
)
_AD = re.compile(
    r"(?:anzeigen?|werbung|werbeanzeige|advertisement|advertorial|sponsored|gesponsert|sponsored content|promotion)"
    r"(?: (?:ende|schließen|überspringen))?|ende der (?:anzeige|werbung)"
    r"|(?:bitte )?(?:lesen sie|weiterlesen|weiter geht es|hier geht es"
    r"|(?:der|dieser) (?:artikel|text|beitrag) (?:wird|geht))"
    r"(?: \w+)? (?:unter|nach) (?:dieser |der )?(?:anzeige|werbung)(?: weiter| fortgesetzt)?"
    r"|(?:article|story) continues (?:below|after) (?:the |this )?ad\w*",
    re.IGNORECASE,
)
_LOUD_AD = re.compile(r"(?:ANZEIGE|WERBUNG)\s?[–—:|-]\s?\S.{2,150}")
_COMMISSION = re.compile(
    r"(?:hinweis: )?(?:dies\w+|der|unser) (?:artikel|beitrag|text|seite)\w* enthält .{0,30}(?:affiliate|werbe-?links?|"
    r"provisions-?links?|produktplatzierung)\w*.{0,160}",
    re.IGNORECASE,
)
_TAKING_PART = re.compile(
    r"(?:\d{1,5}|keine) kommentare?"
    r"|(?:jetzt |einen |ihren )?kommentare? (?:schreiben|verfassen|abschicken|anzeigen|lesen)"
    r"|jetzt kommentieren",
    re.IGNORECASE,
)
_RATING = re.compile(
    r"(?:war|ist|fanden sie) (?:dies\w*|der) (?:artikel|beitrag|text) (?:hilfreich|nützlich)\?.{0,20}", re.I
)
_UPDATED = re.compile(r"(?:zuletzt|letztmals) (?:aktualisiert|geändert)(?: am)?:?\s?\d[\d\w., :]{3,40}", re.IGNORECASE)
_OTHERS = (
    (_LOUD_AD, Label.ADVERTISING),
    (_COMMISSION, Label.ADVERTISING),
    (_TAKING_PART, Label.COMMENT_FORM),
    (_RATING, Label.SHARE),
    (_UPDATED, Label.BOILERPLATE),
)
_BRACKETS = "-–—*_=[]()|+· \t"

# Every form of a line. Nearly all lines are an article's and begin like none of them; that is one look instead of many.
_FORMS = (
    *(_AD, _DPA_NUMBER, _WIRE, _PICTURE, _OWNER, _RIGHTS, _REPRINT, _POINTS, _TAGS, _LEADS, _WAY),
    *(form for form, _ in _OTHERS),
    re.compile(rf"{_AGENCY.pattern}\b"),
)
# What must not follow may do so in another sentence.
_NOT_FOLLOWED = re.compile(r"\(\?!(?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)")
_FORM = re.compile("|".join(f"(?:{_NOT_FOLLOWED.sub('', for_lowered(form).pattern)})" for form in _FORMS))
_SIGNED = re.compile(rf"(?:{_INITIALS.pattern})(?=[\s/,&+])")
# What parts a list; and the letters that lower case does not bring to the forms.
_PARTING = re.compile("[>›»→/|·•ſıİ]")

# How ad marks, credits of pictures and agencies, and rights begin, of which a page has many among other lines.
_OF_PAGES = re.compile(
    r"\W{0,3}©|[\W_]{0,3}(?:c\)|copyright|anzeige|werb|advert|sponsor|gesponsert|quelle|credit|fotocredit"
    r"|(?:titel|symbol|archiv|aufmacher|beispiel|teaser)?(?:foto|bild)|grafik|illustration|photo|image|picture"
    rf"|mit material|{for_lowered(_AGENCY).pattern}\b)"
)
MAX_OF_PAGES, MAX_SIGNED = 120, 40

# These are told by their form in the midst of an article too; the others only where it begins or ends.
_ANYWHERE = frozenset({Label.ADVERTISING, Label.AGENCY_CREDIT, Label.COPYRIGHT})


@lru_cache(maxsize=MOST_REMEMBERED)
def furniture(text: str) -> Label | None:
    """Return what a text is where it is nothing but terse furniture, else None."""
    if len(text) > MAX_FURNITURE:
        return None
    text = " ".join(text.split())
    if not _begins_like_one(text):
        return None
    if label := _line(text):
        return label
    labels: list[Label] = []
    for sentence in each_sentence(text):
        label = _line(sentence.text)
        if label is None or len(labels) == MAX_SENTENCES:
            return None
        labels.append(label)
    return labels[0] if len(labels) > 1 else None


def furniture_of_page(text: str) -> Label | None:
    """Return what a line of a whole page is where it is an ad mark, a credit, rights or a list's head, else None."""
    if len(text) > MAX_OF_PAGES:
        return None
    text = " ".join(text.split())
    if _LEADS.fullmatch(text.strip(_BRACKETS)):
        return Label.RELATED
    if not (len(text) < MAX_SIGNED and "/" in text) and not _OF_PAGES.match(text.lower()):
        return None
    label = _told(text)
    return label if label in _ANYWHERE else None


def is_pointer(text: str) -> bool:
    """Tell a line that heads a list of other articles."""
    return len(text) < MAX_FURNITURE and _LEADS.fullmatch(text.strip(_BRACKETS)) is not None


def is_told_anywhere(text: str, label: Label) -> bool:
    """Tell furniture that is known in the midst of an article too: a mark, a credit, a pointer to one other article."""
    return label in _ANYWHERE or (label is Label.RELATED and _POINTS.fullmatch(text.strip(_BRACKETS)) is not None)


def _line(text: str) -> Label | None:
    return _told(text) if _begins_like_one(text) else None


def _begins_like_one(text: str) -> bool:
    """Tell whether a line, or the first sentence of a text, may be furniture: by its beginning and the signs in it."""
    if not text:
        return False
    if not text[0].isalnum() or _PARTING.search(text) or _FORM.match(text.lower()):
        return True
    if _SIGNED.match(text) or text.split(None, 1)[0].casefold() in _SHARING:
        return True
    # A credit has two words at least; an agency as the first is among the forms.
    first, *others = (match.group() for match in islice(_WORD.finditer(text), 2))
    if first.casefold() not in _CREDIT_WORDS:
        return False
    return all(word.casefold() in _CREDIT_WORDS or _AGENCY.fullmatch(word) for word in others)


def _told(text: str) -> Label | None:
    bare = text.strip(_BRACKETS)
    if not bare:
        return None
    if _AD.fullmatch(bare.rstrip(".: ")):
        return Label.ADVERTISING
    if _is_credit(bare):
        return Label.AGENCY_CREDIT
    plain = bare.rstrip(".! ")
    if _OWNER.fullmatch(text.strip(" -–—|[")) or _RIGHTS.fullmatch(plain) or _REPRINT.fullmatch(plain):
        return Label.COPYRIGHT
    if bare[-1] not in ".!" and (_POINTS.fullmatch(bare) or _TAGS.fullmatch(bare)):
        return Label.RELATED
    if _LEADS.fullmatch(bare) or _LEADS.fullmatch(text.strip(_ARROWS)):
        return Label.RELATED
    label = next((label for form, label in _OTHERS if form.fullmatch(plain)), None)
    return label or _around(text)


def _is_credit(text: str) -> bool:
    if _DPA_NUMBER.fullmatch(text) or _WIRE.fullmatch(text):
        return True
    picture = _PICTURE.fullmatch(text)
    if picture:
        return len(picture[1].split()) <= 10 and not _SAYS_MORE.match(picture[1])
    text = text.rstrip(".")
    if len(text) > 100 or not (words := _WORD.findall(text)):
        return False
    if _SIGN.fullmatch(text) and _is_sign(text):
        return True
    if len(words) < 2 or not all(w.casefold() in _CREDIT_WORDS or _AGENCY.fullmatch(w) for w in words):
        return False
    return any(_AGENCY.fullmatch(word) or _AGENCY_WORD.fullmatch(word) for word in words)


def _is_sign(text: str) -> bool:
    """Tell initials and agencies, at least one of these: "mb/dpa", "SID th"."""
    parts = re.split(r"\s?[/,&+]\s?", text)
    first, *others = [part for part in re.split(r"[/,&+\s]+", text) if part]
    agencies = [part for part in (first, *others) if _AGENCY.fullmatch(part)]
    if len(parts) > 1:
        words = [word for part in parts for word in part.split()]
        return bool(agencies) and all(_AGENCY.fullmatch(word) or _INITIALS.fullmatch(word) for word in words)
    initials = all(_SPACED_INITIALS.fullmatch(word) for word in others)
    return _AGENCY.fullmatch(first) is not None and initials


def _around(text: str) -> Label | None:
    """Return navigation, sharing or legal links where a text is a way, a breadcrumb or a list of a site's parts."""
    bare = text.strip(_ARROWS)
    if _WAY.fullmatch(bare):
        return Label.NAVIGATION
    if text[-1] in ".!?:":
        return None
    crumbs = _CRUMBS.split(bare)
    if (_HOME.match(bare) or len(crumbs) > 2) and _are_short(re.split(r"\s*[>›»→/|·•]\s*", bare)):
        return Label.NAVIGATION
    return _of_list([part.casefold() for part in _LIST.split(bare) if part])


def _are_short(parts: Iterable[str]) -> bool:
    return all(len(part.split()) <= 5 for part in parts)


def _of_list(parts: list[str]) -> Label | None:
    if len(parts) == 1 and (words := parts[0].split()) and len(words) > 1:
        return Label.SHARE if all(word in _SHARING for word in words) else None
    if len(parts) < 2:
        return None
    for label, names in ((Label.SHARE, _SHARING), (Label.COPYRIGHT, _LEGAL)):
        if 2 * sum(part in names for part in parts) >= len(parts) and _are_short(parts):
            return label
    if all(_WAY.fullmatch(part) for part in parts):
        return Label.NAVIGATION
    known = sum(part in _SECTIONS for part in parts)
    return Label.NAVIGATION if known > 1 and 2 * known >= len(parts) and _are_short(parts) else None
