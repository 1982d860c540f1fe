"""Words that tell a house talking to its readers about comments from an article that reports on such talk."""

import math
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

# Stems of more than four letters stand for every word that begins with them.
_CUES = {
    "comments": """
        kommentar kommentier kommentator posting poste beitrag beiträge zuschrift leserbrief
        leserkomm forum foren diskussion diskutier debatt netiquette netikette wortmeldung moderat
        moderier comment leserforum community mitreden mitdiskut user zuschriften einsendung eintrag einträge
        meinungsbeitr leserbeitr rückmeldung stellungnahme wortbeitrag thread threads posts leserdialog debattier
        diskurs äußerung einlassung kommis mitleser mitschreib austausch leserpost
    """,
    "offences": """
        beleidig schimpf beschimpf unterstell hetze hetz hass rassis diskrim spam droh ehrverletz
        herabs herabw pöbel angriff schmäh verunglimpf beschuldig verleumd sexis provok polemi häme
        spott obszön gewalt werbe werbung reklame link themenfremd abschweif off insult abus
        unsachlich kraftausdr gerücht verdächtig pauschal anstößig schmähung schmähkrit kränkung mutmaß flüche
        lügen gehässig pornogra vulgär unflätig krawall troll trolle trollen mobbing anfeind diffam verächtlich
        entwürdig menschenver verhetz volksverhetz straftat strafbar rechtswidrig kommerziell doppelpost fäkal
        großbuchstaben schimpfen unhöflich telefonnummer verschwör desinform falschinform falschbehaupt shaming
    """,
    "publishing": """
        veröffentlich freischalt freigeschalt freigeb freigegeb freigabe lösch gelösch entfern prüf
        geprüf sperr gesperr kürz gekürz zulass zugelass publizier aufschalt publish remov delet
        vorbehalt behalten anspruch geduld verzöger verständnis dulde dulden erscheint erscheinen ablehn abgelehnt
        zurückgewies zurückweis gesichtet sichtung gegengeles zurückhalt zurückgehalt ausgeblend ausblend blenden
        geschlossen geschloss deaktiv abgeschalt verwarn ausgeschloss ausschluss unzulässig untersagt verboten
        erlaubt gestattet erwünscht unerwünscht regeln richtlinie hausordnung verstoß verstöße verstößt konto
        aufgeschalt gekürzte kürzung zeichen papierkorb fliegt fliegen
    """,
    "requests": """
        bitte bitten verzicht unterlass vermeid beachte achte bleiben bleibt bleib please welcome
        freuen willkommen haltet halten nennen nennt schreiben schreib schreibt lassen lasst vermeide verzichte
        verzichtet beachtet achtet achten diskutiert melden melde respektier seid formulier begründ
    """,
    "addressees": """
        sie ihnen ihr ihre ihren ihrem ihrer du dein deine dir dich euch euer eure your you
    """,
    "house": """
        wir uns unser unsere unserer unseren unserem we our
    """,
    "courtesy": """
        liebe lieber leser leserin leserinnen leser*innen user nutzer nutzerin sehr geehrte werte
        hallo grüße grüßen gruß grüsse redaktion team redaktionsteam dank danke vielen herzlich
    """,
    "reporting": """
        sagte sagt erklärte teilte hieß laut angaben zufolge sprecher sprecherin berichtete schrieb
        kritisierte forderte wurde wurden war waren hatte hatten habe sei said told according was
        were
    """,
    "offers": """
        newsletter abonn anmeld anmelden kostenlos e-mail mail postfach push app whatsapp abo monat
        kündbar euro subscribe lesen weiterlesen spende unterstütz spenden
    """,
    "credits": """
        foto quelle bild copyright rechte vorbehalten nachdruck dpa afp apa sda reuters impressum
        agentur autor autorin redakteur redakteurin
    """,
}
_STEMS = [tuple(stems.split()) for stems in _CUES.values()]
MIN_STEM = 5
HEAD = 800
# Characters looked at on a page; beyond it of each text no more than its share of them, or the least.
MOST_CHARACTERS, SHORTEST_HEAD = 400_000, 32
MOST_WORDS = 60_000
MOST_LETTERS = 40
# Texts whose cues are kept, and their characters.
MOST_TEXTS, MOST_KEPT = 12_000, 4_000_000
NONE = len(_CUES)
# What a token is that is no single word: none, several, or what parts two texts.
EMPTY, SEVERAL, BETWEEN = NONE + 1, NONE + 2, NONE + 3
GAP = "\0"
_TOKEN = re.compile(r"[^\W\d_]+")
_PUNCTUATION = ".,;:!?()[]\"'„“”»«…-–|/"


def _by_beginning() -> dict[str, list[tuple[str, int]]]:
    table: dict[str, list[tuple[str, int]]] = {}
    for index, stems in enumerate(_STEMS):
        for stem in stems:
            if len(stem) >= MIN_STEM:
                table.setdefault(stem[:MIN_STEM], []).append((stem, index))
    return table


_WHOLE = {stem: index for index, stems in reversed(list(enumerate(_STEMS))) for stem in stems}
_BEGINNINGS = _by_beginning()


class _Classes(dict[str, int]):
    """Which list of cues each word met so far belongs to, the first that does; short cues must match whole."""

    def __missing__(self, word: str) -> int:
        if len(self) >= MOST_WORDS:
            self.clear()
        self[word] = found = _class_of(word)
        return found


def _class_of(word: str) -> int:
    found = _WHOLE.get(word, NONE)
    for stem, index in _BEGINNINGS.get(word[:MIN_STEM], ()):
        if word.startswith(stem):
            return min(index, found)
    return found


_CLASSES = _Classes()


