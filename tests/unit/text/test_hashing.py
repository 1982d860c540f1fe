import time

import numpy as np

from moderation.text.hashing import SLOTS, hash_many, hash_words, locate

TEXTS = [["guten", "morgen", "allerseits"], [], ["a"], ["der", "gueterbahnhof", "wird", "umgebaut"], ["ja", "ja"]]


def test_many_texts_have_the_same_n_grams_as_each_alone():
    runs = hash_many(TEXTS)

    for number, words in enumerate(TEXTS):
        parts = [run.slots[run.counts[:number].sum() : run.counts[: number + 1].sum()] for run in runs]
        assert sorted(np.concatenate(parts)) == sorted(hash_words(words))


def test_slots_lie_within_the_table_and_are_stable():
    slots = hash_words(["morgen"])

    assert slots.min() >= 0
    assert slots.max() < SLOTS
    assert list(slots) == list(hash_words(["morgen"]))


def test_places_cover_the_words_they_come_from():
    words = ["guten", "morgen"]
    grams = locate(words)
    joined = " ".join(words)

    pieces = {joined[start:end] for start, end in zip(grams.starts, grams.ends, strict=True)}

    assert {"guten", "morgen", "guten morgen", "gut", "org"} <= pieces
    assert list(grams.slots) == list(hash_words(words))


def test_one_endless_word_takes_bounded_time():
    begin = time.process_time()

    hash_words(["a" * 20_000])

    assert time.process_time() - begin < 1.0
