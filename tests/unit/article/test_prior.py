import pytest

from moderation.article.prior import FULL_WEIGHT, LEAST_WEIGHT, Phrases, find_priors
from moderation.article.recurrence import Entry, Recurrence, mark
from moderation.text.fingerprint import fingerprint

LINE = "Alle zwei Wochen besuchen wir an dieser Stelle einen Verein"


def memory(count):
    return Recurrence(3.0, (Entry(fingerprint(LINE), count, LINE),))


def test_without_memory_and_phrases_nothing_is_known():
    assert find_priors([LINE], [0.0], None, Phrases()) is None
    assert find_priors([LINE], [0.0], Recurrence(), Phrases()) is None


@pytest.mark.parametrize(("odds", "weight"), [(-3.0, FULL_WEIGHT), (0.0, FULL_WEIGHT), (6.0, LEAST_WEIGHT)])
def test_repetition_weighs_the_less_the_plainer_the_words_are_an_articles(odds, weight):
    (prior,) = find_priors([LINE], [odds], memory(3.0), Phrases())

    assert prior.shift == pytest.approx(-weight)


def test_a_line_seen_once_is_no_repetition():
    (prior,) = find_priors([LINE], [0.0], memory(1.0), Phrases())

    assert prior.shift == 0


def test_an_operators_mark_goes_before_repetition_and_phrases():
    marked = mark(memory(3.0), LINE, editorial=True)

    (prior,) = find_priors([LINE], [-5.0], marked, Phrases(boilerplate=("besuchen wir",)))

    assert prior.word is True
    assert prior.shift > 0


def test_the_longer_phrase_decides():
    phrases = Phrases(editorial=("an dieser Stelle einen Verein",), boilerplate=("an dieser Stelle",))

    (prior,) = find_priors([LINE], [0.0], None, phrases)

    assert prior.word is True


@pytest.mark.parametrize("phrase", ["BESUCHEN WIR an", "besuchen\n  wir"])
def test_case_and_spacing_of_a_phrase_do_not_matter(phrase):
    (prior,) = find_priors([LINE], [0.0], None, Phrases(boilerplate=(phrase,)))

    assert prior.word is False


def test_a_phrase_does_not_reach_over_two_texts():
    assert {prior.word for prior in find_priors(["eins zwei", "drei vier"], [0, 0], None, Phrases(("zwei drei",)))} == {
        None
    }
