"""The second reading of an article's texts, fitted on what was written for the purpose and on articles' paragraphs."""

from collections.abc import Iterator, Sequence
from random import Random

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags

from moderation.article.phrasing import SMOOTHING, words_of
from moderation.text.hashing import SLOTS, hash_many
from moderation.text.sentences import split_sentences
from moderation.training.policy_reading import fitted
from moderation.training.separation_labels import GOLD_WEIGHT
from moderation.training.separation_material import Page
from moderation.training.separation_rules import POLICY
from moderation.training.separation_snippet import EDITORIAL, Snippet

C = 32.0
_BATCH = 40
# Paragraphs of pages: those that people marked, and a share of the others.
_GOLD, _WEAK, _SHARE, _LONG = 0.6, 0.4, 0.15, 120

Phrases = tuple[NDArray[np.float32], NDArray[np.float32]]
Weighted = tuple[str, int, float]


def fit_phrases(snippets: Sequence[Snippet], pages: Sequence[Page], random: Random) -> Phrases:
    """Return the weights, one row per slot and one column per question, and the offsets.

    :param snippets: closings among them.
    """
    rows = {(text, kind): weight for text, kind, weight in (*_paragraphs(pages, random), *_written(snippets))}
    X = matrix([text for text, _ in rows])
    kinds, weights = np.array([kind for _, kind in rows]), np.array(list(rows.values()))
    answers = (kinds == POLICY, (kinds != POLICY) & (kinds != EDITORIAL))
    columns = [fitted(X, answer, weights, C) for answer in answers]
    table = np.stack([column for column, _ in columns], axis=1).astype(np.float32)
    return table, np.array([intercept for _, intercept in columns], np.float32)


def matrix(texts: Sequence[str]) -> csr_matrix:
    """Return the n-gram counts of texts over the root of their number, as they are served."""
    runs = [hash_many([words_of(text) for text in texts[begin : begin + _BATCH]]) for begin in _starts(texts)]
    counts = np.concatenate([run.counts for run in runs])
    rows = np.repeat(np.arange(len(texts)), counts)
    values = np.ones(len(rows))
    table = csr_matrix((values, (rows, np.concatenate([run.slots for run in runs]))), shape=(len(texts), SLOTS))
    table.sum_duplicates()
    return csr_matrix(diags(1.0 / np.sqrt(counts + SMOOTHING)) @ table)


def mean_of(models: Sequence[Phrases]) -> Phrases:
    """Return the mean of several readings."""
    tables, offsets = zip(*models, strict=True)
    return np.mean(tables, axis=0), np.mean(offsets, axis=0)


def _starts(texts: Sequence[str]) -> range:
    return range(0, len(texts), _BATCH)


def _written(snippets: Sequence[Snippet]) -> Iterator[Weighted]:
    for snippet in snippets:
        weight = _weight(snippet)
        yield snippet.text, snippet.kind, weight
        for line in snippet.text.split("\n"):
            yield from ((sentence.text, snippet.kind, weight) for sentence in split_sentences(line))


def _weight(snippet: Snippet) -> float:
    if snippet.manner.startswith(("grammar", "invented")):
        return 0.3
    return 2.0 if snippet.manner == "elsewhere" else 1.0


def _paragraphs(pages: Sequence[Page], random: Random) -> Iterator[Weighted]:
    for page in pages:
        if page.corpus != "trafilatura":
            continue
        for run, kind, weight in zip(page.layout.runs, page.kinds.tolist(), page.weights.tolist(), strict=True):
            if kind != EDITORIAL or not weight:
                continue
            if weight >= GOLD_WEIGHT:
                yield run.text, EDITORIAL, _GOLD
            elif len(run.text) > _LONG and random.random() < _SHARE:
                yield run.text, EDITORIAL, _WEAK
