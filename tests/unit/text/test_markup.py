import time

import pytest

from moderation.errors import TooLarge
from moderation.text.markup import read_markup
from moderation.text.offsets import source_offsets
from moderation.text.tags import MAX_TAGS


def texts(source):
    return [run.text for run in read_markup(source).runs]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>eins<p>zwei", ["eins", "zwei"]),
        ("<ul><li>a<li>b</ul>c", ["a", "b", "c"]),
        ("eins<br><br>zwei", ["eins", "zwei"]),
        ("eins<br>zwei", ["eins\nzwei"]),
        ("<p>fett<b>e</b>s <i>Wort</i></p>", ["fettes Wort"]),
        ("<table><tr><td>1<td>2<tr><td>3</table>", ["1", "2", "3"]),
        ("<p>a &lt; b &amp; c</p>", ["a < b & c"]),
        ("<p>5 < 7 und 8 > 3</p>", ["5 < 7 und 8 > 3"]),
        ('<div title="a > b">x</div>', ["x"]),
        ('<div data-x="<p>nein</p>">ja</div>', ["ja"]),
        ("<script>var a = '<p>nein</p>';</script><p>ja</p>", ["ja"]),
        ("<style>p{}</style><!-- nein --><p>ja</p><template>nein</template>", ["ja"]),
        ("<title>Titel</title><p>Text</p>", ["Text"]),
        ("<P CLASS=x>groß</P>", ["groß"]),
        ("<p>kein Ende", ["kein Ende"]),
        ("</div></p>nur Enden</span>", ["nur Enden"]),
        ("<p>vor<SCRIPT>nein</SCRIPT> nach</p>", ["vor nach"]),
        ("<p>vor<script>nein</SCRIPT> nach</p>", ["vor nach"]),
        ("<p>vor<!-- nein <p>--> nach</p>", ["vor nach"]),
        ("<p>vor</p><!-- kein Ende <p>nach</p>", ["vor", "kein Ende", "nach"]),
        ("<svg/><p>ja</p><svg>nein</svg>", ["ja"]),
        ("<P>eins<\u017fcript>zwei", ["eins<\u017fcript>zwei"]),
    ],
)
def test_text_between_block_breaks_becomes_runs(source, expected):
    assert texts(source) == expected


def test_offsets_point_at_the_text_in_the_source():
    source = "<div>\n <p> Erster   Satz. <b>Zweiter</b> &amp; dritter Satz.</p></div>"
    run = read_markup(source).runs[0]

    assert source[run.start : run.end] == "Erster   Satz. <b>Zweiter</b> &amp; dritter Satz."
    second, third = source_offsets(source, run, [run.text.index("Zweiter"), run.text.index("dritter")])
    assert source[second:].startswith("Zweiter")
    assert source[third:].startswith("dritter")


def test_offsets_skip_comments_and_take_those_without_an_end_for_text():
    source = "<p>Eins.<!-- nein. --> Zwei. <!-- drei."
    run = read_markup(source).runs[0]

    assert source[source_offsets(source, run, [run.text.index("Zwei")])[0] :].startswith("Zwei")


def test_offsets_among_many_comments_without_an_end_take_linear_time():
    source = "<p>Eins." + "<!-- a " * 60_000 + "Zwei.</p>"
    run = max(read_markup(source).runs, key=lambda run: run.end - run.start)

    started = time.process_time()
    source_offsets(source, run, [len(run.text) - 2])

    assert time.process_time() - started < 10  # seconds; what is not linear takes minutes


def test_characters_in_links_are_counted_even_over_blocks():
    runs = read_markup('<a href="/x"><h3>Titel</h3><p>Text</p></a><p>frei</p>').runs

    assert [run.linked for run in runs] == [5, 4, 0]


def test_title_and_linked_data_are_found():
    source = '<title>Ein &amp; Zwei</title><script type="application/ld+json">{"a": 1}</script>'
    markup = read_markup(source)

    assert markup.title == "Ein & Zwei"
    assert [source[start:end] for start, end in markup.scripts] == ['{"a": 1}']


@pytest.mark.parametrize(
    "flood",
    [
        "<div>" * 50_000,
        "<a " * 10_000,
        "<!--" * 10_000,
        "<script>" * 10_000,
        "<svg>" * 50_000,
        '<p a="<"' * 50_000,
        "<p '\"" * 50_000,
        "<p><td>" + "<div>" * 30_000 + "</p>" * 30_000,
        "<div " + " ".join(f'a{i}="x"' for i in range(100_000)) + ">",
        "&#x26;" * 100_000,
    ],
)
def test_floods_are_read_in_bounded_time_and_lose_no_text(flood):
    started = time.process_time()

    runs = read_markup(flood + "Der Text am Ende.").runs

    assert time.process_time() - started < 10  # seconds; what is not linear takes minutes
    assert runs[-1].text.endswith("Der Text am Ende.")


def test_more_tags_than_the_limit_are_refused():
    with pytest.raises(TooLarge, match="tags"):
        read_markup("<p>" * (MAX_TAGS + 2))
