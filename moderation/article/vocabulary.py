"""Words met before, with the sums that both readings of a text need of each: a known word costs a look.

Most words of an article stand in those before it too. What a single word weighs (itself, its beginning and end; in the
second reading its n-grams) is summed up once; pairs of neighbours are hashed from the hashes of their words. What
comes out is that of `word_features` and `phrasing.log_odds`, apart from rounding.
"""

import re
from collections.abc import Sequence
from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from moderation.article import features, phrasing
from moderation.article.features import Floats, Hashes, Slots
from moderation.text.hashing import SHIFT, hash_each, pair_shares

# Words kept; when there would be more, all are forgotten.
MOST_WORDS = 30_000
LONGEST = 40
# Characters read at once: their words always find room.
MOST_CHARACTERS = 2 * MOST_WORDS

_AT_ONCE = 500
# Stands at the end of each text; and for the words of one that has none.
_BREAK, _NONE = "\0", "-"
_TOKEN = re.compile(r"[^\W_]+|[?!:*@|©\0]")
# Letters which the two readings part or fold in different ways, and scripts beyond Latin: these are read the long way.
_ODD = re.compile(
    "[\xad¼½¾İŉ\u0180-\u200f\u2070-\u209f\u20d0-\u218f\u2460-\u24ff\u2776-\u2793\u2800-\U0001f1ff\U0001fb00-\U0010ffff]"
)
_LEARNING = Lock()


class _Side(NamedTuple):
    """What one reading needs: its table, the sums and number of each word's features, its shares of a pair's hash."""

    table: Floats
    sums: Floats
    firsts: Hashes
    seconds: Hashes
    shift: np.uint64


class _Known(NamedTuple):
    """Words by their place; at 0 what ends a text, at 1 what stands for one without words.

    :ivar is_sign: whether only the second reading takes it for a word.
    """

    places: dict[str, int]
    is_sign: NDArray[np.bool_]
    first: _Side
    second: _Side


class Vocabulary:
    """The words met by one head of the model; safe to share among threads.

    :param words: a row for each slot of words.
    :param phrases: a row for each slot of the second reading.
    """

    def __init__(self, words: Floats, phrases: Floats) -> None:
        self._words, self._phrases = words, phrases
        self._known = self._nothing()

    def read(self, texts: Sequence[str]) -> tuple[Floats, Floats] | None:
        """Return for each text the summed rows of its words over the root of their number, and its second reading.

        None where the texts are too long together, or have letters or words that are not kept.
        """
        own = [features.begin_and_end(text) for text in texts]
        places = list(range(len(texts)))
        for index, text in enumerate(texts):
            if len(text) > phrasing.MAX_CHARACTERS:
                places[index] = len(own)
                own.append(text[: phrasing.MAX_CHARACTERS].lower())
        joined = _BREAK.join([*own, ""])
        if len(joined) > MOST_CHARACTERS or (not joined.isascii() and _ODD.search(joined)):
            return None
        tokens = _TOKEN.findall(joined)
        known = self._learnt(tokens)
        if known is None:
            return None
        found = np.fromiter(map(known.places.__getitem__, tokens), np.int64, len(tokens))
        signs = known.is_sign.take(found)
        sums, _ = _summed(known.first, found[~signs] if signs.any() else found)
        first = _scaled(sums[: len(texts)], np.maximum(sums[: len(texts), -1:], 1))
        sums, empty = _summed(known.second, _beginnings(found))
        sums[empty] = known.second.sums[1]
        return first, _scaled(sums, sums[:, -1:] + np.float32(phrasing.SMOOTHING))[places]

    def _learnt(self, tokens: Sequence[str]) -> _Known | None:
        """Return what is known after all of these words are; None where one is too long to be kept."""
        known = self._known
        if known.places.keys() >= set(tokens):
            return known
        with _LEARNING:
            known = self._known
            missing = list(set(tokens) - known.places.keys())
            if max(map(len, missing), default=0) > LONGEST:
                return None
            if len(known.places) + len(missing) > MOST_WORDS:
                known = self._nothing()
                missing = list(set(tokens) - known.places.keys())
            for start in range(0, len(missing), _AT_ONCE):
                _learn(known, missing[start : start + _AT_ONCE])
            self._known = known
        return known

    def _nothing(self) -> _Known:
        count, shift = MOST_WORDS, features.WORD_SHIFT
        pairs = np.zeros((4, count), np.uint64)
        first = _Side(self._words, np.zeros((count, self._words.shape[1] + 1), np.float32), pairs[0], pairs[1], shift)
        sums = np.zeros((count, self._phrases.shape[1] + 1), np.float32)
        second = _Side(self._phrases, sums, pairs[2], pairs[3], SHIFT)
        known = _Known({_BREAK: 0}, np.zeros(count, np.bool_), first, second)
        _learn(known, [_NONE])
        return known


def _learn(known: _Known, words: Sequence[str]) -> None:
    """Add words: what is known of them first, then where it stands, as others may be reading."""
    start = len(known.places)
    rows = np.arange(start, start + len(words))
    is_sign = np.array([not word[0].isalnum() for word in words])
    known.is_sign[rows] = is_sign
    side = known.first
    hashes, parts = features.each_word([word for word in words if word[0].isalnum()])
    real = rows[~is_sign]
    for slots, owners in parts:
        side.sums[real[owners], :-1] += side.table.take(slots, axis=0)
        side.sums[real[owners], -1] += 1
    side.firsts[real], side.seconds[real] = features.pair_parts(hashes)
    side = known.second
    each = hash_each([phrasing.words_of(word)[0] for word in words])
    side.sums[rows, :-1] = np.add.reduceat(side.table.take(each.slots, axis=0), each.starts, axis=0)
    side.sums[rows, -1] = np.diff(each.starts, append=len(each.slots))
    side.firsts[rows], side.seconds[rows] = pair_shares(each.hashes)
    known.places.update(zip(words, rows.tolist(), strict=True))


def _beginnings(found: Slots) -> Slots:
    """Return the words that the second reading looks at: so many of each text."""
    breaks = (found == 0).nonzero()[0]
    starts = np.concatenate(([0], breaks[:-1] + 1))
    sizes = breaks - starts
    if sizes.max() <= phrasing.MAX_WORDS:
        return found
    inside = np.arange(len(found)) - starts.repeat(sizes + 1) < phrasing.MAX_WORDS
    return found.compress(inside | (found == 0))


def _scaled(sums: Floats, counts: Floats) -> Floats:
    return (sums[:, :-1] / np.sqrt(counts)).astype(np.float32, copy=False)


def _summed(side: _Side, found: Slots) -> tuple[Floats, NDArray[np.bool_]]:
    """Return for each text the sums of its words and pairs and their number, and whether it has none.

    :param found: places of words; 0 ends each text.
    """
    breaks = (found == 0).nonzero()[0]
    starts = np.concatenate(([0], breaks[:-1] + 1))
    sums: Floats = np.add.reduceat(side.sums.take(found, axis=0), starts, axis=0)
    hashes = side.seconds.take(found)
    hashes[1:] += side.firsts.take(found[:-1])
    hashes >>= side.shift
    pairs: Floats = side.table.take(hashes.view(np.int64), axis=0)
    # Nothing stands before a text's first word, and its end is no word.
    pairs[starts] = pairs[breaks] = 0
    sums[:, :-1] += np.add.reduceat(pairs, starts, axis=0)
    sizes = breaks - starts
    sums[:, -1] += np.maximum(sizes - 1, 0)
    return sums, sizes == 0
