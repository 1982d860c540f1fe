"""Patterns over folded words: a small language for data files, matched in time linear in the text.

A pattern is a row of items. `beleidig*` is a beginning, `*hetze` an end, `*hetz*` a part of a word, `hetze` the
whole word; `a|b` is either; `~` skips up to four words, `~2` up to two; `=word` must stand there but is not part of
the match; `!word` must not stand there (before the first item: not just before the match); `^` is the beginning of a
sentence or of a part of it. Items are folded as words are, so data files spell naturally.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from moderation.policy.words import Word, completions, fold

Meaning = TypeVar("Meaning")
_GAP = 4


@dataclass(frozen=True, slots=True)
class Step:
    """One item of a pattern.

    :ivar gap: how many words may be skipped before it.
    """

    stems: frozenset[str]
    gap: int = 0
    context: bool = False
    absent: bool = False
    at_start: bool = False


class Found(NamedTuple, Generic[Meaning]):
    """A pattern that matched.

    :ivar covered: indexes of the words that belong to the match.
    """

    meaning: Meaning
    first: int
    last: int
    covered: tuple[int, ...]


class _Candidate(NamedTuple, Generic[Meaning]):
    """A pattern as its first word finds it.

    :ivar last: stems of its last item, one of which the sentence must show; None where that item must be absent.
    :ivar single: one word anywhere is the whole pattern.
    """

    steps: tuple[Step, ...]
    meaning: Meaning
    last: frozenset[str] | None
    single: bool


class PatternSet(Generic[Meaning]):
    """Patterns with a meaning each, compiled once."""

    def __init__(self, patterns: Sequence[tuple[str, Meaning]]) -> None:
        self._candidates = [_candidate(compile_pattern(text), meaning) for text, meaning in patterns]
        self._stems = _StemIndex(stem for item in self._candidates for step in item.steps for stem in step.stems)
        self._starting: dict[str, list[int]] = {}
        for number, candidate in enumerate(self._candidates):
            for stem in _anchor(candidate.steps).stems:
                self._starting.setdefault(stem, []).append(number)
        self._of_word = lru_cache(maxsize=20_000)(self._look_up)

    def stems(self, words: list[Word]) -> list[frozenset[str]]:
        """Return for each word the stems it shows, its completions included."""
        return [stems for stems, _ in self._rows(words)]

    def find(self, words: list[Word]) -> Iterator[Found[Meaning]]:
        """Yield every match, by where it starts."""
        found = self._rows(words)
        places = [index for index, (_, candidates) in enumerate(found) if candidates]
        if not places:
            return
        rows = [stems for stems, _ in found]
        present: frozenset[str] = frozenset().union(*rows)
        starts: list[bool] | None = None
        for index in places:
            for steps, meaning, last, single in found[index][1]:
                if single:
                    yield Found(meaning, index, index, (index,))
                    continue
                if last is not None and last.isdisjoint(present):
                    continue
                if starts is None:
                    starts = _part_starts(words)
                covered = _match(steps, rows, starts, index)
                if covered:
                    yield Found(meaning, covered[0], covered[-1], covered)

    def _rows(self, words: list[Word]) -> list[tuple[frozenset[str], tuple[_Candidate[Meaning], ...]]]:
        of_word = self._of_word
        rows = [of_word(word.folded) for word in words]
        for index, word in enumerate(words):
            if word.open_end or word.open_start:
                edge = -1 if word.open_end else 0
                stems = frozenset(stem for stem in rows[index][0] if stem[edge] == "*")
                stems = stems.union(*(of_word(form)[0] for form in completions(words, index)))
                rows[index] = (stems, self._started_by(stems))
        return rows

    def _look_up(self, folded: str) -> tuple[frozenset[str], tuple[_Candidate[Meaning], ...]]:
        stems = self._stems.stems_of(folded)
        return stems, self._started_by(stems)

    def _started_by(self, stems: frozenset[str]) -> tuple[_Candidate[Meaning], ...]:
        numbers = dict.fromkeys(number for stem in sorted(stems) for number in self._starting.get(stem, ()))
        return tuple(self._candidates[number] for number in numbers)


def _candidate(steps: tuple[Step, ...], meaning: Meaning) -> _Candidate[Meaning]:
    single = len(steps) == 1 and not (steps[0].at_start or steps[0].context or steps[0].absent)
    return _Candidate(steps, meaning, None if steps[-1].absent else steps[-1].stems, single)


class _StemIndex:
    """Which stems a word shows, by dictionary look-ups over its parts."""

    def __init__(self, stems: Iterator[str]) -> None:
        self._whole: set[str] = set()
        self._begin: set[str] = set()
        self._end: set[str] = set()
        self._part: set[str] = set()
        for stem in stems:
            bare = stem.strip("*")
            kinds = {(False, False): self._whole, (False, True): self._begin, (True, False): self._end}
            kinds.get((stem.startswith("*"), stem.endswith("*")), self._part).add(bare)
        self._lengths = sorted({len(stem) for stem in self._part})

    def stems_of(self, word: str) -> frozenset[str]:
        found = {word} if word in self._whole else set()
        size = len(word)
        for cut in range(1, size + 1):
            if word[:cut] in self._begin:
                found.add(word[:cut] + "*")
            if word[size - cut :] in self._end:
                found.add("*" + word[size - cut :])
        for start in range(size):
            for length in self._lengths:
                if start + length > size:
                    break
                if word[start : start + length] in self._part:
                    found.add("*" + word[start : start + length] + "*")
        return frozenset(found)


def compile_pattern(text: str) -> tuple[Step, ...]:
    """Return the steps of a pattern."""
    steps, gap, at_start = [], 0, False
    for item in text.split():
        if item.startswith("~"):
            gap = int(item[1:] or _GAP)
        elif item == "^":
            at_start = True
        else:
            bare = item.lstrip("=!")
            stems = frozenset(_fold_stem(stem) for stem in bare.split("|"))
            steps.append(Step(stems, gap, item.startswith("="), item.startswith("!"), at_start))
            gap, at_start = 0, False
    return tuple(steps)


def _fold_stem(stem: str) -> str:
    if stem in ",;:()!?.–":
        return stem
    return ("*" if stem.startswith("*") else "") + fold(stem.strip("*")) + ("*" if stem.endswith("*") else "")


def _anchor(steps: tuple[Step, ...]) -> Step:
    return next(step for step in steps if not step.absent)


def _part_starts(words: list[Word]) -> list[bool]:
    """Tell for each word whether a sentence or a part of one begins there."""
    opening = frozenset(
        ("und", "oder", "aber", "sondern", "also", "bitte", "denn", "doch", "and", "but", "please", "or")
    )
    starts = []
    previous = True
    for word in words:
        starts.append(previous)
        previous = word.is_mark or (previous and word.folded in opening) or word.folded in opening
    return starts


def _match(
    steps: tuple[Step, ...], rows: list[frozenset[str]], starts: list[bool], index: int
) -> tuple[int, ...] | None:
    """Return the covered words of a match whose first item stands at the index."""
    number = 0
    while steps[number].absent:
        if index > 0 and not steps[number].stems.isdisjoint(rows[index - 1]):
            return None
        number += 1
    if steps[number].at_start and not starts[index]:
        return None
    covered = [] if steps[number].context else [index]
    position = index + 1
    for step in steps[number + 1 :]:
        if step.absent:
            if any(not step.stems.isdisjoint(row) for row in rows[position : position + step.gap + 1]):
                return None
            continue
        place = _place(step, rows, position)
        if place is None:
            return None
        if not step.context:
            covered.append(place)
        position = place + 1
    return tuple(covered) or None


def _place(step: Step, rows: list[frozenset[str]], position: int) -> int | None:
    for place in range(position, min(position + step.gap + 1, len(rows))):
        if not step.stems.isdisjoint(rows[place]):
            return place
    return None
