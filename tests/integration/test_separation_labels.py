"""Labels of pages by extracted text: what is learnt as an article's, and how far it is trusted."""

import numpy as np
import pytest

from moderation.article.layout import read_layout
from moderation.article.metadata import read_stated, with_lead
from moderation.training.separation_labels import (
    GOLD_WEIGHT,
    agreed,
    align,
    mark_lead,
    mark_unwanted,
    mark_wanted,
)
from moderation.training.separation_snippet import EDITORIAL

TEXT = "Der Rat der Stadt hat am Montag über den Umbau des Bahnhofs beraten."
MORE = "Im Herbst sollen die Arbeiten beginnen, sagte der Bürgermeister."


def editorial(page, content):
    layout = read_layout(page)
    kinds, _ = align(layout.runs, content, 1.0)
    return [run.text for run, kind in zip(layout.runs, kinds, strict=True) if kind == EDITORIAL]


def test_cells_belong_to_the_article_where_the_text_has_them_in_a_row():
    page = f"<p>{TEXT}</p><table><tr><td>Gleis<td>2024<tr><td>Nord<td>12</table><nav>12</nav>"

    assert editorial(page, f"{TEXT}\n| Gleis | 2024 |\n| Nord | 12 |") == [TEXT, "Gleis", "2024", "Nord", "12"]


def test_a_word_of_a_menu_far_away_is_not_the_heading_it_equals():
    menu = "".join(f"<li>{name}</li>" for name in ("Umbau", *(f"Rubrik {n}" for n in range(20))))
    page = f"<ul>{menu}</ul><h2>Umbau</h2><p>{TEXT}</p>"

    assert editorial(page, f"Umbau\n{TEXT}") == ["Umbau", TEXT]


@pytest.mark.parametrize("kept", [True, False])
def test_what_teachers_do_not_agree_on_weighs_less(kept):
    runs = read_layout(f"<p>{TEXT}</p><p>{MORE}</p>").runs
    labels = [align(runs, text, 0.4) for text in (f"{TEXT}\n{MORE}" if kept else TEXT, TEXT, f"{TEXT}\n{MORE}")]

    kinds, weights = agreed(labels)

    assert bool(kinds[1] == EDITORIAL) is kept
    assert weights[0] == 0.4
    assert weights[1] < 0.4


def test_an_unwanted_word_does_not_make_the_paragraph_around_it_unwanted():
    runs = read_layout(f"<li>Umbau</li><p>{TEXT}</p><p>{MORE}</p>").runs
    labels = align(runs, f"{TEXT}\n{MORE}", 0.4)

    mark_unwanted(runs, ["Umbau"], labels)

    kinds, weights = labels
    assert (kinds == EDITORIAL).tolist() == [False, True, True]
    assert weights[0] == GOLD_WEIGHT
    assert weights[1] < 0.4


def test_a_wanted_segment_is_looked_for_where_the_teacher_took_it():
    runs = read_layout(f"<li>Umbau des Bahnhofs</li><p>{TEXT}</p>").runs
    labels = align(runs, TEXT, 0.4)

    mark_wanted(runs, ["Umbau des Bahnhofs"], labels)

    assert labels[1].tolist() == [0.4, GOLD_WEIGHT]


def test_a_lead_that_the_teacher_lost_is_found_by_the_stated_summary():
    page = f'<meta name="description" content="{MORE}"><h1>Umbau</h1><p>{MORE}</p><p>{TEXT}</p>'
    layout = read_layout(page)
    labels = align(layout.runs, TEXT, 0.4)

    mark_lead(with_lead(layout, read_stated(layout)), labels)

    assert (labels[0] == EDITORIAL).tolist() == [False, True, True]


def test_text_behind_the_title_that_the_teacher_lost_is_hardly_believed_to_be_boilerplate():
    layout = read_layout(f"<h1>Umbau</h1><p>{MORE}</p><p>{TEXT}</p>")
    labels = align(layout.runs, TEXT, 0.4)

    mark_lead(layout, labels)

    assert labels[0][1] != EDITORIAL
    assert np.allclose(labels[1], [0.4, 0.1, 0.4])
