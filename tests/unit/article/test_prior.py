import pytest

from moderation.article.prior import FULL_WEIGHT, LEAST_WEIGHT, RULES_WEIGHT, Phrases, find_priors, has_no_footer_words
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


def test_a_spared_line_loses_nothing_by_its_repetition():
    (prior,) = find_priors([LINE], [-3.0], memory(3.0), Phrases(), [True])

    assert prior.shift == 0
    assert prior.repetition is not None


def test_comment_words_and_an_address_make_repetition_weigh_however_plain_the_words_are():
    line = "Ihr Leserbrief erreicht uns am besten bis Mittwoch"
    known = Recurrence(3.0, (Entry(fingerprint(line), 3.0, line),))

    (prior,) = find_priors([line], [6.0], known, Phrases())

    assert prior.shift == pytest.approx(-RULES_WEIGHT)


@pytest.mark.parametrize(
    "line",
    [
        "In dieser Reihe gehen wir alten Handwerken nach.",
        "Korrektur: In einer früheren Fassung stand ein falscher Ort.",
        "Die Zahlen stammen vom Statistischen Landesamt.",
    ],
)
def test_a_sentence_without_footer_words_is_told(line):
    assert has_no_footer_words(line)


@pytest.mark.parametrize(
    "line",
    [
        "Schreiben Sie uns Ihre Meinung.",
        "Beleidigende Kommentare werden nicht freigeschaltet.",
        "Jetzt den kostenlosen Newsletter bestellen.",
        "Readers are asked to keep it civil here.",
        "Mehr aus der Region",
        "Nach oben.",
    ],
)
def test_footer_words_and_lines_that_are_no_sentence_are_told(line):
    assert not has_no_footer_words(line)


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
