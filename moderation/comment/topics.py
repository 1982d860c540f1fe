"""Broad topics by concrete words, so that an article and a comment can be told apart even where no word is shared."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import chain

from moderation.text.normalise import fold
from moderation.text.tokens import split_words, stem

_SHORTEST_PART = 5
_SHORTEST_COMPOUND = 8
_LONGEST = 60
_MAX_KNOWN = 1 << 16

Topics = tuple[int, ...]
_NONE: Topics = ()


@dataclass(frozen=True, slots=True)
class TopicWords:
    """Topics, by number, of the stems of single words, and of words that begin or end compounds."""

    stems: Mapping[str, Topics]
    parts: Mapping[str, Topics]


@cache
def topic_words() -> TopicWords:
    """Return the words that travel with the program."""
    source = resources.files("moderation.comment.data").joinpath("topic_words.txt").read_text("utf-8")
    lines = [line.partition(":")[2] for line in source.splitlines() if ":" in line and not line.startswith("#")]
    stems: dict[str, set[int]] = {}
    parts: dict[str, set[int]] = {}
    for number, line in enumerate(lines):
        for word in map(fold, line.split()):
            if len(split_words(word)) != 1:
                continue
            stems.setdefault(stem(word), set()).add(number)
            if len(word) >= _SHORTEST_PART:
                parts.setdefault(word, set()).add(number)
    return TopicWords(
        {word: tuple(sorted(numbers)) for word, numbers in stems.items()},
        {word: tuple(sorted(numbers)) for word, numbers in parts.items()},
    )


class _Met(dict[str, Topics]):
    """The topics of every word met so far."""

    def __missing__(self, word: str) -> Topics:
        """Find the topics of a word, and remember them."""
        if len(word) > _LONGEST:
            return _NONE
        if len(self) >= _MAX_KNOWN:
            self.clear()
        topics = self[word] = _find_topics(word)
        return topics


_met = _Met()


def topics_of(word: str) -> Topics:
    """Return the topics that a folded word points to, by number; none for most."""
    return _met[word]


def count_topics(words: Iterable[str]) -> dict[int, int]:
    """Return how many different words point to each topic, in the order in which the topics are met."""
    counts: dict[int, int] = {}
    # Not a set: its order is another in each process, and topics of equal weight are told apart by it.
    for topic in chain.from_iterable(map(_met.__getitem__, dict.fromkeys(words))):
        counts[topic] = counts.get(topic, 0) + 1
    return counts


def _find_topics(word: str) -> Topics:
    """Return the topics that a folded word points to, by number; none for most."""
    known = topic_words()
    whole = known.stems.get(stem(word))
    if whole is not None:
        return whole
    if len(word) < _SHORTEST_COMPOUND:
        return _NONE
    found: set[int] = set()
    for length in range(_SHORTEST_PART, len(word)):
        found.update(known.parts.get(word[:length], _NONE), known.parts.get(word[-length:], _NONE))
    return tuple(sorted(found))
