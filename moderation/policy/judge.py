"""A trained reader of phrases and sentences, from plain arrays: for wording that the lists do not know.

Logistic regressions over hashed n-grams: which category a chunk of a sentence names, whether a sentence states a rule,
whether a text is rules for comments. A sentence is the sum of its chunks and a text that of its sentences, so that
every word is hashed once. Weights are whole numbers times one step per column.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moderation.policy.acts import Reading
from moderation.policy.chunks import chunks_of
from moderation.policy.values import Category
from moderation.text.hashing import SLOTS, hash_many

FORMAT = "policy/1"
# Short phrases have few n-grams; this keeps a single one from deciding.
SMOOTHING = 4.0
MAX_CHARACTERS = 24_000
_BATCH_CHARACTERS = 12_000
GOOD, RULE, POLICY = "good", "rule", "policy"

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Guess:
    """What a chunk probably names.

    :ivar first: number of its first word in the sentence.
    :ivar good: whether as something to do ("höflich bleiben") rather than to leave ("pöbeln").
    """

    first: int
    last: int
    category: Category
    probability: float
    good: bool


@dataclass(frozen=True, slots=True)
class Impression:
    """How a sentence reads.

    :ivar rule: probability that it states a rule.
    :ivar leaning: log-odds that rules for comments have such a sentence, before the length of the text counts.
    :ivar size: number of its n-grams.
    :ivar guesses: the best category of each chunk, however improbable.
    """

    rule: float
    leaning: float
    size: float
    guesses: tuple[Guess, ...]


@dataclass(frozen=True, slots=True)
class Judge:
    """The regressions; safe to share.

    :ivar genre: weights of the features of a text, the last one the intercept.
    :ivar rows: for each slot the row of `table` that holds its weights; row 0 is that of unknown slots.
    """

    label: str
    columns: tuple[str, ...]
    rows: NDArray[np.int32]
    table: NDArray[np.int16]
    steps: Matrix
    intercepts: Matrix
    genre: Matrix

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], columns: Sequence[str], label: str) -> "Judge":
        """Build a judge from the arrays of a model folder.

        :raises KeyError: when an array is missing.
        :raises ValueError: when a shape or a column is not as expected.
        """
        slots, table = np.asarray(arrays["slots"], np.int64), np.asarray(arrays["table"], np.int16)
        steps, intercepts = np.asarray(arrays["steps"], np.float64), np.asarray(arrays["intercepts"], np.float64)
        width, genre = len(columns), np.asarray(arrays["genre"], np.float64)
        if tuple(columns) != (*Category, GOOD, RULE, POLICY):
            raise ValueError("the columns are not the categories and the three questions")
        if table.shape != (len(slots), width) or steps.shape != (width,) or intercepts.shape != (width,):
            raise ValueError("the arrays do not fit together")
        if genre.ndim != 1 or len(genre) < 2:
            raise ValueError("the weights of the genre are no row")
        if len(slots) and not (int(slots.min()) >= 0 and int(slots.max()) < SLOTS):
            raise ValueError("a slot is out of range")
        rows = np.zeros(SLOTS, np.int32)
        rows[slots] = np.arange(1, len(slots) + 1)
        padded = np.concatenate((np.zeros((1, width), np.int16), table))
        return cls(label, tuple(columns), rows, padded, steps, intercepts, genre)

    def judge(self, readings: Sequence[Reading]) -> list[Impression]:
        """Return the impression of every sentence."""
        spans = [chunks_of(reading) for reading in readings]
        words = [
            [reading.words[index].folded for index in range(first, last + 1)]
            for reading, own in zip(readings, spans, strict=True)
            for first, last in own
        ]
        if not words:
            return [Impression(0.0, 0.0, 0.0, ()) for _ in readings]
        sums, counts = self._sums(words)
        owner = np.repeat(np.arange(len(readings)), [len(own) for own in spans])
        guesses = _guesses(spans, self._probabilities(sums, counts))
        whole, sizes = np.zeros((len(readings), sums.shape[1])), np.zeros(len(readings))
        np.add.at(whole, owner, sums)
        np.add.at(sizes, owner, counts)
        rules = np.where(sizes > 0, self._probabilities(whole, sizes)[:, self.columns.index(RULE)], 0.0)
        leanings = whole[:, self.columns.index(POLICY)]
        columns = zip(rules.tolist(), leanings.tolist(), sizes.tolist(), guesses, strict=True)
        return [Impression(*column) for column in columns]

    def leaning(self, impressions: Sequence[Impression]) -> float:
        """Return the log-odds that sentences are together rules for comments, by their words alone."""
        size = sum(impression.size for impression in impressions)
        total = float(sum(impression.leaning for impression in impressions))
        return total / float(np.sqrt(size + SMOOTHING)) + float(self.intercepts[self.columns.index(POLICY)])

    def is_policy(self, features: Sequence[float]) -> float:
        """Return the probability that a text is rules for comments.

        :param features: in the order of `moderation.policy.genre.FEATURES`.
        """
        odds = float(np.dot(self.genre[:-1], features) + self.genre[-1])
        return float(1.0 / (1.0 + np.exp(-odds)))

    def _sums(self, chunks: Sequence[Sequence[str]]) -> tuple[Matrix, Matrix]:
        """Return the summed weights and the numbers of n-grams of every chunk; what is far down is not read."""
        sums, counts = np.zeros((len(chunks), len(self.columns))), np.zeros(len(chunks))
        begin, read = 0, 0
        while begin < len(chunks) and read < MAX_CHARACTERS:
            end, size = begin, 0
            while end < len(chunks) and size < _BATCH_CHARACTERS:
                size += sum(map(len, chunks[end])) + len(chunks[end]) + 2
                end += 1
            run = hash_many(chunks[begin:end])
            weights = self.table.take(self.rows.take(run.slots), axis=0).astype(np.float32)
            # Every chunk has a word, and so n-grams.
            sums[begin:end] = np.add.reduceat(weights, run.counts.cumsum() - run.counts, axis=0)
            counts[begin:end] = run.counts
            begin, read = end, read + size
        return sums * self.steps, counts

    def _probabilities(self, sums: Matrix, counts: Matrix) -> Matrix:
        odds = sums / np.sqrt(counts + SMOOTHING)[:, None] + self.intercepts
        return np.asarray(1.0 / (1.0 + np.exp(-odds)))


def _guesses(spans: Sequence[tuple[tuple[int, int], ...]], probabilities: Matrix) -> list[tuple[Guess, ...]]:
    categories = tuple(Category)
    best = probabilities[:, : len(categories)].argmax(axis=1)
    highest = probabilities[np.arange(len(best)), best].tolist()
    good = (probabilities[:, len(categories)] > 0.5).tolist()
    every = iter(zip(best.tolist(), highest, good, strict=True))
    return [
        tuple(
            Guess(first, last, categories[number], probability, is_good)
            for (first, last), (number, probability, is_good) in zip(own, every, strict=False)
        )
        for own in spans
    ]
