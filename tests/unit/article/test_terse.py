"""Terse furniture is told by its form, and a sentence that merely mentions its words is not."""

from importlib.resources import files

import pytest

from moderation.article.terse import furniture
from moderation.article.values import Label

DATA = files("moderation.training.data") / "terse"
FURNITURE = [line.split("\t") for line in (DATA / "furniture.txt").read_text("utf-8").splitlines()]
SENTENCES = (DATA / "closings.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize(("kind", "line"), FURNITURE)
def test_line_of_furniture_is_told_with_its_kind(kind, line):
    assert furniture(line) is Label(kind)


@pytest.mark.parametrize("line", SENTENCES)
def test_editorial_line_with_its_words_is_none(line):
    assert furniture(line) is None


def test_several_sentences_of_furniture_are_furniture():
    assert furniture("© 2026 Heidebote. Alle Rechte vorbehalten.") is Label.COPYRIGHT
    assert furniture("Alle Rechte vorbehalten. Der Rat vertagte sich.") is None


@pytest.mark.parametrize("text", ["", " ", "-", "a" * 100_000, "dpa/" * 60, "> " * 110, "lesen sie " * 23, "(" * 240])
def test_odd_lines_are_read_at_once(text):
    assert furniture(text) in {None, *Label}
