"""What stands between blanks, met before: with the sums that all readings of a text need of it, at the cost of a look.

Most words of an article stand in those before it too. What they weigh by themselves is summed up once; pairs of
neighbours, and letters that reach over a blank, are hashed from what is known of each. What comes out is that of
`classifier.word_sums` and `phrasing.log_odds`, apart from rounding.
"""

import re
from collections.abc import Callable, Sequence
from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from moderation.article import features, phrasing
from moderation.article.across import Across, letters_across, nothing_across
from moderation.article.features import Floats, Hashes, Slots
from moderation.text.hashing import SHIFT, hash_alone, hash_many, pair_shares

# Tokens kept; when there would be more, all are forgotten.
MOST_TOKENS = 20_000
LONGEST = 100
# Characters read at once; beyond it arrays cost less.
MOST_CHARACTERS = 60_000

_AT_ONCE, _LONG_AT_ONCE = 250, 8
# Stands at the end of each text.
_BREAK = "\0"
_BETWEEN = f" {_BREAK} "
# Letters which the readings part or fold in different ways, and scripts beyond Latin: these are read the long way.
_ODD = re.compile(
    "[\xad¼½¾İŉ\u0180-\u200f\u2070-\u209f\u20d0-\u218f\u2460-\u24ff\u2776-\u2793\u2800-\U0001f1ff\U0001fb00-\U0010ffff]"
)
_LEARNING = Lock()


class _Side(NamedTuple):
    """What one reading needs of tokens.

    :ivar sums: of the features within each token, and their number.
    :ivar firsts: what the last word of each adds to the hash of a pair; `seconds` what the first one adds.
    :ivar words: how many each has; 1 for what ends a text.
    """

    table: Floats
    sums: Floats
    firsts: Hashes
    seconds: Hashes
    shift: np.uint64
    words: NDArray[np.int64]


class _Known(NamedTuple):
    """Tokens by their place in the arrays of each reading; at 0 what ends a text."""

    places: dict[str, int]
    first: _Side
    second: _Side
    letters: Across | None


class Vocabulary:
    """The tokens met by one head of the model; safe to share among threads.

    :param words: a row for each slot of words, and of letters where the head reads them.
    :param phrases: a row for each slot of the second reading.
    """

    def __init__(self, words: Floats, phrases: Floats) -> None:
        self._words, self._phrases = words, phrases
        self._wordless = phrasing.log_odds([phrasing.words_of("")], phrases)[0]
        self._known = self._nothing()

    def read(self, texts: Sequence[str], begins: Sequence[int] = (0,)) -> tuple[Floats, Floats] | None:
        """Return for each text the sums of the first reading, and the log-odds of the second without its offset.

        :param begins: where among them texts begin that are read as if by themselves.

        None where the texts are too long together, or have letters or words that are not kept.
        """
        if sum(map(len, texts)) > MOST_CHARACTERS:
            return None
        joined = _joined(texts, 1, features.MAX_CHARACTERS_PER_RUN, features.begin_and_end)
        tokens = joined.split()
        of_letters: list[str] = []
        if self._known.letters is not None:
            ends = _joined(texts, features.MIN_LETTERS, features.MAX_LETTERS, features.head_and_tail)
            of_letters = tokens if ends == joined else ends.split()
        if len(tokens) + len(of_letters) >= MOST_TOKENS:
            return None
        both = tokens if of_letters is tokens else tokens + of_letters
        known = self._known
        try:
            found = _found(known, both)
        except KeyError:
            if not (learnt := self._learnt(set(both))):
                return None
            known, found = learnt, _found(learnt, both)
        words = found[: len(tokens)]
        first = _scaled(*_summed(known.first, words))
        if known.letters is not None:
            with_blank = [_first_of_letters(texts, begin) for begin in begins]
            first += _scaled(*letters_across(known.letters, found[-len(of_letters) :], with_blank))
        return first, self._again(known, texts, words)

    def _again(self, known: _Known, texts: Sequence[str], found: Slots) -> Floats:
        result = _scaled(*_summed(known.second, found, phrasing.SMOOTHING))
        words = np.add.reduceat(known.second.words.take(found), _starts((found == 0).nonzero()[0])) - 1
        result[words == 0] = self._wordless
        if words.max() > phrasing.MAX_WORDS or max(map(len, texts)) > phrasing.MAX_CHARACTERS:
            many = (words > phrasing.MAX_WORDS).tolist()
            long = [i for i, text in enumerate(texts) if many[i] or len(text) > phrasing.MAX_CHARACTERS]
            for start in range(0, len(long), _LONG_AT_ONCE):
                some = long[start : start + _LONG_AT_ONCE]
                result[some] = phrasing.log_odds([phrasing.words_of(texts[place]) for place in some], self._phrases)
        return result

    def _learnt(self, tokens: set[str]) -> _Known | None:
        """Return what is known after all of these tokens are; None where one is not to be kept."""
        with _LEARNING:
            known = self._known
            missing = [token for token in tokens if token not in known.places]
            if max(map(len, missing), default=0) > LONGEST or _ODD.search(" ".join(missing)):
                return None
            if len(known.places) + len(missing) > MOST_TOKENS:
                known = self._nothing()
                missing = [token for token in tokens if token not in known.places]
            for start in range(0, len(missing), _AT_ONCE):
                _learn(known, missing[start : start + _AT_ONCE])
            self._known = known
        return known

    def _nothing(self) -> _Known:
        first = _empty_side(self._words, features.WORD_SHIFT)
        letters = None
        if len(self._words) > features.WORD_SLOTS:
            letters = nothing_across(self._words[features.WORD_SLOTS :], MOST_TOKENS)
        return _Known({_BREAK: 0}, first, _empty_side(self._phrases, SHIFT), letters)


