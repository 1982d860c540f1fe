import subprocess
import sys

import numpy as np

from moderation.comment.relevance import NAMES, RARITY_BITS, Relevance, read_subject, with_comments
from moderation.text.normalise import fold
from moderation.text.tokens import split_words

WEIGHING = Relevance(np.ones(1 << RARITY_BITS, np.float32), (1.0, 3.0, *[0.0] * (len(NAMES) - 2)), -2.0)
SUBJECT = read_subject(
    "Stadtrat beschließt Umbau des Güterbahnhofs", "Auf dem Gelände sollen Wohnungen und eine Schule entstehen."
)


def rate(text, subject=SUBJECT):
    return WEIGHING.rate(split_words(fold(text)), subject)


def test_a_comment_about_the_article_is_more_relevant_than_one_about_something_else():
    assert rate("Der Güterbahnhof braucht Wohnungen") > 0.7 > 0.3 > rate("Mein Nachbar grillt jeden Sonntag")


def test_parts_of_compounds_count():
    assert rate("Wohnungsbau am Bahnhofsgelände") > rate("Rasenpflege im Sommer")


def test_what_fits_the_parent_is_relevant():
    around = with_comments(SUBJECT, ["Und wer repariert nun die Freibadrutsche?"])

    assert rate("Die Freibadrutsche gehört dem Verein", around) > 0.5 > rate("Die Freibadrutsche gehört dem Verein")


def test_what_fits_the_article_stays_relevant_beneath_a_comment():
    around = with_comments(SUBJECT, ["Und wer repariert nun die Freibadrutsche?"])

    assert rate("Der Güterbahnhof braucht Wohnungen", around) == rate("Der Güterbahnhof braucht Wohnungen")


def test_parts_of_a_compound_may_stand_in_article_and_comment():
    apart = read_subject("Freibadsaison", "Die Saison beginnt."), ["Wer wacht am Sprungturm?"]
    word = "Freibadsprungturmwache"

    assert rate(word, with_comments(*apart)) > rate(word, apart[0])


def test_no_words_at_all_give_no_error():
    assert 0.0 <= rate("!!!") <= 1.0


def test_every_process_finds_the_same_topics_in_the_same_order():
    text = "Fußball Wahl Schule Krankenhaus Steuer Bahn Theater Klima Polizei Kirche Miete Internet"
    code = f"from moderation.comment.relevance import read_subject; print(list(read_subject('', {text!r}).topics))"
    told = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("1", "2", "3")
    }

    assert len(told) == 1


def test_what_by_itself_sounds_astray_is_less_relevant_under_any_article():
    weighing = Relevance(WEIGHING.rarity, WEIGHING.weights, WEIGHING.intercept, straying=-1.0)
    words = split_words(fold("Der Güterbahnhof braucht Wohnungen"))

    assert weighing.rate(words, SUBJECT, 0.9) < weighing.rate(words, SUBJECT) < weighing.rate(words, SUBJECT, 0.1)


def test_a_weighing_that_knows_nothing_of_straying_ignores_it():
    words = split_words(fold("Der Güterbahnhof braucht Wohnungen"))

    assert WEIGHING.rate(words, SUBJECT, 0.99) == WEIGHING.rate(words, SUBJECT)
