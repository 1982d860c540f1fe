"""Words bear the marks by which rules tell at once that they need not search a comment."""

import re

import pytest

from moderation.comment import marks
from moderation.comment.lexicon import CLASSES, lexicon
from moderation.comment.menaces import MENACING
from moderation.comment.telling_words import MARKED


def test_the_bits_of_marks_and_classes_stand_apart_and_fit_into_a_word_of_64() -> None:
    bits = [value for name, value in vars(marks).items() if re.fullmatch("[A-Z_]+", name) and name != "FIRST"]
    assert len(CLASSES) <= marks.FIRST
    assert len({*bits}) == len(bits)
    assert all(bit.bit_count() == 1 and 1 << marks.FIRST <= bit < 1 << 64 for bit in bits)


@pytest.mark.parametrize("mark", MARKED)
def test_every_word_that_a_rule_needs_bears_its_mark(mark: int) -> None:
    assert MARKED[mark]
    assert [word for word in MARKED[mark] if not lexicon().known[word] & mark] == []


def test_every_word_of_a_veiled_threat_bears_its_mark() -> None:
    assert [word for word in MENACING if not lexicon().known[word] & marks.MENACES] == []


@pytest.mark.parametrize("word", ["vollpfosten", "vollpfostens", "superidiot", "drecksack", "losers"])
def test_a_word_that_calls_names_bears_its_mark(word: str) -> None:
    assert lexicon().known[word] & marks.INSULTING


@pytest.mark.parametrize(
    ("mark", "word"),
    [
        (marks.SAYINGS, "zufaellig"),
        (marks.SOURCES, "gemeinderatsprotokoll"),
        (marks.STREETS, "gartenstrasse"),
        (marks.LINKS, "pizzapunkt"),
        (marks.MUTE, "sdfgh"),
        (marks.ENDLESS, 46 * "ab"),
        (marks.STRETCHED, "sooo"),
    ],
)
def test_a_word_of_a_form_bears_its_mark(mark: int, word: str) -> None:
    assert lexicon().known[word] & mark


def test_a_common_word_bears_no_mark() -> None:
    assert [word for word in ("haus", "regierung", "bruecke", "himmel") if lexicon().known[word]] == []


def test_an_endless_word_that_begins_with_a_name_still_bears_the_mark() -> None:
    assert lexicon().known["vollpfosten" + 20 * "z" + 40 * "abc"] & marks.INSULTING
