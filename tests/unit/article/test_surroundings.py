"""What the second look at a page sees of the first judgement around each run."""

import numpy as np

from moderation.article.classifier import KINDS
from moderation.article.layout import read_layout
from moderation.article.metadata import read_stated, with_lead
from moderation.article.surroundings import SURROUNDINGS, is_lead, surrounding_features

LEAD = "Die Stadt baut den Bahnhof um und sperrt dafür zwei Gleise."
TEXT = "Der Rat der Stadt hat am Montag über den Umbau beraten und ihn nach langer Aussprache beschlossen."
HEAD = f'<title>Umbau</title><meta name="description" content="{LEAD} Im Herbst geht es los.">'
PAGE = (
    f"<head>{HEAD}</head><body><nav><a href=/>Rubrik</a></nav>"
    f"<main><h1>Umbau</h1><p class=intro>{LEAD}</p>{f'<p>{TEXT}</p>' * 3}</main><footer>Impressum</footer></body>"
)


def read(page):
    layout = read_layout(page)
    return with_lead(layout, read_stated(layout))


def judged(layout, editorial):
    table = np.full((len(layout.runs), len(KINDS)), 0.01, np.float32)
    table[:, 0] = editorial
    return surrounding_features(layout, table, np.arange(len(table)))


def test_every_run_has_a_row_of_finite_columns():
    layout = read(PAGE)

    table = judged(layout, 0.5)

    assert table.shape == (len(layout.runs), SURROUNDINGS)
    assert np.isfinite(table).all()


def test_flat_text_and_certain_judgements_give_finite_columns_too():
    layout = read("Ein Satz.\nNoch ein Satz.")

    assert all(np.isfinite(judged(layout, value)).all() for value in (0.0, 1.0))


def test_some_runs_are_seen_as_they_are_among_all():
    layout = read(PAGE)
    table = np.random.default_rng(1).dirichlet(np.ones(len(KINDS)), len(layout.runs)).astype(np.float32)
    rows = np.array([1, 4])

    every = surrounding_features(layout, table, np.arange(len(table)))

    assert np.array_equal(surrounding_features(layout, table, rows), every[rows])


def test_a_run_sees_how_others_in_its_markup_were_judged():
    layout = read(PAGE)
    texts = [run.text for run in layout.runs]
    paragraphs = [place for place, text in enumerate(texts) if text == TEXT]
    editorial = np.zeros(len(texts))
    editorial[paragraphs[:2]] = 1.0

    mean = judged(layout, editorial)[:, SURROUNDINGS - 6]

    assert np.allclose(mean[paragraphs], 2 / 3, atol=0.01)
    assert mean[texts.index("Impressum")] < 0.01


def test_the_run_that_begins_as_the_stated_summary_is_the_lead():
    layout = read(PAGE)

    assert [
        run.text for run, found in zip(layout.runs, is_lead(layout, np.arange(len(layout.runs))), strict=True) if found
    ] == [LEAD]


def test_a_page_without_a_summary_has_no_lead():
    layout = read(PAGE.replace(HEAD, ""))

    assert not is_lead(layout, np.arange(len(layout.runs))).any()


def test_where_no_run_is_asked_for_there_is_no_row():
    layout = read(PAGE)

    assert surrounding_features(layout, np.full((len(layout.runs), 15), 0.1), np.zeros(0, np.int64)).shape == (
        0,
        SURROUNDINGS,
    )
