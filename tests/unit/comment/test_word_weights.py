from collections.abc import Sequence

import numpy as np
import pytest
from moderation.comment.word_weights import WordWeights

from moderation.comment import word_weights
from moderation.text.hashing import SLOTS, count_grams, hash_words

TEXTS = [["a"], ["guten", "morgen", "guten"], ["ab", "я", "strassenbahnhaltestelle"], ["morgen", "ab", "a", "b"]]


@pytest.fixture(scope="module")
def table() -> np.ndarray:
    return np.random.default_rng(1).integers(-127, 128, (SLOTS, 4), dtype=np.int8)


def _in_full(table: np.ndarray, words: Sequence[str]) -> np.ndarray:
    return table[hash_words(words)].sum(axis=0, dtype=np.int64)


def test_sums_by_words_are_those_of_all_n_grams(table: np.ndarray) -> None:
    met = WordWeights(table)
    for _ in range(2):
        for words in TEXTS:
            assert (met.add_up(words) == _in_full(table, words)).all()
    assert (met.add_up_each(TEXTS) == [_in_full(table, words) for words in TEXTS]).all()


def test_several_texts_may_hold_words_never_met(table: np.ndarray) -> None:
    assert (WordWeights(table).add_up_each(TEXTS) == [_in_full(table, words) for words in TEXTS]).all()


def test_n_grams_are_counted_without_hashing() -> None:
    for words in [[], *TEXTS]:
        assert count_grams(list(map(len, words))) == len(hash_words(words))


def test_endless_words_are_not_remembered(table: np.ndarray) -> None:
    met = WordWeights(table)
    assert met.add_up(["guten", "x" * 500]) is None
    assert met.add_up_each([["guten"], ["x" * 500]]) is None


def test_a_full_memory_is_begun_anew(table: np.ndarray, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_weights, "_CAPACITY", 4)
    met = WordWeights(table)
    for words in TEXTS * 2:
        assert (met.add_up(words) == _in_full(table, words)).all()
