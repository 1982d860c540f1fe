"""How far a comment is about the article it stands under.

Rare words that the comment shares with title, text, parent and thread, as stems or as parts of compounds, and the broad
topics that both speak of, weighed by a small logistic regression; and how much the comment by itself sounds like one
that strays: who greets a friend, looks for a cat or has lost a password hardly speaks of the article.
"""

import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from math import exp, log, log1p
from operator import mul
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from moderation.comment.topics import Topics, count_topics, topics_of
from moderation.text.normalise import fold
from moderation.text.tokens import split_words, stem

RARITY_BITS = 15
NAMES = (
    "best three",
    "share",
    "sum",
    "title",
    "length",
    "short",
    "best",
    "foreign topics",
    "shared topics",
    "only shared topics",
    "share of foreign topics",
    "main topic foreign",
    "main topics of the subject",
)
_PART = 5
_MIN_PART_WORD = 6
_MIN_PART_SHARE = 0.4
_MIN_RARITY = 0.35
_SHORTEST = 3
_SHORT_WORDS = 3
_MAX_TEXT = 40_000
_MAX_WORDS = 400
_MAIN_TOPICS = 3
# Readers choose the words: what is remembered of them must stay small.
_LONGEST_KNOWN = 60
_MAX_KNOWN = 20_000
_MOST_APART = 4_096
_LONGEST_SAID, _MOST_SAID = 2_000, 128
_NO_TOPICS = (0.0,) * 6
_NOTHING_SAID = (0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, *_NO_TOPICS)

Match = tuple[float, float, float, Topics]


@dataclass(slots=True)
class Subject:
    """What an article, and the comments before, speak of; read once, then asked for every comment.

    :ivar beneath: the article, where this is what was said beneath it; its stems and parts count too.
    :ivar topics: how many words point to each broad topic; `weight` of them together, and the `main` ones of them.
    :ivar known: what each word met so far matches: match times rarity, rarity, rarity if in the title, and the topics
        it points to; without a rarity it is no match, and None where it says nothing at all.
    """

    stems: frozenset[str]
    parts: frozenset[str]
    title: frozenset[str]
    topics: Counter[int] = field(default_factory=Counter)
    beneath: "Subject | None" = None
    known: dict[str, Match | None] = field(default_factory=dict)
    weight: int = field(init=False)
    main: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        """Weigh the topics."""
        self.weight = self.topics.total()
        self.main = frozenset(topic for topic, _ in self.topics.most_common(_MAIN_TOPICS))


@dataclass(frozen=True, slots=True)
class Relevance:
    """The trained weighing: rarity of each stem in [0, 1] by its hash, weights by `NAMES`, intercept.

    :ivar straying: weight of the log-odds that a comment by itself sounds like one that strays.
    """

    rarity: NDArray[np.floating]
    weights: tuple[float, ...]
    intercept: float
    straying: float = 0.0

    def rate(self, words: Sequence[str], subject: Subject, strays: float = 0.5) -> float:
        """Return how far folded words are about a subject, in [0, 1]; 0.5 where there is nothing to go by.

        :param strays: the probability that the comment strays, whatever the article.
        """
        before = self.intercept + self.straying * log_odds(strays)
        odds = sum(map(mul, self.weights, self.measure(words, subject)), before)
        return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, odds))))

    def measure(self, words: Sequence[str], subject: Subject) -> tuple[float, ...]:
        """Return the values by `NAMES`."""
        matches = self._matches(words[:_MAX_WORDS], subject)
        if not matches:
            return _NOTHING_SAID
        alike, rarity, titled, topics = zip(*matches, strict=True)
        count = len(matches) - rarity.count(0.0)
        # Words without a rarity match nothing: they add noughts.
        best = sorted(alike, reverse=True)[:3]
        whole = sum(alike)
        # A word that is said again is the same match.
        pointing = {id(match): match[3] for match in matches if match[3]} if any(topics) else None
        return (
            sum(best),
            whole / (sum(rarity) + 1.0),
            min(whole, 8.0),
            min(sum(titled), 2.0),
            log1p(count),
            1.0 if count <= _SHORT_WORDS else 0.0,
            best[0],
            *(_measure_topics(pointing.values(), subject) if pointing else _NO_TOPICS),
        )

    def _matches(self, words: Sequence[str], subject: Subject) -> list[Match]:
        """Return what words match, without those that say nothing."""
        known = subject.known
        try:
            return list(filter(None, map(known.__getitem__, words)))
        except KeyError:
            met = (known[word] if word in known else self._match(word, subject) for word in words)
            return [match for match in met if match is not None]

    def _match(self, word: str, subject: Subject) -> Match | None:
        article = subject.beneath
        if article is None:
            match = self._compared(word, subject)
        else:
            # What was said beneath an article is another thing for each comment; the article is the same for all.
            match = article.known[word] if word in article.known else self._match(word, article)
            match = _joined(word, match, subject, article)
        if len(word) <= _LONGEST_KNOWN:
            if len(subject.known) >= _MAX_KNOWN:
                subject.known.clear()
            subject.known[word] = match
        return match

    def _compared(self, word: str, subject: Subject) -> Match | None:
        root, topics = stem(word), topics_of(word)
        rarity = float(self.rarity[rarity_slot(root)])
        if len(word) < _SHORTEST or rarity < _MIN_RARITY:
            return (0.0, 0.0, 0.0, topics) if topics else None
        alike = (
            1.0
            if root in subject.stems
            else _share(_parts(word), subject.parts)
            if len(word) >= _MIN_PART_WORD
            else 0.0
        )
        return alike * rarity, rarity, rarity if root in subject.title else 0.0, topics


