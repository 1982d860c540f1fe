"""Lines that the articles of a site always have beside comment rules go with them."""

import pytest

from moderation.article.notice import Piece, join_notice, recur
from moderation.article.prior import NOTHING, Prior
from moderation.article.recurrence import Repetition
from moderation.article.values import Label
from moderation.text.markup import Run

EVERYWHERE = Prior(0.0, None, Repetition(2.9, 2.9, None))
OFTEN = Prior(0.0, None, Repetition(1.0, 2.9, None))
TWICE = Prior(0.0, None, Repetition(2.0, 2.0, None))
LINE = "Zuletzt war der Ton hier rau."


def piece(text, editorial, prior=NOTHING, kind=Label.POLICY_NOTICE):
    return Piece(Run(text, 0, len(text), -1, 0, 0), editorial, kind, 1 - editorial, prior=prior)


NEWS = piece("Der Rat tagt am Montag.", 0.99)
RULES = piece("Beleidigende Kommentare löschen wir.", 0.01, EVERYWHERE)


def kinds(pieces):
    joined = join_notice(pieces, 0.5, plain=True)
    return [one.kind if one.editorial < 0.5 else None for one in joined]


def test_a_line_that_always_stands_before_the_rules_goes_with_them():
    assert kinds([NEWS, piece(LINE, 0.99, EVERYWHERE), RULES]) == [None, Label.POLICY_NOTICE, Label.POLICY_NOTICE]


def test_a_line_that_always_stands_after_the_rules_goes_with_them():
    after = piece(f"{LINE} " * 6, 0.99, EVERYWHERE)

    assert kinds([NEWS, RULES, after]) == [None, Label.POLICY_NOTICE, Label.POLICY_NOTICE]


def test_without_a_new_paragraph_nothing_goes_with_the_rules():
    known = piece("Der Rat tagt am Montag.", 0.99, EVERYWHERE)

    assert kinds([known, piece(LINE, 0.99, EVERYWHERE), RULES]) == [None, None, Label.POLICY_NOTICE]


@pytest.mark.parametrize("prior", [NOTHING, OFTEN, TWICE])
def test_a_line_that_stands_here_seldom_or_on_too_few_articles_stays(prior):
    assert not recur(piece(LINE, 0.99, prior), RULES)


@pytest.mark.parametrize("word", [True, False])
def test_what_an_operator_has_spoken_of_is_left_to_the_operator(word):
    assert not recur(piece(LINE, 0.99, EVERYWHERE._replace(word=word)), RULES)


def test_what_a_newspaper_repeats_as_part_of_its_articles_stays():
    assert not recur(piece("In dieser Serie besuchen wir jeden Monat ein Museum.", 0.99, EVERYWHERE), RULES)
