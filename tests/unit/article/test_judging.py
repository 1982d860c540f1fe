"""Whose repetition on a site weighs nothing, by what the second reading hears."""

import pytest

from moderation.article.judging import _is_spared

PLAIN = "Achten Sie bei Sturm auf herabfallende Äste und meiden Sie den Wald."
BARE = "Der Deich hielt auch in der zweiten Nacht."
RULES = "Ihre Kommentare lesen wir, bevor wir sie veröffentlichen."


@pytest.mark.parametrize(
    ("text", "editorial", "again", "spared"),
    [
        (PLAIN, 0.95, [-6.0, -6.0], True),
        (PLAIN, 0.6, [-6.0, -6.0], False),
        (PLAIN, 0.95, [-1.0, -6.0], False),
        (PLAIN, 0.95, [-6.0, 0.5], False),
        # A head without a second reading trusts only what has no word that footers are made of.
        (PLAIN, 0.95, [], False),
        (BARE, 0.6, [], True),
        (BARE, 0.6, [-3.0, 1.0], True),
        (BARE, 0.6, [0.5, -6.0], False),
        (RULES, 0.95, [-6.0, -6.0], False),
        ("Korrekturen kennzeichnen wir am Ende des Textes.", 0.1, [0.0, 2.0], True),
    ],
)
def test_a_repeated_line_is_spared_where_both_readings_take_it_for_an_articles(text, editorial, again, spared):
    assert _is_spared(text, editorial, again) is spared
