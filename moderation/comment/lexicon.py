"""Word classes: what kinds of words a comment uses, inflected and compounded, never as mere substrings."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from moderation.comment import marks
from moderation.comment.frames import frames
from moderation.comment.inflection import ENDINGS
from moderation.comment.telling_words import ENDLESS, MARKED, TELLING, is_mute
from moderation.text.language import function_words
from moderation.text.normalise import fold

CLASSES = (
    "vulgar",
    "mild",
    "crude",
    "insult",
    "slur",
    "sexual",
    "threat",
    "group",
    "always",
    "party",
    "moderator",
    "conspiracy",
    "nazi",
    "insinuation",
    "contempt",
    "praise",
    "expel",
    "buy",
    "address",
    "own",
    "negation",
    "counter",
    "reason",
)
BIT = {name: 1 << number for number, name in enumerate(CLASSES)}
VULGAR, MILD = BIT["vulgar"], BIT["mild"]
PROFANE = VULGAR | MILD
CALLING_NAMES = BIT["insult"] | BIT["slur"]
RUDE = CALLING_NAMES | BIT["crude"]
CLEAN = "clean"
BEGINNING_EDGE = 4
TAIL_EDGE = 5
_MAX_KNOWN = 60_000
# Readers choose the words: what is remembered must stay small whatever they write.
_LONGEST_KNOWN = 60
_SHORTEST_LISTED, _SHORTEST_RUDE = 5, 4
# An x where a vowel stood, or two of them where others did.
_CROSSED = re.compile(r"[^aeiouxy]x[^aeiouxy]|xx")
_X = re.compile("x")
_LONGEST_CROSSED, _FEWEST_SHOWN = 20, 3
# Whatever stands before them, it is abuse; before other tails it may be a plant or a saint.
_ABUSIVE_TAILS = ("arschloch", "arschloech", "hurensohn", "hurensoehn", "wichser", "fotze", "fucker")
_PARTS_OF_LINKS = ("punkt", "dot", "www")
# The letters that people stretch.
_TRIPLES = tuple(3 * letter for letter in "aeiouscfrhtnkm")


def _hints() -> dict[str, int]:
    hints: dict[str, int] = {}
    for mark, words in MARKED.items():
        for word in words:
            hints[word] = hints.get(word, 0) | mark
    return hints


_HINTS = _hints()


class Known(dict[str, int]):
    """The classes and marks of every word met so far, as bits; the rules for compounds are asked only once a word."""

    def __init__(self, compounds: "Compounds", forms: dict[str, int], beginnings: frozenset[str]) -> None:
        self._compounds = compounds
        self._beginnings = beginnings
        self._forms = {word: classes | self._marks_of(word) for word, classes in forms.items()}
        super().__init__(self._forms)

    def __missing__(self, word: str) -> int:
        """Find the classes of a word, and remember them."""
        if len(self) > _MAX_KNOWN:
            self.clear()
            self.update(self._forms)
        bits = self._compounds.classes_of(word) | self._marks_of(word)
        if len(word) <= _LONGEST_KNOWN:
            self[word] = bits
        return bits

    def _marks_of(self, word: str) -> int:
        bits = _HINTS.get(word, 0)
        if word in self._beginnings:
            bits |= marks.BEGINNING
        if any(triple in word for triple in _TRIPLES):
            bits |= marks.STRETCHED
        start = word[:_LONGEST_KNOWN]
        bits |= sum(mark for mark, pattern in TELLING if pattern.fullmatch(start))
        if word == "w" or any(part in word for part in _PARTS_OF_LINKS):
            bits |= marks.LINKS
        if len(word) > ENDLESS:
            bits |= marks.ENDLESS
        if len(word) == 1:
            bits |= marks.LETTER
        if is_mute(word):
            bits |= marks.MUTE
        if frames().names_group(word):
            bits |= marks.GROUPS
        return bits


@dataclass(frozen=True, slots=True)
class Compounds:
    """Beginnings and tails that decide about a compound, each by its first or last letters.

    :ivar vulgar: the vulgar words, one a line.
    """

    vulgar: str
    beginnings: dict[str, tuple[tuple[str, int], ...]]
    tails: dict[str, tuple[tuple[str, int], ...]]

    def classes_of(self, word: str) -> int:
        """Return the classes of a word that no list has whole."""
        for beginning, bit in self.beginnings.get(word[:BEGINNING_EDGE], ()):
            if word.startswith(beginning):
                return bit | marks.PARTLY if bit == VULGAR else bit
        for tail, bit in self.tails.get(word[-TAIL_EDGE:], ()):
            if word.endswith(tail):
                return bit | marks.PARTLY if bit == VULGAR and not tail.startswith(_ABUSIVE_TAILS) else bit
        return VULGAR if self._is_crossed_out(word) else 0

    def _is_crossed_out(self, word: str) -> bool:
        """Tell whether letters of a vulgar word have been replaced with an x each."""
        if len(word) > _LONGEST_CROSSED or _CROSSED.search(word) is None or len(word) - word.count("x") < _FEWEST_SHOWN:
            return False
        # What is asked about may still have signs in it, and those mean something in a pattern.
        if not word.isalpha():
            return False
        return re.search(f"^{_X.sub('[a-z]', word)}$", self.vulgar, re.MULTILINE) is not None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of each class.

    :ivar vulgar_forms: the vulgar words, one a line; `rude_forms` those that insult or are crude; `listed` the vulgar
        ones of five letters and more, as a set.
    :ivar starts: with what those may begin; `beginnings` from two letters up, and but for what are words of their own.
    """

    vulgar_forms: str
    rude_forms: str = field(repr=False, compare=False)
    listed: frozenset[str] = field(repr=False, compare=False)
    starts: frozenset[str] = field(repr=False, compare=False)
    beginnings: frozenset[str] = field(repr=False, compare=False)
    known: "Known" = field(repr=False, compare=False)

    def is_vulgar(self, word: str) -> bool:
        """Tell whether a folded word is vulgar whatever it is aimed at."""
        return self.known[word] & VULGAR != 0

    def is_partly_vulgar(self, word: str) -> bool:
        """Tell whether a folded word that no list has is vulgar by a part of it alone."""
        return self.known[word] & marks.PARTLY != 0

    def is_rude(self, word: str) -> bool:
        """Tell whether a folded word insults or is crude."""
        return self.known[word] & RUDE != 0

    def calls_names(self, word: str) -> bool:
        """Tell whether a folded word is what people are called in order to insult them."""
        return self.known[word] & CALLING_NAMES != 0

    def is_profane(self, word: str) -> bool:
        """Tell whether a folded word is vulgar, strongly or mildly."""
        return self.known[word] & PROFANE != 0


