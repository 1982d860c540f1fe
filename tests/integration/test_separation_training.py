"""What is served equals what scikit-learn fitted."""

from random import Random

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

from moderation.article.classifier import KINDS, BlockClassifier
from moderation.article.features import MARKUP_SLOTS, TEXT_SLOTS
from moderation.training.separation import _merged, _table, word_matrix
from moderation.training.separation_grammar import parse_grammar, speak
from moderation.training.separation_material import load_closings, load_snippets

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
    layers = _merged(networks)
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
