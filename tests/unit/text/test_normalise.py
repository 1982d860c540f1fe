import pytest

from moderation.text.normalise import fold, offsets, without_signs


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Größe", "groesse"),
        ("GRÖẞE", "groesse"),
        ("Groesse", "groesse"),
        ("Ａrzt", "arzt"),  # full-width letter
        ("Аrzt", "arzt"),  # Cyrillic lookalike
        ("A\u200brz\u00adt", "arzt"),  # invisible signs
        ("u\u0308ber", "ueber"),  # combining diaeresis
        ("Café", "cafe"),
        ("𝐀𝐫𝐳𝐭", "arzt"),
    ],
)
def test_spellings_that_read_the_same_fold_to_the_same(text, folded):
    assert fold(text) == folded


def test_folding_goes_character_by_character_and_offsets_lead_back():
    text = "Ä\u200bß „x“ 🙂e\u0301"

    places = offsets(text)

    assert fold(text) == "".join(map(fold, text))
    assert len(places) == len(fold(text)) + 1
    assert [text[place] for place in places[:4]] == ["Ä", "Ä", "ß", "ß"]


def test_signs_become_blanks_and_digits_noughts_one_for_one():
    assert without_signs("a-b, 12!") == "a b  00 "