def log_odds(probability: float) -> float:
    """Return the log-odds of a probability, within ±4.6: of one as good as certain, all are alike."""
    probability = min(0.99, max(0.01, probability))
    return log(probability / (1.0 - probability))


def _measure_topics(pointing: Iterable[Topics], subject: Subject) -> tuple[float, ...]:
    """Return what the topics that the words of a comment point to say beside those of its subject."""
    said: dict[int, int] = {}
    for topic in chain.from_iterable(pointing):
        said[topic] = said.get(topic, 0) + 1
    topics, weight = subject.topics, subject.weight + 1
    foreign, main, shared = 0, 0, 0.0
    for topic, count in said.items():
        if topic in topics:
            shared += min(count, 3) * min(1.0, 5.0 * topics[topic] / weight)
            main += count if topic in subject.main else 0
        else:
            foreign += count
    first = max(said, key=said.__getitem__)
    return (
        min(foreign, 4.0),
        min(shared, 4.0),
        0.0 if foreign else 1.0,
        foreign / (sum(said.values()) + 1.0),
        1.0 if said[first] > 1 and first not in topics else 0.0,
        min(main, 4.0),
    )


def _joined(word: str, match: Match | None, around: Subject, article: Subject) -> Match | None:
    """Return the match of a word with an article and with what was said beneath it, from the one with the article."""
    if match is None or match[0] == match[1]:
        return match
    root, parts = _taken_apart(word) if len(word) <= _LONGEST_KNOWN else (stem(word), _parts(word))
    if root in around.stems:
        return match[1], match[1], *match[2:]
    if len(word) < _MIN_PART_WORD:
        return match
    near = parts & around.parts
    return (_share(parts, near | (parts & article.parts)) * match[1], *match[1:]) if near else match


def _share(parts: AbstractSet[str], known: AbstractSet[str]) -> float:
    share = len(parts & known) / len(parts)
    return share if share >= _MIN_PART_SHARE else 0.0


@lru_cache(maxsize=_MOST_APART)
def _taken_apart(word: str) -> tuple[str, frozenset[str]]:
    """Return stem and parts of a word."""
    return stem(word), _parts(word)


class _Said(NamedTuple):
    """Words of a text, with their stems and parts."""

    words: frozenset[str]
    stems: frozenset[str]
    parts: frozenset[str]


def _read(text: str) -> _Said:
    words = frozenset(split_words(fold(text)))
    parts = frozenset(part for word in words if len(word) >= _PART for part in _parts(word))
    return _Said(words, frozenset(map(stem, words)), parts)


# A comment is read again for each of its answers.
_read_again = lru_cache(maxsize=_MOST_SAID)(_read)


def read_subject(title: str, text: str) -> Subject:
    """Return the subject of an article."""
    said = _read(f"{title}\n{text}"[:_MAX_TEXT])
    titled = frozenset(map(stem, split_words(fold(title[:1000]))))
    return Subject(said.stems, said.parts, titled, Counter(count_topics(sorted(said.words))))


def with_comments(article: Subject, around: Sequence[str]) -> Subject:
    """Return the subject of an article together with comments beneath it.

    :param around: parent and earlier comments of the thread.
    """
    texts = [text[: _MAX_TEXT // len(around)] for text in around]
    said = [_read_again(text) if len(text) <= _LONGEST_SAID else _read(text) for text in texts]
    words = frozenset().union(*(one.words for one in said))
    return Subject(
        frozenset().union(*(one.stems for one in said)),
        frozenset().union(*(one.parts for one in said)),
        article.title,
        article.topics + Counter(count_topics(sorted(words))),
        beneath=article,
    )


def rarity_slot(root: str) -> int:
    """Return the slot of a stem in the table of rarities."""
    return zlib.crc32(root.encode("utf-8", "replace")) & ((1 << RARITY_BITS) - 1)


def _parts(word: str) -> frozenset[str]:
    return frozenset([word[start : start + _PART] for start in range(max(1, min(len(word), 60) - _PART + 1))])
