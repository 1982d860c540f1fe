"""Small networks over the features of runs: scikit-learn fits, one network of arrays is what is kept."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_limits

from moderation.article.classifier import KINDS

AT_ONCE = 20_000


class Size(NamedTuple):
    """How many networks are fitted, how wide each is, and how often it sees each row."""

    networks: int
    hidden: int
    epochs: int


def fit_networks(
    X: NDArray[np.float32],
    y: NDArray[np.int64],
    weights: NDArray[np.float64],
    size: Size,
    seed: int,
    jobs: int,
    left_out: NDArray[np.int64] | None = None,
) -> tuple[list[MLPClassifier], NDArray[np.float32], NDArray[np.float32]]:
    """Fit networks to tell every kind; return them, and mean and scale of the features.

    :param y: the kind of each row; `weights` how much it counts.
    :param left_out: for each row the number of the network that does not learn from it, -1 for none.
    """
    left_out = np.full(len(X), -1) if left_out is None else left_out
    mean, scale = X.mean(axis=0), np.maximum(X.std(axis=0), 0.05)
    # One row of each kind, so that the output has all columns.
    X = np.concatenate([X, np.tile(mean, (len(KINDS), 1))])
    y = np.concatenate([y, np.arange(len(KINDS))])
    weights = np.concatenate([weights, np.full(len(KINDS), 1e-6)])
    part = np.concatenate((left_out, np.full(len(KINDS), -1)))
    X = (X - mean) / scale
    seen = [(weights > 0) & (part != i) for i in range(size.networks)]
    networks = Parallel(n_jobs=jobs)(
        delayed(_fit_network)(X[known], y[known], weights[known], seed + i, size) for i, known in enumerate(seen)
    )
    return networks, mean.astype(np.float32), scale.astype(np.float32)


def unseen(
    networks: Sequence[MLPClassifier], X: NDArray[np.float32], left_out: NDArray[np.int64]
) -> NDArray[np.float32]:
    """Return for each row what the network says that was fitted without its part."""
    result = np.zeros((len(X), len(KINDS)), np.float32)
    for index, network in enumerate(networks):
        rows = np.flatnonzero(left_out == index)
        for chosen in np.array_split(rows, len(rows) // AT_ONCE + 1):
            result[chosen] = network.predict_proba(X[chosen])
    return result


def _fit_network(
    X: NDArray[np.float32], y: NDArray[np.int64], weights: NDArray[np.float64], seed: int, size: Size
) -> MLPClassifier:
    network = MLPClassifier(
        (size.hidden,),
        alpha=3e-4,
        batch_size=512,
        learning_rate_init=2e-3,
        max_iter=size.epochs,
        random_state=seed,
        tol=0.0,
    )
    # Small products: threads of BLAS would wait for each other more than they work.
    with threadpool_limits(limits=1, user_api="blas"):
        return network.fit(X, y, sample_weight=weights)


def merged(networks: Sequence[MLPClassifier]) -> list[tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Return several networks of one hidden layer as one: the mean of their outputs before the softmax."""
    hidden = np.concatenate([network.coefs_[0] for network in networks], axis=1)
    output = np.concatenate([network.coefs_[1] for network in networks]) / len(networks)
    offsets = np.concatenate([network.intercepts_[0] for network in networks])
    return [(hidden, offsets), (output, np.mean([network.intercepts_[1] for network in networks], axis=0))]


def folded(
    networks: Sequence[MLPClassifier], mean: NDArray[np.float32], scale: NDArray[np.float32]
) -> list[tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Return the same, with mean and scale of the features within the weights."""
    (hidden, offset), output = merged(networks)
    hidden = hidden / scale.astype(np.float64)[:, None]
    return [(hidden, offset - mean.astype(np.float64) @ hidden), output]


def arrays_of_layers(
    name: str, layers: Sequence[tuple[NDArray[np.float64], NDArray[np.float64]]]
) -> dict[str, NDArray[np.float32]]:
    """Return the layers of a network as they are stored."""
    arrays = {}
    for index, (weights, offset) in enumerate(layers):
        arrays[f"{name}_{index}_weights"] = weights.astype(np.float32)
        arrays[f"{name}_{index}_offset"] = offset.astype(np.float32)
    return arrays
