import time

from moderation.text.hashing import SLOTS, hash_many, hash_words, locate

TEXTS = [["guten", "morgen", "allerseits"], [], ["a"], ["der", "gueterbahnhof", "wird", "umgebaut"], ["ja", "ja"]]


def test_many_texts_have_the_same_n_grams_as_each_alone():
    run = hash_many(TEXTS)

    ends = run.counts.cumsum()
    for words, begin, end in zip(TEXTS, ends - run.counts, ends, strict=True):
        assert sorted(run.slots[begin:end]) == sorted(hash_words(words))


def test_slots_lie_within_the_table_and_are_stable():
    slots = hash_words(["morgen"])

    assert slots.min() >= 0
    assert slots.max() < SLOTS
    assert list(slots) == list(hash_words(["morgen"]))


def test_n_grams_know_the_words_they_cover():
    words = ["guten", "morgen", "ja"]
    grams = locate(words)

    assert list(grams.slots) == list(hash_words(words))
    for number, word in enumerate(words):
        alone = set(hash_words([word]))
        covering = (grams.first <= number) & (number <= grams.last)
        assert alone <= set(grams.slots[covering])
    assert set(zip(grams.first.tolist(), grams.last.tolist(), strict=True)) == {(0, 0), (1, 1), (2, 2), (0, 1), (1, 2)}


def test_one_endless_word_takes_bounded_time():
    begin = time.process_time()

    hash_words(["a" * 20_000])

    assert time.process_time() - begin < 10  # seconds; what is not linear takes minutes
