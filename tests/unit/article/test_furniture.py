"""One look at how a line begins never passes over furniture that the many forms would find."""

from importlib.resources import files
from random import Random

from moderation.article import terse
from moderation.text.sentences import split_sentences

DATA = files("moderation.training.data")


def _lines():
    told = [line.partition("\t")[2] for line in (DATA / "terse/furniture.txt").read_text("utf-8").splitlines()]
    others = (DATA / "terse/closings.txt").read_text("utf-8").splitlines()
    return [line for line in (*told, *others) if line.strip()]


def _changed(line, others, random):
    words = line.split()
    yield line.upper()
    yield random.choice("[(-|© „«→ſ*") + line
    yield f"{line}{random.choice((' | ', '. ', ', ', ' / ', ' '))}{random.choice(others)}"
    yield " ".join(random.sample(words, len(words)))
    yield line[: random.randrange(1, len(line) + 1)].rstrip()
    yield line[random.randrange(len(line)) :].lstrip()


def test_lines_and_what_becomes_of_them_by_change_are_told_as_by_every_form():
    random, lines = Random(7), _lines()
    variants = [variant for line in lines for variant in (line, *_changed(line, lines, random)) if variant]
    told = [terse._told(variant) for variant in variants]
    assert [terse._line(variant) for variant in variants] == told
    assert sum(map(bool, told)) > 200
    assert [terse.furniture(variant) for variant in variants] == [_sentence_by_sentence(each) for each in variants]


def _sentence_by_sentence(text):
    text = " ".join(text.split())
    if len(text) > terse.MAX_FURNITURE or (label := terse._told(text)):
        return None if len(text) > terse.MAX_FURNITURE else label
    labels = [terse._told(sentence.text) for sentence in split_sentences(text)]
    return labels[0] if 1 < len(labels) <= terse.MAX_SENTENCES and all(labels) else None
