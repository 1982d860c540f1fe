"""Word classes: what kinds of words a comment uses, inflected and compounded, never as mere substrings."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from moderation.comment.advertising import HINTS
from moderation.comment.menaces import MENACING
from moderation.comment.telling_words import INSULT, SPREADING, THREATENING
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
VULGAR = CLASSES.index("vulgar")
MILD = CLASSES.index("mild")
# Beside the classes stands what rules ask of a word: whether a letter stands in it three times in a row, whether a
# vulgar word may begin so, whether it calls somebody names, whether it hints at a threat, a sale, a chain letter, and
# of a longer word that no list has, whether only a part of it is vulgar.
STRETCHED, BEGINNING, INSULTING, THREATENS, SELLS, SPREADS, PARTLY = range(len(CLASSES), len(CLASSES) + 7)
_HINTING = ((THREATENS, THREATENING | MENACING), (SELLS, HINTS), (SPREADS, SPREADING))
CLEAN = "clean"
_ENDINGS = ("", "e", "en", "er", "es", "em", "n", "s", "in", "innen", "ern")
BEGINNING_EDGE = 4
TAIL_EDGE = 5
_MAX_KNOWN = 60_000
# Readers choose the words: what is remembered must stay small whatever they write.
_LONGEST_KNOWN = 60
_SHORTEST_LISTED = 5
# Whatever stands before them, it is abuse; before other tails it may be a plant or a saint.
_ABUSIVE_TAILS = ("arschloch", "arschloech", "hurensohn", "hurensoehn", "wichser", "fotze", "fucker")
# The letters that people stretch.
_TRIPLES = tuple(3 * letter for letter in "aeiouscfrhtnkm")


class Known(dict[str, tuple[int, ...]]):
    """The classes and marks of every word met so far; the rules for compounds are asked only once a word."""

    def __init__(self, compounds: "Compounds", forms: dict[str, tuple[int, ...]], beginnings: frozenset[str]) -> None:
        self._compounds = compounds
        self._beginnings = beginnings
        self._forms = {word: classes + self._marks_of(word) for word, classes in forms.items()}
        super().__init__(self._forms)

    def __missing__(self, word: str) -> tuple[int, ...]:
        """Find the classes of a word, and remember them."""
        if len(self) > _MAX_KNOWN:
            self.clear()
            self.update(self._forms)
        classes = self._compounds.classes_of(word) + self._marks_of(word)
        if len(word) <= _LONGEST_KNOWN:
            self[word] = classes
        return classes

    def _marks_of(self, word: str) -> tuple[int, ...]:
        stretched = (STRETCHED,) if any(triple in word for triple in _TRIPLES) else ()
        begins = (BEGINNING,) if word in self._beginnings else ()
        insults = (INSULTING,) if INSULT.fullmatch(word[:_LONGEST_KNOWN]) else ()
        return (*stretched, *begins, *insults, *(mark for mark, words in _HINTING if word in words))


@dataclass(frozen=True, slots=True)
class Compounds:
    """Beginnings and tails that decide about a compound, each by its first or last letters."""

    beginnings: dict[str, tuple[tuple[str, int], ...]]
    tails: dict[str, tuple[tuple[str, int], ...]]

    def classes_of(self, word: str) -> tuple[int, ...]:
        """Return the classes of a word that no list has whole."""
        for beginning, number in self.beginnings.get(word[:BEGINNING_EDGE], ()):
            if word.startswith(beginning):
                return (number, PARTLY) if number == VULGAR else (number,)
        for tail, number in self.tails.get(word[-TAIL_EDGE:], ()):
            if word.endswith(tail):
                return (number, PARTLY) if number == VULGAR and not tail.startswith(_ABUSIVE_TAILS) else (number,)
        return ()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of each class.

    :ivar vulgar_forms: the vulgar words, one a line; `listed` those of five letters and more, as a set.
    :ivar beginnings: with what those may begin, from two letters up.
    """

    vulgar_forms: str
    listed: frozenset[str] = field(repr=False, compare=False)
    beginnings: frozenset[str] = field(repr=False, compare=False)
    known: "Known" = field(repr=False, compare=False)

    def classes_of(self, word: str) -> tuple[int, ...]:
        """Return the classes of a folded word, by number, and its marks; empty for nearly every word."""
        return self.known[word]

    def is_vulgar(self, word: str) -> bool:
        """Tell whether a folded word is vulgar whatever it is aimed at."""
        return VULGAR in self.known[word]

    def is_partly_vulgar(self, word: str) -> bool:
        """Tell whether a folded word that no list has is vulgar by a part of it alone."""
        return PARTLY in self.known[word]

    def is_profane(self, word: str) -> bool:
        """Tell whether a folded word is vulgar, strongly or mildly."""
        return VULGAR in self.known[word] or MILD in self.known[word]


@cache
def lexicon() -> Lexicon:
    """Return the word classes that travel with the program."""
    source = resources.files("moderation.comment.data").joinpath("lexicon.tsv").read_text("utf-8")
    lines = (line.split("\t") for line in source.splitlines() if line and not line.startswith("#"))
    return build_lexicon((name, words.split()) for name, words in lines)


def build_lexicon(entries: Iterable[tuple[str, list[str]]]) -> Lexicon:
    """Build the look-ups from classes and their words in the notation of `lexicon.tsv`."""
    forms: dict[str, set[int]] = {}
    beginnings: dict[str, set[tuple[str, int]]] = {}
    tails: dict[str, set[tuple[str, int]]] = {}
    clean: set[str] = set()
    for name, words in entries:
        for entry in words:
            word = fold(entry.strip("+*"))
            endings = _ENDINGS if entry.endswith("+") else ("",)
            if name == CLEAN:
                clean.update(word + ending for ending in endings)
                continue
            number = CLASSES.index(name)
            for ending in endings:
                forms.setdefault(word + ending, set()).add(number)
                if entry.startswith("*"):
                    tails.setdefault((word + ending)[-TAIL_EDGE:], set()).add((word + ending, number))
            if entry.endswith("*"):
                beginnings.setdefault(word[:BEGINNING_EDGE], set()).add((word, number))
    vulgar = sorted(word for word, numbers in forms.items() if numbers & {VULGAR, MILD})
    for numbers in forms.values():
        if MILD in numbers:
            numbers.discard(VULGAR)
    compounds = Compounds(
        {edge: tuple(sorted(found)) for edge, found in beginnings.items()},
        {edge: tuple(sorted(found)) for edge, found in tails.items()},
    )
    whole = {word: tuple(sorted(numbers)) for word, numbers in forms.items()}
    listed = frozenset(word for word in vulgar if len(word) >= _SHORTEST_LISTED)
    cut = frozenset(word[:length] for word in listed for length in range(2, len(word)))
    cut -= listed | function_words("de") | function_words("en")
    return Lexicon("\n".join(vulgar), listed, cut, Known(compounds, {**whole, **dict.fromkeys(clean, ())}, cut))
