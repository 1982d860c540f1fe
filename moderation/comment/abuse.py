"""Insults aimed at somebody, and threats, where wording alone leaves no doubt."""

import re

from msgspec.structs import replace

from moderation.comment import marks
from moderation.comment.belittling import find_belittling
from moderation.comment.disguise import find_rude_in_disguise, unmask
from moderation.comment.findings import Finding, evidence
from moderation.comment.lexicon import BIT, PROFANE, Lexicon
from moderation.comment.menaces import menaces
from moderation.comment.reading import Reading
from moderation.comment.signs import MASKED
from moderation.comment.telling_words import NOUN, THREATENING_WITH
from moderation.comment.veiled import find_veiled
from moderation.policy.values import Category
from moderation.text.normalise import offsets
from moderation.text.tokens import split_words

_AIMED = re.compile(
    rf"\b(?:du|sie|ihr|euch|dich|you|ye)\b[^.!?\n]{{0,25}}?\b(?:bist|sind|seid|are|wie|"
    rf"als)?\b[^.!?\n]{{0,40}}?\b({NOUN})\b"
    rf"|\b(?:du|sie|ihr|you)\s+(?:\w+\s+){{0,3}}({NOUN})\b"
    rf"|\b(?:so ein|so eine|was fuer ein|was fuer eine|dies(?:er|e|es|en)|jen(?:er|e)|sol(?:ch|che|cher)|"
    rf"(?:kompletter|totaler|absoluter|"
    rf"groesster|elender|dummer|mieser|verdammter|ekelhafter|lauter|alles|nur|such an?|what an?|this|that|total|"
    rf"complete|utter)) "
    rf"(?:\w+ ){{0,2}}({NOUN})\b"
    rf"|\b({NOUN}) (?:wie (?:du|sie|ihr|der|die|dich)|in (?:der|berlin|dem)|hat (?:ja )?keine|like you)\b"
    rf"|\b(?:der|die|dieser|diese|unser|euer|ihr) (?:\w+ ){{1,3}}(?:ist|sind|war|waren) (?:(?:doch|ja|nur|"
    rf"einfach|halt|ein|eine|der|die|so|wirklich|"
    rf"alle|echt|komplette|totale|grosser|groesste|richtiger|voelliger) ){{0,4}}({NOUN})\b"
    rf"|\b(?:is|are|was|were) (?:just |simply |all |such )?(?:a |an |the )?(?:complete |total |utter |"
    rf"bunch of )?({NOUN})\b"
)
_SHUT_UP = re.compile(
    r"\bhalt(?:et|en sie|'?s)?\s+(?:einfach\s+|doch\s+|mal\s+|endlich\s+|bloss\s+)*(?:die|das|deine|eure|dein|"
    r"euer|ihre|ihr|s)?\s*(?:dumme|bloede|verdammte|dreckige)?\s*"
    r"(?:fresse|schnauze|maul|klappe|goschn|pappn)\b|\bverpiss(?:t|en sie)? (?:dich|euch|sich)\b|"
    r"\bfick(?:t)? (?:dich|euch)\b"
    r"|\bshut (?:the \w+ |your )?(?:up|mouth|trap|face)\b|\bfuck (?:you|off)\b|\bgo to hell\b|\bpiss off\b"
    r"|\b(?:du|sie|ihr) (?:bist|sind|seid|haben|hast|habt)\b[^.!?]{0,40}\b(?:strohdumm|dumm wie (?:brot|stroh)|"
    r"zu (?:dumm|bloed|daemlich)|hirnlos|hirntot|"
    r"hirnamputiert|gehirnamputiert|geisteskrank|gestoert|minderbemittelt|saudumm|nicht ganz dicht|"
    r"krank im (?:kopf|hirn)|bescheuert|bekloppt|"
    r"nicht alle tassen im schrank|ins hirn geschissen|verbloedet|schwachsinnig|grenzdebil|behindert)\b"
    r"|\byou(?:'re| are)\b[^.!?]{0,30}\b(?:stupid|dumb|pathetic|brainless|braindead|mental|insane|an idiot)\b"
)
_SELF = re.compile(r"\b(?:ich|i|mich|wir)\s+(?:\w+\s+){0,2}$|\bkein(?:e|en|er)?\s+(?:\w+\s+)?$")
_KILL = (
    r"(?:aufhaengen|aufgehaengt|aufknuepfen|aufgeknuepft|abknallen|abgeknallt|abstechen|abgestochen|erschiessen|"
    r"erschossen|totschlagen|"
    r"totgeschlagen|vergasen|vergast|umbringen|umgebracht|verrecken|krepieren|steinigen|gesteinigt|koepfen|"
    r"gekoepft|lynchen|gelyncht|"
    r"verbrennen|verbrannt|verpruegeln|verpruegelt|zusammenschlagen|zusammengeschlagen|kastrieren|kastriert|"
    r"hinrichten|hingerichtet|"
    r"ausrotten|ausgerottet|ausmerzen|abfackeln|abgefackelt|niederbrennen|anzuenden|angezuendet|aufschlitzen|"
    r"ersaeufen|ersaufen|"
    r"an die wand (?:stellen|gestellt)|an den galgen|an die laterne|an den naechsten baum|auspeitschen|"
    r"ausgepeitscht|vierteilen|"
    r"in die fresse|aufs maul|eine reinhauen|die fresse polieren|krankenhausreif|kugel (?:in den kopf|verpassen|"
    r"verdient)|genickschuss)"
)
# To wish or to demand it is a breach in itself.
_WISH = re.compile(
    rf"\b(?:sollte|sollten|muesste|muessten|muss man|soll|sollen|gehoert|gehoeren|hoffentlich|hoffe|wuensche|"
    rf"wuerde ich|"
    rf"ich werde|wir werden|werd ich)\b[^.!?\n]{{0,60}}?\b({_KILL})\b"
    rf"|\b({_KILL})\b[^.!?\n]{{0,40}}?\b(?:sollte man|muesste man|gehoert|gehoeren|das pack|das gesindel|"
    rf"soll er|soll sie)\b"
    r"|\b(?:should be|ought to be|deserves? to be|needs? to be|hope (?:you|he|she|they)(?: all)?|someone should)\b"
    r"(?: (?:all|both|just|simply|publicly|taken out and))? \b(?:shot|hanged|die|killed|beaten|burn|lynched|"
    r"stabbed|strung up)\b"
)
# What may be a menace, or only talk: a person decides.
_MENACE = re.compile(
    rf"\b(?:man|einfach|nur noch|am besten|bald|koennte man|alle)\b[^.!?\n]{{0,60}}?\b({_KILL})\b"
    r"|\b(?:ich|wir) (?:\w+ ){0,3}(?:weiss|wissen|finde|finden),? (?:\w+ ){0,3}wo (?:du|sie|er|ihr|der) (?:wohn|"
    r"haus|arbeite|park)"
    r"|\b(?:ich|wir) (?:kriege|kriegen|krieg|finden) (?:dich|euch) (?:noch|schon)\b"
    r"|\b(?:pass(?:t)? (?:bloss |nur |gut )?auf (?:deine?|eure?)|warte nur|du wirst schon sehen)\b"
    r"|\b(?:i will|i'll|we will|we'll) (?:\w+ ){0,3}(?:kill|shoot|burn|stab|hurt) |\bknow where (?:you|he|she|"
    r"they) live"
)
# Death wished on somebody, in set phrases; held, because reports and jokes use them too.
_PHRASES = re.compile(
    r"\bverreckt?e?\b(?! (?:ist|sind|war))|\bkrepiert?e?\b|\bstirb\b|\btod (?:den|dem|allen)\b"
    r"|\bruebe (?:runter|ab)\b|\bkopf ab\b|\bkurzen prozess\b"
    r"|\b(?:an|auf) (?:die|den) (?:naechste[nr]? )?(?:wand|laterne|galgen|scheiterhaufen|baum) mit\b"
    r"|\b(?:soll|sollen|moege|moegen|kann|koennen|darf) (?:\w+ ){0,4}"
    r"(?:verrecken|krepieren|sterben|ersaufen|verbrennen|absaufen|ersticken)\b"
    r"|\bjemand (?:sollte|muesste|muss) (?:ihn|sie|dich|euch|den|die|dem|denen) (?:\w+ ){0,4}"
    r"(?:auflauern|besuchen|abpassen|eine verpassen|die beine brechen|die fresse polieren)\b"
    r"|\b(?:strick|kugel|rattengift|giftspritze|fallbeil) (?:fuer|waere|genuegt|reicht|und fertig|verdient)\b"
    r"|\b(?:drop dead|rot in hell|kill yourself|kys|bring dich um|haeng dich auf)\b"
)
# Things can be burnt as well as people.
_THINGS_TOO = re.compile(
    r"verbrenn|verbrannt|abfackel|abgefackelt|anzuend|angezuendet|niederbrenn|burn|vernicht|aufgehaengt|aufhaengen"
)
_ADDRESSED = re.compile(r"\b(?:dich|euch)\b")
_JUST_BEFORE = 12
_DENIED = re.compile(
    r"\b(?:nicht|kein\w*|niemand|nie|ohne|gegen|falsch|verboten|schlimm|entsetzlich|traurig|angeblich|drohte|"
    r"droht|wurde|wurden|worden|gedroht|forderte|"
    r"not|never|nobody|no one|wrong)\b"
)
_WINDOW = 4_000
_HIDDEN = 0.7
_BELITTLED = 0.7
# Words of the phrases that no list above has.
_FURTHER = frozenset("verreckte krepierte someone should ought deserve deserves need needs shoot hurt stab".split())
# The marks of words without one of which nobody is insulted, and nobody threatened.
_ABUSIVE_WORDS = PROFANE | BIT["insult"] | BIT["slur"] | BIT["crude"]
ABUSIVE = _ABUSIVE_WORDS | marks.BELITTLES
_PLAINLY = marks.KILLS | marks.WARNS | marks.CURSES | marks.MENACES
THREATENING = _PLAINLY | marks.THREATENS_WITH


