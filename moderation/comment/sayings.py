"""Set phrases that insinuate whatever the words around them."""

import re

from moderation.comment.families import Families, when
from moderation.comment.marks import SAYINGS, SAYINGS_WITH

_SURELY = r"(?:sicher|bestimmt|wohl|garantiert)"
# What they need at least, where that is a rare word.
TELLING = re.compile(
    r"schelm|honi|nachtig\w*|brot|waescht|zufa\w+|umsonst|eigene[mn]\w*|\w*gehalt\w*|naechstenliebe\w*|"
    r"uneigennuetzig\w*|(?:noten|leistung|kompetenz|qualifikation)\w*|reib\w+|haende|zugedrueckt|bezahlte|gekaufte|"
    r"bestellte|gelohnt|ausgezahlt|gelegen|bekommen|abbekommen|geflossen|abgefallen|geschmaeckle|verdien\w+|kassier\w+|"
    r"mitkassiert|coincidence|aufgehalten|schmieren|bestechen|zusammenzaehl\w*|schuft|\w*munkel\w*|vorgehaltener|"
    r"zugeschanzt|zugeschustert|schaefchen|leichen?|abgekartete\w*|ausmalen|zusammenreimen|gschmaeckle|"
    r"beziehungen|kraehe|schweigen|schweigegeld\w*|(?:aus)?gekungelt|(?:aus)?gemauschelt|ausgepackelt|"
    r"\w+l(?:i|er)?wirtschaft|envelopes?|palms|maths?|money|funny|odd|convenient"
)
_RARE = re.compile(
    r"\bein schelm\b|\bhoni soit\b|\bnachtiga?ll?\w*,? ick?h? hoer|\bwe[sm] brot ich ess|"
    r"\beine hand waescht die andere|"
    r"\b(?:na,? )?so ein zufall\b|\bwelch(?:er)? (?:ein )?zufall\b|\b(?:wohl|sicher|bestimmt|doch|"
    r"garantiert) kein zufall|"
    r"\b(?:an|mit) (?:einen |so viele? )?zufa\w+ (?:glaub|hat das|zu tun)|\bwer da noch an zufall|\brein zufaellig\b|"
    r"\b(?:sicher|bestimmt|wohl|garantiert|vermutlich) nicht (?:zufaellig|umsonst|aus eigene[mn]|vom (?:\w+)?gehalt|"
    r"aus (?:reiner )?naechstenliebe|ganz uneigennuetzig|wegen (?:seiner|ihrer) (?:noten|leistung|kompetenz|"
    r"qualifikation))|"
    r"\bhand aufgehalten\b|"
    r"\breib\w+ sich (?:\w+ )?(?:die )?haende\b|\bdie haende reiben\b|\bbeide augen zugedrueckt\b|"
    r"\b(?:bezahlte|gekaufte|bestellte) (?:\w+ )?(?:leute|schreiber\w*|trolle\w*|kommentatoren|claqueure\w*|stimmen|"
    r"experten|journalisten|demonstranten)\b|"
    r"\bauf (?:wessen|welcher|der) gehaltsliste\b|"
    r"\bwird (?:sich|es sich) (?:\w+ ){0,4}(?:gelohnt|ausgezahlt) haben\b|\b(?:wird|werden) (?:schon|"
    r"wohl) (?:\w+ ){0,3}(?:umschlag|etwas|was) "
    r"(?:\w+ ){0,3}(?:gelegen|bekommen|abbekommen|geflossen|abgefallen)\b|\bgeld (?:wird|duerfte) (?:schon|"
    r"wohl) geflossen\b|"
    r"\bein geschmaeckle\b|"
    r"\b(?:verdien\w+|kassier\w+) (?:\w+ ){0,4}(?:ordentlich|kraeftig|praechtig|huebsch|schoen) mit\b|"
    r"\b(?:hat|haben|duerfte|wird) (?:\w+ ){0,6}mitkassiert\b|"
    r"\b(?:hat|haben) sich (?:\w+ ){0,6}(?:schmieren|bestechen) lassen\b|"
    r"\bwhat a coincidence\b|\beins und eins zusammen|\bein schuft,? wer\b|\bmunkelt\b|\bgemunkelt\b|"
    r"\bhinter vorgehaltener hand\b|\bzugesch(?:anzt|ustert)\b|\bschaefchen (?:\w+ ){0,2}ins trockene\b|"
    r"\bleichen? im keller\b|\babgekartete[sn]? (?:\w+ )?(?:spiel|sache)\b|"
    r"\b(?:den rest|alles weitere)\b[^.!?]{0,40}\b(?:ausmalen|zusammenreimen)\b|\bgschmaeckle\b|"
    r"\bbeziehungen (?:\w+ )?spielen l(?:assen|iess|aesst)\b|\beine kraehe hackt\b|"
    r"\bschweigen (?:\w+ ){0,2}(?:abgekauft|abkaufen|vergolde[tn]|bezahlen lassen)\b|\bschweigegeld\b|"
    r"\b(?:aus)?ge(?:kungelt|mauschelt)\b|\bausgepackelt\b|"
    r"\b(?:freunderl|spezl|vetterli|vettern|amigo)wirtschaft (?:pur|halt|eben|wie|vom|at its|lass)\b|"
    r"\bzufaelle gibt(?:'?s| es)?\b(?! nicht)|\b(?:natuerlich|ganz|wieder) (?:nur |rein )?zufaellig\b|"
    r"\bfollow the money\b|\bbrown envelopes?\b|\bgreas\w+ (?:\w+ ){1,3}palms\b|\byou do the maths?\b|"
    r"\b(?:funny|odd) (?:how|that)\b|\bconvenient,? isn'?t it\b"
)


