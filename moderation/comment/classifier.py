"""Calibrated probabilities of the learned categories, from plain arrays.

Logistic regression over hashed n-grams, hashed frames around groups, and a handful of features; the calibration (Platt
1999) is affine in the log-odds and so already inside the weights. Weights are whole numbers times one step per
category: they fit into a byte, and their sums are exact.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from struct import Struct

import numpy as np
from numpy.typing import NDArray

from moderation.comment.features import NAMES
from moderation.comment.frames import FRAME_SMOOTHING, FRAMES, MOST_FRAMES, Slots
from moderation.comment.lexicon import Lexicon, lexicon
from moderation.comment.reading import Reading, read_comments
from moderation.comment.vocabulary import Totals, Vocabulary
from moderation.policy.values import Category
from moderation.text.hashing import SLOTS, SMOOTHING

MODEL = "screening"
FORMAT = "screening/3"
_BATCH_CHARACTERS = 24_000
_ones = np.ones(MOST_FRAMES, np.float32)
_packed = Struct(f"{len(NAMES)}d").pack


@dataclass(frozen=True, slots=True)
class Classifier:
    """The judges of all learned categories.

    :ivar table: whole-number weights, one row per slot, one column per category and idle ones up to a power of two:
        rows of such a length are fetched three times as fast.
    :ivar frames: the same for frames, no idle columns.
    :ivar steps: what one unit of a column's weight is worth in log-odds.
    :ivar shape_weights: weights of the features, one row each; `intercepts` of the categories.
    """

    categories: tuple[Category, ...]
    table: NDArray[np.int8]
    frames: NDArray[np.int8]
    steps: NDArray[np.float64]
    shape_weights: NDArray[np.float64]
    intercepts: NDArray[np.float64]
    words: Lexicon
    met: Vocabulary = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Begin with no word met."""
        object.__setattr__(self, "met", Vocabulary(self.table, self.words))

    def judge(self, texts: Sequence[str]) -> tuple[list[Reading], NDArray[np.float64]]:
        """Read comments and return their readings, and the probabilities of every category, one row each.

        The columns are in the order of `categories`; the caller bounds the length of each comment.
        """
        read: list[Reading] = []
        parts = []
        for batch in _batches(texts):
            readings, totals = read_comments(batch, self.met)
            read += readings
            parts.append(self._rate(totals, readings))
        return read, self._together(parts)

    def score(self, comment: Reading) -> NDArray[np.float64]:
        """Return the probability of every category, in the order of `categories`."""
        scores: NDArray[np.float64] = self.score_many([comment])[0]
        return scores

    def score_many(self, comments: Sequence[Reading]) -> NDArray[np.float64]:
        """Return the probabilities of several comments read before, one row each."""
        return self._together([self._rate(self.met.add_up([one.words]), [one]) for one in comments])

    def _together(self, parts: list[NDArray[np.float64]]) -> NDArray[np.float64]:
        if len(parts) == 1:
            return parts[0]
        return np.concatenate(parts) if parts else np.zeros((0, len(self.categories)))

    def _rate(self, totals: Totals, comments: Sequence[Reading]) -> NDArray[np.float64]:
        # In place and in few steps, for with few comments it is their number that takes time.
        odds = totals.weights[:, : len(self.steps)] * self.steps
        odds /= np.array([[sqrt(grams + SMOOTHING)] for grams in totals.grams])
        for number, comment in enumerate(comments):
            if comment.frames is not None:
                more = self.weigh_frames(comment.frames)
                odds[number, : len(more)] += more
        shapes = np.frombuffer(b"".join([_packed(*one.features) for one in comments]))
        odds += shapes.reshape(-1, len(NAMES)).dot(self.shape_weights)
        odds += self.intercepts
        return self.probabilities(odds)

    def weigh_frames(self, slots: Slots) -> NDArray[np.float64]:
        """Return what frames add to the log-odds of the categories of the model itself."""
        rows = self.frames.take(slots, axis=0).astype(np.float32)
        # The product with ones is the sum, by the fastest way there is; of whole numbers it is exact.
        sums: NDArray[np.float64] = _ones[: len(slots)].dot(rows) * self.steps[: rows.shape[1]]
        sums /= sqrt(len(slots) + FRAME_SMOOTHING)
        return sums

    def probabilities(self, odds: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the probabilities that log-odds of all categories stand for; rows for comments, or one alone."""
        odds = np.negative(odds)
        np.exp(odds, odds)
        odds += 1.0
        return np.reciprocal(odds, odds)

    def in_context(
        self,
        scores: list[float],
        article: tuple[str, str] | None,  # noqa: ARG002 - only a newsroom's own model knows articles
        parent: str | None,  # noqa: ARG002
    ) -> list[float]:
        """Return the scores with what is known of the article and of the comment that is answered."""
        return scores

    def weights_of(self, category: Category) -> Mapping[int, float]:
        """Return what one unit of each column adds to the log-odds of a category, the comment's length aside."""
        column = self.categories.index(category)
        return {column: float(self.steps[column])}


def make_classifier(categories: Sequence[Category], arrays: dict[str, NDArray[np.generic]]) -> Classifier:
    """Build a classifier from the arrays of a model folder; their shapes have been checked by the caller."""
    width = 1 << (len(categories) - 1).bit_length()
    table = np.zeros((SLOTS, width), np.int8)
    table[:, : len(categories)] = arrays["table"]
    return Classifier(
        tuple(categories),
        table,
        np.asarray(arrays["frames"], np.int8),
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
        "frames": (FRAMES, width),
        "steps": (width,),
        "shape_weights": (len(NAMES), width),
        "intercepts": (width,),
    }
    return all(name in arrays and arrays[name].shape == shape for name, shape in expected.items())


def _batches(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    begin, size = 0, 0
    for number, text in enumerate(texts):
        size += len(text)
        if size > _BATCH_CHARACTERS and number > begin:
            yield texts[begin:number]
            begin, size = number, len(text)
    if begin < len(texts):
        yield texts[begin:]
