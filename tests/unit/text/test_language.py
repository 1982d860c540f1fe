import time

import pytest

from moderation.text.language import detect_in_words, detect_language, is_english, is_plainly_german
from moderation.text.normalise import fold
from moderation.text.tokens import split_words


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ich finde, dass der Stadtrat das nicht gut vorbereitet hat.", "de"),
        ("ich finde das nicht gut was die da machen", "de"),
        ("Mir gfallt das nöd, das isch doch gar nid nötig gsi.", "de"),
        ("I do not think that the council has thought about this.", "en"),
        ("Je ne pense pas que le maire ait raison dans cette affaire.", "fr"),
        ("Non credo che il sindaco abbia ragione su questo.", "it"),
        ("No creo que el alcalde tenga razón en este asunto.", "es"),
        ("Ik denk niet dat de burgemeester hier gelijk in heeft.", "nl"),
        ("Nie sądzę, żeby burmistrz miał w tej sprawie rację.", "pl"),
        ("Bu konuda belediye başkanının haklı olduğunu ve bunun iyi bir şey olduğunu sanmıyorum.", "tr"),
        ("Я не думаю, что мэр прав в этом вопросе.", "ru"),
        ("Я не думаю, що мер має рацію, він її не має.", "uk"),
        ("Δεν νομίζω ότι ο δήμαρχος έχει δίκιο.", "el"),
        ("لا أعتقد أن رئيس البلدية على حق.", "ar"),
        ("市長は間違っていると思います。", "ja"),
    ],
)
def test_language_is_told_by_script_function_words_and_letters(text, language):
    assert detect_language(text) == language


@pytest.mark.parametrize("text", ["", "!!!", "Ok", "Tja.", "Bahnhof Lindental", "12345"])
def test_too_little_to_tell_is_none(text):
    assert detect_language(text) is None


def test_a_glance_suffices_for_plain_german():
    assert is_plainly_german(["ich", "finde", "das", "nicht", "gut"])
    assert not is_plainly_german(["we", "are", "not", "amused"])


def test_a_megabyte_takes_bounded_time():
    begin = time.process_time()

    detect_language("ą " * 500_000)

    assert time.process_time() - begin < 10  # seconds; what is not linear takes minutes


@pytest.mark.parametrize(
    "text",
    ["This is not what we were promised.", "Das ist nicht, was der Rat versprochen hat.", "Was in the will", "да, the"],
)
def test_english_is_what_the_detection_of_all_languages_calls_so(text):
    words = split_words(fold(text))

    assert is_english(text, words) is (detect_in_words(text, words) == "en")
