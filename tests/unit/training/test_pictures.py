from xml.etree import ElementTree

import pytest

from moderation.training.pictures import Group, draw_bars, draw_curves

SVG = "{http://www.w3.org/2000/svg}"


def heights(document):
    bars = [rect for rect in ElementTree.fromstring(document).iter(f"{SVG}rect") if rect.get("y") not in (None, "42")]
    return [float(bar.get("height")) for bar in bars]


def test_bars_are_as_high_as_their_values_are_great():
    document = draw_bars("Leaks", ["ours", "theirs"], [Group("HTML", [1.0, 4.0]), Group("text", [2.0, None])])

    first, second, third = heights(document)
    assert second == pytest.approx(4 * first, abs=0.1)
    assert third == pytest.approx(2 * first, abs=0.1)


def test_names_are_text_not_markup():
    document = draw_bars("a < b & c", ["<x>"], [Group("<svg onload=1>", [1.0])])

    assert "a < b & c" in [text.text for text in ElementTree.fromstring(document).iter(f"{SVG}text")]
    assert "<svg onload" not in document


def test_curves_pass_through_their_points():
    document = draw_curves("Time", {"ours": [(1, 0.0), (2, 5.0), (4, 10.0)]}, across="kB", unit=" ms")

    (line,) = ElementTree.fromstring(document).iter(f"{SVG}polyline")
    points = [tuple(map(float, point.split(","))) for point in line.get("points").split()]
    assert points[1][0] - points[0][0] == pytest.approx((points[2][0] - points[0][0]) / 3, abs=0.2)
    assert points[1][1] == pytest.approx((points[0][1] + points[2][1]) / 2, abs=0.2)


@pytest.mark.parametrize("groups", [[], [Group("nothing", [None])], [Group("nought", [0.0])]])
def test_nothing_to_draw_is_still_a_picture(groups):
    assert ElementTree.fromstring(draw_bars("Empty", ["a"], groups)).tag == f"{SVG}svg"
    assert ElementTree.fromstring(draw_curves("Empty", {})).tag == f"{SVG}svg"
