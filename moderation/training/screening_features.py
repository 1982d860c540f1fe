"""The screener's features as a scikit-learn transformer: the same hashing that serves, in a sparse matrix."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.linear_model import LogisticRegression

from moderation.comment.features import NAMES
from moderation.comment.frames import FRAME_SMOOTHING, FRAMES
from moderation.comment.lexicon import lexicon
from moderation.comment.reading import read_comment
from moderation.text.hashing import SLOTS, SMOOTHING, hash_words

SHAPES_END = SLOTS + len(NAMES)
WIDTH = SHAPES_END + FRAMES


class CommentFeatures(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Turn comments into hashed n-grams, the features of `moderation.comment.features`, and hashed frames.

    Examples
    --------
    >>> CommentFeatures().fit_transform(["Guten Morgen"]).shape[0]
    1

    """

    def fit(self, _X: Sequence[str], _y: Any = None) -> "CommentFeatures":
        """Return itself: hashing learns nothing."""
        return self

    def transform(self, X: Sequence[str]) -> csr_matrix:
        """Return one row for each comment."""
        rows = [_row(text) for text in X]
        ends = np.cumsum([0] + [len(columns) for columns, _ in rows])
        columns = np.concatenate([columns for columns, _ in rows])
        values = np.concatenate([values for _, values in rows])
        return csr_matrix((values, columns, ends), shape=(len(rows), WIDTH))


class SteppedLogisticRegression(LogisticRegression):  # type: ignore[misc]
    """A logistic regression whose weights of n-grams and frames are whole multiples of one step: each fits a byte.

    Rare n-grams weigh more while it learns, and so do those that part the classes; that goes into the weights
    afterwards.

    Parameters
    ----------
    C : float, default=4.0
        Inverse strength of the regularisation.
    max_iter : int, default=200
        Iterations of the solver.
    random_state : int, default=0
        Seed of the solver.
    framed : bool, default=True
        Whether frames may weigh anything.

    Attributes
    ----------
    step_ : float
        What one unit of an n-gram's weight is worth in log-odds.

    """

    coef_: NDArray[np.float64]
    intercept_: NDArray[np.float64]

    def __init__(self, C: float = 4.0, max_iter: int = 200, random_state: int = 0, *, framed: bool = True) -> None:
        # By its dual the same optimum is found ten times as fast: there are far fewer comments than columns.
        super().__init__(C=C, max_iter=max_iter, random_state=random_state, solver="liblinear", dual=True, tol=1e-3)
        self.framed = framed

    def fit(
        self, X: csr_matrix, y: NDArray[Any], sample_weight: NDArray[np.float64] | None = None
    ) -> "SteppedLogisticRegression":
        """Fit, multiply the scale of the columns in, and round."""
        weights = np.ones(X.shape[0]) if sample_weight is None else sample_weight
        scale = rarity(X) * partition(X, y, weights)
        scale[SHAPES_END:] *= self.framed
        scaled = X.multiply(scale[None, :]).tocsr()
        scaled.eliminate_zeros()
        super().fit(scaled, y, sample_weight)
        self.coef_ = self.coef_ * scale
        return self.round_weights()

    def calibrate(self, slope: float, offset: float) -> "SteppedLogisticRegression":
        """Multiply a calibration of the log-odds into the weights (Platt 1999)."""
        self.coef_ = self.coef_ * slope
        self.intercept_ = self.intercept_ * slope + offset
        return self.round_weights()

    def round_weights(self) -> "SteppedLogisticRegression":
        """Round the weights of n-grams and frames to whole multiples of one step."""
        largest = max(np.abs(self.coef_[:, :SLOTS]).max(), np.abs(self.coef_[:, SHAPES_END:]).max(initial=0.0))
        self.step_ = max(float(largest) / 127.0, 1e-9)
        for columns in (slice(SLOTS), slice(SHAPES_END, None)):
            self.coef_[:, columns] = np.round(self.coef_[:, columns] / self.step_) * self.step_
        return self


def rarity(X: csr_matrix) -> NDArray[np.float64]:
    """Return by what each column is multiplied: smoothed inverse document frequency for n-grams, else one."""
    documents = np.bincount(X.indices, minlength=X.shape[1])
    scale: NDArray[np.float64] = (np.log((1.0 + X.shape[0]) / (1.0 + documents)) + 1.0) / 6.0
    scale[SLOTS:] = 1.0
    return scale


def partition(X: csr_matrix, y: NDArray[Any], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return by what each n-gram and frame is multiplied for how well it alone parts the classes; one for features.

    The root of the log-count ratio of naive Bayes, counted once a comment (Wang and Manning 2012): in full it would let
    n-grams seen in few comments weigh too much.
    """
    present = csr_matrix((np.ones_like(X.data), X.indices, X.indptr), shape=X.shape)
    positive, negative = (1.0 + present.T @ (weights * (y == label)) for label in (1, 0))
    ratio = np.log(positive / positive.sum()) - np.log(negative / negative.sum())
    scale: NDArray[np.float64] = np.sqrt(np.abs(ratio))
    scale[SLOTS:SHAPES_END] = 1.0
    return scale


def _row(text: str) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    comment = read_comment(text, lexicon())
    slots = hash_words(comment.words)
    columns, counts = np.unique(slots, return_counts=True)
    described = np.array(comment.features)
    present = described.nonzero()[0]
    framed, often = np.unique([] if comment.frames is None else comment.frames, return_counts=True)
    of_frames = often / np.sqrt(often.sum() + FRAME_SMOOTHING)
    values = np.concatenate((counts / np.sqrt(len(slots) + SMOOTHING), described[present], of_frames))
    return np.concatenate((columns, SLOTS + present, SHAPES_END + framed.astype(np.int64))), values
