from random import Random

import pytest

from moderation.text import tags
from moderation.text.tags import HIDDEN, LONG_TAG, OPENS, Steps, cut, walked

# What one regular expression reads, what it leaves, and what is none.
READ = (
    "<p> </p> text <b> </b> <br> <div class='x'> <a href=x> </A> </a> <svg/> </svg> <title> </title> <script> </script>"
)
LEFT = "<A HREF=x> <P> <BR> <SVG/> <SCRIPT> </SCRIPT> <style>x</style <!-- --> < > \" ' <?php"
QUOTING = (
    '<div data-x="< .p">',
    '<div data-x="a>b">',
    '<p x="<a href=1>">',
    '<div class="x" <span>',
    '<td style="a:"b">',
    "<br\n/>",
)
PARTS = (*READ.split(), *LEFT.split(), *QUOTING)


@pytest.mark.parametrize("seed", range(20))
def test_a_page_is_cut_as_if_it_were_read_tag_by_tag(seed):
    random = Random(seed)

    for _ in range(200):
        source = "".join(random.choices(PARTS, k=random.randint(1, 14)))
        assert cut(source) == walked(source), source


def test_only_the_text_with_a_tag_that_was_left_is_read_tag_by_tag(monkeypatch):
    source = '<p>eins</p><P TITLE="a">zwei</P><p>drei</p>'
    expected = walked(source)
    monkeypatch.setattr(tags, "walked", lambda _: pytest.fail("the whole page was walked"))

    assert cut(source) == expected


def test_tags_are_kept_up_to_a_number_and_no_longer_than_is_looked_at(monkeypatch):
    monkeypatch.setattr(tags, "MOST_KEPT", 50)
    steps = Steps()

    for number in range(200):
        assert steps[f'div id="{number}">'] == (OPENS, "div", f'id="{number}"')
        assert len(steps) <= 50
    assert steps["script>" + "x" * 10_000] is HIDDEN
    assert steps["div " + "x" * 10_000][1] == "div"
    assert max(map(len, steps)) <= LONG_TAG
