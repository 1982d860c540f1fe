"""What the classifier sees of runs, as matrices for scikit-learn."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from moderation.article.features import (
    TEXT_SLOTS,
    Slots,
    letter_features,
    word_features,
)
from moderation.article.markup_tokens import MARKUP_SLOTS, is_mute, markup_tokens
from moderation.training.separation_synthesis import Example


def word_matrix(texts: Sequence[str], slots: int = TEXT_SLOTS) -> sparse.csr_matrix:
    """Return the word features of the served side as a scikit-learn matrix.

    :param slots: how many it has, those of letters among them or not.
    """
    chosen = (word_features, letter_features) if slots == TEXT_SLOTS else (word_features,)
    parts = [_scaled(features(texts), len(texts)) for features in chosen]
    values, rows, places = (np.concatenate(part) for part in zip(*parts, strict=True))
    return sparse.csr_matrix((values, (rows, places)), shape=(len(texts), slots), dtype=np.float32)


def _scaled(chunks: Sequence[tuple[Slots, Slots]], count: int) -> tuple[NDArray[np.float64], Slots, Slots]:
    slots, rows = (np.concatenate(parts) for parts in zip(*chunks, strict=True))
    counts = np.maximum(np.bincount(rows, minlength=count), 1)
    return 1 / np.sqrt(counts[rows]), rows, slots


def markup_matrix(examples: Sequence[Example]) -> sparse.csr_matrix:
    """Return the tokens around every run as a scikit-learn matrix."""
    rows: list[int] = []
    slots: list[int] = []
    row = 0
    for example in examples:
        known: dict[int, tuple[int, ...]] = {-1: ()}
        for run in example.layout.runs:
            tokens = _path_tokens(run.element, example, known)
            slots.extend(tokens)
            rows.extend([row] * len(tokens))
            row += 1
    return sparse.csr_matrix((np.ones(len(rows), np.float32), (rows, slots)), shape=(row, MARKUP_SLOTS))


def _path_tokens(index: int, example: Example, known: dict[int, tuple[int, ...]]) -> tuple[int, ...]:
    if index not in known:
        element = example.layout.elements[index]
        own = () if is_mute(element) else markup_tokens(element.tag, element.attributes)
        known[index] = own + _path_tokens(element.parent, example, known)
    return known[index]
