"""What the first look at a page leaves for the second."""

import numpy as np

from moderation.article.facts import Facts
from moderation.article.layout import read_layout
from moderation.article.pages import AHEAD, BEHIND, left, told_by

LONG = "Der Rat der Stadt hat am Montag über den Umbau des Bahnhofs beraten und ihn beschlossen."
PAGE = f"<nav><a href=/>Rubrik</a></nav><main>{f'<p>{LONG}</p>' * 5}<p>Kurz</p></main>"


def rows(editorial):
    layout = read_layout(PAGE)
    return left(Facts(layout), np.array(editorial, np.float32)[:, None]).tolist()


def test_what_structure_is_sure_of_is_left_out_unless_it_is_running_text():
    assert rows([0.001, 0.001, 0.5, 0.5, 0.5, 0.5, 0.001]) == [1, 2, 3, 4, 5]


def test_amid_plain_paragraphs_nothing_is_asked_but_where_they_begin_and_end():
    assert rows([0.001, 0.99, 0.99, 0.99, 0.99, 0.99, 0.001]) == [1, 5]


def test_long_texts_are_read_at_both_ends():
    text = "a" * AHEAD + "b" * 1_000 + "c" * BEHIND

    assert told_by(text) == "a" * AHEAD + " " + "c" * BEHIND
    assert told_by(LONG) == LONG
