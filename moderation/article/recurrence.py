"""What repeats over the articles of one site: a bounded memory of fingerprints, near repetitions counted as one.

A value: observing returns a new memory. Counts decay, so that a footer which the site has dropped is forgotten.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moderation.article.values import Separation
from moderation.article.wording import Wordings
from moderation.text.fingerprint import MAX_DISTANCE, fingerprint, normalised_words
from moderation.text.sentences import split_sentences

MAX_ENTRIES = 1_500
MAX_RECENT = 64
MAX_LINES = 400
# Texts of one page, the last of them, that are compared by their words.
MAX_LOOSE = 200
MAX_SAMPLE = 200
DECAY = 0.98
# Shorter texts say too little to be recognised by their words.
MIN_WORDS = 2
# Of these, and of all that is boilerplate, sentences are remembered as well as lines.
LAST_BLOCKS = 3
MAX_SPLIT = 4_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A line seen before.

    :ivar count: articles it was on, decayed.
    :ivar sample: its beginning, for people.
    :ivar editorial: what an operator has said of it; None where nobody has.
    """

    fingerprint: int
    count: float
    sample: str
    editorial: bool | None = None


@dataclass(frozen=True, slots=True)
class Repetition:
    """How often a text was seen: on `count` of `articles` articles; `editorial` as in `Entry`."""

    count: float
    articles: float
    editorial: bool | None

    @property
    def share(self) -> float:
        """Part of the articles that had it."""
        return min(1.0, self.count / self.articles) if self.articles else 0.0


@dataclass(frozen=True, slots=True)
class Recurrence:
    """The memory of one site.

    :ivar articles: articles seen, decayed like the counts.
    :ivar recent: fingerprints of the last articles, so that one sent twice is not taken for repetition.
    """

    articles: float = 0.0
    entries: tuple[Entry, ...] = ()
    recent: tuple[int, ...] = ()
    _known: Mapping[int, int] = field(default_factory=dict, init=False, repr=False, compare=False)
    _cache: dict[str, Wordings] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_known", {entry.fingerprint: i for i, entry in enumerate(self.entries)})

    def find(self, texts: Sequence[str]) -> list[Repetition | None]:
        """Return for every text how often it, or nearly it, was seen; None for a new one."""
        counts = [len(normalised_words(text[:200])) for text in texts]
        prints = [fingerprint(text) if count >= MIN_WORDS else 0 for text, count in zip(texts, counts, strict=True)]
        places = self._places(prints)
        found = [self._repetition(index) for index in places]
        for index, place in self._loosely(texts, prints, places).items():
            # An operator's word was about another line.
            found[index] = replace(self._repetition(place) or Repetition(0.0, 0.0, None), editorial=None)
        if any(entry.editorial is not None for entry in self.entries):
            # A single word says too little to be known by its repetition, but not for an operator.
            for index, count in enumerate(counts):
                if 0 < count < MIN_WORDS:
                    found[index] = self._marked(fingerprint(texts[index]))
        return found

    def _marked(self, value: int) -> Repetition | None:
        place = self._known.get(value, -1)
        return self._repetition(place) if place >= 0 and self.entries[place].editorial is not None else None

    def _repetition(self, index: int) -> Repetition | None:
        if index < 0:
            return None
        entry = self.entries[index]
        return Repetition(entry.count, self.articles, entry.editorial)

    def _places(self, prints: Sequence[int]) -> list[int]:
        places = [self._known.get(value, -1) if value else -1 for value in prints]
        missing = [i for i, value in enumerate(prints) if value and places[i] < 0]
        if missing and self.entries:
            known = np.array([entry.fingerprint for entry in self.entries], np.uint64)
            for i in missing:
                places[i] = _nearest(prints[i], known)
        return places

    def _loosely(self, texts: Sequence[str], prints: Sequence[int], places: Sequence[int]) -> dict[int, int]:
        """Return by text which entry has most of its words, where no fingerprint is near."""
        missing = [i for i, value in enumerate(prints) if value and places[i] < 0][-MAX_LOOSE:]
        if not missing or not self.entries:
            return {}
        if "wordings" not in self._cache:
            self._cache["wordings"] = Wordings([entry.sample for entry in self.entries])
        found = {index: self._cache["wordings"].find(texts[index]) for index in missing}
        return {index: place for index, place in found.items() if place >= 0}

    def to_json(self) -> dict[str, Any]:
        """Return the memory as JSON values."""
        entries = [[f"{e.fingerprint:016x}", round(e.count, 4), e.sample, e.editorial] for e in self.entries]
        return {"articles": round(self.articles, 4), "entries": entries, "recent": [f"{p:016x}" for p in self.recent]}

    @classmethod
    def from_json(cls, value: Any) -> "Recurrence":
        """Return the memory that `to_json` wrote.

        :raises ValueError: when it is none.
        """
        try:
            entries = tuple(_entry(*record) for record in value["entries"][:MAX_ENTRIES])
            recent = tuple(_print(text) for text in value["recent"][:MAX_RECENT])
            return cls(_amount(value["articles"]), entries, recent)
        except (KeyError, TypeError, IndexError) as error:
            raise ValueError("not a site memory") from error


