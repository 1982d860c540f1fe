"""How far a probability can be taken at its word: reliability curve and expected calibration error."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Comments of like probability: the mean of what was predicted, the share that came true, and how many."""

    predicted: float
    observed: float
    comments: int


def reliability(truth: NDArray[np.bool_], scores: NDArray[np.float64], bins: int = BINS) -> list[Bin]:
    """Return the bins of equal width that hold comments, in order."""
    numbers = np.minimum((scores * bins).astype(int), bins - 1)
    return [
        Bin(float(scores[chosen].mean()), float(truth[chosen].mean()), int(chosen.sum()))
        for chosen in (numbers == number for number in range(bins))
        if chosen.any()
    ]


def calibration_error(truth: NDArray[np.bool_], scores: NDArray[np.float64], bins: int = BINS) -> float:
    """Return the expected calibration error over bins of equal width (Naeini et al. 2015)."""
    if not len(truth):
        return 0.0
    found = reliability(truth, scores, bins)
    return sum(abs(one.observed - one.predicted) * one.comments for one in found) / len(truth)
