"""What is served equals what scikit-learn fitted."""

from random import Random

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

from moderation.article.classifier import KINDS, BlockClassifier
from moderation.article.features import MARKUP_SLOTS, TEXT_SLOTS, WORD_SLOTS
from moderation.article.surroundings import SURROUNDINGS
from moderation.article.trees import CERTAIN, Trees, doubtful, reconsidered
from moderation.training.separation import _table
from moderation.training.separation_grammar import parse_grammar, speak
from moderation.training.separation_material import load_closings, load_snippets
from moderation.training.separation_matrices import word_matrix
from moderation.training.separation_networks import merged
from moderation.training.separation_trees import arrays_of_trees, fit_trees

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")


def classifier(**arrays):
    empty = {
        "words": np.zeros((TEXT_SLOTS, len(KINDS)), np.float32),
        "words_offset": np.zeros(len(KINDS), np.float32),
        "markup": np.zeros((MARKUP_SLOTS, len(KINDS)), np.float32),
        "markup_offset": np.zeros(len(KINDS), np.float32),
        "mean": np.zeros(5, np.float32),
        "scale": np.ones(5, np.float32),
        "layer_0_weights": np.zeros((5, len(KINDS)), np.float32),
        "layer_0_offset": np.zeros(len(KINDS), np.float32),
        "transitions": np.log(np.full((2, 2), 0.5, np.float32)),
        "temperature": np.array(1.0),
    }
    return BlockClassifier.from_arrays({**empty, **arrays}, "test")


def test_served_word_scores_equal_the_fitted_estimator():
    snippets = [*load_snippets(), *load_closings()]
    texts = [snippet.text for snippet in snippets][::16] + [str(kind) for kind in KINDS]
    kinds = [snippet.kind for snippet in snippets][::16] + list(range(len(KINDS)))
    fitted = LogisticRegression(max_iter=4).fit(word_matrix(texts), kinds)
    words, offset = _table(fitted)

    served = np.exp(classifier(words=words, words_offset=offset).read_words(texts))

    expected = np.maximum(fitted.predict_proba(word_matrix(texts)), np.exp(-8.0))
    assert np.abs(served - expected).max() < 1e-6


def test_served_network_equals_the_fitted_estimators():
    generator = np.random.default_rng(1)
    X, y = generator.normal(size=(300, 5)).astype(np.float32), np.arange(300) % len(KINDS)
    networks = [MLPClassifier((4,), max_iter=5, random_state=seed).fit(X, y) for seed in (1, 2)]
    layers = merged(networks)
    arrays = {f"layer_{i}_weights": weights.astype(np.float32) for i, (weights, _) in enumerate(layers)}
    arrays |= {f"layer_{i}_offset": offset.astype(np.float32) for i, (_, offset) in enumerate(layers)}

    served = classifier(**arrays).judge(X)

    logs = np.mean([np.log(network.predict_proba(X)) for network in networks], axis=0)
    expected = np.exp(logs) / np.exp(logs).sum(axis=1, keepdims=True)
    assert np.abs(served - expected).max() < 1e-6


def test_every_kind_is_written_for():
    assert {snippet.kind for snippet in load_snippets()} == set(range(1, len(KINDS)))


def test_grammar_speaks_every_part():
    grammar = parse_grammar("ROOT = eins {B} | zwei {B}\nB = drei | vier")

    spoken = {speak(grammar, Random(seed)).casefold() for seed in range(40)}

    assert spoken == {"eins drei", "eins vier", "zwei drei", "zwei vier"}


def fitted_trees():
    generator = np.random.default_rng(2)
    X = generator.normal(size=(2_000, 5)).astype(np.float32)
    editorial = X[:, 0] * X[:, 1] + X[:, 2] > 0.2
    return X, fit_trees(X, editorial, np.ones(len(X)), np.zeros(len(X), bool), seed=1)


def test_served_trees_equal_the_fitted_estimator():
    X, fitted = fitted_trees()

    served = Trees.from_arrays(arrays_of_trees(fitted), 5).log_odds(X)

    assert np.abs(served - fitted.decision_function(X)).max() < 1e-9


def test_trees_change_only_what_the_network_leaves_in_doubt():
    X, fitted = fitted_trees()
    weights = np.zeros((5, len(KINDS)), np.float32)
    weights[3, 0] = 4.0
    first = classifier(layer_0_weights=weights).judge(X)
    rows = doubtful(first)

    second = reconsidered(first, rows, X[rows], Trees.from_arrays(arrays_of_trees(fitted), 5))

    certain = np.setdiff1d(np.arange(len(X)), rows)
    assert len(certain)
    assert (np.abs(first[certain, 0] - 0.5) >= 0.5 - CERTAIN).all()
    assert np.array_equal(first[certain], second[certain])
    odds = np.log(second[rows, 0] / (1 - second[rows, 0]))
    assert np.abs(odds - fitted.decision_function(X[rows])).max() < 1e-3
    assert np.allclose(second.sum(axis=1), 1, atol=1e-5)


@pytest.mark.parametrize(("name", "value"), [("features", 5 + SURROUNDINGS), ("children", -1), ("roots", 100_000)])
def test_trees_that_point_nowhere_are_refused(name, value):
    arrays = arrays_of_trees(fitted_trees()[1])
    arrays[f"trees_{name}"] = np.full_like(arrays[f"trees_{name}"], value)

    with pytest.raises(ValueError, match="trees"):
        classifier(**arrays)


def test_a_table_without_letters_reads_words_alone():
    texts = ["Das Hochwasser an der Donau steigt weiter.", "Alle Rechte vorbehalten, Nachdruck verboten", "Seite"]
    fitted = LogisticRegression(max_iter=4).fit(
        word_matrix([*texts, *map(str, KINDS)], WORD_SLOTS), [0, 1, 2, *range(15)]
    )
    words, offset = _table(fitted)

    served = np.exp(classifier(words=words, words_offset=offset).read_words(texts))

    expected = np.maximum(fitted.predict_proba(word_matrix(texts, WORD_SLOTS)), np.exp(-8.0))
    assert np.abs(served - expected).max() < 1e-6
