"""A run in sentences, each with its own offsets in the source."""

import re

from moderation.article.layout import Layout
from moderation.article.values import InputFormat
from moderation.text.markup import Run, source_offsets
from moderation.text.sentences import split_sentences

# Sentences beyond this are taken together: a flood of full stops is no article.
MAX_SENTENCES = 400

# An agency in parentheses belongs to what it credits.
_CREDIT = re.compile(r"\([\w/, -]{2,30}\)\.?")


def split_run(layout: Layout, run: Run) -> list[Run]:
    """Return the sentences of a run in order; the last takes what exceeds `MAX_SENTENCES`."""
    sentences: list[tuple[int, int]] = []
    for sentence in split_sentences(run.text):
        if sentences and _CREDIT.fullmatch(sentence.text):
            sentences[-1] = (sentences[-1][0], sentence.end)
        else:
            sentences.append((sentence.start, sentence.end))
    if len(sentences) > MAX_SENTENCES:
        sentences[MAX_SENTENCES - 1 :] = [(sentences[MAX_SENTENCES - 1][0], sentences[-1][1])]
    if layout.format is InputFormat.TEXT:
        places = [(run.start + start, run.start + end) for start, end in sentences]
    else:
        places = _in_source(layout, run, sentences)
    return [_part(run, sentence, place) for sentence, place in zip(sentences, places, strict=True)]


def _in_source(layout: Layout, run: Run, sentences: list[tuple[int, int]]) -> list[tuple[int, int]]:
    ends = [position for start, end in sentences for position in (start, end - 1)]
    found = source_offsets(layout.source, run, ends)
    places = [(begin, last + 1) for begin, last in zip(found[::2], found[1::2], strict=True)]
    if sentences[-1][1] == len(run.text):
        places[-1] = (places[-1][0], run.end)
    return places


def _part(run: Run, sentence: tuple[int, int], place: tuple[int, int]) -> Run:
    start, end = sentence
    share = round(run.linked * (end - start) / len(run.text))
    return run._replace(text=run.text[start:end], start=place[0], end=place[1], linked=share)
