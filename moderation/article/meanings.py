"""What a text's words mean, in classes: the words of an unknown footer are new, the classes of its words are not.

`data/meanings.txt` lists about a hundred classes by stems: those of what houses tell their readers (prices, channels,
deleting, rights), of what articles tell (courts, families, weather), and of small words. Signs and numbers have classes
of their own, and so do words that stand in no list, by their capital. A text is seen as how often each class comes in
it; a small network says from this what the text is.
"""

import re
from collections.abc import Mapping, Sequence
from importlib.resources import files
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from moderation.article.products import product

MAX_CHARACTERS = 1_200
# Of what stands between blanks, more is not looked at, nor is it kept.
MOST_LETTERS, MOST_UNITS = 60, 30_000
# Stems of fewer letters are whole words.
MIN_STEM, MOST_STEM, MIN_END = 5, 20, 3
MOST_CLASSES = 2
# In standard deviations: a class that a text is full of should not decide alone.
BOUND = 4.0
# What is added to the number of words before the root is taken.
SMOOTHING = 2.0
NUMBERS = 7

Floats = NDArray[np.float32]

_UNIT = re.compile(
    r"(?P<address>https?://\S+|www\.\S+|\b[\w-]+\.(?:de|at|ch|com|org|net|info|eu)\b(?:/\S*)?)|(?P<mail>\S+@\S+\.\w+)"
    r"|(?P<handle>[@#]\w+)|(?P<number>\d[\d.,:/]*\d|\d)|(?P<word>[^\W\d_]+(?:[-*:_·’'][^\W\d_]+)*)"
    r"|(?P<sign>[.!?…:;„“\"»«•–—|©€()*])"
)
_SIGNS = {
    **dict.fromkeys(".…", "stop"),
    **dict.fromkeys('„“"»«', "quote"),
    "!": "call",
    "?": "asks",
    ":": "colon",
    "•": "bullet",
    "|": "bar",
    "©": "copyright",
    "€": "money_sign",
    "(": "bracket",
    "*": "star",
}
_OTHERS = (
    *dict.fromkeys(_SIGNS.values()),
    *("address", "mail", "handle", "phone", "year", "clock", "count", "preterite", "noun", "verb", "capitals"),
)
_YEAR, _CLOCK, _SUM = re.compile(r"(?:19|20)\d\d"), re.compile(r"\d\d?\.\d\d|.*:.*"), re.compile(r".*,\d\d")
# Words that mean something else with a small letter.
_CASED = frozenset(("Sie", "Ihr", "Ihre", "Ihnen"))


class _Lists(NamedTuple):
    """The lists: which classes a whole word has, and the class of a beginning and of an end.

    :ivar groups: how the classes are grouped, by the names of the groups.
    """

    names: tuple[str, ...]
    whole: dict[str, tuple[int, ...]]
    beginnings: dict[str, int]
    ends: dict[str, int]
    groups: dict[str, tuple[int, ...]]


def read_lists(text: str) -> _Lists:
    """Return the lists that a text states, in the notation of `data/meanings.txt`."""
    names: list[str] = []
    whole: dict[str, tuple[int, ...]] = {}
    beginnings: dict[str, int] = {}
    ends: dict[str, int] = {}
    groups: dict[str, tuple[int, ...]] = {}
    group = ""
    for line in text.splitlines():
        if line.startswith("["):
            group = line.strip("[]")
            continue
        if not line or line.startswith("#"):
            continue
        if not line.startswith(" "):
            name, _, line = line.partition(":")  # noqa: PLW2901
            names.append(name)
            groups[group] = (*groups.get(group, ()), len(names) - 1)
        for entry in line.split():
            place = len(names) - 1
            if entry.startswith("="):
                known = whole.get(entry[1:], ())
                whole[entry[1:]] = tuple(dict.fromkeys((*known, place)))[:MOST_CLASSES]
            elif entry.startswith("-"):
                ends.setdefault(entry[1:], place)
            else:
                beginnings.setdefault(entry, place)
    return _Lists(tuple(names), whole, beginnings, ends, groups)


_LISTS = read_lists((files("moderation.article.data") / "meanings.txt").read_text("utf-8"))
CLASSES = (*_LISTS.names, *_OTHERS)
_PLACES = {name: place for place, name in enumerate(CLASSES)}
_NOUN, _VERB, _PAST, _STOP = (_PLACES[name] for name in ("noun", "verb", "preterite", "stop"))
_HOUSE, _WORLD = list(_LISTS.groups["house"]), list(_LISTS.groups["world"])
WIDTH = 2 * len(CLASSES) + NUMBERS


