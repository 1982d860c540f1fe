"""The reader of comment rules, trained: phrases by category, sentences and texts by whether they are rules."""

from collections.abc import Iterable, Iterator, Sequence
from random import Random
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression

from moderation.policy.judge import GOOD, POLICY, RULE, SMOOTHING
from moderation.policy.values import Category
from moderation.text.hashing import SLOTS, hash_many
from moderation.training.policy_material import Chunks, Example, Written, chunked, sentence_examples, text_examples

COLUMNS = (*(str(category) for category in Category), GOOD, RULE, POLICY)
# Whole steps of a thousandth of a probability at most; finer ones would only be larger.
_LEVELS = 4095
_BATCH_CHARACTERS = 20_000
_PHRASE_C, SENTENCE_C = 8.0, 4.0
_BEFORE = tuple(
    """Kommentare mit|Beiträge mit|Postings mit|Texte mit|keine|kein|bitte|bitte keine|auch|wir|die|wer|auf|nicht|nur
insbesondere|solche|jegliche|jede Art von|der|das|ein|eine|Sie|Ihr|euch|du|Formen von|allerlei|Äußerungen
Kommentare|Inhalte|Aussagen|unsere|andere|zu|über|von|gegen|mit|für|no|please|comments with|any|we|dass ihr
wenn Sie""".replace("\n", "|").split("|")
)
_AFTER = tuple(
    """löschen wir|werden gelöscht|werden nicht veröffentlicht|bleiben draußen|dulden wir nicht|sind tabu
sind nicht erlaubt|enthalten|haben hier keinen Platz|Inhalte|Beiträge|Kommentare|bitte|hier|nicht|werden|sind
ist|wird|fliegen raus|sein|entfernen wir|zu unterlassen|will be removed|in jeder Form|aller Art
schalten wir nicht frei|zu verzichten""".replace("\n", "|").split("|")
)
_VARIANTS = 3

Row = tuple[Chunks, frozenset[Category], bool, float]


def fit(written: Written, *, seed: int, jobs: int = 1) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the weights, one row per slot and one column of `COLUMNS`, and the intercepts.

    :param jobs: processes.
    """
    random = Random(seed)  # noqa: S311
    rows = list(phrase_rows(written, random))
    X = matrix([chunks for chunks, _, _, _ in rows])
    weights = np.array([weight for _, _, _, weight in rows])
    targets = [np.array([category in named for _, named, _, _ in rows]) for category in Category]
    targets.append(np.array([good for _, _, good, _ in rows]))
    tasks = [delayed(fitted)(X, target, weights, _PHRASE_C) for target in targets]
    for examples in (sentence_examples(written, random), text_examples(written, random)):
        tasks += [delayed(fitted)(*as_arrays(examples), SENTENCE_C)]
    columns = Parallel(n_jobs=jobs)(tasks)
    return np.stack([column for column, _ in columns], axis=1), np.array([intercept for _, intercept in columns])


def arrays_of(weights: NDArray[np.float64], intercepts: NDArray[np.float64]) -> dict[str, NDArray[Any]]:
    """Return what is stored: the slots with a weight, the weights in whole steps, the steps, the intercepts."""
    steps = np.abs(weights).max(axis=0) / _LEVELS
    table = np.rint(weights / steps).astype(np.int16)
    slots = np.flatnonzero(table.any(axis=1))
    return {"slots": slots.astype(np.int32), "table": table[slots], "steps": steps, "intercepts": intercepts}


def phrase_rows(written: Written, random: Random) -> Iterator[Row]:
    """Yield chunks, the categories they name, whether as something to do, and how much they count."""
    for phrase in written.phrases:
        chunks = chunked(phrase.text)
        words = [word for chunk in chunks for word in chunk]
        yield [words], phrase.categories, phrase.good, 1.0
        for chunk in chunks if len(chunks) > 1 else ():
            if len(" ".join(chunk)) > 6:
                yield [chunk], phrase.categories, phrase.good, 0.25
        for _ in range(_VARIANTS):
            before = _words(random.choice(_BEFORE)) if random.random() < 0.8 else []
            after = _words(random.choice(_AFTER)) if random.random() < 0.7 else []
            yield [before + words + after], phrase.categories, phrase.good, 0.6
    for text, weight in _neutral(written):
        for chunk in chunked(text):
            yield [chunk], frozenset(), False, weight


def _neutral(written: Written) -> Iterator[tuple[str, float]]:
    yield from ((text, 2.0) for text in written.neutral)
    for kind, frames in written.frames.items():
        if kind != "tell":
            yield from ((frame.replace("{X}", "").replace("{V}", "").replace("{A}", ""), 1.5) for frame in frames)
    yield from ((text, 1.0) for text in written.other)
    yield from ((f"keine {text}", 1.0) for text in written.other)
    yield from ((text, 0.4) for text in (*written.articles, *written.boilerplate))
    yield from ((text, 1.0) for text in (*_BEFORE, *_AFTER))
    for sentences in written.footers:
        yield from ((text, 1.5) for text, yes in sentences if not yes)


def matrix(texts: Sequence[Chunks]) -> csr_matrix:
    """Return the n-gram counts of every text over the root of their number, as `Judge` weighs them."""
    flat = [chunk for chunks in texts for chunk in chunks]
    owner = np.repeat(np.arange(len(texts)), [len(chunks) for chunks in texts])
    rows, columns = [], []
    for begin, end in _batches(flat):
        run = hash_many(flat[begin:end])
        rows.append(np.repeat(owner[begin:end], run.counts))
        columns.append(run.slots)
    row, column = np.concatenate(rows), np.concatenate(columns)
    counts = csr_matrix((np.ones(len(row)), (row, column)), shape=(len(texts), SLOTS))
    counts.sum_duplicates()
    total = np.asarray(counts.sum(axis=1)).ravel()
    return csr_matrix(diags(1.0 / np.sqrt(total + SMOOTHING)) @ counts)


def _batches(flat: Sequence[Sequence[str]]) -> Iterator[tuple[int, int]]:
    begin = size = 0
    for number, words in enumerate(flat):
        size += sum(map(len, words)) + len(words) + 2
        if size > _BATCH_CHARACTERS:
            yield begin, number + 1
            begin, size = number + 1, 0
    if begin < len(flat):
        yield begin, len(flat)


def as_arrays(examples: Iterable[Example]) -> tuple[csr_matrix, NDArray[np.bool_], NDArray[np.float64]]:
    """Return counts, answers and weights of examples."""
    kept = [example for example in examples if example.chunks]
    targets = np.array([example.yes for example in kept])
    return matrix([example.chunks for example in kept]), targets, np.array([example.weight for example in kept])


def fitted(
    X: csr_matrix, target: NDArray[np.bool_], weights: NDArray[np.float64], C: float
) -> tuple[NDArray[np.float64], float]:
    """Return the weights, one per slot, and the intercept of one question."""
    used = np.unique(X.indices)
    model = LogisticRegression(C=C, solver="liblinear", dual=True, tol=1e-3, max_iter=2000, random_state=0)
    model.fit(X[:, used], target, sample_weight=weights)
    column = np.zeros(SLOTS)
    column[used] = model.coef_[0]
    return column, float(model.intercept_[0])


def _words(text: str) -> list[str]:
    return [word for chunk in chunked(text) for word in chunk]
