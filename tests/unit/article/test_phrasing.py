import numpy as np
import pytest

from moderation.article.phrasing import (
    LAST,
    MAX_CHARACTERS,
    MAX_READ,
    QUESTIONS,
    UNREAD,
    empty_table,
    read_again,
    words_of,
)
from moderation.text.hashing import hash_many

OFFSET = np.array([1.0, -1.0], np.float32)
SURELY, PERHAPS = np.log(0.99), np.log(0.6)


def test_words_are_folded_and_signs_that_tell_are_kept():
    assert words_of("Größe: 1,5 m? © Verlag!") == ["groesse", ":", "0", "0", "m", "?", "©", "verlag", "!"]


def test_a_text_without_words_has_one():
    assert words_of("--- …") == ["-"]


def test_a_text_says_the_sum_of_its_n_grams_over_the_root_of_their_number():
    table = empty_table()
    run = hash_many([["bitte"]])
    table[run.slots] = 1.0

    (read,) = read_again(["Bitte"], np.array([PERHAPS], np.float32), table, OFFSET)

    count = len(run.slots)
    assert read == pytest.approx(OFFSET + count / np.sqrt(count + 4), abs=1e-5)


def test_what_is_surely_an_articles_is_read_again_only_at_the_end():
    texts = [f"Satz {index}" for index in range(LAST + 3)]
    editorial = np.full(len(texts), SURELY, np.float32)
    editorial[1] = PERHAPS

    read = read_again(texts, editorial, empty_table(), OFFSET)

    unread = [bool((row == UNREAD).all()) for row in read]
    assert unread == [True, False, True, *[False] * LAST]


def test_of_a_flood_of_texts_only_the_last_are_read_again():
    texts = ["x" * MAX_CHARACTERS * 2] * 100
    read = read_again(texts, np.full(100, PERHAPS, np.float32), empty_table(), OFFSET)

    known = [bool((row != UNREAD).all()) for row in read]
    assert read.shape == (100, QUESTIONS)
    assert sum(known) == MAX_READ // (MAX_CHARACTERS + 2)
    assert known == sorted(known)
