import pytest

from moderation.comment.signs import read_signs


@pytest.mark.parametrize(
    ("text", "signs", "capitals"),
    [
        ("Schön hier!", "ö!", 1),
        ("Öl, Ärger UND Übermut", "Ö,ÄÜ", 6),
        ("nur Buchstaben", "", 1),
        ("a\nb\tc", "\n\t", 0),
        ("50 €\u200b 🙂", "50€\u200b🙂", 0),
        ("halb \ud800", "\ud800", 0),
    ],
)
def test_signs_are_all_but_plain_letters_and_blanks(text, signs, capitals):
    read = read_signs(text)

    assert (read.text, read.kinds, read.capitals) == (signs, set(signs), capitals)


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("Ein Satz. Noch einer - so.", False),
        ("Id-iot", True),
        ("Naja...", True),
        ("Schön.Gut", True),
        ("das i…t", True),
        ("(nein) ja", False),
    ],
)
def test_words_that_signs_may_cut_are_noticed(text, joined):
    assert read_signs(text).joined is joined