def list_named(name: str) -> int:
    """Return the place of a list of cues."""
    return [*_CUES].index(name)


def list_of(word: str) -> int:
    """Return which list of cues a word in lower case belongs to; `NONE` where none does."""
    return _CLASSES[word]


class _Tokens(dict[str, int]):
    """Which list of cues each token met so far belongs to, punctuation around its word left aside."""

    def __missing__(self, token: str) -> int:
        if len(self) >= MOST_WORDS:
            self.clear()
        bare = token.strip(_PUNCTUATION)
        if bare.isalpha():
            found = _class_of(bare)
        elif token == GAP:
            found = BETWEEN
        else:
            words = _TOKEN.findall(token)
            found = EMPTY if not words else SEVERAL if len(words) > 1 else _class_of(words[0])
        if len(token) <= MOST_LETTERS:
            self[token] = found
        return found


_TOKENS = _Tokens()


class Tokens(NamedTuple):
    """What stands between blanks in the first `HEAD` characters of some texts, in lower case.

    :ivar tokens: of all texts in order; `GAP` follows each text's last.
    :ivar ends: the place of each text's `GAP`.
    :ivar sizes: how many tokens each text has.
    """

    tokens: list[str]
    classes: NDArray[np.int64]
    ends: NDArray[np.int64]
    sizes: NDArray[np.int64]


def tokens_of(texts: Sequence[str]) -> Tokens:
    """Return the tokens of texts, which have no NUL character; fewer of each where they are too long together."""
    heads = [text[:HEAD] for text in texts]
    if sum(map(len, heads)) > MOST_CHARACTERS:
        head = max(SHORTEST_HEAD, MOST_CHARACTERS // len(heads))
        heads = [text[:head] for text in heads]
    tokens = f" {GAP} ".join(heads).lower().split()
    tokens.append(GAP)
    classes = np.fromiter(map(_TOKENS.__getitem__, tokens), np.int64, len(tokens))
    ends = (classes == BETWEEN).nonzero()[0]
    sizes = ends.copy()
    sizes[1:] -= ends[:-1] + 1
    return Tokens(tokens, classes, ends, sizes)


def all_cues(texts: Sequence[str], tokens: Tokens, quotes: NDArray[np.int64] | None = None) -> NDArray[np.float64]:
    """Return for each text how many words of each list of cues it has, for its length; and its quotation marks.

    :param quotes: how many quotation marks each text has, where that is known.
    """
    width = BETWEEN + 1
    rows = np.arange(0, len(texts) * width, width).repeat(tokens.sizes + 1)
    table = np.bincount(rows + tokens.classes, minlength=len(texts) * width).reshape(-1, width)
    for place in (tokens.classes == SEVERAL).nonzero()[0].tolist():
        row = rows[place] // width
        for word in _TOKEN.findall(tokens.tokens[place]):
            table[row, _CLASSES[word]] += 1
    result = np.empty((len(texts), NONE + 2))
    hits = result[:, :NONE]
    np.divide(table[:, :NONE], np.sqrt(table[:, : NONE + 1].sum(axis=1) + 4)[:, None], out=hits)
    result[:, NONE] = hits[:, 0] * (hits[:, 1] + hits[:, 2])
    result[:, NONE + 1] = np.minimum([*map(_quotes, texts)] if quotes is None else quotes, 6) / 3
    _COUNTED.note(dict(zip(texts, result, strict=True)))
    return result


def _quotes(text: str) -> int:
    count = text.count
    marks = count('"')
    return marks if text.isascii() else marks + count("„") + count("»") + count("«") + count("“")


class _Kept(dict[str, tuple[float, ...] | NDArray[np.float64]]):
    """What has been counted lately, by text, as `cues` gives it or as a row of `all_cues`: no more than a page has."""

    _size = 0

    def note(self, counted: Mapping[str, tuple[float, ...] | NDArray[np.float64]]) -> None:
        """Keep what has been counted, of which all else makes room where it must."""
        size = sum(map(len, counted))
        if size > MOST_KEPT or len(counted) > MOST_TEXTS:
            return
        if self._size + size > MOST_KEPT or len(self) + len(counted) > MOST_TEXTS:
            self.clear()
            self._size = 0
        self.update(counted)
        self._size += size


_COUNTED = _Kept()


def cues(text: str) -> tuple[float, ...]:
    """Return the cues of one text, as `all_cues` does, which has counted most of them already."""
    found = _COUNTED.get(text)
    if isinstance(found, tuple):
        return found
    counted = _counted(text) if found is None else tuple(found.tolist())
    if found is None:
        _COUNTED.note({text: counted})
    else:
        _COUNTED[text] = counted
    return counted


def reports_on_rules(text: str) -> bool:
    """Tell whether a text speaks of comments and of offences: of what rules are about."""
    found = _COUNTED.get(text)
    if found is None:
        found = cues(text)
    return bool(found[0] > 0 and found[1] > 0)


def _counted(text: str) -> tuple[float, ...]:
    """Count the cues of one text: for one text arrays cost more than they save."""
    tokens = text[:HEAD].lower().split()
    counts = [0] * (BETWEEN + 1)
    for found in map(_TOKENS.__getitem__, tokens):
        counts[found] += 1
    if counts[SEVERAL]:
        for token in tokens:
            if _TOKENS[token] == SEVERAL:
                for word in _TOKEN.findall(token):
                    counts[_CLASSES[word]] += 1
    root = math.sqrt(sum(counts[: NONE + 1]) + 4)
    hits = [count / root for count in counts[:NONE]]
    return (*hits, hits[0] * (hits[1] + hits[2]), min(_quotes(text), 6) / 3)