class Meaning(NamedTuple):
    """The network that reads classes: log-odds of rules, and of other boilerplate, against an article's text.

    :ivar mean: and `scale` of what it sees.
    """

    mean: Floats
    scale: Floats
    hidden: Floats
    hidden_offset: Floats
    output: Floats
    output_offset: Floats

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "Meaning":
        """Return the network of a stored head.

        :raises KeyError: when an array is missing.
        :raises ValueError: when it reads other classes than this program has.
        """
        read = cls(*(arrays[f"meaning_{name}"].astype(np.float32) for name in cls._fields))
        if read.hidden.shape[0] != WIDTH or read.mean.shape != (WIDTH,) or read.scale.shape != (WIDTH,):
            raise ValueError("the network reads other classes of words")
        return read

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Return what `from_arrays` reads."""
        return {f"meaning_{name}": array for name, array in self._asdict().items()}

    def read(self, texts: Sequence[str]) -> Floats:
        """Return for each text the log-odds, one column for each question."""
        values = np.clip((meanings(texts) - self.mean) / self.scale, -BOUND, BOUND)
        hidden = product(values, self.hidden) + self.hidden_offset
        result: Floats = product(np.maximum(hidden, 0), self.output) + self.output_offset
        return result


def no_meaning() -> Meaning:
    """Return a network that says nothing."""
    mean, hidden, output = np.zeros(WIDTH, np.float32), np.zeros((WIDTH, 1), np.float32), np.zeros((1, 2), np.float32)
    return Meaning(mean, mean + 1, hidden, np.zeros(1, np.float32), output, np.zeros(2, np.float32))


def meanings(texts: Sequence[str]) -> Floats:
    """Return what the network sees of texts: how often each class comes, whether it does, and some sums."""
    found = [list(chain.from_iterable(map(_UNITS.__getitem__, text[:MAX_CHARACTERS].split()))) for text in texts]
    sizes, width = np.array([len(own) for own in found], np.int64), len(CLASSES)
    places = np.fromiter(chain.from_iterable(found), np.int64, int(sizes.sum()))
    places += np.arange(0, len(found) * width, width).repeat(sizes)
    counts = np.bincount(places, minlength=len(found) * width).reshape(-1, width).astype(np.float32)
    most = np.maximum(sizes, 1).astype(np.float32)
    result = np.empty((len(found), WIDTH), np.float32)
    np.divide(counts, np.sqrt(most + SMOOTHING)[:, None], out=result[:, :width])
    result[:, width : 2 * width] = counts > 0
    house, world = counts[:, _HOUSE].sum(axis=1), counts[:, _WORLD].sum(axis=1)
    sums = (counts[:, _NOUN], counts[:, _VERB], counts[:, _PAST], house, world)
    result[:, 2 * width : -2] = np.stack(sums, axis=1) / most[:, None]
    result[:, -2] = np.log1p(most)
    result[:, -1] = (house - world) / np.sqrt(most)
    return result


def classes_of(text: str) -> list[str]:
    """Return the names of the classes of a text's words and signs, in their order."""
    return [CLASSES[place] for unit in text.split() for place in _UNITS[unit]]


class _Units(dict[str, tuple[int, ...]]):
    """The classes of what stood between blanks in texts read before."""

    def __missing__(self, unit: str) -> tuple[int, ...]:
        if len(self) >= MOST_UNITS:
            self.clear()
        # Most are a word, and what may end one.
        bare, sign = (unit[:-1], unit[-1]) if unit[-1] in ".," else (unit, "")
        if bare.isalpha() and len(unit) <= MOST_LETTERS:
            found = (*_of_word(bare), _STOP) if sign == "." else _of_word(bare)
        else:
            found = tuple([place for match in _UNIT.finditer(unit[:MOST_LETTERS]) for place in _classes(match)])
        if len(unit) <= MOST_LETTERS:
            self[unit] = found
        return found


_UNITS = _Units()


def _classes(match: re.Match[str]) -> tuple[int, ...]:
    kind, text = str(match.lastgroup), match.group()
    if kind == "word":
        return _of_word(text)
    if kind == "sign":
        return (_PLACES[_SIGNS[text]],) if text in _SIGNS else ()
    return (_PLACES[_of_number(text) if kind == "number" else kind],)


def _of_number(text: str) -> str:
    digits = sum(map(str.isdigit, text))
    if _CLOCK.fullmatch(text):
        return "clock"
    if digits > 6 or (text[0] == "0" and digits > 3):
        return "phone"
    if _YEAR.fullmatch(text):
        return "year"
    return "money_sign" if _SUM.fullmatch(text) else "count"


def _of_word(word: str) -> tuple[int, ...]:
    low = word.lower()
    known = _LISTS.whole.get(word) or (() if word in _CASED else _LISTS.whole.get(low)) or _by_parts(low)
    if known:
        return known
    if word[0].isupper():
        return (_PLACES["capitals"] if len(word) > 2 and word.isupper() else _NOUN,)
    return (_PAST if len(low) > 4 and low.endswith(("te", "ten")) else _VERB,)


def _by_parts(word: str) -> tuple[int, ...]:
    """Return the classes of how a word begins and how it ends, or of the parts between its hyphens."""
    begins = _longest(word, _LISTS.beginnings, MIN_STEM)
    ends = None
    for size in _END_SIZES:
        if size <= len(word) - 2 and (ends := _LISTS.ends.get(word[-size:])) is not None:
            break
    found = [place for place in (begins, ends) if place is not None]
    if not found and "-" in word:
        parts = [part for part in word.split("-") if part]
        each = [_LISTS.whole[part][0] if part in _LISTS.whole else _longest(part, _LISTS.beginnings) for part in parts]
        found = [place for place in each if place is not None]
    return tuple(dict.fromkeys(found))[:MOST_CLASSES]


def _longest(word: str, beginnings: Mapping[str, int], least: int = MIN_STEM) -> int | None:
    for size in _BEGINNING_SIZES:
        if least <= size <= len(word) and (found := beginnings.get(word[:size])) is not None:
            return found
    return None


def _sizes(stems: Mapping[str, int], least: int) -> list[int]:
    """Return the lengths that stems have, the longest first."""
    return sorted({len(stem) for stem in stems if least <= len(stem) <= MOST_STEM}, reverse=True)


_BEGINNING_SIZES, _END_SIZES = _sizes(_LISTS.beginnings, MIN_STEM), _sizes(_LISTS.ends, MIN_END)