# Patterns with the common words one of which they need.
_COMMON = (
    when(
        r"\b(?:komisch|seltsam|merkwuerdig|auffaellig|interessant|verdaechtig|eigenartig),? (?:nur,? )?(?:dass|wie|"
        r"wenn) (?:\w+ ){0,4}(?:ausgerechnet|gerade|genau|immer|ploetzlich|nur)\b",
        "komisch seltsam merkwuerdig auffaellig interessant verdaechtig eigenartig",
    ),
    when(r"\b(?:nicht|wohl) zum schaden\b", "schaden"),
    when(r"\b(?:haelt|halten|hielt|hielten) (?:\w+ ){0,3}die hand auf\b", "hand"),
    when(rf"\b(?:hat|haben|duerfte) (?:mit \w+ )?{_SURELY} nichts (?:mit \w+ )?zu tun\b", "tun"),
    when(r"\bkann sich (?:ja |doch |wohl |dann )*(?:jeder|jede|man|seinen teil)\b[^.!?]{0,20}denken", "denken"),
    when(r"\bdenk\w* (?:ich )?mir meinen teil\b|\bjeder denkt sich seinen teil\b", "teil"),
    when(
        r"\bman darf (?:mal |ruhig )?raten\b|\bdreimal duerfen (?:sie|wir) raten\b|\bdarfst du dreimal raten\b", "raten"
    ),
    when(
        r"\bdann weiss man(?: ja| auch| doch)*,? (?:warum|wer|wo|was|wieso|woher)\b|\bweiss man,? woher der wind\b",
        "weiss",
    ),
    when(
        r"\banders (?:ist|kann|laesst|sind|kann man) (?:\w+ ){1,5}(?:nicht (?:zu )?(?:erklaer|deut|versteh)\w*)",
        "anders",
    ),
    when(r"\bso laeuft das (?:eben|halt|doch|nun mal|in d)", "laeuft"),
    when(r"\bman kennt sich (?:ja|eben|halt)\b|\bkennt sich ja\b", "kennt"),
    when(r"\b(?:hat|haben) sich (?:\w+ ){0,6}kaufen lassen\b", "kaufen"),
    when(r"\bunter einer decke\b", "decke"),
    when(r"\bwe all know what\b", "know"),
    when(r"\b(?:immer |einfach |mal |doch )?(?:folg(?:e|t|en sie) (?:\w+ )?dem geld|dem geld nach)\b", "geld"),
    when(r"\b(?:die|seine|ihre) (?:finger|haende) (?:\w+ ){0,2}im spiel\b", "spiel"),
    when(
        r"\bunter(?:m| dem| der) (?:tisch|hand) (?:\w+ ){0,3}(?:gewandert|geflossen|bezahlt|gezahlt|geschoben|"
        r"verteilt|vergeben|zugesteckt|durchgereicht|weitergereicht)\b",
        "tisch hand",
    ),
    when(
        r"\b(?:was|wer|wem|wen|wieviel|wie viel)\b[^.!?]{0,25}\bwohl\b[^.!?]{0,50}\b(?:gezahlt|bezahlt|geflossen|"
        r"gewandert|dahinter|dahintersteckt|steckt|profitiert|verdient|kassiert|gesteckt|versprochen|zugesteckt|gedreht|"
        r"mitverdient|abbekommt)\b",
        "wohl",
    ),
)
_SEARCHED = Families(_COMMON)
TELLING_WITH = _SEARCHED.words


def holds_saying(folded: str, words: list[str], marked: int) -> bool:
    """Tell whether one of the set phrases stands in a folded text.

    :param words: of the text; `marked` with what.
    """
    if marked & SAYINGS and _RARE.search(folded) is not None:
        return True
    if not marked & SAYINGS_WITH:
        return False
    return any(pattern.search(folded) is not None for pattern in _SEARCHED.likely(words))