def _nearest(value: int, known: NDArray[np.uint64]) -> int:
    distances = np.bitwise_count(known ^ np.uint64(value))
    nearest = int(distances.argmin())
    return nearest if distances[nearest] <= MAX_DISTANCE else -1


def _entry(stated_print: str, count: float, sample: str, editorial: bool | None = None) -> Entry:
    if not isinstance(sample, str) or editorial not in (None, True, False):
        raise ValueError("not a site memory")
    return Entry(_print(stated_print), _amount(count), sample[:MAX_SAMPLE], editorial)


def _print(text: str) -> int:
    value = int(text, 16)
    if not 0 <= value < 1 << 64:
        raise ValueError("not a fingerprint")
    return value


def _amount(value: float) -> float:
    number = float(value)
    if not 0 <= number < 1e9:
        raise ValueError("not a count")
    return number


def observe(memory: Recurrence, separation: Separation) -> Recurrence:
    """Return the memory after one more article; the same article again changes nothing."""
    article = fingerprint(f"{separation.title or ''} {separation.text}")
    if article in memory.recent:
        return memory
    counted = [replace(entry, count=entry.count * DECAY) for entry in memory.entries]
    lines = list(dict.fromkeys(_lines(separation)))
    if len(lines) > MAX_LINES:
        # Furniture stands at both ends.
        lines = [*lines[: MAX_LINES // 2], *lines[-MAX_LINES // 2 :]]
    prints = [fingerprint(line) for line in lines]
    seen: set[int] = set()
    strict = memory._places(prints)
    loose = memory._loosely(lines, prints, strict)
    places = [loose.get(index, place) for index, place in enumerate(strict)]
    for line, value, place in zip(lines, prints, places, strict=True):
        if not value or value in seen or place in seen:
            continue
        seen.update((value, place) if place >= 0 else (value,))
        if place >= 0:
            counted[place] = replace(counted[place], count=counted[place].count + 1)
        else:
            counted.append(Entry(value, 1.0, line[:MAX_SAMPLE]))
    return Recurrence(
        memory.articles * DECAY + 1,
        _bounded(counted),
        (article, *memory.recent)[:MAX_RECENT] if article else memory.recent,
    )


def _lines(separation: Separation) -> Iterable[str]:
    """Return the lines of the blocks; where a footer may stand, sentences too, since in flat text it may follow one."""
    last = len(separation.blocks) - LAST_BLOCKS
    for index, block in enumerate(separation.blocks):
        for line in block.text.split("\n"):
            if len(normalised_words(line[:200])) >= MIN_WORDS:
                yield line
            if index >= last or not block.editorial:
                sentences = [sentence.text for sentence in split_sentences(line[-MAX_SPLIT:])]
                yield from (text for text in sentences if len(normalised_words(text[:200])) >= MIN_WORDS)


def _bounded(entries: list[Entry]) -> tuple[Entry, ...]:
    if len(entries) <= MAX_ENTRIES:
        return tuple(entries)
    # What an operator has marked stays; of the rest, what repeats most and came last.
    ranked = sorted(enumerate(entries), key=lambda pair: (pair[1].editorial is None, -pair[1].count, -pair[0]))
    return tuple(entry for _, entry in sorted(ranked[:MAX_ENTRIES]))


def mark(memory: Recurrence, text: str, *, editorial: bool | None) -> Recurrence:
    """Return the memory with an operator's word about a text: editorial, boilerplate, or nothing (None).

    A block of several lines is marked line by line, since lines are what a page is read in.
    """
    for line in list(dict.fromkeys(line.strip() for line in text.split("\n")))[:MAX_LINES]:
        if value := fingerprint(line):
            memory = _marked_line(memory, value, line, editorial)
    return memory


def _marked_line(memory: Recurrence, value: int, line: str, editorial: bool | None) -> Recurrence:
    place = memory._places([value])[0]
    if place < 0:
        entry = Entry(value, 0.0, line[:MAX_SAMPLE], editorial)
        return replace(memory, entries=_bounded([*memory.entries, entry]))
    entries = list(memory.entries)
    entries[place] = replace(entries[place], editorial=editorial)
    return replace(memory, entries=tuple(entries))


def merge(first: Recurrence, second: Recurrence) -> Recurrence:
    """Return what two memories of the same site know together."""
    entries = list(first.entries)
    for entry, place in zip(second.entries, first._places([e.fingerprint for e in second.entries]), strict=True):
        if place < 0:
            entries.append(entry)
            continue
        known = entries[place]
        word = known.editorial if known.editorial is not None else entry.editorial
        entries[place] = replace(known, count=known.count + entry.count, editorial=word)
    recent = tuple(dict.fromkeys((*first.recent, *second.recent)))[:MAX_RECENT]
    return Recurrence(first.articles + second.articles, _bounded(entries), recent)
