"""Word classes: what kinds of words a comment uses, inflected and compounded, never as mere substrings."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

from moderation.text.normalise import fold

CLASSES = (
    "vulgar",
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
    "buy",
    "address",
    "own",
    "negation",
    "counter",
    "reason",
)
VULGAR = CLASSES.index("vulgar")
CLEAN = "clean"
_ENDINGS = ("", "e", "en", "er", "es", "em", "n", "s", "in", "innen", "ern")
BEGINNING_EDGE = 4
TAIL_EDGE = 5


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of each class.

    :ivar forms: classes of a whole word.
    :ivar beginnings: beginnings that decide, by their first letters; `tails` likewise by their last.
    """

    forms: dict[str, tuple[int, ...]]
    beginnings: dict[str, tuple[tuple[str, int], ...]]
    tails: dict[str, tuple[tuple[str, int], ...]]
    vulgar_forms: str

    def classes_of(self, word: str) -> tuple[int, ...]:
        """Return the classes of a folded word, by number; empty for nearly every word."""
        known = self.forms.get(word)
        if known is not None:
            return known
        return self.compound_classes(word)

    def compound_classes(self, word: str) -> tuple[int, ...]:
        """Return the classes of a word that no list has whole, by its beginning or its end."""
        for beginning, number in self.beginnings.get(word[:BEGINNING_EDGE], ()):
            if word.startswith(beginning):
                return (number,)
        for tail, number in self.tails.get(word[-TAIL_EDGE:], ()):
            if word.endswith(tail):
                return (number,)
        return ()

    def is_vulgar(self, word: str) -> bool:
        """Tell whether a folded word is vulgar whatever it is aimed at."""
        return VULGAR in self.classes_of(word)


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
    vulgar = sorted(word for word, numbers in forms.items() if VULGAR in numbers)
    return Lexicon(
        {**{word: tuple(sorted(numbers)) for word, numbers in forms.items()}, **dict.fromkeys(clean, ())},
        {edge: tuple(sorted(found)) for edge, found in beginnings.items()},
        {edge: tuple(sorted(found)) for edge, found in tails.items()},
        "\n".join(vulgar),
    )