def judge_insult(comment: Reading) -> Finding | None:
    """Return insults that are aimed at a person: addressed, pointed at, told to shut up, or belittled.

    To be asked where a comment has one of the `ABUSIVE` words.
    """
    folded, marked = comment.folded[:_WINDOW], comment.marks
    # Letters beyond ASCII may part words that stand in the text as one.
    named = marked & marks.INSULTING or not folded.isascii()
    if marked & _ABUSIVE_WORDS:
        found = _finding(comment, _insults(folded, named=bool(named)), Category.INSULT, "Beleidigung")
        if found is not None or not marked & marks.BELITTLES:
            return found
    found = _finding(comment, find_belittling(comment.words, folded), Category.INSULT, "Herabsetzung")
    return replace(found, score=_BELITTLED, certain=False) if found else None


def judge_hidden_insult(
    comment: Reading, profanity: Finding | None, lexicon: Lexicon, *, may_refuse: bool = True
) -> Finding | None:
    """Return an insult that is aimed at a person once its disguise is off, or a disguised word that calls names.

    :param profanity: what the comment has of vulgar words, disguised ones among them.
    :param may_refuse: whether a vulgar word in disguise that calls nobody names may prove an insult.
    """
    rude = find_rude_in_disguise(comment, lexicon) if comment.signs.kinds & MASKED else []
    seen = evidence(comment.text, [(start, end) for start, end, _ in rude], "verdecktes Schimpfwort")
    if profanity is not None and profanity.certain:
        seen = (*profanity.evidence, *seen)
    plain = unmask(comment.text[:_WINDOW], seen, lexicon) if seen else None
    if plain is None:
        return None
    if _insults(plain, named=True):
        if may_refuse or rude or _AIMED.search(plain):
            return Finding(Category.INSULT, 0.94, True, seen)
        return Finding(Category.INSULT, _HIDDEN, False, seen)
    # Why should one hide what is meant well? But at whom it is aimed is for a person to see.
    names = any(lexicon.calls_names(word) for _, _, word in rude)
    shown = set(split_words(plain)).difference(comment.words)
    if names or any(lexicon.known[word] & marks.INSULTING for word in shown):
        return Finding(Category.INSULT, _HIDDEN, False, seen)
    return None


