"""Whether a text is rules for comments: weights of features, fitted on texts whose words were not learnt from."""

from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from moderation.policy.genre import FEATURES, features_of
from moderation.policy.judge import Judge
from moderation.policy.parser import mode_of, parse_policy, understood
from moderation.training.policy_material import Written, chunked_lines, learnt_policies, other_texts, text_examples
from moderation.training.policy_reading import COLUMNS, SENTENCE_C, as_arrays, fitted, matrix

_FOLDS = 5
_BOUND = 6.0
_BLOCKS = 4

Weighted = tuple[str, bool, float]


def fit_genre(written: Written, arrays: dict[str, NDArray[Any]], *, seed: int) -> NDArray[np.float64]:
    """Return the weights of `FEATURES`, the last one the intercept.

    How a text leans by its words is taken from a model that has not seen it: five folds.
    """
    judge = Judge.from_arrays({**arrays, "genre": np.zeros(len(FEATURES) + 1)}, COLUMNS, "")
    read = [(row, understood(row[0], judge)) for row in texts(written) if chunked_lines(row[0])]
    rows = [row for row, scoped in read if scoped]
    features = np.array([features_of(scoped, mode_of(scoped), judge) for _, scoped in read if scoped])
    features[:, 0] = np.clip(_unseen_leanings([text for text, _, _ in rows], written, seed), -_BOUND, _BOUND)
    model = LogisticRegression(C=1.0, max_iter=5000)
    model.fit(features, [yes for _, yes, _ in rows], sample_weight=[weight for _, _, weight in rows])
    return np.append(model.coef_[0], model.intercept_[0])


def texts(written: Written) -> list[Weighted]:
    """Return texts, whether each is rules for comments, and how much it counts."""
    learnt = learnt_policies()
    rows = [(text, True, 1.0) for text in written.notices if parse_policy(text).clauses]
    for sentences in written.footers:
        lines = [text for text, _ in sentences]
        rows += [("\n".join(lines), True, 1.0), (" ".join(lines), True, 0.5)]
    rows += [(item.text, True, 1.0) for item in learnt if item.expected]
    rows += [(text, False, 3.0) for text in written.elsewhere]
    rows += [(item.text, False, 3.0) for item in (*other_texts(), *learnt) if not item.expected]
    rows += [(text, False, 0.5) for text in written.boilerplate]
    rows += [(text, False, 0.3) for text in written.articles]
    for begin in range(0, len(written.articles), _BLOCKS):
        rows.append(("\n".join(written.articles[begin : begin + _BLOCKS]), False, 0.6))
    return rows


def _unseen_leanings(texts: list[str], written: Written, seed: int) -> NDArray[np.float64]:
    rows = [chunked_lines(text) for text in texts]
    fold_of = {_key(chunks): number % _FOLDS for number, chunks in enumerate(rows)}
    examples = [example for example in text_examples(written, Random(seed)) if example.chunks]  # noqa: S311
    X = matrix(rows)
    leanings = np.zeros(len(rows))
    for fold in range(_FOLDS):
        rest = [example for example in examples if fold_of.get(_key(example.chunks)) != fold]
        column, intercept = fitted(*as_arrays(rest), SENTENCE_C)
        own = np.arange(len(rows)) % _FOLDS == fold
        leanings[own] = X[own] @ column + intercept
    return leanings


def _key(chunks: list[list[str]]) -> str:
    return " ".join(word for chunk in chunks for word in chunk)
