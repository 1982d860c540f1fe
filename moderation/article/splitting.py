"""A run in sentences, each with its own offsets in the source."""

import re
from collections.abc import Sequence

from moderation.article.layout import Layout
from moderation.article.values import InputFormat
from moderation.text.markup import Run
from moderation.text.offsets import source_offsets
from moderation.text.sentences import each_sentence

# Sentences beyond this are taken together: a flood of full stops is no article.
MAX_SENTENCES = 400

# An agency in parentheses belongs to what it credits.
_CREDIT = re.compile(r"\([\w/, -]{2,30}\)\.?")


def split_run(run: Run) -> list[tuple[int, int]]:
    """Return where in the text of a run its sentences stand; the last takes what exceeds `MAX_SENTENCES`."""
    sentences: list[tuple[int, int]] = []
    for sentence in each_sentence(run.text):
        if sentences and _CREDIT.fullmatch(sentence.text):
            sentences[-1] = (sentences[-1][0], sentence.end)
        elif len(sentences) < MAX_SENTENCES:
            sentences.append((sentence.start, sentence.end))
        else:
            sentences[-1] = (sentences[-1][0], len(run.text.rstrip()))
            break
    return sentences


def part_of(run: Run, start: int, end: int) -> Run:
    """Return a part of a run for judging; it keeps the offsets of the whole."""
    linked = round(run.linked * (end - start) / len(run.text))
    return Run(run.text[start:end], run.start, run.end, run.element, linked, run.links)


def find_in_source(layout: Layout, run: Run, parts: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return where in the source parts of a run stand, given where they stand in its text, in order."""
    if layout.format is InputFormat.TEXT:
        return [(run.start + start, run.start + end) for start, end in parts]
    found = source_offsets(layout.source, run, [place for start, end in parts for place in (start, end - 1)])
    places = [(begin, last + 1) for begin, last in zip(found[::2], found[1::2], strict=True)]
    if parts[-1][1] == len(run.text):
        places[-1] = (places[-1][0], run.end)
    return places
