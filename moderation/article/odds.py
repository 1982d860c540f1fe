"""Probabilities of editorial, moved by evidence."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from moderation.article.features import Floats

FLOOR = -8.0


def shifted(probabilities: Floats, shifts: Sequence[float] | NDArray[np.float64]) -> Floats:
    """Return the probabilities after the log-odds of editorial have been shifted, run by run."""
    before = np.clip(probabilities[:, 0].astype(np.float64), 1e-6, 1 - 1e-6)
    after = 1 / (1 + np.exp(-np.log(before / (1 - before)) - np.array(shifts)))
    result: Floats = probabilities * ((1 - after) / (1 - before))[:, None].astype(np.float32)
    result[:, 0] = after
    return result


def log_softmax(values: Floats, floor: float = FLOOR) -> Floats:
    """Return log-probabilities of the columns of each row, none below the floor."""
    exceeding = values - values.max(axis=1, keepdims=True)
    result: Floats = np.maximum(exceeding - np.log(np.exp(exceeding).sum(axis=1, keepdims=True)), floor)
    return result
