"""The two looks at whole pages: scikit-learn fits networks, arrays are what is kept."""

import logging
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.neural_network import MLPClassifier

from moderation.article.facts import Facts
from moderation.article.pages import FIRST, SECOND, FirstLook, PageClassifier, left, second_features
from moderation.article.structure import structure_features
from moderation.training.separation_networks import Size, arrays_of_layers, fit_networks, folded, unseen
from moderation.training.separation_synthesis import Example, told

FIRST_SIZE = Size(networks=5, hidden=16, epochs=4)
SECOND_SIZE = Size(networks=5, hidden=24, epochs=8)
LOG = logging.getLogger(__name__)


def fit_looks(
    examples: Sequence[Example], readers: Mapping[int, PageClassifier], seed: int, jobs: int
) -> tuple[list[MLPClassifier], dict[str, NDArray[np.float32]]]:
    """Return the networks of the second look, and the arrays of both.

    Each network of the first look learns without one part of the pages, so that the second learns from what it says of
    pages it has not seen.

    :param readers: for each part of the pages what reads words and markup without having seen it.
    """
    facts = [Facts(example.layout) for example in examples]
    structure = [
        structure_features(own, readers[example.fold].read_markup(example.layout.runs, example.layout.elements))
        for own, example in zip(facts, examples, strict=True)
    ]
    parts = np.repeat([example.fold for example in examples], [len(example.kinds) for example in examples])
    X, (kinds, weights) = np.concatenate(structure), told(examples)
    first, mean, scale = fit_networks(X, kinds, weights, FIRST_SIZE, seed, jobs, parts)
    arrays = arrays_of_layers(FIRST, folded(first, mean, scale))
    borders = np.cumsum([len(example.kinds) for example in examples])[:-1]
    said = np.split(unseen(first, (X - mean) / scale, parts), borders)
    LOG.info("first look fitted")
    looks = [FirstLook(*three, left(three[0], three[2])) for three in zip(facts, structure, said, strict=True)]
    X = np.concatenate(
        [
            second_features(look, readers[example.fold].read_left(example.layout, look))
            for example, look in zip(examples, looks, strict=True)
        ]
    )
    rows = np.concatenate([look.rows + start for look, start in zip(looks, [0, *borders.tolist()], strict=True)])
    LOG.info("second look at %.0f %% of %d runs", 100 * len(rows) / len(kinds), len(kinds))
    second, mean, scale = fit_networks(X, kinds[rows], weights[rows], SECOND_SIZE, seed, jobs)
    return second, arrays | arrays_of_layers(SECOND, folded(second, mean, scale))
