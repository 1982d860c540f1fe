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
    """Return the posterior of editorial; the classifier's own posterior serves as likelihood against a flat prior.

    Both passes go by odds, which need one division a run and no scaling.
    """
    (stay_out, come_in), (go_out, stay_in) = transitions.tolist()
    odds = editorial / (1 - editorial)
    forward, backward = [], []
    own = odds.tolist()
    before = after = 1.0
    for value in own:
        before = (before * stay_in + come_in) / (before * go_out + stay_out) * value
        forward.append(before)
    for value in reversed(own):
        backward.append(after)
        after *= value
        after = (stay_in * after + go_out) / (come_in * after + stay_out)
    both = np.array(forward) * np.array(backward[::-1])
    result: NDArray[np.float64] = both / (1 + both)
    return result
