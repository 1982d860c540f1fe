"""Words met before count as they do when a text is read anew; what is kept of them is bounded."""

import re
from random import Random

import numpy as np
import pytest

from moderation.article import phrasing, vocabulary
from moderation.article.classifier import word_sums
from moderation.article.features import TEXT_SLOTS, word_features
from moderation.article.vocabulary import Vocabulary

TEXTS = [
    "Der Rat tagte am 12. März 2021 in Süßen – bis spät!",
    "Bitte bleiben Sie sachlich: Beiträge ohne Bezug löschen wir.",
    "Wo? Hier!! @stadtrat | © 2026 *",
    "ein Wort",
    "…",
    "x",
    "Straßenbahnhaltestelle Verkehrsbetriebe " * 60,
    "ab " * 300,
    "Fernwärmeversorgung " * 90 + "und das Ende",
]


@pytest.fixture(scope="module")
def tables():
    random = np.random.default_rng(3)
    words = random.normal(size=(TEXT_SLOTS, 4)).astype(np.float32)
    return words, random.normal(size=(phrasing.SLOTS, phrasing.QUESTIONS)).astype(np.float32)


def _anew(texts, tables):
    words, phrases = tables
    return word_sums(texts, words), np.concatenate([phrasing.log_odds([phrasing.words_of(t)], phrases) for t in texts])


def test_what_is_known_counts_as_if_read_anew(tables):
    known, random = Vocabulary(*tables), Random(5)
    for _ in range(4):
        texts = random.sample(TEXTS, len(TEXTS) - 2)
        first, second = known.read(texts)
        expected = _anew(texts, tables)
        np.testing.assert_allclose(first, expected[0], atol=2e-4)
        np.testing.assert_allclose(second, expected[1], atol=2e-4)


def test_letters_reach_over_short_words_and_signs_as_in_the_text(tables):
    random, known = Random(11), Vocabulary(*tables)
    parts = ["a", "zu", "Rat", "Kreis", "E-Mail", "(3.", "2²", "–", "…", "x-y", "?", "@", "„Ja“,", "\xa0"]
    for _ in range(200):
        count = random.choice((1, 4, 12, 90, 400))
        texts = [
            " ".join(random.choices(parts, k=random.randrange(1, count + 1))) for _ in range(random.randrange(1, 6))
        ]
        first, second = known.read(texts)
        expected = _anew(texts, tables)
        np.testing.assert_allclose(first, expected[0], atol=2e-3)
        np.testing.assert_allclose(second, expected[1], atol=2e-3)


@pytest.mark.parametrize(
    "text", ["Zu\xadsam\xadmen", "три слова", "½ Liter", "İstanbul", "a" * 101, "\U00010400\U00010428"]
)
def test_odd_letters_and_words_are_left_to_be_read_anew(tables, text):
    assert Vocabulary(*tables).read([*TEXTS, text]) is None


def test_a_flood_is_left_to_be_read_anew(tables):
    assert Vocabulary(*tables).read([f"{number} " + "wort " * 300 for number in range(50)]) is None


def test_both_readings_part_the_letters_kept_at_the_same_places():
    kept = [chr(code) for code in range(1, 0x2800) if not vocabulary._ODD.search(chr(code))]
    words = {row for slots, rows in word_features(kept) for row in rows.tolist() if len(slots)}
    told = [place for place, letter in enumerate(kept) if letter.isalnum()]
    assert sorted(words) == told
    assert [place for place, letter in enumerate(kept) if re.fullmatch(r"[^\W_]", letter)] == told
    folded = [phrasing.words_of(kept[place].lower()) for place in told]
    assert all(len(words) == 1 and words[0].isalnum() for words in folded)


def test_words_are_forgotten_before_they_are_too_many(tables, monkeypatch):
    monkeypatch.setattr(vocabulary, "MOST_TOKENS", 40)
    known = Vocabulary(*tables)
    for number in range(30):
        texts = [f"satz {number} mit {number}a wörtern {number}b", f"und {number}c"]
        first, second = known.read(texts)
        expected = _anew(texts, tables)
        np.testing.assert_allclose(first, expected[0], atol=2e-4)
        np.testing.assert_allclose(second, expected[1], atol=2e-4)
        assert len(known._known.places) <= 40
