"""What is served equals what scikit-learn fitted."""

from random import Random

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

from moderation.article.classifier import KINDS, BlockClassifier
from moderation.article.features import TEXT_SLOTS, WORD_SLOTS
from moderation.article.layout import read_layout
from moderation.article.markup_tokens import MARKUP_SLOTS
from moderation.article.pages import FIRST, FIRST_COLUMNS, SECOND, SECOND_COLUMNS, Network, PageClassifier
from moderation.training.separation import _table
from moderation.training.separation_grammar import parse_grammar, speak
from moderation.training.separation_material import load_closings, load_snippets
from moderation.training.separation_matrices import word_matrix
from moderation.training.separation_networks import Size, arrays_of_layers, fit_networks, folded, merged
from moderation.training.separation_pages import fit_looks
from moderation.training.separation_synthesis import Example

TEXT = "Der Rat der Stadt hat am Montag über den Umbau des Bahnhofs beraten und ihn beschlossen, Teil"
MENU = "".join(f'<li><a href="/{number}">Rubrik {number}</a></li>' for number in range(12))

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


def page_arrays(**arrays):
    empty = {
        "words": np.zeros((WORD_SLOTS, len(KINDS)), np.float32),
        "words_offset": np.zeros(len(KINDS), np.float32),
        "markup": np.zeros((MARKUP_SLOTS, len(KINDS)), np.float32),
        "markup_offset": np.zeros(len(KINDS), np.float32),
        "transitions": np.log(np.full((2, 2), 0.5, np.float32)),
    }
    for name, columns in ((FIRST, FIRST_COLUMNS), (SECOND, SECOND_COLUMNS)):
        layers = [(np.zeros((columns, 4)), np.zeros(4)), (np.zeros((4, len(KINDS))), np.zeros(len(KINDS)))]
        empty |= arrays_of_layers(name, layers)
    return {**empty, **arrays}


def test_mean_and_scale_within_the_weights_tell_the_same():
    generator = np.random.default_rng(1)
    X, y = generator.normal(3, 5, size=(1_200, 5)).astype(np.float32), np.arange(1_200) % len(KINDS)
    networks, mean, scale = fit_networks(X, y, np.ones(1_200), Size(2, 4, 5), seed=1, jobs=1)
    layers = arrays_of_layers("a", folded(networks, mean, scale))

    served = Network.from_arrays(layers, "a", 5).judge(X)

    logs = np.mean([np.log(network.predict_proba((X - mean) / scale)) for network in networks], axis=0)
    expected = np.exp(logs) / np.exp(logs).sum(axis=1, keepdims=True)
    assert np.abs(served - expected).max() < 1e-5


@pytest.mark.parametrize("name", ["words", "markup", "first_0_weights", "second_0_weights", "second_1_offset"])
def test_a_head_for_pages_of_another_shape_is_refused(name):
    arrays = page_arrays()

    with pytest.raises(ValueError, match=r"another size|other kinds"):
        PageClassifier.from_arrays({**arrays, name: arrays[name][:-1]}, "test")


def test_each_page_is_judged_by_looks_that_learn_from_what_was_not_seen():
    pages = [MENU + "".join(f"<p>{TEXT} {number}</p>" * 3 for number in range(n, n + 3)) for n in range(40)]
    layouts = [read_layout(f"<nav>{n}</nav><main>{page}</main>") for n, page in enumerate(pages)]
    examples = [
        Example(
            layout, np.array([0 if "Rat" in run.text else 12 for run in layout.runs]), np.ones(len(layout.runs)), n % 5
        )
        for n, layout in enumerate(layouts)
    ]
    reader = PageClassifier.from_arrays(page_arrays(), "test")
    _, looks = fit_looks(examples, dict.fromkeys(range(5), reader), seed=1, jobs=1)

    served = PageClassifier.from_arrays(page_arrays(**looks), "test")
    probabilities, _ = served.judge_layout(layouts[0])

    assert np.allclose(probabilities.sum(axis=1), 1, atol=1e-4)
    assert probabilities[examples[0].kinds == 0, 0].min() > probabilities[examples[0].kinds != 0, 0].max()


def test_a_table_without_letters_reads_words_alone():
    texts = ["Das Hochwasser an der Donau steigt weiter.", "Alle Rechte vorbehalten, Nachdruck verboten", "Seite"]
    fitted = LogisticRegression(max_iter=4).fit(
        word_matrix([*texts, *map(str, KINDS)], WORD_SLOTS), [0, 1, 2, *range(15)]
    )
    words, offset = _table(fitted)

    served = np.exp(classifier(words=words, words_offset=offset).read_words(texts))

    expected = np.maximum(fitted.predict_proba(word_matrix(texts, WORD_SLOTS)), np.exp(-8.0))
    assert np.abs(served - expected).max() < 1e-6