def _empty_side(table: Floats, shift: np.uint64) -> _Side:
    sums = np.zeros((MOST_TOKENS, table.shape[1] + 1), np.float32)
    firsts, seconds = np.zeros((2, MOST_TOKENS), np.uint64)
    words = np.zeros(MOST_TOKENS, np.int64)
    words[0] = 1
    return _Side(table, sums, firsts, seconds, shift, words)


def _learn(known: _Known, tokens: Sequence[str]) -> None:
    """Add tokens: what is known of them first, then where they stand, as others may be reading."""
    start = len(known.places)
    places = slice(start, start + len(tokens))
    side = known.first
    parts, hashes, rows = features.words_within(tokens)
    side.sums[places, :-1], side.sums[places, -1] = features.summed(parts, len(tokens), side.table)
    _note_pairs(side, features.pair_parts(hashes), np.bincount(rows, minlength=len(tokens)), start)
    words = [phrasing.telling_words(token) for token in tokens]
    some = [own for own in words if own]
    if some:
        side, having = known.second, start + np.array([place for place, own in enumerate(words) if own])
        run = hash_many(some)
        values = side.table.take(run.slots, axis=0)
        side.sums[having, :-1] = np.add.reduceat(values, run.counts.cumsum() - run.counts, axis=0)
        side.sums[having, -1] = run.counts
        hashes = hash_alone([word for own in some for word in own])
        _note_pairs(side, pair_shares(hashes), np.array([len(own) for own in words]), start)
    if known.letters is not None:
        known.letters.learn(tokens, start)
    known.places.update(zip(tokens, range(start, start + len(tokens)), strict=True))


def _note_pairs(side: _Side, shares: tuple[Hashes, Hashes], counts: NDArray[np.int64], start: int) -> None:
    """Note what the last and the first word of each token add to the hash of a pair."""
    having = counts.nonzero()[0]
    ends = counts.cumsum()
    side.firsts[having + start] = shares[0][ends[having] - 1]
    side.seconds[having + start] = shares[1][(ends - counts)[having]]
    side.words[start : start + len(counts)] = counts


def _joined(texts: Sequence[str], least: int, most: int, cut: Callable[[str], str]) -> str:
    """Return texts in lower case with breaks between them, those of other lengths cut."""
    own = [text if least <= len(text) <= most else cut(text) for text in texts]
    return _BETWEEN.join([*own, ""]).lower()


def _first_of_letters(texts: Sequence[str], begin: int) -> int:
    """Return the first text from a place on whose letters are looked at; the last one where none is."""
    return next((i for i in range(begin, len(texts)) if len(texts[i]) >= features.MIN_LETTERS), len(texts) - 1)


def _found(known: _Known, tokens: Sequence[str]) -> Slots:
    return np.fromiter(map(known.places.__getitem__, tokens), np.int64, len(tokens))


def _starts(breaks: Slots) -> Slots:
    starts = np.zeros(len(breaks), np.int64)
    np.add(breaks[:-1], 1, out=starts[1:])
    return starts


def _scaled(sums: Floats, counts: Floats) -> Floats:
    sums /= np.sqrt(np.maximum(counts, 1))[:, None]
    return sums


def _summed(side: _Side, found: Slots, more: float = 0.0) -> tuple[Floats, Floats]:
    """Return for each text the sums of its words and pairs, and their number.

    :param found: places of tokens; 0 ends each text.
    :param more: what is added to their number.
    """
    real = side.words.take(found) > 0
    if not real.all():
        found = found[real]
    breaks = (found == 0).nonzero()[0]
    starts = _starts(breaks)
    both = np.add.reduceat(side.sums.take(found, axis=0), starts, axis=0)
    hashes = side.seconds.take(found)
    hashes[1:] += side.firsts.take(found[:-1])
    hashes >>= side.shift
    pairs = side.table.take(hashes.view(np.int64), axis=0)
    # Nothing stands before a text's first token, and its end is no word.
    pairs[starts] = pairs[breaks] = 0
    sums: Floats = both[:, :-1] + np.add.reduceat(pairs, starts, axis=0)
    return sums, both[:, -1] + (np.maximum(breaks - starts - 1, 0) + more).astype(np.float32)
