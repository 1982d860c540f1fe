"""A run in sentences, each with its own offsets in the source."""

import re

from moderation.article.layout import Layout
from moderation.article.values import InputFormat
from moderation.text.markup import Run, source_offset
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
    return [_part(layout, run, start, end) for start, end in sentences]


def _part(layout: Layout, run: Run, start: int, end: int) -> Run:
    text = run.text[start:end]
    share = round(run.linked * (end - start) / len(run.text))
    if layout.format is InputFormat.TEXT:
        return run._replace(text=text, start=run.start + start, end=run.start + end, linked=share)
    begin = source_offset(layout.source, run, start)
    stop = run.end if end == len(run.text) else source_offset(layout.source, run, end - 1) + 1
    return run._replace(text=text, start=begin, end=stop, linked=share)
