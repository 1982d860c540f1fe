import pytest

from moderation.web.console.marking import Piece, Span, hidden_characters, pieces, safe_link, visible


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], [("Wer weiß", None)]),
        ([Span(4, 8, "a")], [("Wer ", None), ("weiß", "a")]),
        ([Span(0, 3, "a"), Span(0, 3, "b")], [("Wer", "a; b"), (" weiß", None)]),
        ([Span(0, 3, "a"), Span(0, 3, "a")], [("Wer", "a"), (" weiß", None)]),
        ([Span(0, 5, "a"), Span(4, 8, "b")], [("Wer ", "a"), ("w", "a; b"), ("eiß", "b")]),
        ([Span(-3, 99, "a")], [("Wer weiß", "a")]),
        ([Span(5, 5, "a"), Span(7, 2, "b"), Span(90, 99, "c")], [("Wer weiß", None)]),
    ],
)
def test_texts_are_cut_at_the_edges_of_spans(spans, expected):
    assert pieces("Wer weiß", spans) == [Piece(*pair) for pair in expected]


def test_an_empty_text_has_no_pieces():
    assert pieces("", [Span(0, 1, "a")]) == []


def test_many_spans_are_cut_in_bounded_time():
    spans = [Span(number, number + 50_000, str(number)) for number in range(50_000)]

    assert "".join(piece.text for piece in pieces("x" * 100_000, spans)) == "x" * 100_000


@pytest.mark.parametrize(
    ("text", "shown", "hidden"),
    [
        ("a\r\nb\tc", "a\nb\tc", 0),
        ("a\N{RIGHT-TO-LEFT OVERRIDE}b", "a\N{REPLACEMENT CHARACTER}b", 1),
        ("a\rb\x00", "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}", 2),
        ("שלום", "שלום", 0),
    ],
)
def test_what_cannot_be_seen_is_shown_and_counted(text, shown, hidden):
    assert (visible(text), hidden_characters(text)) == (shown, hidden)


@pytest.mark.parametrize(
    ("urls", "link"),
    [
        (("https://z.example/a",), "https://z.example/a"),
        ((None, "http://z.example"), "http://z.example"),
        (("javascript:alert(1)", "https://z.example/a"), "https://z.example/a"),
        (("data:text/html,x",), None),
        (("//z.example",), None),
        (("https://bank.example@z.example/",), None),
        (("https://[z",), None),
        (("https:///a",), None),
        (("https://z.example/\N{RIGHT-TO-LEFT OVERRIDE}",), None),
        ((None, ""), None),
    ],
)
def test_only_addresses_of_the_web_become_links(urls, link):
    assert safe_link(*urls) == link
