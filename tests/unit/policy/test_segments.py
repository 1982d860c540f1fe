from moderation.policy.segments import split_pieces


def texts(text):
    return [piece.text for piece in split_pieces(text)]


def test_bullets_numbers_and_lost_line_breaks_make_items():
    assert texts("Verboten:\n- Hass\n2. Spam") == ["Verboten:", "Hass", "Spam"]
    assert texts("Verboten: • Hass • Spam") == ["Verboten:", "Hass", "Spam"]
    assert texts("Regeln: 1. Seien Sie nett. 2. Kein Spam.") == ["Regeln:", "Seien Sie nett.", "Kein Spam."]


def test_lines_broken_to_fit_a_width_are_joined():
    text = (
        "Bitte verzichten Sie in unserem Kommentarbereich auf Beleidigungen,\n"
        "auf Unterstellungen gegenüber anderen Leserinnen und Lesern sowie auf\n"
        "Werbung."
    )

    assert texts(text) == [text]


def test_quoted_exclamation_does_not_end_the_sentence():
    assert len(texts("Beiträge wie „Erster!“ oder „Ja!“ löschen wir.")) == 1


def test_pieces_are_exact_substrings():
    text = "Liebe Leser,<br>bleiben Sie nett.\u2028\tKein Spam!"

    assert all(text[piece.start : piece.end] == piece.text for piece in split_pieces(text))
