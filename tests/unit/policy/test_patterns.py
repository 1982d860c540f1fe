import pytest

from moderation.policy.patterns import PatternSet
from moderation.policy.words import fold, split_words


@pytest.mark.parametrize(
    ("pattern", "text", "covered"),
    [
        ("beleidig*", "eine Beleidigung", ["beleidigung"]),
        ("*hetze", "Judenhetze", ["judenhetze"]),
        ("*stör*", "Zerstörung", ["zerstoerung"]),
        ("kein ~2 platz", "kein guter Platz", ["kein", "platz"]),
        ("kein ~1 platz", "kein guter alter Platz", []),
        ("kein =guter platz", "kein guter Platz", ["kein", "platz"]),
        ("!von links", "von links", []),
        ("!von links", "keine Links", ["links"]),
        ("^ nett", "Bleibt nett", []),
        ("^ nett", "Also: nett", ["nett"]),
        ("rufschädig*", "ruf- und geschäftsschädigend", ["ruf"]),
        ("werbelinks", "Werbeinhalte und -links", ["links"]),
        ("nutzerinnen", "Nutzer:innen", ["nutzerinnen"]),
        ("fakenews", "Fake-News", ["fakenews"]),
    ],
)
def test_pattern_language(pattern, text, covered):
    words = split_words(text)

    found = [[words[index].folded for index in match.covered] for match in PatternSet([(pattern, 1)]).find(words)]

    assert found == ([covered] if covered else [])


def test_folding_spells_out_umlauts_in_either_unicode_form():
    assert fold("Äußerung") == fold("A\u0308ußerung") == "aeusserung"


def test_offsets_of_words_point_into_the_text():
    text = "Keine Werbe-Links, bitte!"

    assert [text[word.start : word.end] for word in split_words(text)] == ["Keine", "Werbe-Links", ",", "bitte", "!"]
