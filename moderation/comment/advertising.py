"""Advertising by its anatomy: where links lead, how to get in touch, what it costs, the call to buy.

A link alone is no evidence: readers link to sources. Two kinds of cue together are.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from moderation.comment import marks
from moderation.comment.findings import Finding, evidence
from moderation.comment.links import Link
from moderation.comment.signs import AT, IRREGULAR, MONEY, NUMBER, Signs
from moderation.comment.telling_words import MARKED
from moderation.policy.values import Category
from moderation.text.lowered import for_lowered

_PRICE = re.compile(
    r"\b(?:nur|ab|für|um|statt|only|from|just|for)\s+(?:\d[\d.,]*\s?(?:€|euro|eur|chf|franken|fr\.|pounds|"
    r"dollars?|usd)|"
    r"(?:€|£|\$|chf|eur|fr\.)\s?\d)|\b\d[\d.,]*\s?(?:€|euro|chf|franken|pounds|\$)\s?(?:pro|im|am|a|per|täglich|"
    r"monatlich|extra)\b"
    r"|\b\d{1,2}\s?(?:%|prozent|percent)\s?(?:rabatt|nachlass|off|discount|günstiger|weniger|cashback|rendite|"
    r"sparen|festzins|zins)|\bsave (?:up to )?\d{1,2}\s?(?:%|percent)"
    r"|\b(?:nur|ab|only|from)\s+\d{1,4}(?:[.,]\d\d\b|\s?/\s?(?:monat|tag|jahr|month|day|nacht|night)\b)"
    r"|\bpreis(?:e)? auf anfrage\b|\b(?:gratis|kostenlos|unverbindlich)e?[rsn]?\s+(?:beratung|probe|testen|"
    r"angebot|erstgespräch)"
    r"|\bfree (?:survey|trial|shipping|delivery|quote)\b|\bversandkostenfrei\b|\bsonderangebot\b|"
    r"\bsolange (?:der )?vorrat\b",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"\b(?:jetzt|gleich|hier|direkt|sofort|heute noch|einfach)\s+(?:\w+\s+){0,2}?(?:bestellen|kaufen|klicken|"
    r"anmelden|buchen|"
    r"sichern|registrieren|testen|zugreifen|anfordern|entdecken|abonnieren|einsteigen|bewerben)\b"
    r"|\bklickt?(?:en sie)?\s+(?:hier|auf|mal)\b|\blink\s+(?:ist\s+)?(?:im|in der|in)\s+(?:profil|bio)"
    r"|\bschaut?\s+(?:doch\s+)?(?:gern\w*\s+)?(?:mal\s+|einfach\s+)*(?:vorbei|rein|auf (?:meine|unsere)[rnm]?|"
    r"bei (?:mir|uns))"
    r"|\b(?:meldet?|melden sie)\s+(?:euch|dich|sich)\s+(?:\w+\s+){0,3}?(?:bei|unter|per|privat)\b|\banruf genügt\b"
    r"|\b(?:folgt|folge|abonniert?|besucht?)\s+(?:mir|uns|mich|doch|mein\w*|unser\w*)\b|\bschreibt?\s+(?:mir|"
    r"uns|mich)\b"
    r"|\bkontaktier(?:t|en|e)\b|\b(?:infos?|mehr|details|termine?|terminbuchung|anfragen|prospekt|"
    r"buchung)\s+(?:\w+\s+){0,2}?"
    r"(?:unter|auf|per pn|per nachricht|via)\b|\b(?:per|via)\s+(?:pn|dm|whatsapp|telegram|threema)\b"
    r"|\b(?:sign up|order now|buy now|click here|join (?:free|now|us)|check out my|visit (?:us|my|our)|dm me|"
    r"subscribe to my|"
    r"book (?:at|now|your|direct)|call (?:us|now|\d)|use (?:my )?code|talk to us|see \S+ for prices|link in bio|"
    r"message me|text me)\b"
    r"|\b(?:link|mehr|tipps|infos?|alles|näheres|kontakt)\b[^.!?\n]{0,30}\b(?:mein(?:em|en)?|im) profil\b"
    r"|\bprofil-?link\b|\bin meiner bio\b|\bkommentier(?:t|e|en)?\s+(?:einfach\s+)?(?:mit\s+)?[„\"»]?[A-ZÄÖÜ]\w+"
    r"|\b(?:pn|nachricht|dm) (?:an|für) (?:mich|details|infos)\b|\bfrag(?:t|en sie)? mich(?: wie| einfach|\s?[.!])"
    r"|\b(?:privat|einfach) (?:an)?schreiben\b|\bbitte anschreiben\b|\bmeldet? (?:euch|dich) (?:bei|unter)\b"
    r"|\blass(?:t)? (?:ein|gern ein|gerne ein) (?:abo|like)\b|\babo da\b|\babonnieren nicht vergessen\b"
    r"|\b(?:anrufen|tel|telefon|mobil|handy|whats-?app)\W{0,3}(?:\w+ \w+\W )?\+?0?\d{3,5}[\d\s/-]{4,}"
    r"|\bbei interesse\b|\bein anruf genügt\b|\bbewirb dich\b|\bkomm(?:t|en sie) (?:\w+ ){0,2}vorbei\b",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"\b(?:mit (?:dem )?|with |use )?(?:gutschein|rabatt|promo|aktions|einladungs|"
    r"discount)?-?code\s*:?\s*[„\"»]?[A-Z][A-Z0-9]{3,}"
    r"|\buse [A-Z]{3,}\d+\b|\beinladungslink\b|\bwerbelink\b|\bpartnerlink\b",
    re.IGNORECASE,
)
_OFFER = re.compile(
    r"\b(?:mein|unser)e?[nmrs]?\s+(?:neue[rnms]?\s+)?(?:shop|online-?shop|webshop|laden|firma|betrieb|"
    r"familienbetrieb|kanal|youtube-?"
    r"kanal|blog|podcast|buch|roman|debüt|ratgeber|kurs|seminar|angebot|produkt|praxis|studio|agentur|website|"
    r"webseite|seite|team|"
    r"newsletter|e-book|coaching|vergleich|etsy\S*|instagram|insta)\b|\b(?:verkaufe|biete|vermiete|vermitteln?|"
    r"suche nachmieter)\b"
    r"|\bwir (?:bieten|liefern|reparieren|montieren|kaufen an|vermitteln|suchen mitarbeiter|beraten)\b|"
    r"\bhabe?n? noch (?:freie )?"
    r"(?:termine|plätze)\b|\b(?:my|our) (?:shop|store|channel|course|company|business|etsy|new book|book|"
    r"cottage|firm)\b"
    r"|\b(?:termine?|plätze|kapazitäten) frei\b|\bfreie termine\b|\bfestpreis\w*\b|\bfrei haus\b|\bräumungsverkauf\b"
    r"|\b(?:kaufe|ankauf von|verleihe|vermiete|suche noch|wir suchen noch|zu vergeben|abzugeben)\b|\bmengenrabatt\b"
    r"|\b(?:ohne|trotz) (?:schufa|bankauskunft)\b|\bpassives? einkommen\b|\bvon zu hause aus geld\b"
    r"|\b(?:ihr|euer) (?:\w+ )?(?:vor ort|aus der region|fachbetrieb|meisterbetrieb)\b|\bvom fachbetrieb\b"
    r"|\b(?:verlose|startguthaben|freispiele|einzahlung|erstgespräch|probestunde|probetraining|testsieger|"
    r"nebenjob)\b"
    r"|\bfreie zeiteinteilung\b|\bquereinsteiger willkommen\b|\bkann ich (?:nur|wirklich|jedem|euch) (?:\w+ )?"
    r"empfehlen\b"
    r"|\bwe are a family (?:firm|business)\b|\bverdiene?n?\b.{0,40}\b(?:zu hause|monat|täglich|tag|nebenbei)\b",
    re.IGNORECASE | re.DOTALL,
)
_HANDLE = re.compile(
    r"\b(?:telegram|whats-?app|insta(?:gram)?|tiktok|threema|signal|snap(?:chat)?|facebook|"
    r"onlyfans)\b[^.!?\n]{0,30}(?:@\w{3,}|\+?\d[\d\s/-]{6,})"
    r"|@\w{3,}\s+(?:auf|bei|on)\s+(?:insta|tele|tiktok|whatsapp)",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?:\+|\b0)\d[\d\s/()-]{6,18}\d\b")
_PHONE_OR_MAIL = re.compile(rf"{_PHONE.pattern}|[\w.+-]{{1,64}}@[\w-]{{1,63}}\.[\w.-]{{2,20}}")
_WINDOW = 4_000
_UNLIKELY, _LIKELY, _SURE = 0.05, 0.5, 0.95
# Who tells of rents and wages names prices as well.
_SURE_OF_PRICE = 0.96
_WORTH = {"price": 1.0, "call": 1.2, "code": 1.8, "offer": 1.0, "handle": 2.0, "contact": 0.8}


@dataclass(frozen=True, slots=True)
class Cues:
    """What speaks for advertising.

    :ivar spans: kind of cue, start, end.
    :ivar worth: the sum of what they weigh; a bare link weighs nothing.
    """

    spans: tuple[tuple[str, int, int], ...] = ()
    worth: float = 0.0
    kinds: int = 0
    linked: bool = False


_NOTHING = Cues()
_HINTED = (("code", _CODE, marks.CODES), ("offer", _OFFER, marks.OFFERS), ("handle", _HANDLE, marks.HANDLES))
# A text in lower case is searched faster.
_LOWERED = {"price": for_lowered(_PRICE), "call": for_lowered(_CALL)} | {
    name: for_lowered(pattern) for name, pattern, _ in _HINTED
}
# Calls that need two words, the second close behind the first: hardly any comment has such a pair.
_TOGETHER = tuple(
    (first, second, MARKED[first], MARKED[second])
    for first, second in (
        (marks.AT_ONCE, marks.VERB),
        (marks.REPORT, marks.ONESELF),
        (marks.WRITE, marks.US),
        (marks.FOLLOW, marks.US),
        (marks.FOLLOW, marks.OWNER),
        (marks.DETAILS, marks.BY_WAY_OF),
    )
)
# Signs may cut each of the two words between them into several.
_CLOSE = 8
_CALLING = marks.VERB | marks.REPORT | marks.WRITE | marks.FOLLOW | marks.DETAILS
_SELLING = _CALLING | marks.CALLS | marks.CODES | marks.OFFERS | marks.HANDLES | marks.OWNED
_BEFORE = frozenset("nur ab fuer um statt only from just for to save eur chf fr".split())
_AFTER = frozenset(
    """
    pro im am a per taeglich monatlich extra rabatt nachlass off discount guenstiger weniger cashback rendite sparen
    festzins zins
    """.split()
)
_MANY_DIGITS = re.compile(r"\d[\d\s/()-]{6}")
# Among the signs of a comment: how a telephone number begins, and enough digits for one.
_PHONE_BEGINS = re.compile(r"[+0]\d[^+]*\d")


def find_cues(text: str, words: Sequence[str], marked: int, signs: Signs, links: tuple[Link, ...]) -> Cues:
    """Return what speaks for advertising in a comment.

    :param words: folded; `marked` with what.
    """
    window = text[:_WINDOW]
    likely = _likely_patterns(window, words, marked, signs)
    if not (likely or links):
        return _NOTHING
    if likely and not signs.kinds & IRREGULAR:
        likely = [(name, _LOWERED.get(name, pattern)) for name, pattern in likely]
        # Lower case has as many letters, so that the places are the same.
        window = window.lower()
    spans = [(name, match.start(), match.end()) for name, pattern in likely for match in pattern.finditer(window)]
    if not spans and not links:
        return _NOTHING
    del spans[40:]
    kinds = {name for name, _, _ in spans}
    worth = sum(_WORTH[name] for name in kinds)
    for link in links:
        for name, weight in _link_kinds(link):
            if name not in kinds:
                kinds.add(name)
                worth += weight
            spans.append((name, link.start, link.end))
    if not spans:
        return _NOTHING
    return Cues(tuple(spans), worth, len(kinds), linked=bool(links))


def _likely_patterns(window: str, words: Sequence[str], marked: int, signs: Signs) -> list[tuple[str, re.Pattern[str]]]:
    """Return the kinds of cues, with their patterns, that a comment could hold by its words and signs."""
    kinds = signs.kinds
    likely = []
    if marked & marks.GIFTS or (kinds & NUMBER and (kinds & MONEY or marked & marks.PRICES) and _may_cost(words)):
        likely.append(("price", _PRICE))
    if marked & _SELLING:
        if marked & marks.CALLS or (marked & _CALLING and _calls(words, marked)):
            likely.append(("call", _CALL))
        likely += [(name, pattern) for name, pattern, mark in _HINTED if marked & mark]
        if marked & marks.OWNED and marked & marks.OWNER and not marked & marks.OFFERS:
            likely.append(("offer", _OFFER))
    if kinds & AT or (kinds & NUMBER and _PHONE_BEGINS.search(signs.text) and _MANY_DIGITS.search(window)):
        likely.append(("contact", _PHONE_OR_MAIL if "@" in window else _PHONE))
    return likely


def _calls(words: Sequence[str], marked: int) -> bool:
    """Tell whether two words that call together stand close to each other."""
    return any(
        marked & first
        and marked & second
        and any(not behind.isdisjoint(words[at + 1 : at + _CLOSE]) for at, word in enumerate(words) if word in before)
        for first, second, before, behind in _TOGETHER
    )


def _may_cost(words: Sequence[str]) -> bool:
    """Tell whether a figure could be a price: it stands after "only" or before "a month", or like words do."""
    for number, word in enumerate(words):
        if "0" in word:
            before, after = words[max(0, number - 1) : number], words[number + 1 : number + 4]
            if not (_BEFORE.isdisjoint(before) and _AFTER.isdisjoint(after)):
                return True
    return False


def _link_kinds(link: Link) -> list[tuple[str, float]]:
    kinds = []
    if link.shortened:
        kinds.append(("shortener", 1.2))
    if link.affiliate:
        kinds.append(("affiliate", 2.0))
    if link.disguised:
        kinds.append(("disguise", 2.0))
    if link.messenger:
        kinds.append(("messenger", 2.0))
    if link.commercial:
        kinds.append(("shop", 1.5))
    return kinds


def judge_advertising(text: str, cues: Cues, learned: float) -> Finding | None:
    """Return the finding of cues and the learned score together; cues of one kind alone are none.

    :param learned: the probability the classifier gives.
    """
    if (cues.kinds < 2 and cues.worth < 2.0 and learned < _LIKELY) or cues.worth <= 0.0 or learned < _UNLIKELY:
        return None
    score = min(0.99, max(learned, 0.1 + 0.19 * (cues.worth + 2.0 * learned)))
    certain = (cues.worth >= 3.0 and learned >= 0.25) or (cues.worth >= 2.0 and learned >= 0.5)
    certain = certain or (cues.worth >= 1.0 and learned >= (_SURE if _sells(cues) else _SURE_OF_PRICE))
    spans = sorted({(start, end) for _, start, end in cues.spans})
    return Finding(Category.ADVERTISING, score, certain, evidence(text, spans, "wirbt"))


def _sells(cues: Cues) -> bool:
    """Tell whether there is more than prices."""
    return any(name != "price" for name, _, _ in cues.spans)
