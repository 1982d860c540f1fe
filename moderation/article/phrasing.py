"""A second reading of an article's texts, by n-grams: whether they are rules for comments, or other boilerplate.

The first reading is taught on whole pages too, and tells many kinds apart. This one asks two questions only and is
taught on texts written for the purpose, so that a line of five words counts for what it says.
"""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from moderation.text.hashing import SLOTS, hash_many

# Rules for comments; any other boilerplate.
QUESTIONS = 2
# A single n-gram should not decide over a text that has few.
SMOOTHING = 4.0
BOUND = 8.0
# What the first reading takes for an article's beyond this is not read again, but where footers stand.
SURE = float(np.log(0.97))
LAST = 6
# What is not read again counts as this far from being either.
UNREAD = -6.0
MAX_CHARACTERS, MAX_WORDS = 1_200, 160
MAX_READ = 40_000
_BATCH = 20_000

Floats = NDArray[np.float32]

_WORD = re.compile(r"[^\W_]+|[?!:*@|©]")
_FOLDED = str.maketrans({"ß": "ss", "ä": "ae", "ö": "oe", "ü": "ue", **{str(digit): "0" for digit in range(10)}})


def words_of(text: str) -> list[str]:
    """Return the words and telling signs of a text's beginning, folded; at least one."""
    return telling_words(text) or ["-"]


def telling_words(text: str) -> list[str]:
    """Return the same, none where there is none."""
    return _WORD.findall(text[:MAX_CHARACTERS].casefold().translate(_FOLDED))[:MAX_WORDS]


def read_again(
    texts: Sequence[str], editorial: Floats, table: Floats, offset: Floats, known: Floats | None = None
) -> Floats:
    """Return for each text the log-odds of both questions.

    :param editorial: log-probability of each text of being an article's, by the first reading.
    :param table: weights, one row per slot.
    :param known: what `log_odds` returns for each text, where it is known already.
    """
    result = np.full((len(texts), QUESTIONS), UNREAD, np.float32)
    chosen = _chosen(texts, editorial)
    if known is not None:
        result[chosen] = known[chosen] + offset
        return np.clip(result, -BOUND, BOUND)
    for batch in _batches(texts, chosen):
        result[batch] = log_odds([words_of(texts[index]) for index in batch], table) + offset
    return np.clip(result, -BOUND, BOUND)


def log_odds(words: Sequence[Sequence[str]], table: Floats) -> Floats:
    """Return the summed weights of each text's n-grams over the root of their number."""
    run = hash_many(words)
    sums = np.add.reduceat(table.take(run.slots, axis=0), run.counts.cumsum() - run.counts, axis=0)
    result: Floats = (sums / np.sqrt(run.counts + SMOOTHING)[:, None]).astype(np.float32)
    return result


def empty_table() -> Floats:
    """Return weights that say nothing."""
    return np.zeros((SLOTS, QUESTIONS), np.float32)


def _chosen(texts: Sequence[str], editorial: Floats) -> list[int]:
    """Return which texts are read again, the last ones first, until enough is read."""
    unsure = editorial < SURE
    unsure[-LAST:] = True
    chosen, read = [], 0
    for index in reversed(unsure.nonzero()[0].tolist()):
        read += min(len(texts[index]), MAX_CHARACTERS) + 2
        if read > MAX_READ:
            break
        chosen.append(index)
    return chosen


def _batches(texts: Sequence[str], chosen: Sequence[int]) -> list[list[int]]:
    batches: list[list[int]] = []
    size = _BATCH
    for index in chosen:
        if size >= _BATCH:
            batches.append([])
            size = 0
        # Folding may double letters, and every word has a blank.
        size += 2 * min(len(texts[index]), MAX_CHARACTERS)
        batches[-1].append(index)
    return batches
