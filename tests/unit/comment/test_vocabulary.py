from collections.abc import Sequence
from functools import reduce
from operator import or_

import numpy as np
import pytest

from moderation.comment import vocabulary
from moderation.comment.lexicon import BIT, CLASSES, lexicon
from moderation.comment.vocabulary import COMMON, LETTERS, Vocabulary
from moderation.text.hashing import SLOTS, count_grams, hash_words

TEXTS = [
    ["a"],
    ["guten", "morgen", "guten"],
    [],
    ["ab", "я", "strassenbahnhaltestelle"],
    ["ein", "idiot", "ab", "a", "b"],
    ["endlos" * 80, "und", "idioten"],
]


@pytest.fixture(scope="module")
def table() -> np.ndarray:
    return np.random.default_rng(1).integers(-127, 128, (SLOTS, 4), dtype=np.int8)


def _in_full(table: np.ndarray, words: Sequence[str]) -> np.ndarray:
    return table[hash_words(words)].sum(axis=0, dtype=np.int64)


def test_sums_by_words_are_those_of_all_n_grams_alone_and_together(table: np.ndarray) -> None:
    met = Vocabulary(table, lexicon())
    for _ in range(2):
        for words in TEXTS:
            totals = met.add_up([words])
            assert (totals.weights[0] == _in_full(table, words)).all()
            assert totals.grams[0] == len(hash_words(words))
    together = met.add_up(TEXTS)
    assert (together.weights == [_in_full(table, words) for words in TEXTS]).all()
    assert together.grams == [len(hash_words(words)) for words in TEXTS]


def test_several_texts_may_hold_words_never_met(table: np.ndarray) -> None:
    totals = Vocabulary(table, lexicon()).add_up(TEXTS)
    assert (totals.weights == [_in_full(table, words) for words in TEXTS]).all()


def test_no_texts_come_to_nothing(table: np.ndarray) -> None:
    totals = Vocabulary(table, lexicon()).add_up([])
    assert (len(totals.weights), totals.counts, totals.marks) == (0, [], [])


def test_classes_marks_common_words_and_single_letters_are_counted(table: np.ndarray) -> None:
    totals = Vocabulary(table, lexicon()).add_up(TEXTS)
    known = lexicon().known
    for words, counts, marked in zip(TEXTS, totals.counts, totals.marks, strict=True):
        assert counts[: len(CLASSES)] == [sum(bool(known[word] & BIT[name]) for word in words) for name in CLASSES]
        assert counts[LETTERS] == sum(len(word) == 1 for word in words)
        assert counts[COMMON] == sum(word in ("ein", "und") for word in words)
        assert marked == reduce(or_, (known[word] for word in words), 0)


def test_n_grams_are_counted_without_hashing() -> None:
    for words in TEXTS:
        assert count_grams(list(map(len, words))) == len(hash_words(words))


def test_endless_words_are_not_remembered(table: np.ndarray) -> None:
    met = Vocabulary(table, lexicon())
    met.add_up([["guten", "x" * 500]])
    assert met._store.numbers == {}


def test_a_full_memory_is_begun_anew(table: np.ndarray, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vocabulary, "_CAPACITY", 6)
    met = Vocabulary(table, lexicon())
    for words in TEXTS * 2:
        assert (met.add_up([words]).weights[0] == _in_full(table, words)).all()
        assert len(met._store.numbers) <= 6
