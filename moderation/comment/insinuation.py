"""Insinuation told apart from what only speaks of one: rejected, sourced and openly asked.

The learned judge sees words, and an insinuation shares its words with the comment that rejects it. What stands around
them decides: who calls a rumour nonsense, names a document, or only asks, insinuates nothing, unless an accusing form
stands there too. And some set phrases insinuate whatever their words.
"""

import re

from moderation.comment.marks import SAYINGS, SAYINGS_WITH, SOURCES
from moderation.comment.reading import Reading
from moderation.comment.sayings import holds_saying
from moderation.comment.telling_words import DOCUMENT
from moderation.text.normalise import fold

ACQUITTED = 0.08
SUSPECTED = 0.45
_WINDOW = 2_000
_LONGEST_QUESTION = 30
_SENTENCE = re.compile(r"[^.!?\n]+[.!?\n]*")
_NO = (
    r"(?:kein(?:e[nrms]?|erlei)?|ohne(?: jede[nrs]?)?|nicht de[nr] geringsten?|keinen einzigen|"
    r"fehl\w+ (?:jede[rs]?|jegliche\w*))"
)
_PROOF = r"(?:beleg|beweis|anhaltspunkt|hinweis|grundlage|indiz|nachweis)\w*"
# Said of a claim, it rejects the claim.
_REJECTED = re.compile(
    r"\b(?:unsinn\w*|unfug|quatsch|maerchen|humbug|bloedsinn|hirngespinst\w*|mumpitz|rufmord|verleumd\w+|"
    r"haltlos\w*|unbelegt\w*|unbewiesen\w*|widerlegt\w*|frei erfunden\w*|hergeholt|herbeigezogen|absurd\w*|"
    r"aus der luft gegriffen\w*|aus den fingern gesogen|gegenstandslos|unterstellungen|unwahr\w*|"
    r"boeswillige erfindung|geruecht\w*|mutmassung\w*|spekulation\w*|verdaechtigungen|nachgesagt|"
    r"(?:durch )?nichts (?:belegt|bewiesen|gedeckt|zu belegen|dran)|entbehrt jede[rn]|"
    r"(?:nicht|nie|niemand\w*|nirgends|bisher nicht) (?:\w+ ){0,2}(?:belegt|bewiesen|erwiesen|nachgewiesen|"
    r"nachweisbar)|"
    r"davon (?:\w+ ){0,2}wahr|nicht wahr(?!,)|kein wort (?:davon )?wahr|stimmt (?:so |doch |einfach |ganz |"
    r"ueberhaupt )*nicht|"
    r"(?:das |daran |es )?glaube? ich (?:\w+ )?nicht|ich glaube (?:das |es |ihm )?nicht|"
    r"halte? ich (?:gar |ueberhaupt )?nichts|ich halte? (?:\w+ ){0,2}nichts|"
    r"(?:den|diesen|einen solchen|so einen) (?:vorwurf|verdacht) (?:\w+ ){0,3}(?:nicht|sehe|teile|weise|daneben|"
    r"unfair)|"
    r"unrecht (?:getan|tun|tut)|in die schuhe schieben|"
    r"vorzuwerfen|zu unterstellen|zu behaupten|nachzusagen|anzudichten|andicht\w*|hinzustellen|abzutun|"
    r"nicht jede[rs]?|nonsense|rubbish|no evidence|not evidence|unfounded|baseless)\b"
    rf"|\b{_NO} (?:\w+ ){{0,2}}{_PROOF}"
    r"|\bwer (?:\w+ ){0,8}(?:behauptet|unterstellt|vorwirft|andichtet|schreibt|beschuldigt|verdaechtigt|haelt),?\s"
    r"|\b(?:wer\b|sollte|soll|muss|muesste|moege)[^.!?]{0,50}\bbelegen\b"
    r"|\b(?:solche|derartige|diese|die) (?:\w+ )?(?:unterstellung|verdaechtigung|geruecht|behauptung)\w*"
    r"[^.!?]{0,60}\b(?:nicht|nichts|daneben|lassen|unwuerdig|falsch|absurd|unfair|schluss)\b"
    r"|\b(?:vorwurf|vorwuerfe|behauptung\w*|these|theorie|legende|erzaehlung)\b[^.!?]{0,60}"
    r"\b(?:nicht|nichts|kein\w*|falsch|albern\w*|laecherlich|daneben|unfair|mythos|unhaltbar|vom tisch)\b"
    r"|\bniemand (?:\w+ ){0,4}(?:bezahlt|besticht|kauft|steuert|geschmiert|bestochen|gekauft)\b"
    r"|\bich (?:werde|bekomme|kriege|bin|habe) (?:\w+ ){0,5}(?:nicht|nichts|kein\w*|nie)\b[^.!?]{0,20}"
    r"\b(?:bezahlt|gekauft|geld|cent|auftrag)"
    r"|\b(?:nicht|nie) (?:gekauft|bezahlt|bestochen|geschmiert|ferngesteuert|gesteuert|weggesehen|weggeschaut)\b"
)
_SOURCED = re.compile(
    r"\b(?:laut|gemaess|zufolge|nach angaben|nach eigenen angaben|nach eigenem|nachzulesen|nachlesen|quelle|"
    r"aktenzeichen|az\b|"
    r"drucksache|handelsregister|transparenzregister|lobbyregister|amtsblatt|according to)\b"
    rf"|\b(?:im|in|aus|ausweislich|dem|das|der|ihrem|seinem) (?:\w+ ){{0,4}}{DOCUMENT}\b[^.!?]{{0,80}}"
    r"\b(?:steht|stehen|heisst|haelt|fest|stellte|stellt|ausgewiesen|aufgefuehrt|nennt|beanstandet|belegt|zeigt|"
    r"findet|finden|vermerkt|"
    r"genannt|angegeben|erwaehnt|nach)\b"
    rf"|\b(?:steht|stehen|heisst es|finde\w*|ausgewiesen|aufgefuehrt|vermerkt|festgehalten)\b[^.!?]{{0,60}}"
    rf"\b(?:im|in|aus|auf) (?:\w+ ){{0,4}}(?:{DOCUMENT}|seite \d+)\b"
    rf"|\b{DOCUMENT}\b[^.!?]{{0,30}}\b(?:vom|von) (?:\d{{1,2}}\b|(?:montag|dienstag|mittwoch|donnerstag|freitag)\b)"
    r"|§ ?\d"
)
_OPEN = re.compile(
    r"^\W*(?:und |aber |also |mal (?:eine )?(?:ehrliche )?(?:frage|gefragt)\W+|weiss (?:hier )?(?:jemand|man|"
    r"einer),? (?:ob|wie|wer|wann|was|warum|wieviel)?|"
    r"ist (?:denn |eigentlich |schon )?bekannt|gibt es|liegt|liegen|wurde|wurden|hat|haben|kann|koennen|ist|sind|"
    r"wie|wer|wann|wo|woher|warum|weshalb|wieso|wozu|wem|wen|was|welche[rsnm]?|"
    r"(?:auf|aus|nach|von|mit|zu|in|an|fuer|bei|ab|bis|seit) (?:welche[rsnm]?|wem|wann|wo|was)|who|how|when|why|"
    r"what|which|is|are|does)\b"
)
# Who demands an account asks openly, in an indirect question.
_DEMANDS = re.compile(
    r"\b(?:sollte\w*|soll\w*|muss|muessen|muesste\w*|moege\w*|kann|koennte\w*|bitte|should|must|could)\b[^.!?]{0,40}"
    r"\b(?:erklaeren|darlegen|offenlegen|aufklaeren|begruenden|beantworten|sagen|mitteilen|explain|say|tell)\b[^.!?]{0,12}"
    r"\b(?:wer|wie|wieviel|wo|woher|wofuer|wann|warum|weshalb|wieso|ob|welche[rsnm]?|who|how|why|where|which|whether)\b"
)
# What denies or blames a claim as a whole, so that the claim may follow in plain words.
_WHOLE = re.compile(
    r"\b(?:nicht jede[rs]?|niemand|wer|vorzuwerfen|zu unterstellen|zu behaupten|nachzusagen|anzudichten|"
    r"hinzustellen|abzutun)\b"
)
# More than a word or two, which marks may only wink at.
_QUOTED = re.compile(r"[\"„“”»«][^\"„“”»«\n]{12,300}[\"“”»«]")
_FEWEST_OUTSIDE = 4
# A question that knows its answer.
_LEADING = re.compile(
    r"\b(?:wohl|etwa|wirklich|nur|bloss|rein zufaellig|zufaellig|zufall|ausgerechnet|komisch\w*|seltsam\w*|"
    r"merkwuerdig\w*|angeblich\w*|"
    r"auffaellig\w*|denn da|plump|zufaelligerweise|schon wieder|wieder|alles|gehaltsliste|hand auf|in die tasche\w*|"
    r"umschlag\w*|"
    r"schmiergeld\w*|geschmiert|gekauft|bestochen|kassiert\w*|vertuscht\w*|"
    r"diktiert|eingefluestert|hinterzimmer|nicht wahr|oder nicht|gell|"
    r"funny|really)\b"
)
_WINK = re.compile(
    r"\b(?:zufall|zufaellig\w*|komisch\w*|seltsam\w*|merkwuerdig\w*|schelm\w*|honi|nachtigall|klar,? dass|na klar|"
    r"wer'?s glaubt|"
    r"bestimmt nicht|sicher nicht|wohl kaum|warum wohl|natuerlich nicht|jeder weiss|weiss (?:doch )?jede[r]?|"
    r"wissen doch alle|"
    r"(?:sich|jeder) (?:\w+ ){0,3}denken|in wahrheit|in wirklichkeit|so laeuft|man kennt sich|steckt dahinter|"
    r"dahintersteckt|"
    r"geschmaeckle|stinkt|riecht nach|ausgerechnet|nachhilfe|wes brot|wem nuetzt|cui bono|man fragt sich|nachtijall)\b"
)
_DEED = (
    r"(?:gekauft|kaufen lassen|bezahlt|bestochen|geschmiert|kassiert|mitkassiert|mitverdien\w*|verdien\w*|"
    r"profitiert|gesteuert|"
    r"bestellt|vertuscht|geschoben|verschoben|frisiert|getuerkt|gemauschelt|abgesprochen|abgekartet\w*|absichtlich|"
    r"umschlag|"
    r"schmiergeld\w*|vetternwirtschaft|filz|kluengel|seilschaft\w*|hand auf|eigene tasche|bereichert|gefaelligkeit)"
)
_ACCUSES = re.compile(
    rf"\b(?:hat|haben|hatte|hatten|wurde|wurden|wird|werden|ist|sind|war|waren|steckt|da|hier|laesst|liess|die|der)\b"
    rf"[^.!?]{{0,60}}\b{_DEED}\b"
)
_DENYING = re.compile(
    r"\b(?:nicht|nichts|kein\w*|niemand\w*|nie|sei|seien|habe|haette\w*|werde|waere\w*|dass|ohne|no|not)\b"
)
_CHANCE = re.compile(r"\bzufa\w+\b[^.!?]{0,40}\b(?:glaub|maerchen|erzaehl)|\b(?:maerchen|glaub\w*)\b[^.!?]{0,25}\bzufa")