@cache
def lexicon() -> Lexicon:
    """Return the word classes that travel with the program."""
    source = resources.files("moderation.comment.data").joinpath("lexicon.tsv").read_text("utf-8")
    lines = (line.split("\t") for line in source.splitlines() if line and not line.startswith("#"))
    return build_lexicon((name, words.split()) for name, words in lines)


def build_lexicon(entries: Iterable[tuple[str, list[str]]]) -> Lexicon:
    """Build the look-ups from classes and their words in the notation of `lexicon.tsv`."""
    forms: dict[str, int] = {}
    beginnings: dict[str, set[tuple[str, int]]] = {}
    tails: dict[str, set[tuple[str, int]]] = {}
    clean: set[str] = set()
    for name, words in entries:
        for entry in words:
            word = fold(entry.strip("+*"))
            endings = ENDINGS if entry.endswith("+") else ("",)
            if name == CLEAN:
                clean.update(word + ending for ending in endings)
                continue
            bit = BIT[name]
            for ending in endings:
                forms[word + ending] = forms.get(word + ending, 0) | bit
                if entry.startswith("*"):
                    tails.setdefault((word + ending)[-TAIL_EDGE:], set()).add((word + ending, bit))
            if entry.endswith("*"):
                beginnings.setdefault(word[:BEGINNING_EDGE], set()).add((word, bit))
    vulgar = sorted(word for word, bits in forms.items() if bits & PROFANE)
    whole = {word: bits & ~VULGAR if bits & MILD else bits for word, bits in forms.items()}
    rude = "\n".join(sorted(word for word, bits in forms.items() if bits & RUDE and len(word) >= _SHORTEST_RUDE))
    compounds = Compounds(
        "\n".join(vulgar),
        {edge: tuple(sorted(found)) for edge, found in beginnings.items()},
        {edge: tuple(sorted(found)) for edge, found in tails.items()},
    )
    listed = frozenset(word for word in vulgar if len(word) >= _SHORTEST_LISTED)
    starts = frozenset(word[:length] for word in listed for length in range(1, len(word)))
    own = listed | function_words("de") | function_words("en")
    begun = frozenset(start for start in starts if len(start) > 1 and start not in own)
    known = Known(compounds, {**whole, **dict.fromkeys(clean, 0)}, begun)
    return Lexicon("\n".join(vulgar), rude, listed, starts, begun, known)
