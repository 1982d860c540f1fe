import pytest

from moderation.comment.signs import (
    AT,
    CAPITAL,
    DIGIT,
    DOT,
    FIGURE,
    JOINED,
    MASKED,
    MASKS,
    MONEY,
    NUMBER,
    QUOTATION,
    RARE,
    REVERSING,
    read_signs,
)


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

    assert (read.text, read.capitals) == (signs, capitals)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Schön hier", 0),
        ("Um 0 Uhr.", DIGIT | NUMBER | DOT),
        ("Um 9", DIGIT | NUMBER | FIGURE),
        ("x²", NUMBER | RARE),
        ("20 €", DIGIT | NUMBER | MASKS | MASKED | FIGURE | MONEY | RARE),
        ("„ja“", QUOTATION),
        ("É @", CAPITAL | RARE | AT | MASKS | MASKED),
        ("a\u202e", REVERSING | RARE),
    ],
)
def test_the_kinds_of_signs_are_told(text, kinds):
    assert read_signs(text).kinds == kinds


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
    assert (read_signs(text).kinds & JOINED != 0) is joined


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Ja! Was? Um 9 Uhr.", False),
        ("Id!ot", True),
        ("Idi0t", True),
        ("1diot", True),
        ("so ein I*", True),
        ("Nein!!! Wirklich?!", False),
    ],
)
def test_signs_that_may_mask_a_letter_are_noticed(text, masked):
    assert (read_signs(text).kinds & MASKED != 0) is masked
