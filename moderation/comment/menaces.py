"""Threats without a word of killing: veiled, conditional, wished upon somebody, or applauded. A person decides them."""

import re
from collections.abc import Sequence

from moderation.comment.families import Families, when
from moderation.comment.veiled import VEILING

_SHOULD = r"(?:soll|sollte\w*|muesste\w*|koennte\w*|gehoer\w*|werde|werden|wuerde\w*|hoffentlich|moege|brech)"
_LIMB = r"(?:beine?|knochen|nase|finger|arme?|genick|hals|zaehne|kiefer|rippen|schaedel|kopf|haende?)"
_TOOL = (
    r"(?:baseballschlaeger|knueppel|schlagstock|schrotflinte|flinte|gewehr|pistole|mistgabeln?|molotow\w*|benzin|"
    r"benzinkanister|kanister benzin|spaten|axt|machete|brecheisen|eisenstangen?|brechstange|vorschlaghammer|"
    r"kettensaege|messer|faust|faeusten)"
)
_EXECUTION = (
    r"(?:genickschuss|standrecht\w*|erschiessungskommando|guillotine|schafott|fallbeil|galgen|scheiterhaufen|"
    r"todesstrafe|haecksler|lynchmob)"
)


# Each pattern with the words without which it cannot match.
_PATTERNS = (
    when(
        rf"\b{_SHOULD}\b[^.!?\n]{{0,50}}\b{_LIMB} (?:\w+ )?(?:brechen|gebrochen|umdrehen|einschlagen|ausschlagen|"
        r"eintreten|ausgeschlagen|eingeschlagen|abreissen|abhacken|abgehackt)\b",
        "brechen gebrochen umdrehen einschlagen ausschlagen eintreten ausgeschlagen eingeschlagen abreissen "
        "abhacken abgehackt",
    ),
    when(
        r"\b(?:gehoer(?:t|en)|verdien(?:t|en)|braucht?|brauchen|fehlt)\b[^.!?\n]{0,40}\b(?:eine? (?:ordentliche |"
        r"richtige )?(?:tracht )?pruegel|schlaege|haue|gescheuert|vermoebelt|verdroschen|versohlt|verhauen|"
        r"gewatscht|geteert|gefedert|gepruegelt|faustschlag|abreibung|weggesprengt|ueberfahren)\b",
        "pruegel schlaege haue gescheuert vermoebelt verdroschen versohlt verhauen gewatscht geteert gefedert "
        "gepruegelt faustschlag abreibung weggesprengt ueberfahren",
    ),
    when(
        r"\bwenn (?:ich|wir) (?:dich|euch|ihn|den|die|so einen)(?: (?:kerl|typen?|fahrer|burschen|hund|sippschaft))?"
        r"(?: (?:mal|noch|je|irgendwann|wieder|nochmal))* (?:erwisch\w*|in die finger|zu fassen|"
        r"vor die (?:flinte|faeuste))",
        "erwische erwischen finger fassen flinte faeuste begegne begegnen",
    ),
    when(r"\bgnade (?:ihm|ihr|ihnen|dir|euch) gott\b", "gnade"),
    when(
        r"\b(?:dann|sonst) (?:knallt|kracht|rappelt|brennt) (?:es|hier|die|das|bald)\b",
        "knallt kracht rappelt brennt",
    ),
    when(
        r"\b(?:trau|wag)(?:t|en)? (?:dich|euch|sie|sich) (?:\w+ )?(?:her|hierher|raus|noch einmal|nochmal)\b"
        r"|\bkomm du mir\b|\blernst du (?:mich|uns) kennen\b|\berkennt dich (?:deine|keine?r?)\b",
        "trau traut wag wagt trauen wagen komm lernst erkennt",
    ),
    when(
        r"\b(?:weiss|wissen|kenn(?:e|en)|rausfinden|herausfinden)\b[^.!?\n]{0,20}\b(?:wo|welche[nr]?|wann) (?:deine?|"
        r"eure?|ihre tochter|ihr sohn|seine tochter|sein sohn)\b",
        "dein deine deinen eure euer tochter sohn",
    ),
    when(
        r"\b(?:pass|passen sie|passt) (?:\w+ ){0,3}auf (?:deine|eure|ihre) (?:familie|kinder|frau|tochter)"
        r"(?: auf)?[.,!]? (?:herr|frau|du|ihr)\b"
        r"|\b(?:deine?|euren?|ihr) namen? (?:steht|stehen|steht jetzt) auf (?:der|einer|meiner|unserer) liste\b"
        r"|\bwir holen (?:dich|euch|sie)(?: alle)?[.!\n]",
        "deine eure familie kinder namen name holen",
    ),
    when(
        r"\b(?:schade|leider|dumm|bloed|jammerschade)\b[^.!?\n]{0,50}\b(?:ueberlebt|danebenging|daneben ging|"
        r"danebengegangen|verfehlt|nicht getroffen|nicht tot|nur verletzt)\b",
        "ueberlebt danebenging daneben danebengegangen verfehlt getroffen tot verletzt",
    ),
    when(
        r"\b(?:orden|beifall|applaus|bravo|respekt|hut ab|bier|danke|glueckwunsch|lob)\b[^.!?\n]{0,30}\b(?:taeter|"
        r"schuetzen?|messerstecher|angreifer|schlaeger|brandstifter|zugeschlagen|zugestochen|abgefackelt)\b"
        r"|\b(?:taeter|schuetze|angreifer|brandstifter)\b[^.!?\n]{0,20}\b(?:einen orden|applaus|beifall)\b",
        "taeter schuetze schuetzen messerstecher angreifer schlaeger brandstifter zugeschlagen zugestochen",
    ),
    when(
        r"\bhaette (?:\w+ ){0,4}(?:fester|haerter|oefter|besser|richtig) (?:zuschlagen|zustechen|treffen|zielen)\b"
        r"|\b(?:geschieht|geschah) (?:ihm|ihr|ihnen|denen|dir|euch|dem|der) (?:nur |ganz )?recht\b"
        r"|\brecht (?:geschieht|geschah)\b",
        "zuschlagen zustechen treffen zielen geschieht geschah",
    ),
    when(
        r"\bwuensch(?:e|en|t)?\b[^.!?\n]{0,40}\b(?:den tod|krebs|die pest|die kraetze|ein(?:en)? (?:\w+ )?"
        r"(?:herzinfarkt|schlaganfall|unfall)|qualvoll\w*|unter die erde)\b",
        "tod krebs pest kraetze herzinfarkt schlaganfall unfall erde qualvollen qualvolles",
    ),
    when(
        r"\bhoffentlich\b[^.!?\n]{0,60}\b(?:stirbt|sterben sie|krepiert|verreckt|kratzt|abkratzt|nippelt|abnippelt|"
        r"draufgeht|draufgehen|flammen|abbrennt|abfackelt|trifft ihn|trifft sie|erwischt)\b"
        r"|\b(?:soll|sollen|moege|moegen|kann|koennen|koennte|wuerde)\b[^.!?\n]{0,40}\b(?:tot umfallen|"
        r"abkratzen|abnippeln|verrotten|verfaulen|in der hoelle|ins gras beissen|ersticken)\b"
        r"|\bins gras beisst\b",
        "stirbt sterben krepiert verreckt kratzt abkratzt nippelt abnippelt draufgeht draufgehen flammen abbrennt "
        "abfackelt trifft erwischt umfallen abkratzen abnippeln verrotten verfaulen hoelle gras ersticken",
    ),
    when(
        rf"\b{_EXECUTION}\b[^.!?\n]{{0,25}}\b(?:fuer|wieder|her|einfuehren|waere|gehoert|reicht|und fertig|mit)\b"
        rf"|\b(?:gehoer(?:t|en)|ab|her mit) (?:\w+ ){{0,2}}{_EXECUTION}\b|\beinen kopf kuerzer\b|^genickschuss",
        "genickschuss standrechtlich standrecht erschiessungskommando guillotine schafott fallbeil galgen "
        "scheiterhaufen todesstrafe haecksler lynchmob kuerzer",
    ),
    when(
        rf"\b(?:mit|per) (?:der|dem|einem?r?|nem|ner|blosser|den) {_TOOL}\b[^.!?\n]{{0,40}}\b(?:klingel\w*|"
        r"besuch\w*|vorbei\w*|komm\w*|klaer\w*|erklaer\w*|zeig\w*|aufraeum\w*|drauf\w*|stopf\w*|beibring\w*|"
        r"verjag\w*|rausjag\w*|empfang\w*)\b"
        rf"|\b(?:mal|einer|man|ich|wir|jemand)\b[^.!?\n]{{0,40}}\bmit (?:der|dem|einem?r?|nem|ner) {_TOOL} "
        r"(?:klingel\w*|besuch\w*|vorbei\w*|komm\w*|aufraeum\w*|zeig\w*|erklaer\w*|drauf\w*|zuschlag\w*)\b"
        r"|\bhilft nur (?:noch )?(?:der|die|ein) (?:knueppel|faust|schrotflinte|flinte|kugel)\b",
        "baseballschlaeger knueppel schlagstock schrotflinte flinte gewehr pistole mistgabel mistgabeln molotow "
        "molotowcocktail benzin benzinkanister kanister spaten axt machete brecheisen eisenstange eisenstangen "
        "brechstange vorschlaghammer kettensaege messer faust faeusten kugel",
    ),
    when(
        r"\bwindelweich\b|\b(?:mach\w*|schlag\w*) (?:dich|euch|den|ihn|die|sie) (?:kalt|tot|platt)\b"
        r"|\b(?:einfach|nur) (?:draufhalten|drueberfahren|drueber ?fahren|abdruecken|draufschlagen)\b"
        r"|^(?:draufhalten|drueberfahren)\b|\bbewaffnet euch\b",
        "windelweich kalt tot platt draufhalten drueberfahren drueber abdruecken draufschlagen bewaffnet",
    ),
    when(
        r"\b(?:spring|stuerz|haeng|schmeiss|wirf) (?:doch |dich |einfach |bitte |mal ){0,3}(?:von der bruecke|"
        r"vor (?:den|einen) zug|vom dach)\b|\bhaeng dich weg\b|\berschiess dich\b|\bnimm dir (?:einen|den) strick\b",
        "spring haeng erschiess strick stuerz",
    ),
    when(
        r"\b(?:zuendet?|fackelt?)\b[^.!?\n]{0,25}\b(?:bude|haus|heim|laden|unterkunft|huette|auto|rathaus|"
        r"redaktion)\b[^.!?\n]{0,15}\b(?:an|ab|nieder)\b",
        "zuendet zuende fackelt fackel",
    ),
    when(
        r"\b(?:frueher|damals|im mittelalter)\b[^.!?\n]{0,30}\b(?:haette|haetten|hat|wurde|wurden|waere|waeren)\b"
        r"[^.!?\n]{0,50}\b(?:verbrannt|gehaengt|gepfaehlt|gevierteilt|versenkt|ersaeuft|abgehackt|pranger|moor|"
        r"naechsten ast|kurzen prozess|gekoepft)\b",
        "verbrannt gehaengt gepfaehlt gevierteilt versenkt ersaeuft abgehackt pranger moor ast gekoepft prozess",
    ),
)
_SEARCHED = Families(_PATTERNS)
MENACING = VEILING | _SEARCHED.words


def menaces(words: Sequence[str]) -> list[re.Pattern[str]]:
    """Return the patterns that may match a text of these words."""
    return _SEARCHED.likely(words)
