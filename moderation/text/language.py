"""Which language a text is written in, by its script, its function words and its special letters.

Function words are the commonest words of a language, and few of them suffice (Grefenstette 1995); a text without any is
told by letters that few languages have. In doubt the answer is None.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from moderation.text.normalise import fold
from moderation.text.tokens import split_words

_FUNCTION_WORDS = {
    "de": """
        der die das und ist nicht ich es ein eine zu den mit sich von auf für dem des auch wie dass wenn aber
        nur noch sind wird haben hat bei aus nach wir sie er ihr man mehr oder kein keine diese dieser schon mal
        was so doch wer hier im am zum zur einen einer einem als war werden kann muss wurde warum immer alle
        über vor durch gegen sehr denn da ja nein bitte danke endlich gut schön unsere unser mein meine sein
        seine ihre uns euch ihnen habe bin gibt wo jetzt nie nichts etwas viel viele wieder ohne um bis seit ob
        weil dann also selbst ganz dieses jeder jede soll sollte könnte
    """,
    "gsw": """
        isch nöd nid mir das de dr d und ich han het gseh au no ned dä wär mer bi uf vo zum eifach öppis nüt
        gaht chund sött cha mues scho äu gäg sind händ gsi gits lüt vili
    """,
    "en": """
        the and is not to of in that it you for on with this are was be have as at they but we by from or his
        her an will would there their what so if about who which when can all your has been my just should don
        our more i he she do it's these those how why no yes please thanks great people here then than because
        even only me
    """,
    "fr": """
        le la les et est pas de des un une que qui dans pour sur avec ce cette sont vous nous je il elle ne se
        plus par au aux mais ou on tout c'est été leur bien comme fait son sa ses être très c'était j'ai c qu n
        l d
    """,
    "it": """
        il lo la gli e è non di che un una per con del della sono si da come ma più anche questo questa nel alla
        ha hanno perché i le dei delle degli mi ci se molto essere stato fare quando dove tutti
    """,
    "es": """
        el la los las y es no de que un una por con para del se en lo su al como más pero este esta son está muy
        todo hay ya porque cuando ser nos sus si también esto eso nada gente qué mi yo
    """,
    "pt": """
        o a os as e é não de que um uma para com do da em se no na por mais como mas isso está são muito você
        ele ela foi ser ao pelo também já tem quando nós dos das eu meu isto pessoas
    """,
    "nl": """
        de het een en is niet van dat ik te in voor met op zijn die er aan ook als maar om bij nog naar dan wat
        worden heeft deze wordt zo je we hij ze geen kan moet meer door over dit uit waar mijn onze hebben wel
        al
    """,
    "pl": """
        i w nie na że się z do to jest jak o co po ale od za tak czy już tylko przez dla są może być ten tego
        jego tym było bo ma mnie wszystko bardzo który która kiedy nas ludzie
    """,
    "cs": """
        a v se na je že to s z do o i ale jako za by pro tak po co už jen nebo když ve jsou není jsem jeho být
        má této který protože jsme tady velmi lidé také
    """,
    "sk": """
        a v sa na je že to s z do o i ale ako za by pre tak po čo už len alebo keď vo sú nie som jeho byť má
        ktorý pretože sme tu veľmi ľudia tiež
    """,
    "hr": """
        i u je na se da su za od s što ne kao ali o to iz koji sve ili bi samo ako nije više smo sam ima biti
        jer kad ovo nema ljudi mi vi oni ovaj svi
    """,
    "sl": """
        in v je na se da so za z ki ne kot pa o to iz ali bi samo če ni več smo sem ima biti ker ko tudi še
        ljudje
    """,
    "hu": """
        a az és hogy nem is egy ez van de meg csak már még mint ha vagy el azt ki volt lehet nagyon minden mert
        én ezt kell aki nincs itt most emberek
    """,
    "ro": """
        și în de la nu că este un o cu pe care mai să din pentru sunt se au a ca dar ce sau fost prin fi foarte
        dacă când oameni aici acest
    """,
    "tr": """
        ve bir bu da de için çok ne ile daha gibi o değil var ben mi kadar ama sonra en biz olan olarak bunu her
        şey yok ki diye nasıl insanlar bizim burada
    """,
    "sv": """
        och i att det som en på är av för med den till inte om ett men har de jag var vi så från kan man när nu
        också ska där mycket eller bara här varför
    """,
    "da": """
        og i at det som en på er af for med den til ikke om et men har de jeg var vi så fra kan man når nu også
        skal der meget eller bare her hvorfor
    """,
    "no": """
        og i at det som en på er av for med den til ikke om et men har de jeg var vi så fra kan man når nå også
        skal der mye eller bare her hvorfor
    """,
    "fi": """
        ja on ei se että en oli hän mutta ovat kun niin myös jos tai mitä minä sitä vain kuin nyt me joka olla
        tämä siitä voi ole paljon ihmiset
    """,
    "sq": """
        dhe në të e nuk që për me është një si nga më po ka por kjo ky janë do u se ne shumë duke
    """,
    "lt": """
        ir yra kad ne tai į su iš kaip bet apie tik jau ar buvo dėl už jis mes labai žmonės
    """,
    "lv": """
        un ir ka ne tas uz ar no kā bet par tikai jau vai bija mēs ļoti cilvēki
    """,
    "et": """
        ja on ei see et ta ka aga kui oli oma siis mis nii või ma väga inimesed
    """,
    "id": """
        yang dan di ini itu dengan untuk tidak dari dalam akan pada juga saya ke karena ada bisa
    """,
    "vi": """
        là và của không có được cho một người trong này với những các
    """,
}
# Letters that point to a language where function words are missing or tie.
_LETTERS = {
    "ß": "de", "ñ": "es", "¿": "es", "ł": "pl", "ą": "pl", "ę": "pl", "ż": "pl", "ő": "hu",
    "ű": "hu", "ğ": "tr", "ı": "tr", "ø": "da", "ã": "pt", "õ": "pt", "ě": "cs", "ř": "cs",
    "ů": "cs", "ľ": "sk", "ș": "ro", "ț": "ro", "ă": "ro", "ë": "sq", "ė": "lt", "ų": "lt",
    "ļ": "lv", "ņ": "lv", "œ": "fr", "ê": "fr", "ç": "fr", "đ": "hr", "ć": "hr", "å": "sv",
}  # fmt: skip
_FOREIGN_LETTER = re.compile(f"[{''.join(letter for letter, language in _LETTERS.items() if language != 'de')}]")
_SCRIPTS = {
    "GREEK": "el", "ARABIC": "ar", "HEBREW": "he", "HANGUL": "ko", "HIRAGANA": "ja", "KATAKANA": "ja", "CJK": "zh",
    "DEVANAGARI": "hi", "THAI": "th", "GEORGIAN": "ka", "ARMENIAN": "hy", "CYRILLIC": "ru", "BENGALI": "bn",
    "TAMIL": "ta", "ETHIOPIC": "am",
}  # fmt: skip
_CYRILLIC = (("іїєґ", "uk"), ("ўі", "be"), ("јљњћђџ", "sr"), ("ыэё", "ru"), ("ъщ", "bg"))
_OTHER_SCRIPT = re.compile("[\u0370-\u1dff\u2c00-\ud7ff]")
_SAMPLE_CHARACTERS = 2_000
_MOST_WORDS = 400
_LETTER_WORTH = 0.6
_MIN_WORDS = 3
_MIN_SHARE = 0.17
_MIN_LEAD = 1.25


def detect_language(text: str) -> str | None:
    """Return the ISO 639-1 code of the text's language, or None where it is too short or too mixed to tell.

    Swiss German counts as German.
    """
    sample = text[:_SAMPLE_CHARACTERS]
    return detect_in_words(sample, split_words(fold(sample)))


def detect_in_words(text: str, words: Sequence[str]) -> str | None:
    """Return the language of a text whose folded words are known; see `detect_language`."""
    if not text.isascii():
        script = _foreign_script(text)
        if script is not None:
            return script
    if not words:
        return None
    if _is_surely_german(text, words[:_MOST_WORDS]):
        return "de"
    points = _points(words[:_MOST_WORDS])
    if not text.isascii() and len(words) < 60:
        for letter, language in _LETTERS.items():
            if letter in text:
                points[language] = points.get(language, 0.0) + _LETTER_WORTH
    return _winner(points, min(len(words), _MOST_WORDS))


def is_english(text: str, words: Sequence[str]) -> bool:
    """Tell whether a text whose folded words are known is English: whether `detect_in_words` says so."""
    some = words[:_MOST_WORDS]
    # No word is worth more than one point, and without enough of them no language can win.
    if sum(map(_english().__contains__, some)) < max(1.0, _MIN_SHARE * len(some)):
        return False
    return detect_in_words(text, words) == "en"


def is_plainly_german(words: Sequence[str]) -> bool:
    """Tell at a glance whether folded words are German; False says nothing."""
    some = words[:100]
    return is_mostly_german(sum(map(_german().__contains__, some)), len(some))


def is_mostly_german(common: float, words: int) -> bool:
    """Tell whether so many common German words among all of them make a text German; see `is_plainly_german`."""
    return words >= _MIN_WORDS and common > 0.3 * words


def _is_surely_german(text: str, words: Sequence[str]) -> bool:
    """Tell whether German would win even if all that speaks for any other language spoke for a single one."""
    table = _german_or_not()
    worth = sum([table[word] for word in words if word in table])
    most, foreign = worth.real, worth.imag
    if len(words) < _MIN_WORDS or most < max(1.0, _MIN_SHARE * len(words)) or most <= _MIN_LEAD * foreign:
        return False
    return text.isascii() or _FOREIGN_LETTER.search(text) is None


def _points(words: Sequence[str]) -> dict[str, float]:
    table = _table()
    points: dict[str, float] = {}
    for owners in filter(None, map(table.get, words)):
        for language, worth in owners:
            points[language] = points.get(language, 0.0) + worth
    return points


def _winner(points: dict[str, float], words: int) -> str | None:
    german = points.get("de", 0.0)
    if "gsw" in points:
        points["de"] = german + 0.8 * points.pop("gsw")
    if not points or words < _MIN_WORDS:
        return None
    ranked = sorted(points.items(), key=lambda item: -item[1])
    best, most = ranked[0]
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    if most < max(1.0, _MIN_SHARE * words) or most < _MIN_LEAD * second:
        return None
    return best


@cache
def _german() -> frozenset[str]:
    return function_words("de")


@cache
def _english() -> frozenset[str]:
    return frozenset(word for word, owners in _table().items() if any(language == "en" for language, _ in owners))


@cache
def _german_or_not() -> dict[str, complex]:
    """Return what each function word is worth for German, and (imaginary) at most for any other language."""
    table = {}
    for word, owners in _table().items():
        others = [worth for language, worth in owners if language not in ("de", "gsw")]
        table[word] = complex(sum([worth for language, worth in owners if language == "de"]), max(others, default=0.0))
    return table


@cache
def _table() -> dict[str, tuple[tuple[str, float], ...]]:
    """Return what each function word is worth: less where several languages share it."""
    owners: dict[str, list[str]] = {}
    for language, listed in _FUNCTION_WORDS.items():
        for word in sorted({fold(word).replace("'", "") for word in listed.split()}):
            owners.setdefault(word, []).append(language)
    return {
        word: tuple((language, (1.0 if len(word) > 1 else 0.5) / len(languages) ** 0.5) for language in languages)
        for word, languages in owners.items()
    }


def _foreign_script(text: str) -> str | None:
    """Return the language of a text that is mostly in another script than the Latin one."""
    if _OTHER_SCRIPT.search(text) is None:
        return None
    letters = [character for character in text[:600] if character.isalpha()]
    foreign = [character for character in letters if ord(character) > 0x24F]
    if not foreign or 2 * len(foreign) < len(letters):
        return None
    names = [unicodedata.name(character, "").split(" ")[0] for character in foreign[:200]]
    common = max(set(names), key=names.count)
    if common in ("CJK", "IDEOGRAPHIC") and ("HIRAGANA" in names or "KATAKANA" in names):
        return "ja"
    if common == "CYRILLIC":
        lowered = text.lower()
        return next((language for signs, language in _CYRILLIC if any(sign in lowered for sign in signs)), "ru")
    if common == "ARABIC" and any(sign in text for sign in "پچژگ"):
        return "fa"
    return _SCRIPTS.get(common)


@cache
def function_words(language: str) -> frozenset[str]:
    """Return the folded function words of a language."""
    return frozenset(split_words(fold(_FUNCTION_WORDS[language])))
