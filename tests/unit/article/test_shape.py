import math
import re

import numpy as np
import pytest

from moderation.article import cues
from moderation.article.layout import read_layout
from moderation.article.shape import NUMERIC, numeric_features

PAGES = [
    "Ein Satz. Noch einer, mit 3 Zahlen: 12\n\nUnd ein zweiter Absatz?",
    "<title>Brand in Altdorf</title><div><div><p>Brand in Altdorf: 3 Häuser, 12 Menschen."
    "<p>"
    + "Die Feuerwehr kam spät. " * 30
    + '<ul><li><a href="/x">Mehr</a> ÄÖÜ<li>𝟙𝟚 😀 ١</ul></div></div><footer>Impressum</footer>',
    "<div>" * 60 + "tief" + "</div>" * 40 + "<p>weniger tief</p>" + "</div>" * 20 + "frei",
]


# Where the columns on the text around a run begin, counted from the end.
MASS = -11


@pytest.mark.parametrize("page", PAGES)
def test_characters_are_counted_as_one_by_one(page):
    layout = read_layout(page)
    table = numeric_features(layout, [])

    for run, row in zip(layout.runs, table, strict=True):
        head, words = run.text[:400], len(run.text[:600].split())
        expected = [
            math.log1p(len(run.text)) / 4,
            len(re.findall(r"\d", head)) / len(head),
            len(re.findall("[A-ZÄÖÜ]", head)) / (words + 1),
            head.count(",") / (words + 1) * 5,
        ]
        assert row[[0, 10, 11, 12]].tolist() == np.array(expected, np.float32).tolist()


@pytest.mark.parametrize("page", PAGES)
def test_text_around_a_run_is_what_stands_in_its_element_and_below(page):
    layout = read_layout(page)
    table = numeric_features(layout, [])
    way = [_around(run.element, layout.elements) for run in layout.runs]

    for index, row in enumerate(table):
        if layout.runs[index].element < 0:
            assert not row[MASS : MASS + 7].any()
            continue
        for step in range(min(4, len(way[index]))):
            inside = [run for run, up in zip(layout.runs, way, strict=True) if way[index][step] in up]
            running = [r for r in layout.runs if r.element >= 0 and len(r.text) > 80 and r.linked * 3 < len(r.text)]
            share = sum(len(r.text) for r in running if r in inside) / (sum(len(r.text) for r in running) + 1)
            assert row[MASS + step] == np.float32(share)
            if step:
                links = sum(r.linked for r in inside) / (sum(len(r.text) for r in inside) + 1)
                assert row[MASS + 3 + step] == np.float32(links)


def test_no_digit_stands_beyond_the_second_plane():
    assert not any(chr(code).isdecimal() for code in range(0x20000, 0x110000))


def test_every_run_has_a_row_of_one_width():
    layout = read_layout(PAGES[1])

    assert numeric_features(layout, ["Brand in Altdorf"]).shape == (len(layout.runs), NUMERIC)


def test_words_of_the_title_are_found_in_short_runs_only():
    layout = read_layout(PAGES[1])
    shared = numeric_features(layout, ["Brand in Altdorf kam spät"])[:, 14]

    assert shared[0] == np.float32(2 * 2 / 6)
    assert shared[1] == 0


def _around(index, elements):
    way = []
    while index >= 0:
        way.append(index)
        index = elements[index].parent
    return way


def test_cues_of_one_text_are_those_counted_with_many_and_long_texts_are_not_kept():
    texts = [f"Bitte bleiben Sie sachlich, {number}!" for number in range(30)] + ["Kommentar " * 400_001]
    table = cues.all_cues(texts, cues.tokens_of(texts))

    assert [cues.cues(text) for text in texts] == [tuple(row) for row in table.tolist()]
    assert [cues._counted(text) for text in texts] == [tuple(row) for row in table.tolist()]
    assert texts[0] in cues._COUNTED
    assert texts[-1] not in cues._COUNTED
