import json

import pytest

from moderation.article.layout import read_layout
from moderation.article.linked import MAX_SCRIPT, article_body, read_linked


def page(*scripts, body="<p>Ein Absatz.</p>"):
    return "".join(f'<script type="application/ld+json">{text}</script>' for text in scripts) + body


def linked(*scripts):
    layout = read_layout(page(*scripts))
    return layout.linked, layout.body


def test_articles_are_found_within_graphs_and_lists():
    data = {"@graph": [{"@type": "WebSite"}, {"@type": "NewsArticle", "headline": "Neu", "articleBody": "Ein Text."}]}

    (node,), body = linked(json.dumps([data]))

    assert node["headline"] == "Neu"
    assert body == " ein text "


def test_the_longest_body_counts_and_markup_in_it_does_not():
    scripts = [json.dumps({"articleBody": text}) for text in ("Kurz", "<p>Länger &amp; mehr</p>")]

    assert linked(*scripts)[1] == " länger mehr "


@pytest.mark.parametrize(
    "script",
    [
        "",
        "{",
        "[" * 50_000,
        '{"articleBody": 5}',
        '{"headline": null}',
        "null",
        "NaN",
        '"x"',
        '{"a":"' + "x" * MAX_SCRIPT,
    ],
)
def test_what_is_no_linked_data_is_passed_over(script):
    assert linked(script)[1] == ""


def test_few_scripts_and_nodes_are_read():
    assert len(read_linked('{"headline":"x"}' * 1, [(0, 16)] * 100)) == 20
    assert article_body([]) == ""
