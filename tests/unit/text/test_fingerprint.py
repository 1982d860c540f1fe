import pytest

from moderation.text.fingerprint import fingerprint, similar

LINE = "Die Redaktion behält sich vor, Leserbriefe zu kürzen; Stand vom 3. Mai 2024, es gilt das Impressum der Zeitung."


@pytest.mark.parametrize(
    "variant",
    [
        LINE.upper(),
        LINE.replace("3. Mai 2024", "28. Mai 2031"),
        LINE.replace(" ", "  \n"),
        LINE.replace(";", " –").replace(".", "!"),
    ],
)
def test_case_digits_punctuation_and_spacing_do_not_matter(variant):
    assert fingerprint(variant) == fingerprint(LINE)


def test_one_changed_word_of_a_sentence_stays_similar():
    assert similar(fingerprint(LINE), fingerprint(LINE.replace("Mai", "Juni")))


def test_another_sentence_is_not_similar():
    other = "Der Stadtrat beschloss am Dienstag mit knapper Mehrheit, das Hallenbad an der Mühlstraße zu schließen."

    assert not similar(fingerprint(LINE), fingerprint(other))


def test_fingerprint_is_the_same_in_every_process():
    assert fingerprint("Guten Morgen, liebe Leser") == 0x2938A5B6022FBF90


@pytest.mark.parametrize("text", ["", "123 456", "?! …"])
def test_texts_without_letters_are_similar_to_nothing(text):
    assert fingerprint(text) == 0
    assert not similar(fingerprint(text), fingerprint(text))
