"""Words without which a rule cannot find anything, so that most comments need not be searched for it."""

import re
from itertools import product

from moderation.comment import marks, sayings
from moderation.comment.belittling import TELLING_BELITTLING
from moderation.comment.menaces import MENACING
from moderation.text.language import function_words

NOUN = (
    r"(?:[a-z]{0,14}idiot(?:en|in|innen|s)?|(?:voll|ober|riesen)?trottel[ns]?|(?:voll|ober)?depp(?:en|s)?|"
    r"vollpfosten\w*|vollhorst|"
    r"hornochsen?|dumm(?:kopf|koepfe|koepfen|beutel|schwaetzer\w*|bratze)|schwachkopf|schwachkoepfe\w*|"
    r"hohl(?:birne|birnen|kopf|koepfe\w*)|"
    r"dumpfbacken?|flachzangen?|spacken|spacko|spasti?s?|vollspast\w*|arschloecher\w*|arschloch|arschgeigen?|"
    r"arschkriecher\w*|arsch|aersche|"
    r"wichser[ns]?|wixx?er[ns]?|hurensohn|hurensoehne\w*|fotzen?|schlampen?|nutten?|drecksau|dreckssau|"
    r"drecks?(?:kerl|pack|sack|schwein)\w*|"
    r"mistkerle?|miststuecke?|missgeburt(?:en)?|abschaum|gesindel|lumpenpack|dreckspack|ungeziefer|schmarotzer|"
    r"parasit(?:en)?|"
    r"scheisskerle?|pisser[ns]?|penner[ns]?|hackfressen?|vollpfeifen?|schwachmat(?:en)?|luegenmaul|rassistensau|"
    r"nazischwein\w*|"
    r"schweinehund\w*|witzfigur(?:en)?|lachnummern?|jammerlappen|waschlappen|clowns?|kasper(?:l|le)?|hampelmann|"
    r"hampelmaenner|hirnis?|dumpfnasen?|daemlacks?|flitzpiepen?|pappnasen?|knalltueten?|lackaffen?|schleimer[ns]?|"
    r"(?:gras|halb|granaten|allmachts)dackel[ns]?|dod(?:l|el)n?|depperl[ns]?|wappler[ns]?|ungustln?|nulpen?|"
    r"labertaschen?|schnarchnasen?|trantueten?|klugscheisser[ns]?|spatzenhirne?|(?:holz|stroh)k(?:opf|oepfen?)|"
    r"bloedm(?:ann|aenner[ns]?)|dummbatz(?:en)?|knallchargen?|"
    r"moron(?:s|ic)?|imbeciles?|assholes?|arseholes?|dickheads?|wankers?|scumbags?|retards?|losers?|bastards?|"
    r"cunts?|pricks?|twats?|"
    r"motherfuckers?|dumbass(?:es)?|jackass(?:es)?|halfwits?|nitwits?|muppets?|numpt(?:y|ies)|pillocks?|plonkers?|"
    r"tossers?|bellends?)"
)
_PHRASE_WORDS = frozenset(
    """
    verreck verrecke verreckt verrecken krepier krepiere krepiert krepieren stirb tod ruebe kopf prozess wand laterne
    galgen scheiterhaufen baum sterben ersaufen verbrennen absaufen ersticken strick kugel rattengift
    giftspritze fallbeil drop rot kill kys bring haeng
    """.split()
)
# Without one of these nobody is threatened with violence.
_KILLING = frozenset(
    """
    aufhaengen aufgehaengt aufknuepfen aufgeknuepft abknallen abgeknallt abstechen abgestochen erschiessen
    erschossen totschlagen totgeschlagen vergasen vergast umbringen umgebracht verrecken krepieren steinigen
    gesteinigt koepfen gekoepft lynchen gelyncht verbrennen verbrannt verpruegeln verpruegelt zusammenschlagen
    zusammengeschlagen kastrieren kastriert hinrichten hingerichtet ausrotten ausgerottet ausmerzen abfackeln
    abgefackelt niederbrennen anzuenden angezuendet aufschlitzen ersaeufen ersaufen wand galgen laterne baum
    auspeitschen ausgepeitscht vierteilen fresse maul reinhauen krankenhausreif kugel genickschuss hope shot
    hanged killed beaten burn lynched stabbed strung
    """.split()
)
# Common words of set phrases that threaten only with another word of the same phrase.
THREATENING_WITH = {
    **dict.fromkeys(("weiss", "wissen", "finde"), frozenset(("wo",))),
    "finden": frozenset(("wo", "dich", "euch")),
    **dict.fromkeys(("kriege", "kriegen", "krieg"), frozenset(("dich", "euch"))),
    "sehen": frozenset(("schon",)),
    "know": frozenset(("where",)),
    "jemand": frozenset(("auflauern", "besuchen", "abpassen", "verpassen", "brechen", "polieren")),
}
# Without one of these no chain letter.
_SPREADING = frozenset(
    """
    kopiere kopiert kopieren kopierst teile teilt teilen weiterleiten weiterleite leite leitet schick schicke schickt
    sende sendet weitersagen verbreiten verbreitet sprachmodell ki leserkommentar leserkommentare fassung copy forward
    """.split()
)
# Papers that a comment may cite, and without one of these it cites nothing.
DOCUMENT = (
    r"(?:\w*protokoll\w*|\w*bericht(?:s|es|e|en)?|urteil\w*|beschluss\w*|bescheid\w*|\w*verzeichnis|\w*register\w*|"
    r"drucksache|amtsblatt|\w*gutachten\w*|\w*statistik\w*|\w*abschluss\w*|haushaltsplan\w*|haushalt|bilanz|satzung|"
    r"vertrag\w*|\w*mitteilung\w*|impressum|anfrage|antwort|\w*portal\w*|niederschrift|vorlage|ausschreibung\w*|"
    r"programmheft|verfuegung|akte\w*|anlage|grundbuch\w*|antrag\w*|auskunft|veroeffentlichung\w*|tabelle|studie\w*)"
)
_CITING = re.compile(
    rf"laut|gemaess|zufolge|angaben|eigenem|nachzulesen|nachlesen|quelle|aktenzeichen|az|according|seite|{DOCUMENT}"
)
# What stands before the number of a house.
_STREET = re.compile(r"\w*(?:strasse|str|weg|gasse|allee|ring|platz|damm|ufer|steig|hang|rain)|[ai]m")
# What a pattern of advertising needs to match at all.
_GIFTS = """
    preis preise gratis kostenlos kostenlose kostenloser kostenloses unverbindlich unverbindliche unverbindliches free
    versandkostenfrei sonderangebot vorrat
"""
_PRICES = """
    euro eur chf franken fr pounds dollars dollar usd rabatt discount cashback rendite festzins zins sparen
    nachlass save nur ab only from off weniger guenstiger
"""
_CALLS = """
    klick klickt profil bio schaut schau meldet melde anruf kontaktiert kontaktieren kontaktiere terminbuchung
    link kommentier kommentiert kommentiere kommentieren anschreiben abo like anrufen tel telefon
    mobil handy interesse bewirb pn dm whatsapp telegram threema nachricht sign order buy click join check visit
    subscribe book call code talk prices link message text
"""
_VERBS = """
    bestellen kaufen klicken anmelden buchen sichern registrieren testen zugreifen anfordern entdecken
    abonnieren einsteigen bewerben
"""
_CODES = """
    code gutscheincode rabattcode promocode aktionscode einladungscode use einladungslink werbelink partnerlink
    gutschein rabatt
"""
_OFFERS = """
    verkaufe biete vermiete vermittle vermitteln nachmieter bieten liefern reparieren montieren kaufen suchen
    beraten termine plaetze kapazitaeten business firm verdiene verdienen verdient verdienst frei freie
    festpreis festpreisgarantie raeumungsverkauf kaufe ankauf verleihe vergeben abzugeben mengenrabatt schufa
    bankauskunft einkommen region fachbetrieb meisterbetrieb verlose startguthaben freispiele einzahlung
    erstgespraech probestunde probetraining testsieger nebenjob zeiteinteilung quereinsteiger empfehlen
"""
# Things that are offered by those who call them their own.
_OWNED = """
    shop onlineshop online webshop laden firma betrieb familienbetrieb kanal youtubekanal youtube blog podcast
    buch roman debuet ratgeber kurs seminar angebot produkt praxis studio agentur website webseite seite team
    newsletter book coaching vergleich etsy instagram insta store channel course company cottage
"""
_OWNERS = ("my", "our", *("".join(parts) for parts in product(("mein", "unser"), ("", "e"), ("", "n", "m", "r", "s"))))
_HANDLES = "telegram whatsapp whats insta instagram tiktok threema signal snap snapchat facebook onlyfans tele"
TELLING = (
    (marks.INSULTING, re.compile(NOUN)),
    (marks.SAYINGS, sayings.TELLING),
    (marks.SOURCES, _CITING),
    (marks.STREETS, _STREET),
)
# A longer word than that is none.
ENDLESS = 45
_VOWELS = frozenset("aeiouy0")
_SHORTEST_MUTE = 3
MARKED = {
    marks.KILLS: _KILLING,
    marks.WARNS: frozenset("pass passt warte kill burn hurt".split()),
    marks.CURSES: _PHRASE_WORDS,
    marks.THREATENS_WITH: frozenset(THREATENING_WITH),
    marks.MENACES: MENACING,
    marks.BELITTLES: TELLING_BELITTLING,
    marks.SAYINGS_WITH: sayings.TELLING_WITH,
    marks.SPREADS: _SPREADING,
    marks.GERMAN: function_words("de"),
    marks.PRICES: frozenset(_PRICES.split()),
    marks.GIFTS: frozenset(_GIFTS.split()),
    marks.CODES: frozenset(_CODES.split()),
    marks.OFFERS: frozenset(_OFFERS.split()),
    marks.OWNED: frozenset(_OWNED.split()),
    marks.OWNER: frozenset(_OWNERS),
    marks.HANDLES: frozenset(_HANDLES.split()),
    marks.CALLS: frozenset(_CALLS.split()),
    marks.VERB: frozenset(_VERBS.split()),
    marks.AT_ONCE: frozenset("jetzt gleich hier direkt sofort noch einfach".split()),
    marks.REPORT: frozenset(("melden",)),
    marks.ONESELF: frozenset(("sich",)),
    marks.WRITE: frozenset("schreibt schreib fragt frag".split()),
    marks.US: frozenset("mir uns ihr ihm mich doch".split()),
    marks.FOLLOW: frozenset("folgt folge abonniert abonniere besucht besuche".split()),
    marks.DETAILS: frozenset("info infos details termine termin anfragen prospekt buchung".split()),
    marks.BY_WAY_OF: frozenset("unter auf per via".split()),
}


def is_mute(word: str) -> bool:
    """Tell whether a folded word has no vowel, as keys struck at random have none."""
    return len(word) >= _SHORTEST_MUTE and _VOWELS.isdisjoint(word) and word.isalpha() and word.isascii()
