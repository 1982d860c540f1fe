import numpy as np
import pytest

from moderation.article.manner import frames, marks
from moderation.article.meanings import no_meaning
from moderation.article.phrasing import (
    LAST,
    MAX_CHARACTERS,
    MAX_READ,
    QUESTIONS,
    UNREAD,
    Phrases,
    no_phrases,
    read_again,
    words_of,
)
from moderation.text.hashing import hash_many

OFFSET = np.array([1.0, -1.0], np.float32)
NOTHING = no_phrases()._replace(offset=OFFSET)
SURELY, PERHAPS = np.log(0.99), np.log(0.6)


def test_words_are_folded_and_signs_that_tell_are_kept():
    assert words_of("Größe: 1,5 m? © Verlag!") == ["groesse", ":", "0", "0", "m", "?", "©", "verlag", "!"]


def test_a_text_without_words_has_one():
    assert words_of("--- …") == ["-"]


def test_a_text_says_the_sum_of_its_n_grams_over_the_root_of_their_number():
    phrases, run = no_phrases()._replace(offset=OFFSET), hash_many([["bitte"]])
    phrases.words[run.slots] = 1.0

    (read,) = read_again(["Bitte"], np.array([PERHAPS], np.float32), phrases)

    count = len(run.slots)
    assert read == pytest.approx(OFFSET + count / np.sqrt(count + 4), abs=1e-5)


def test_how_a_text_speaks_adds_to_what_it_says():
    phrases = no_phrases()
    phrases.frames[frames(["Bitte"])[0]] = 1.0
    phrases.marks[:, 0] = 0.1

    (read,) = read_again(["Bitte"], np.array([PERHAPS], np.float32), phrases)

    # Three tokens with the ends of the text, in rows of one to three: six frames.
    assert read == pytest.approx([6 / np.sqrt(10) + 0.1 * marks(["Bitte"]).sum(), 6 / np.sqrt(10)], abs=1e-5)


def test_what_its_words_mean_adds_to_what_it_says():
    meaning = no_meaning()._replace(output_offset=np.array([2.0, -3.0], np.float32))

    (read,) = read_again(["Bitte"], np.array([PERHAPS], np.float32), no_phrases()._replace(meaning=meaning))

    assert read.tolist() == [2.0, -3.0]


def test_a_reading_is_stored_and_read_alike():
    random = np.random.default_rng(1)
    own = (random.normal(size=part.shape).astype(np.float32) for part in no_phrases()[:-1])
    phrases = Phrases(*own, no_meaning())

    read = Phrases.from_arrays(phrases.to_arrays())

    for part, expected in zip((*read[:-1], *read.meaning), (*phrases[:-1], *phrases.meaning), strict=True):
        np.testing.assert_allclose(part, expected, rtol=2e-3, atol=1e-3)


def test_a_reading_of_another_size_is_refused():
    arrays = no_phrases().to_arrays()

    with pytest.raises(ValueError, match="another size"):
        Phrases.from_arrays({**arrays, "phrases_marks": np.zeros((3, QUESTIONS))})


def test_what_is_surely_an_articles_is_read_again_only_at_the_end():
    texts = [f"Satz {index}" for index in range(LAST + 3)]
    editorial = np.full(len(texts), SURELY, np.float32)
    editorial[1] = PERHAPS

    read = read_again(texts, editorial, NOTHING)

    unread = [bool((row == UNREAD).all()) for row in read]
    assert unread == [True, False, True, *[False] * LAST]


def test_of_a_flood_of_texts_only_the_last_are_read_again():
    texts = ["x" * MAX_CHARACTERS * 2] * 100
    read = read_again(texts, np.full(100, PERHAPS, np.float32), NOTHING)

    known = [bool((row != UNREAD).all()) for row in read]
    assert read.shape == (100, QUESTIONS)
    assert sum(known) == MAX_READ // (MAX_CHARACTERS + 2)
    assert known == sorted(known)
