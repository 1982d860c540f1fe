"""Frames: what is said about a group of people, by the kinds of words around it and their order.

N-grams see words and their neighbours, so that "… are vermin" and "nobody should call … vermin" look much the same to
them. Here each small word stands for itself, each word of a class for its class, and all others are left out; what is
counted are single words and pairs in their order, side by side or a few apart, hashed (see `moderation.text.hashing`).
Only comments that name a group have frames.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from importlib import resources
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from moderation.comment.inflection import ENDINGS
from moderation.text.normalise import fold

BITS = 13
FRAMES = 1 << BITS
# Short comments have few frames, and each would weigh too much.
FRAME_SMOOTHING = 30.0
GROUPS = frozenset(("group", "gadj", "slur"))
# Of longer comments words as far from a group as that are looked at; of all, at most so many symbols.
_WHOLE, _NEAR = 30, 9
_MOST = 60
# Readers choose the words: what is remembered must stay small whatever they write.
_MOST_MET = 1 << 13
_FARTHEST = 6
# Misspelt is told only of longer words of classes that decide: one letter lost, or two swapped.
_SHORTEST_MISSPELT, _LONGEST_MISSPELT = 7, 18
_MISSPELT = GROUPS | {"bad", "filth", "hate", "harm", "good", "expel", "crime"}
# Words written together without a blank, as no compound is.
_SHORTEST_RUN, _LONGEST_RUN, _LONGEST_PIECE = 16, 120, 20
_FEWEST_PIECES, _COVERED = 3, 0.85
_SMALL = "small"
_EDGES = ("<", ">")
_BEGIN, _END = 1, 2
_ALONE, _SIDE_BY_SIDE, _APART, _QUOTED, _ASKED = range(5)
_WAYS = 5
# With both ends, alone in three ways and with five and one behind.
MOST_FRAMES = (_MOST + 1) * (3 + _FARTHEST)

Slots = NDArray[np.int64]


class Met(dict[str, tuple[int, ...]]):
    """What each word met so far stands for: nothing, one symbol, or several where it is words run together."""

    def __init__(self, look_up: Callable[[str], tuple[int, ...]]) -> None:
        """Begin with no word met."""
        super().__init__()
        self._look_up = look_up

    def __missing__(self, word: str) -> tuple[int, ...]:
        """Find what a word stands for, and remember it."""
        if len(self) > _MOST_MET:
            self.clear()
        symbols = self._look_up(word)
        if len(word) <= _LONGEST_RUN:
            self[word] = symbols
        return symbols


class Frames:
    """The classes of words, and the hashes of their pairs.

    :ivar numbers: of each folded word, which class or small word it stands for; nought is none.
    """

    def __init__(self, entries: Iterable[tuple[str, Sequence[str]]]) -> None:
        """Take classes and their words in the notation of the word lists."""
        symbols: dict[str, int] = {edge: number for number, edge in enumerate(_EDGES, 1)}
        self.numbers: dict[str, int] = {}
        misspelt: dict[tuple[str, int], list[str]] = {}
        for name, words in entries:
            for entry in words:
                word = fold(entry.rstrip("+"))
                symbol = word if name == _SMALL else f"#{name}"
                number = symbols.setdefault(symbol, len(symbols) + 1)
                for ending in ENDINGS if entry.endswith("+") else ("",):
                    form = word + ending
                    if self.numbers.setdefault(form, number) == number and name in _MISSPELT:
                        misspelt.setdefault((form[0], len(form)), []).append(form)
        self._misspelt = {key: tuple(dict.fromkeys(forms)) for key, forms in misspelt.items()}
        self._groups = frozenset(symbols[f"#{name}"] for name in GROUPS if f"#{name}" in symbols)
        self.met = Met(self.look_up)
        self._small = frozenset(number for symbol, number in symbols.items() if not symbol.startswith("#"))
        # One row of hashes for each way in which two words may stand to each other, or one stands alone.
        self._width = len(symbols) + 1
        each = _scattered(2 * _WAYS * self._width)
        self._first, self._second = each[::2], each[1::2]

    def look_up(self, word: str) -> tuple[int, ...]:
        """Return what a folded word stands for, if need be by the rules for misspelt and for joined words."""
        number = self.numbers.get(word, 0)
        if not number and len(word) >= _SHORTEST_MISSPELT:
            number = self.mend(word)
        return (number,) if number else self.part(word)

    def names_group(self, word: str) -> bool:
        """Tell whether a folded word names a group, misspelt or run together with others too."""
        return not self._groups.isdisjoint(self.met[word])

    def slots(self, words: Sequence[str], *, quotes: bool, asks: bool) -> Slots:
        """Return the slots of the frames of a comment that names a group, each as often as it occurs.

        :param words: folded; `quotes` and `asks` whether it has marks of quotation and of question.
        """
        symbols = self._symbols(words)
        left, right, rows = _plan(len(symbols), self._width, quotes, asks)
        numbers = np.array(symbols)
        hashes = self._first.take(numbers.take(left) + rows)
        hashes += self._second.take(numbers.take(right) + rows)
        hashes >>= _SHIFT
        return hashes.view(np.int64)

    def _symbols(self, words: Sequence[str]) -> list[int]:
        met, named = self.met, self._groups
        spread = [met[word] for word in words]
        if len(words) > _WHOLE:
            groups = [at for at, symbols in enumerate(spread) if symbols and not named.isdisjoint(symbols)]
            near = {at for group in groups for at in range(max(0, group - _NEAR), group + _NEAR + 1)}
            spread = [spread[at] for at in sorted(near) if at < len(spread)]
        return [*[_BEGIN, *chain.from_iterable(spread)][:_MOST], _END]

    def mend(self, word: str) -> int:
        """Return what a word stands for if two letters of it are swapped back or one is put in; nought for nothing."""
        if len(word) > _LONGEST_MISSPELT:
            return 0
        for form in self._misspelt.get((word[0], len(word)), ()):
            if _is_swapped(word, form):
                return self.numbers[form]
        for form in self._misspelt.get((word[0], len(word) + 1), ()):
            if _lacks_letter(word, form):
                return self.numbers[form]
        return 0

    def part(self, run: str) -> tuple[int, ...]:
        """Return what the words of a run stand for; nothing where it is one word, perhaps a compound."""
        if not _SHORTEST_RUN <= len(run) <= _LONGEST_RUN:
            return ()
        best: list[tuple[int, tuple[int, ...]]] = [(0, ())]
        for end in range(1, len(run) + 1):
            # A letter left out costs; a piece of two letters gains less than one of more.
            score, symbols = best[end - 1][0] - 1, best[end - 1][1]
            for begin in range(max(0, end - _LONGEST_PIECE), end - 1):
                number = self.numbers.get(run[begin:end])
                if number is not None and best[begin][0] + end - begin - 1 > score:
                    score, symbols = best[begin][0] + end - begin - 1, (*best[begin][1], number)
            best.append((score, symbols))
        score, symbols = best[-1]
        covered = score + len(symbols) >= _COVERED * len(run)
        enough = len(symbols) >= _FEWEST_PIECES and not self._small.isdisjoint(symbols)
        return symbols if covered and enough else ()


_SHIFT = np.uint64(64 - BITS)


@cache
def frames() -> Frames:
    """Return the frames of the word classes that travel with the program."""
    source = resources.files("moderation.comment.data").joinpath("frames.tsv").read_text("utf-8")
    lines = (line.split("\t") for line in source.splitlines() if line and not line.startswith("#"))
    return Frames((name, words.split()) for name, words in lines)


@lru_cache(maxsize=1 << 8)
def _plan(length: int, width: int, quotes: bool, asks: bool) -> tuple[Slots, Slots, Slots]:
    """Return the places of the first and the second of each pair, and where the row of their hashes begins."""
    alone = (_ALONE, *((_QUOTED,) if quotes else ()), *((_ASKED,) if asks else ()))
    pairs = [(at, at, way) for at in range(length) for way in alone]
    pairs += [(at, at + 1, _SIDE_BY_SIDE) for at in range(length - 1)]
    pairs += [(at, at + far, _APART) for far in range(2, _FARTHEST + 1) for at in range(length - far)]
    left, right, ways = np.array(pairs, np.int64).T
    return left, right, ways * width


def _scattered(count: int) -> NDArray[np.uint64]:
    """Return numbers that look random, the same everywhere (SplitMix64, Steele et al. 2014)."""
    numbers = np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        numbers = (numbers ^ (numbers >> np.uint64(shift))) * np.uint64(factor)
    return numbers ^ (numbers >> np.uint64(31))


def _is_swapped(word: str, form: str) -> bool:
    """Tell whether two neighbouring letters make all the difference between words of one length."""
    different = [at for at, (mine, listed) in enumerate(zip(word, form, strict=True)) if mine != listed]
    if len(different) != 2 or different[1] != different[0] + 1:
        return False
    first, second = different
    return word[first] == form[second] and word[second] == form[first]


def _lacks_letter(word: str, form: str) -> bool:
    """Tell whether a word is another but for one letter, not the first."""
    return any(word == form[:at] + form[at + 1 :] for at in range(1, len(form)))
