"""Calibrated probabilities of the learned categories, from plain arrays.

Logistic regression over hashed n-grams and a handful of features; the calibration (Platt 1999) is affine in the
log-odds and so already inside the weights. Weights are whole numbers times one step per category: they fit into a byte,
and their sums are exact.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from moderation.comment.features import NAMES
from moderation.comment.lexicon import Lexicon, lexicon
from moderation.comment.reading import Reading
from moderation.comment.word_weights import WordWeights
from moderation.policy.values import Category
from moderation.text.hashing import SLOTS, SMOOTHING, count_grams, hash_words

MODEL = "screening"
FORMAT = "screening/2"
_BATCH_CHARACTERS = 24_000


@dataclass(frozen=True, slots=True)
class Classifier:
    """The judges of all learned categories.

    :ivar table: whole-number weights, one row per slot, one column per category and idle ones up to a power of two:
        rows of such a length are fetched three times as fast.
    :ivar steps: what one unit of a column's weight is worth in log-odds.
    :ivar shape_weights: weights of the features, one row each; `intercepts` of the categories.
    """

    categories: tuple[Category, ...]
    table: NDArray[np.int8]
    steps: NDArray[np.float64]
    shape_weights: NDArray[np.float64]
    intercepts: NDArray[np.float64]
    words: Lexicon
    met: WordWeights = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Begin with no word met."""
        object.__setattr__(self, "met", WordWeights(self.table))

    def score(self, comment: Reading) -> NDArray[np.float64]:
        """Return the probability of every category, in the order of `categories`."""
        sums = self.met.add_up(comment.words) if comment.words else np.zeros(self.table.shape[1], np.float32)
        if sums is None:
            sums = self._add_up_all(comment.words)
        scale = self.steps / (count_grams(comment.lengths) + SMOOTHING) ** 0.5
        features = np.fromiter(comment.features, np.float64, len(NAMES))
        odds = sums[: len(self.steps)] * scale + features @ self.shape_weights
        return self.probabilities(odds + self.intercepts)

    def score_many(self, comments: Sequence[Reading]) -> NDArray[np.float64]:
        """Return the probabilities of several comments, one row each."""
        parts = [self._score_batch(batch) for batch in _batches(comments)]
        return np.concatenate(parts) if parts else np.zeros((0, len(self.categories)))

    def _score_batch(self, comments: Sequence[Reading]) -> NDArray[np.float64]:
        sums = np.zeros((len(comments), self.table.shape[1]), np.float32)
        worded = [number for number, comment in enumerate(comments) if comment.words]
        if worded:
            words = [comments[number].words for number in worded]
            met = self.met.add_up_each(words)
            sums[worded] = [self._add_up_all(one) for one in words] if met is None else met
        counts = np.array([count_grams(comment.lengths) for comment in comments])
        known = sums[:, : len(self.steps)].astype(np.float64)
        features = np.fromiter(chain.from_iterable([comment.features for comment in comments]), np.float64)
        shape = features.reshape(len(comments), len(NAMES)) @ self.shape_weights
        odds = known * self.steps / np.sqrt(counts + SMOOTHING)[:, None] + shape + self.intercepts
        return self.probabilities(odds)

    def _add_up_all(self, words: Sequence[str]) -> NDArray[np.float32]:
        """Return the sum of the rows of all n-grams, without remembering words."""
        rows = self.table.take(hash_words(words), axis=0)
        sums: NDArray[np.float32] = np.add.reduce(rows, axis=0, dtype=np.float32)
        return sums

    def probabilities(self, odds: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the probabilities that log-odds of all categories stand for; rows for comments, or one alone."""
        probabilities: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-odds))
        return probabilities

    def in_context(
        self,
        scores: list[float],
        article: tuple[str, str] | None,  # noqa: ARG002 - only a newsroom's own model knows articles
        parent: str | None,  # noqa: ARG002
    ) -> list[float]:
        """Return the scores with what is known of the article and of the comment that is answered."""
        return scores

    def weights_of(self, category: Category) -> NDArray[np.float64]:
        """Return what one unit of each column adds to the log-odds of a category, the comment's length aside."""
        column = self.categories.index(category)
        weights = np.zeros(self.table.shape[1])
        weights[column] = self.steps[column]
        return weights


def make_classifier(categories: Sequence[Category], arrays: dict[str, NDArray[np.generic]]) -> Classifier:
    """Build a classifier from the arrays of a model folder; their shapes have been checked by the caller."""
    width = 1 << (len(categories) - 1).bit_length()
    table = np.zeros((SLOTS, width), np.int8)
    table[:, : len(categories)] = arrays["table"]
    return Classifier(
        tuple(categories),
        table,
        np.asarray(arrays["steps"], np.float64),
        np.asarray(arrays["shape_weights"], np.float64),
        np.asarray(arrays["intercepts"], np.float64),
        lexicon(),
    )


def has_expected_shapes(categories: Sequence[Category], arrays: dict[str, NDArray[np.generic]]) -> bool:
    """Tell whether the arrays are those of a classifier of these categories."""
    width = len(categories)
    expected = {
        "table": (SLOTS, width),
        "steps": (width,),
        "shape_weights": (len(NAMES), width),
        "intercepts": (width,),
    }
    return all(name in arrays and arrays[name].shape == shape for name, shape in expected.items())


def _batches(comments: Sequence[Reading]) -> list[Sequence[Reading]]:
    batches: list[Sequence[Reading]] = []
    begin, size = 0, 0
    for number, comment in enumerate(comments):
        size += len(comment.folded) + 2
        if size > _BATCH_CHARACTERS and number > begin:
            batches.append(comments[begin:number])
            begin, size = number, len(comment.folded) + 2
    return [*batches, comments[begin:]] if begin < len(comments) else batches
