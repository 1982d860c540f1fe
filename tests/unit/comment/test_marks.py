"""Words bear the marks by which rules tell at once that they need not search a comment."""

import pytest

from moderation.comment.advertising import HINTS
from moderation.comment.lexicon import INSULTING, SELLS, SPREADS, THREATENS, lexicon
from moderation.comment.menaces import MENACING
from moderation.comment.telling_words import SPREADING, THREATENING


@pytest.mark.parametrize(
    ("mark", "words"), [(THREATENS, THREATENING), (THREATENS, MENACING), (SELLS, HINTS), (SPREADS, SPREADING)]
)
def test_every_word_that_a_rule_needs_bears_its_mark(mark: int, words: frozenset[str]) -> None:
    classes_of = lexicon().classes_of
    assert [word for word in words if mark not in classes_of(word)] == []


@pytest.mark.parametrize("word", ["vollpfosten", "vollpfostens", "superidiot", "drecksack", "losers"])
def test_a_word_that_calls_names_bears_its_mark(word: str) -> None:
    assert INSULTING in lexicon().classes_of(word)


def test_a_common_word_bears_no_mark() -> None:
    assert [word for word in ("haus", "regierung", "bruecke", "himmel") if lexicon().classes_of(word)] == []


def test_an_endless_word_that_begins_with_a_name_still_bears_the_mark() -> None:
    assert INSULTING in lexicon().classes_of("vollpfosten" + 20 * "z" + 40 * "abc")
