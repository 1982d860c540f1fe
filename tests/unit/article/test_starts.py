"""Start tags met before weigh what they weigh at first sight."""

import numpy as np
import pytest

from moderation.article import starts as starts_module
from moderation.article.classifier import start_sums
from moderation.article.markup_tokens import MARKUP_SLOTS
from moderation.article.starts import Starts
from moderation.text.markup import Elements
from moderation.text.tags import OPENS, Step

TABLE = np.random.default_rng(1).normal(size=(MARKUP_SLOTS, 3)).astype(np.float32)
SOME = [(OPENS, "div", 'class="a b"'), (OPENS, "p", ""), (OPENS, "div", 'id="main"')]
MORE = [(OPENS, "nav", 'class="menu"'), *SOME]


def elements(starts: list[Step]) -> Elements:
    return Elements(tags=[tag for _, tag, _ in starts], starts=starts)


def test_sums_are_the_same_at_every_sight():
    known = Starts(TABLE)

    for tags in (SOME, MORE, SOME):
        assert np.array_equal(known.sums(elements(tags)), start_sums(tags, TABLE))


def test_what_would_be_too_many_makes_room(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(starts_module, "MOST_STARTS", 4)
    known = Starts(TABLE)
    known.sums(elements(MORE))

    others = [(OPENS, "div", f'class="{letter}x"') for letter in "abc"]

    assert np.array_equal(known.sums(elements(others)), start_sums(others, TABLE))
    assert len(known._known.places) == 3


def test_what_is_forgotten_meanwhile_is_told_from_what_was_known(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(starts_module, "MOST_STARTS", 4)
    known = Starts(TABLE)
    known.sums(elements(MORE))

    both = [*MORE, (OPENS, "li", ""), MORE[0]]

    assert np.array_equal(known.sums(elements(both)), start_sums(both, TABLE))
    assert np.array_equal(known.sums(elements(both)), start_sums(both, TABLE))


def test_a_flood_of_attributes_is_read_as_far_as_before_and_not_kept():
    flood = [(OPENS, "div", f'class="{number}{"x" * 500}"') for number in range(2_000)]
    known = Starts(TABLE)

    assert np.array_equal(known.sums(elements(flood)), start_sums(flood, TABLE))
    assert not known._known.places