def _insults(folded: str, *, named: bool) -> list[tuple[int, int]]:
    """Return where a folded text insults somebody.

    :param named: whether it may hold a word that calls somebody names.
    """
    spans = [match.span() for match in _SHUT_UP.finditer(folded)]
    for match in _AIMED.finditer(folded) if named else ():
        number = next(index for index in range(1, 7) if match.group(index))
        if not _SELF.search(folded[max(0, match.start(number) - 40) : match.start(number)]):
            spans.append(match.span(number))
    return spans


def judge_threat(comment: Reading) -> Finding | None:
    """Return threats and wishes of violence; reports of it and warnings against it are none.

    To be asked where a comment has one of the `THREATENING` words.
    """
    marked = comment.marks
    paired = marked & marks.THREATENS_WITH and not _are_idle(comment)
    kills = marked & marks.KILLS
    if not (paired or marked & _PLAINLY):
        return None
    folded = comment.folded[:_WINDOW]
    spans = []
    if marked & marks.MENACES:
        spans += [span for pattern in menaces(comment.words) for span in _undenied(pattern, folded)]
        spans += find_veiled(comment.words, folded)
    if kills:
        wishes = _undenied(_WISH, folded)
        of_people = [span for span in wishes if _is_of_people(folded, *span)]
        if of_people:
            return _finding(comment, of_people, Category.VIOLENCE, "Gewaltwunsch")
        spans += wishes
    if paired or kills or marked & marks.WARNS:
        spans += _undenied(_MENACE, folded)
    if paired or marked & marks.CURSES:
        spans += _undenied(_PHRASES, folded)
    finding = _finding(comment, spans, Category.VIOLENCE, "Drohung")
    return replace(finding, score=0.7, certain=False) if finding else None


