"""Where runs stand among the strong text of a page."""

import numpy as np

from moderation.article.context import CONTEXT, context_features
from moderation.article.facts import Facts
from moderation.article.layout import read_layout

MENU = "".join(f'<li class="item"><a href="/{n}">Rubrik {n}</a></li>' for n in range(8))
TEXT = "Der Rat der Stadt hat am Montag über den Umbau des Bahnhofs beraten und ihn beschlossen."
PAGE = f"<nav><ul>{MENU}</ul></nav><div class=main><h1>Umbau</h1>{f'<p>{TEXT}</p>' * 4}</div><footer>Impressum</footer>"


def features(page):
    layout = read_layout(page)
    even = np.full(len(layout.runs), -1.0, np.float32)
    return layout, np.column_stack(context_features(Facts(layout), even))


def test_every_run_has_a_row_of_finite_columns():
    layout, table = features(PAGE)

    assert table.shape == (len(layout.runs), CONTEXT)
    assert np.isfinite(table).all()


def test_paragraphs_stand_inside_the_element_with_most_strong_text_and_menus_do_not():
    layout, table = features(PAGE)
    inside = table[:, 14]

    assert [bool(flag) for flag in inside] == [TEXT in run.text or run.text == "Umbau" for run in layout.runs]


def test_runs_in_the_same_markup_are_counted_together():
    layout, table = features(PAGE)
    alike = table[:, CONTEXT - 8]

    items = [value for run, value in zip(layout.runs, alike, strict=True) if run.text.startswith("Rubrik")]
    assert len(set(items)) == 1
    assert items[0] > alike[-1]
