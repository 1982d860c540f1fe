"""Patterns for lowered texts find what patterns that ignore case find."""

import re

import pytest

from moderation.text.lowered import for_lowered, is_regular

_CODE = re.compile(r"\bCode\s?[A-ZÄÖÜ]\w+\S\W|\bprofil-?link\b", re.IGNORECASE)


@pytest.mark.parametrize(
    "text",
    ["CODE Ärger! ", "code x1- ", "code", "Mein PROFIL-LINK", "Profillinks", "co de AB!!", "\N{KELVIN SIGN} code"],
)
def test_a_lowered_text_matches_where_the_text_does(text: str) -> None:
    assert is_regular(text)
    assert (for_lowered(_CODE).search(text.lower()) is None) == (_CODE.search(text) is None)


@pytest.mark.parametrize("letter", ["ſ", "ı", "İ"])
def test_letters_that_only_ignoring_case_takes_for_others_are_irregular(letter: str) -> None:
    assert not is_regular(f"profil {letter}")


def test_lowering_reaches_all_other_letters_of_the_same_case() -> None:
    for letter in map(chr, range(0x250)):
        for base in "abcdefghijklmnopqrstuvwxyzäöü":
            if is_regular(letter):
                ignoring = re.fullmatch(base, letter, re.IGNORECASE) is not None
                assert ignoring == (letter.lower() == base), (base, letter)
