"""What a page states for machines, in its head and beyond."""

import pytest

from moderation.article.layout import read_layout
from moderation.article.metadata import read_all_stated, read_stated, read_title

HEAD = '<meta property="og:title" content="Umbau &amp; Ausbau"><link rel="canonical" href="https://bote.example/1">'
BODY = '<p>Ein Satz.</p><meta itemprop="datePublished" content="2026-05-01">'


def test_the_head_is_read_first_and_the_body_when_all_is_asked_for():
    layout = read_layout(f"<head>{HEAD}</head><body class=a>{BODY}</body>")

    of_head = {"og:title": "Umbau & Ausbau", "canonical": "https://bote.example/1"}
    stated = read_stated(layout)
    assert stated.named == of_head
    assert read_all_stated(layout, stated).named == {**of_head, "datepublished": "2026-05-01"}


@pytest.mark.parametrize("page", [f"<body>{HEAD}{BODY}</body>", f"{HEAD}{BODY}"])
def test_where_the_head_states_nothing_all_is_read(page):
    layout = read_layout(page)

    assert read_title(layout, read_stated(layout)) == "Umbau & Ausbau"


@pytest.mark.parametrize(
    "tag",
    [
        '<meta content="Umbau" property="og:title">',
        "<META name='OG:TITLE' content='Umbau'/>",
        '<meta property="og:title" content="Umbau" data-x=1>',
        "<meta property=og:title content=Umbau>",
        '<META CONTENT="Umbau" PROPERTY="og:title" data-rel="1">',
    ],
)
def test_values_are_read_however_they_are_written(tag):
    layout = read_layout(f"<head>{tag}</head><body>{BODY}</body>")

    assert read_stated(layout).named == {"og:title": "Umbau"}
