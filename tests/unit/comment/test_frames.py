import numpy as np
import pytest

from moderation.comment.frames import FRAMES, MOST_FRAMES, Frames, frames
from moderation.comment.lexicon import lexicon
from moderation.comment.reading import read_comment

LISTS = (
    ("small", ["ich", "sind", "die"]),
    ("not", ["nicht"]),
    ("group", ["nachbar+", "fremde+"]),
    ("bad", ["garstig+"]),
)


@pytest.fixture
def known() -> Frames:
    return Frames(LISTS)


def slots(known: Frames, text: str, *, quotes: bool = False, asks: bool = False) -> list[int]:
    found: list[int] = sorted(known.slots(text.split(), quotes=quotes, asks=asks).tolist())
    return found


def test_words_of_one_class_have_the_same_frames(known: Frames) -> None:
    assert slots(known, "fremde sind garstig") == slots(known, "nachbarn sind garstige")


def test_words_of_no_class_are_left_out(known: Frames) -> None:
    assert slots(known, "fremde sind ziemlich oft garstig") == slots(known, "fremde sind garstig")


def test_order_and_negation_make_other_frames(known: Frames) -> None:
    assert slots(known, "fremde sind garstig") != slots(known, "garstig sind fremde")
    assert slots(known, "fremde sind garstig") != slots(known, "fremde sind nicht garstig")


def test_marks_of_quotation_and_question_add_frames(known: Frames) -> None:
    plain = slots(known, "fremde sind garstig")
    quoted, asked = (slots(known, "fremde sind garstig", **{mark: True}) for mark in ("quotes", "asks"))

    assert len(quoted) == len(asked) == len(plain) + 5
    assert quoted != asked


@pytest.mark.parametrize(("written", "meant"), [("nahcbarn", "nachbarn"), ("nachbrn", "nachbarn")])
def test_a_letter_lost_or_two_swapped_in_a_longer_word_change_nothing(known: Frames, written: str, meant: str) -> None:
    assert known.names_group(written)
    assert slots(known, f"{written} sind garstig") == slots(known, f"{meant} sind garstig")


def test_another_word_of_few_letters_is_not_mended(known: Frames) -> None:
    assert not known.names_group("femde")
    assert not known.names_group("nachfahr")


def test_words_without_blanks_are_parted_and_compounds_are_not(known: Frames) -> None:
    assert known.names_group("fremdesindnichtgarstig")
    assert slots(known, "fremdesindnichtgarstig") == slots(known, "fremde sind nicht garstig")
    assert not known.names_group("nachbarschaftshilfeverein")


def test_in_a_long_comment_only_what_stands_near_a_group_counts(known: Frames) -> None:
    far = ["wort"] * 40

    assert slots(known, " ".join(["ich", *far, "fremde", "sind", *far])) == slots(known, "fremde sind")


def test_frames_are_bounded_however_long_a_comment_is(known: Frames) -> None:
    found = known.slots(["fremde", "sind", "die"] * 5_000, quotes=True, asks=True)

    assert len(found) <= MOST_FRAMES
    assert 0 <= found.min() <= found.max() < FRAMES


def test_words_remembered_are_bounded(known: Frames) -> None:
    for number in range(20_000):
        known.names_group(f"wort{number}")

    assert len(known.met) <= 10_000


def test_only_a_comment_that_names_a_group_has_frames() -> None:
    assert read_comment("Ich kann Montage nicht leiden.", lexicon()).frames is None
    framed = read_comment("Ich kann Rumänen nicht leiden.", lexicon()).frames
    assert framed is not None
    assert framed.dtype == np.int64


def test_hashes_are_the_same_everywhere() -> None:
    assert frames().slots(["ich"], quotes=False, asks=False)[:2].tolist() == [8170, 7744]