def correct(comment: Reading, learned: float, least: float = 0.0) -> float:
    """Return the score of insinuation, corrected by what stands around the words that the learned judge saw.

    :param least: the score below which nobody is held; a lower one is not worth correcting downwards.
    """
    marked, least = comment.marks, max(least, ACQUITTED)
    if learned < least and not marked & (SAYINGS | SAYINGS_WITH):
        return learned
    # Folding has made blanks of all other quotation marks.
    folded = comment.folded[:_WINDOW].replace('"', "")
    veiled = holds_saying(folded, comment.words, marked) and not _is_quoted(comment)
    if not veiled and learned < least:
        return learned
    if _is_rejected(folded):
        return min(learned, ACQUITTED)
    if veiled:
        return max(learned, SUSPECTED)
    if _is_open(folded) or _is_sourced(comment, folded) or _demands_account(folded):
        return ACQUITTED
    return learned


def _is_quoted(comment: Reading) -> bool:
    """Tell whether set phrases stand in another's words alone, and something of one's own beside them."""
    given = comment.text[:_WINDOW]
    outside = _QUOTED.sub(" ", given)
    if len(outside) == len(given) or len(outside.split()) < _FEWEST_OUTSIDE:
        return False
    return not holds_saying(fold(outside), comment.words, comment.marks)


