"""A second reading of an article's texts, by n-grams: whether they are rules for comments, or other boilerplate.

The first reading is taught on whole pages too, and tells many kinds apart. This one asks two questions only and is
taught on texts written for the purpose, so that a line of five words counts for what it says, for how it says it
(`manner`), and for what its words mean (`meanings`).
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from moderation.article.manner import FRAME_SLOTS, MARKS, marks, sums_of_frames
from moderation.article.meanings import Meaning, no_meaning
from moderation.text.hashing import SLOTS, hash_many

# Rules for comments; any other boilerplate.
QUESTIONS = 2
# A single n-gram should not decide over a text that has few.
SMOOTHING = 4.0
BOUND = 8.0
# What the first reading takes for an article's beyond this is not read again, but where footers stand.
SURE = float(np.log(0.9))
LAST = 6
# What is not read again counts as this far from being either.
UNREAD = -6.0
MAX_CHARACTERS, MAX_WORDS = 1_200, 160
MAX_READ = 40_000
_BATCH = 20_000

Floats = NDArray[np.float32]

_WORD = re.compile(r"[^\W_]+|[?!:*@|©]")
_FOLDED = str.maketrans({"ß": "ss", "ä": "ae", "ö": "oe", "ü": "ue", **{str(digit): "0" for digit in range(10)}})


class Phrases(NamedTuple):
    """What the second reading weighs by, one column per question.

    :ivar words: a row for each slot of n-grams.
    :ivar frames: a row for each slot of frames.
    :ivar marks: a row for each mark.
    :ivar meaning: what the classes of words say, which is added.
    """

    words: Floats
    frames: Floats
    marks: Floats
    offset: Floats
    meaning: Meaning

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "Phrases | None":
        """Return the second reading of a stored head, if it has one.

        :raises KeyError: when an array is missing.
        :raises ValueError: when one has another shape than this program reads.
        """
        if "phrases" not in arrays:
            return None
        names = ("phrases", "phrases_frames", "phrases_marks", "phrases_offset")
        words, frames, signs, offset = (arrays[name].astype(np.float32) for name in names)
        read = cls(words, frames, signs, offset, Meaning.from_arrays(arrays))
        if [array.shape[0] for array in (words, frames, signs)] != [SLOTS, FRAME_SLOTS, MARKS] or offset.shape != (
            QUESTIONS,
        ):
            raise ValueError("the second reading is of another size")
        return read

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Return what `from_arrays` reads; the large tables in half precision, which is fine enough."""
        return {
            "phrases": self.words.astype(np.float16),
            "phrases_frames": self.frames.astype(np.float16),
            "phrases_marks": self.marks,
            "phrases_offset": self.offset,
            **self.meaning.to_arrays(),
        }


def words_of(text: str) -> list[str]:
    """Return the words and telling signs of a text's beginning, folded; at least one."""
    return telling_words(text) or ["-"]


def telling_words(text: str) -> list[str]:
    """Return the same, none where there is none."""
    return _WORD.findall(text[:MAX_CHARACTERS].casefold().translate(_FOLDED))[:MAX_WORDS]


def read_again(
    texts: Sequence[str],
    editorial: Floats,
    phrases: Phrases,
    known: Floats | None = None,
    begins: Sequence[int] = (0,),
) -> Floats:
    """Return for each text the log-odds of both questions.

    :param editorial: log-probability of each text of being an article's, by the first reading.
    :param known: what `log_odds` returns for each text, where it is known already.
    :param begins: where among them texts begin that are chosen from as if by themselves.
    """
    result = np.full((len(texts), QUESTIONS), UNREAD, np.float32)
    parts = [slice(*part) for part in pairwise([*begins, len(texts)])]
    chosen = [part.start + index for part in parts for index in _chosen(texts[part], editorial[part])]
    for batch in _batches(texts, chosen):
        own = [texts[index] for index in batch]
        said = log_odds([words_of(text) for text in own], phrases.words) if known is None else known[batch]
        result[batch] = said + sums_of_frames(own, phrases.frames) + marks(own) @ phrases.marks + phrases.offset
        result[batch] += phrases.meaning.read(own)
    return np.clip(result, -BOUND, BOUND)


def log_odds(words: Sequence[Sequence[str]], table: Floats) -> Floats:
    """Return the summed weights of each text's n-grams over the root of their number."""
    run = hash_many(words)
    sums = np.add.reduceat(table.take(run.slots, axis=0), run.counts.cumsum() - run.counts, axis=0)
    result: Floats = (sums / np.sqrt(run.counts + SMOOTHING)[:, None]).astype(np.float32)
    return result


def no_phrases() -> Phrases:
    """Return weights that say nothing."""
    sizes = (SLOTS, FRAME_SLOTS, MARKS)
    words, frames, signs = (np.zeros((size, QUESTIONS), np.float32) for size in sizes)
    return Phrases(words, frames, signs, np.zeros(QUESTIONS, np.float32), no_meaning())


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
