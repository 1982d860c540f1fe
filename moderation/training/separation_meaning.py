"""The network that reads what words mean: fitted on the texts of the second reading, and added to it.

It is fitted by itself, not with the n-grams as one: these know the written texts nearly by heart, and would leave to it
only what is new in them, which is little, while in an unknown house's texts the classes of words say the most.
"""

import warnings

import numpy as np
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_limits

from moderation.article.meanings import BOUND, Meaning, meanings
from moderation.training.separation_networks import merged

NETWORKS, HIDDEN, EPOCHS, ALPHA = 3, 32, 10, 0.1
# How much it counts beside n-grams, frames and marks.
SHARE = 1.0
# Of what hardly varies, the least that counts as a standard deviation.
LEAST_SCALE = 0.05
_BATCH = 2_000


def fit_meaning(texts: list[str], kinds: NDArray[np.int64], weights: NDArray[np.float64]) -> Meaning:
    """Return the network.

    :param kinds: 0 an article's, 1 rules, 2 other boilerplate; all three occur.
    """
    X = np.concatenate([meanings(texts[begin : begin + _BATCH]) for begin in range(0, len(texts), _BATCH)])
    mean, scale = X.mean(axis=0), X.std(axis=0) + LEAST_SCALE
    X = np.clip((X - mean) / scale, -BOUND, BOUND)
    with threadpool_limits(limits=1, user_api="blas"):
        networks = [_fit_network(X, kinds, weights, seed) for seed in range(NETWORKS)]
    (hidden, hidden_offset), (output, offset) = merged(networks)
    # Against an article's text: what the softmax divides by falls out.
    against, offset = SHARE * (output[:, 1:] - output[:, :1]), SHARE * (offset[1:] - offset[0])
    return Meaning(mean, scale, *(part.astype(np.float32) for part in (hidden, hidden_offset, against, offset)))


def _fit_network(
    X: NDArray[np.float32], kinds: NDArray[np.int64], weights: NDArray[np.float64], seed: int
) -> MLPClassifier:
    network = MLPClassifier(
        (HIDDEN,),
        alpha=ALPHA,
        batch_size=min(256, len(X)),
        learning_rate_init=2e-3,
        max_iter=EPOCHS,
        random_state=seed,
        tol=0.0,
    )
    with warnings.catch_warnings():
        # The epochs are few on purpose: more learn the written texts by heart.
        warnings.simplefilter("ignore", ConvergenceWarning)
        return network.fit(X, kinds, sample_weight=weights)