def _is_of_people(folded: str, start: int, end: int) -> bool:
    """Tell whether a wish of violence can mean nothing but people."""
    if not _THINGS_TOO.search(folded, start, end):
        return True
    return _ADDRESSED.search(folded, max(0, start - _JUST_BEFORE), end) is not None


def _are_idle(comment: Reading) -> bool:
    """Tell whether words that need a partner all lack it; signs beyond ASCII may hide words, so then never."""
    words = set(comment.words)
    if not comment.folded.isascii() or not _FURTHER.isdisjoint(words):
        return False
    return all(partners.isdisjoint(words) for word, partners in THREATENING_WITH.items() if word in words)


def _undenied(pattern: re.Pattern[str], folded: str) -> list[tuple[int, int]]:
    """Return where a pattern matches and nothing around says that it is reported or rejected."""
    return [
        match.span()
        for match in pattern.finditer(folded)
        if not _DENIED.search(folded, max(0, match.start() - 40), match.end() + 40)
    ]


def _finding(comment: Reading, spans: list[tuple[int, int]], category: Category, why: str) -> Finding | None:
    if not spans:
        return None
    places = offsets(comment.text)
    given = [(places[start], places[end - 1] + 1) for start, end in sorted(set(spans))]
    return Finding(category, 0.94, True, evidence(comment.text, given, why))
