"""What the first look at a page sees of its runs, before a word is read."""

import numpy as np
import pytest

from moderation.article.classifier import KINDS
from moderation.article.context import CONTEXT
from moderation.article.facts import Facts
from moderation.article.layout import read_layout
from moderation.article.structure import REACH, columns_of, own_columns, structure_features

TEXT = "Der Rat der Stadt hat am Montag über den Umbau des Bahnhofs beraten und ihn beschlossen."
PAGE = f"<nav><a href=/>Rubrik</a></nav><main><h1>Umbau</h1>{f'<p>{TEXT}</p>' * 4}</main><footer>Impressum</footer>"
OWN = own_columns(len(KINDS))


def features(page):
    layout = read_layout(page)
    markup = np.full((len(layout.runs), len(KINDS)), -1.0, np.float32)
    return layout, structure_features(Facts(layout), markup)


@pytest.mark.parametrize("page", [PAGE, "Ein Satz.\nNoch ein Satz.", "<nav>Eins</nav>"])
def test_every_run_has_a_row_of_finite_columns(page):
    layout, table = features(page)

    assert table.shape == (len(layout.runs), columns_of(len(KINDS)))
    assert np.isfinite(table).all()


def test_flat_text_stands_in_nothing():
    _, table = features("Ein Satz.\nNoch ein Satz.")

    assert not table[:, OWN : OWN + CONTEXT].any()


def test_a_run_sees_the_shape_of_those_beside_it_and_nothing_beyond_the_page():
    _, table = features(PAGE)
    before, width = table[:, OWN + CONTEXT :], (columns_of(len(KINDS)) - OWN - CONTEXT) // (2 * REACH)

    assert not before[0, :width].any()
    assert np.array_equal(before[1:, 0], table[:-1, 0])
    assert np.array_equal(before[:-1, width], table[1:, 0])
