"""Neighbours made to agree on editorial or not."""

import numpy as np
from numpy.typing import NDArray

from moderation.article.features import Floats


def agreed(probabilities: Floats, transitions: Floats) -> Floats:
    """Return the probabilities after a forward-backward pass over editorial or not (Rabiner 1989).

    :param transitions: log-probability of not editorial (0) or editorial (1) following the same two.
    """
    editorial = np.clip(probabilities[:, 0].astype(np.float64), 1e-6, 1 - 1e-6)
    smoothed = _forward_backward(editorial, np.exp(transitions.astype(np.float64)))
    result = probabilities * ((1 - smoothed) / (1 - editorial))[:, None].astype(np.float32)
    result[:, 0] = smoothed
    return result


def _forward_backward(editorial: NDArray[np.float64], transitions: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the posterior of editorial; the classifier's own posterior serves as likelihood against a flat prior."""
    stay_out, come_in = transitions[0].tolist()
    go_out, stay_in = transitions[1].tolist()
    forward = []
    before = 0.5
    for value in editorial.tolist():
        inside = (before * stay_in + (1 - before) * come_in) * value
        outside = (before * go_out + (1 - before) * stay_out) * (1 - value)
        before = inside / (inside + outside)
        forward.append(before)
    after_in = after_out = 1.0
    result = np.empty(len(forward))
    values = editorial.tolist()
    for index in range(len(forward) - 1, -1, -1):
        inside, outside = forward[index] * after_in, (1 - forward[index]) * after_out
        result[index] = inside / (inside + outside)
        likely_in, likely_out = values[index] * after_in, (1 - values[index]) * after_out
        after_in, after_out = stay_in * likely_in + go_out * likely_out, come_in * likely_in + stay_out * likely_out
        total = after_in + after_out
        after_in, after_out = after_in / total, after_out / total
    return result
