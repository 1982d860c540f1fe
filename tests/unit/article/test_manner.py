"""The frame of a text is the same whatever it speaks of, and another where it speaks otherwise."""

from collections import Counter

import numpy as np
import pytest

from moderation.article import manner
from moderation.article.manner import FRAME_SLOTS, MARKS, frames, marks, sums_of_frames


def _frames_of(text):
    return Counter(frames([text])[0].tolist())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Wer schreit, muss gehen.", "Wer streit, muss stehen."),
        ("In der Stadt Ulm.", "In der Burg Trier."),
        ("Um 12 Uhr.", "Um 9 Uhr."),
    ],
)
def test_words_that_tell_the_matter_leave_the_frame_alone(one, other):
    assert _frames_of(one) == _frames_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Wer lügt, geht.", "Er lügt, geht."), ("Sie hat gelacht.", "Sie hat gelacht!"), ("die Bitten", "die bitten")],
)
def test_small_words_signs_and_capitals_make_another_frame(one, other):
    assert _frames_of(one) != _frames_of(other)


def test_a_capital_says_nothing_where_a_sentence_begins():
    assert _frames_of("Na. Kommt er?") == _frames_of("Na. Kommt er?")
    assert _frames_of("na. Rennen wir") != _frames_of("na, Rennen wir")


def test_texts_are_read_together_as_by_themselves():
    texts = ["Wer wirbt, fliegt.", "", "Der Rat tagte.", "…", "Wir lesen alles. " * 100]
    table = np.random.default_rng(2).normal(size=(FRAME_SLOTS, 2)).astype(np.float32)

    together = sums_of_frames(texts, table)

    alone = np.concatenate([sums_of_frames([text], table) for text in texts])
    np.testing.assert_allclose(together, alone, atol=1e-5)


def test_a_text_has_as_many_marks_as_are_weighed():
    assert marks(["Bitte bleiben Sie sachlich!", "x"]).shape == (2, MARKS)
    assert marks([]).shape == (0, MARKS)


def test_what_is_kept_of_words_is_bounded(monkeypatch):
    monkeypatch.setattr(manner, "MOST_WORDS", 10)
    for number in range(50):
        frames([f"wort{chr(97 + number % 26)}{chr(97 + number // 26)} und {'x' * 50}"])

    assert len(manner._INSIDE) <= 10
    assert not any(len(word) > manner.MOST_LETTERS for word in manner._INSIDE)
