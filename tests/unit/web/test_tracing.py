import re

import pytest

from moderation.web.tracing import continue_trace

TRACE, SPAN = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"


@pytest.mark.parametrize("stated", [f"00-{TRACE}-{SPAN}-01", f"01-{TRACE}-{SPAN}-01-more"])
def test_a_trace_is_continued_with_a_span_of_ours(stated):
    continued = continue_trace(stated)

    assert re.fullmatch(f"00-{TRACE}-[0-9a-f]{{16}}-01", continued)
    assert SPAN not in continued


@pytest.mark.parametrize(
    "stated",
    [
        "",
        "nonsense",
        f"ff-{TRACE}-{SPAN}-01",
        f"00-{TRACE}-{SPAN}-01-more",
        f"00-{'0' * 32}-{SPAN}-01",
        f"00-{TRACE.upper()}-{SPAN}-01",
        f"00-{TRACE}-{'0' * 16}-01",
    ],
)
def test_a_trace_is_begun_where_none_is_stated(stated):
    begun = continue_trace(stated)

    assert re.fullmatch("00-[0-9a-f]{32}-[0-9a-f]{16}-00", begun)
    assert TRACE not in begun
