"""The second reading of an article's texts, fitted on what was written for the purpose and on articles' paragraphs.

What is said and how weigh together: n-grams, frames and marks are fitted as one; what the words mean is added.
"""

from collections.abc import Iterator, Sequence
from random import Random

import numpy as np
from scipy.sparse import csr_matrix, diags, hstack
from sklearn.linear_model import LogisticRegression

from moderation.article import manner
from moderation.article.phrasing import QUESTIONS, SMOOTHING, Phrases, words_of
from moderation.text.hashing import SLOTS, hash_many
from moderation.text.sentences import split_sentences
from moderation.training.separation_labels import GOLD_WEIGHT
from moderation.training.separation_material import Page
from moderation.training.separation_meaning import fit_meaning
from moderation.training.separation_rules import POLICY
from moderation.training.separation_snippet import EDITORIAL, Snippet

C = 32.0
# The fit is broken off here: more steps learn the written texts by heart.
STEPS = 60
# Of a mark, in standard deviations.
MARK_SCALE = 0.3
_BATCH = 40
# Paragraphs of pages: those that people marked, and a share of the others.
_GOLD, _WEAK, _SHARE, _LONG = 0.6, 0.4, 0.15, 120

Weighted = tuple[str, int, float]


def fit_phrases(snippets: Sequence[Snippet], pages: Sequence[Page], random: Random) -> Phrases:
    """Return the weights.

    :param snippets: closings among them.
    """
    rows = {(text, kind): weight for text, kind, weight in (*_paragraphs(pages, random), *_written(snippets))}
    texts = [text for text, _ in rows]
    kinds, weights = np.array([kind for _, kind in rows]), np.array(list(rows.values()))
    signs = manner.marks(texts)
    mean, scale = signs.mean(axis=0), MARK_SCALE / np.maximum(signs.std(axis=0), 0.01)
    X = hstack([matrix(texts), frame_matrix(texts), csr_matrix((signs - mean) * scale)], format="csr")
    used = np.unique(X.indices)
    columns, offsets = np.zeros((X.shape[1], QUESTIONS)), np.zeros(QUESTIONS)
    for question, answer in enumerate((kinds == POLICY, (kinds != POLICY) & (kinds != EDITORIAL))):
        model = LogisticRegression(C=C, max_iter=STEPS, tol=1e-3)
        model.fit(X[:, used], answer, sample_weight=weights)
        columns[used, question], offsets[question] = model.coef_[0], model.intercept_[0]
    words, frames, of_marks = np.split(columns.astype(np.float32), [SLOTS, SLOTS + manner.FRAME_SLOTS])
    of_marks = of_marks * scale[:, None]
    meaning = fit_meaning(texts, np.where(kinds == EDITORIAL, 0, np.where(kinds == POLICY, 1, 2)), weights)
    return Phrases(words, frames, of_marks, (offsets - mean @ of_marks).astype(np.float32), meaning)


def matrix(texts: Sequence[str]) -> csr_matrix:
    """Return the n-gram counts of texts over the root of their number, as they are served."""
    runs = [hash_many([words_of(text) for text in texts[begin : begin + _BATCH]]) for begin in _starts(texts)]
    counts = np.concatenate([run.counts for run in runs])
    rows = np.repeat(np.arange(len(texts)), counts)
    values = np.ones(len(rows))
    table = csr_matrix((values, (rows, np.concatenate([run.slots for run in runs]))), shape=(len(texts), SLOTS))
    table.sum_duplicates()
    return csr_matrix(diags(1.0 / np.sqrt(counts + SMOOTHING)) @ table)


def frame_matrix(texts: Sequence[str]) -> csr_matrix:
    """Return the counts of texts' frames over the root of their number, as they are served."""
    slots, rows = manner.frames(texts)
    table = csr_matrix((np.ones(len(rows)), (rows, slots)), shape=(len(texts), manner.FRAME_SLOTS))
    table.sum_duplicates()
    return csr_matrix(diags(1.0 / np.sqrt(np.bincount(rows, minlength=len(texts)) + manner.SMOOTHING)) @ table)


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
