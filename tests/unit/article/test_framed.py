"""What stood between blanks before counts as when it is read anew, and no flood of it is kept."""

from random import Random

import numpy as np

from moderation.article import manner

PARTS = [
    "Wer",
    "hetzt,",
    "fliegt.",
    "„Nein!“",
    "Haus:",
    "2026",
    "e-mail",
    "(der",
    "–",
    "X",
    "bitte",
    "\xa0",
    "Rat.Haus",
]


def test_texts_met_before_count_as_if_read_anew():
    random = Random(3)
    for _ in range(200):
        texts = [" ".join(random.choices(PARTS, k=random.randrange(0, 260))) for _ in range(random.randrange(1, 5))]
        ids, sizes = manner._FRAMED.read(texts)
        expected = manner._read_anew(texts)
        assert np.array_equal(ids, expected[0])
        assert np.array_equal(sizes, expected[1])


def test_sums_are_those_of_the_frames():
    table = np.random.default_rng(5).normal(size=(manner.FRAME_SLOTS, 2)).astype(np.float32)
    texts = ["Wer hetzt, fliegt.", "", "Bitte bleiben Sie sachlich: wir löschen!"]
    slots, rows = manner.frames(texts)
    sums = np.stack([table[slots[rows == row]].sum(axis=0) / np.sqrt((rows == row).sum() + 4) for row in range(3)])
    np.testing.assert_allclose(manner.sums_of_frames(texts, table), sums, atol=1e-5)


def test_long_tokens_are_read_anew():
    assert manner._FRAMED.read(["a" * 41]) is None
    assert manner.sums_of_frames(["a" * 41], np.zeros((manner.FRAME_SLOTS, 2), np.float32)).shape == (1, 2)
