"""Words that tell a house talking to its readers about comments from an article that reports on such talk."""

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain

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
MOST_WORDS = 60_000
NONE = len(_CUES)
_TOKEN = re.compile(r"[^\W\d_]+")


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
        found = _WHOLE.get(word, NONE)
        for stem, index in _BEGINNINGS.get(word[:MIN_STEM], ()):
            if word.startswith(stem):
                found = min(index, found)
                break
        self[word] = found
        return found


_CLASSES = _Classes()


def all_cues(texts: Sequence[str]) -> NDArray[np.float64]:
    """Return for each text how many words of each list of cues it has, for its length; and its quotation marks."""
    found = [_TOKEN.findall(text[:HEAD].lower()) for text in texts]
    sizes = np.fromiter(map(len, found), np.int64, len(found))
    classes = np.fromiter(map(_CLASSES.__getitem__, chain.from_iterable(found)), np.int64, int(sizes.sum()))
    width = NONE + 1
    places = np.repeat(np.arange(len(texts)) * width, sizes) + classes
    counts = np.bincount(places, minlength=len(texts) * width).reshape(-1, width)[:, :NONE]
    hits = counts / np.sqrt(sizes + 4)[:, None]
    both = hits[:, 0] * (hits[:, 1] + hits[:, 2])
    quotes = np.fromiter(map(_quotes, texts), np.float64, len(texts))
    return np.column_stack((hits, both, np.minimum(quotes, 6) / 3))


def _quotes(text: str) -> int:
    count = text.count
    marks = count('"')
    return marks if text.isascii() else marks + count("„") + count("»") + count("«") + count("“")


@lru_cache(maxsize=1_024)
def cues(text: str) -> tuple[float, ...]:
    """Return the cues of one text, as `all_cues` does: for one text arrays cost more than they save."""
    found = _TOKEN.findall(text[:HEAD].lower())
    counts = [0] * (NONE + 1)
    for word in found:
        counts[_CLASSES[word]] += 1
    root = math.sqrt(len(found) + 4)
    hits = [count / root for count in counts[:NONE]]
    return (*hits, hits[0] * (hits[1] + hits[2]), min(_quotes(text), 6) / 3)
