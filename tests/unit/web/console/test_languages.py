from datetime import UTC, datetime, timedelta
from string import Formatter

import pytest

from moderation.article.values import Label
from moderation.comment.values import Outcome
from moderation.policy.values import Consequence, LimitKind, Polarity, Screenable, Strength
from moderation.web.console.languages import age, messages

NOW = datetime(2026, 5, 4, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize("key", messages())
def test_both_languages_fill_in_the_same_values(key):
    german, english = ({name for _, name, _, _ in Formatter().parse(text) if name} for text in messages()[key])

    assert german == english


@pytest.mark.parametrize(
    ("prefix", "values"),
    [
        ("label", Label),
        ("outcome", Outcome),
        ("polarity", Polarity),
        ("strength", Strength),
        ("consequence", Consequence),
        ("limit", LimitKind),
        ("screenable", Screenable),
    ],
)
def test_every_value_has_its_words(prefix, values):
    assert {f"{prefix}.{value}" for value in values} <= set(messages())


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (-5, "gerade eben"),
        (59, "gerade eben"),
        (60, "vor 1 Minute"),
        (3599, "vor 59 Minuten"),
        (3600, "vor 1 Stunde"),
        (90_000, "vor 1 Tag"),
        (200_000, "vor 2 Tagen"),
    ],
)
def test_ages_are_told_in_the_largest_whole_unit(seconds, told):
    assert age("de", NOW - timedelta(seconds=seconds), NOW) == told