def _is_rejected(folded: str) -> bool:
    """Tell whether a comment rejects what it reports, and accuses nobody on top."""
    sentences = [match.group() for match in _SENTENCE.finditer(folded)]
    rejecting = [number for number, sentence in enumerate(sentences) if _REJECTED.search(sentence)]
    if not rejecting:
        return False
    for number, sentence in enumerate(sentences):
        if number in rejecting:
            last = [match.end() for match in _REJECTED.finditer(sentence)][-1]
            if (_accuses(sentence[last:]) and not _WHOLE.search(sentence)) or (
                _WINK.search(sentence) and not _DENYING.search(sentence)
            ):
                return False
        elif number > rejecting[0] and (_accuses(sentence) or _WINK.search(sentence)):
            return False
    # Not to believe in chance is to insinuate.
    return _CHANCE.search(folded) is None


def _accuses(part: str) -> bool:
    match = _ACCUSES.search(part)
    return match is not None and _DENYING.search(part[: match.end() + 20]) is None


def _is_sourced(comment: Reading, folded: str) -> bool:
    if not comment.marks & SOURCES and "§" not in folded:
        return False
    return _SOURCED.search(folded) is not None and _WINK.search(folded) is None and _LEADING.search(folded) is None


def _demands_account(folded: str) -> bool:
    """Tell whether a comment asks indirectly, without knowing the answer, and accuses nobody in its other sentences."""
    if _DEMANDS.search(folded) is None or _WINK.search(folded) or _LEADING.search(folded):
        return False
    sentences = [match.group() for match in _SENTENCE.finditer(folded)]
    return not any(_accuses(sentence) for sentence in sentences if _DEMANDS.search(sentence) is None)


def _is_open(folded: str) -> bool:
    """Tell whether a comment is nothing but a short open question."""
    sentences = [match.group().strip() for match in _SENTENCE.finditer(folded) if match.group().strip(" .!?\n")]
    return (
        0 < len(sentences) <= 2
        and len(folded.split()) <= _LONGEST_QUESTION
        and all(sentence.endswith("?") and _OPEN.search(sentence) for sentence in sentences)
        and _LEADING.search(folded) is None
        and _WINK.search(folded) is None
    )
