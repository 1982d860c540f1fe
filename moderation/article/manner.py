"""How a text speaks, whatever of: the frame of small words, endings and signs that its telling words stand in.

"Wer hetzt, fliegt" and "Wer klaut, zahlt" say different things in the same frame; rules are spoken in few of them,
and articles end in others. A word is kept where it is small, named by its list where it is a cue, and else by its last
letters and whether it is a name or a noun. Up to four of these in a row are looked up in one table of weights.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from moderation.article.characters import Words, logarithms
from moderation.article.cues import NONE, cues, list_of

FRAME_BITS = 17
FRAME_SLOTS = 1 << FRAME_BITS
MAX_CHARACTERS, MAX_TOKENS = 1_200, 200
LONGEST_FRAME = 4
SMOOTHING = 4.0
MOST_WORDS, MOST_LETTERS = 30_000, 40
# How many marks a text has, beside its frames.
MARKS = 32

_TOKEN = re.compile(r"[^\W\d_]+|\d+|[.!?:;,„“\"»«()–—*@©…-]")
_BEGIN, _END = "^", "$"
# After these a capital says nothing.
_OPENERS = (".", "!", "?", ":", '"', "„", "»", "“", _BEGIN)
_SHORT, _MEDIUM = 60, 120
_CLOSES = frozenset('.!?…“"»)')
_SMALL = frozenset(
    """der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner keines und oder aber
    sondern denn doch weil dass daß ob wenn als wie falls sobald solange damit bevor nachdem bis seit während obwohl
    sofern soweit ich du er sie es wir ihr mich dich ihn uns euch sich mir dir ihm ihnen mein dein sein unser euer ihre
    ihren ihrem ihrer unsere unseren unserem unserer eure euren eurem seine seinen seinem seiner meine man jemand
    niemand jeder jede jedes jeden alle alles allen etwas nichts viel viele wenige manche einige andere anderen anderer
    beide dieser diese dieses diesen diesem jener in im an am auf aus bei beim mit nach von vom zu zum zur für gegen
    ohne um über unter vor zwischen durch wegen trotz neben hinter außer binnen innert gemäß laut nicht nie niemals nur
    auch noch schon sehr mehr wieder immer hier dort da nun jetzt dann so sonst bitte ja nein gern gerne erst bereits
    eben mal zwar also dabei dazu darum deshalb daher heute gestern morgen ist sind war waren bin bist seid sei hat
    haben habe hatte hatten wird werden wurde wurden würde worden geworden kann können könnte konnte konnten muss müssen
    müsste mussten soll sollen sollte sollten darf dürfen durfte will wollen wollte wollten möchte möchten mag lassen
    lässt ließ gibt gab geht ging bleibt bleiben blieb macht machen gilt gelten wer was wo wann warum wen wem welche
    welcher the a an of to in on for and or but not no is are was were be been we you your our they he she it this that
    with will may must can please any all who if when""".split()
)

Floats = NDArray[np.float32]
Ids = NDArray[np.uint64]
Places = NDArray[np.int64]

_FACTOR, _SCATTER = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93)
_SHIFT = np.uint64(64 - FRAME_BITS)


@lru_cache(maxsize=MOST_WORDS)
def _id(name: str) -> int:
    value = 0xCBF29CE484222325
    for code in name.encode("utf-8", "replace"):
        value = ((value ^ code) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return value


class _Ids(dict[str, int]):
    """What each token met so far counts as.

    :param opens: whether they stand where a capital says nothing.
    """

    def __init__(self, *, opens: bool) -> None:
        super().__init__()
        self._opens = opens

    def __missing__(self, token: str) -> int:
        if len(self) >= MOST_WORDS:
            self.clear()
        value = _id(self._name(token))
        if len(token) <= MOST_LETTERS:
            self[token] = value
        return value

    def _name(self, token: str) -> str:
        if not token[0].isalpha():
            return "0" if token[0].isdigit() else token
        low = token.lower()
        if low in _SMALL:
            return low
        capital, found = token[0].isupper(), list_of(low)
        if found < NONE:
            return f"C{found}{'N' if capital and not self._opens else ''}"
        if capital:
            return f"S{low[-2:]}" if self._opens else "N"
        return f"v{low[-3:] if len(low) > 4 else low[-2:]}"


_INSIDE, _OPENING = _Ids(opens=False), _Ids(opens=True)
_OPENER_IDS = np.array([_id(token) for token in _OPENERS], np.uint64)


def frames(texts: Sequence[str]) -> tuple[Places, Places]:
    """Return the slots of each text's frames, of one to four tokens, and the text each belongs to."""
    ids, sizes = _read_anew(texts)
    rows = np.arange(len(texts)).repeat(sizes)
    slots, owners = [_slots(ids)], [rows]
    hashes = ids
    for size in range(2, LONGEST_FRAME + 1):
        if len(ids) < size:
            break
        hashes = hashes[:-1] * _FACTOR + ids[size - 1 :]
        inside = rows[: len(hashes)] == rows[size - 1 :]
        slots.append(_slots(hashes[inside]))
        owners.append(rows[: len(hashes)][inside])
    return np.concatenate(slots), np.concatenate(owners)


def _read_anew(texts: Sequence[str]) -> tuple[Ids, Places]:
    """Return what the tokens of texts count as, and how many each has."""
    tokens: list[str] = []
    sizes = []
    for text in texts:
        own = _TOKEN.findall(text[:MAX_CHARACTERS])[:MAX_TOKENS]
        tokens += [_BEGIN, *own, _END]
        sizes.append(len(own) + 2)
    ids = np.fromiter(map(_INSIDE.__getitem__, tokens), np.uint64, len(tokens))
    opening = (np.isin(ids, _OPENER_IDS).nonzero()[0] + 1).tolist()
    if opening and opening[-1] == len(tokens):
        opening.pop()
    ids[opening] = [_OPENING[tokens[place]] for place in opening]
    return ids, np.array(sizes, np.int64)


def sums_of_frames(texts: Sequence[str], table: Floats) -> Floats:
    """Return the summed weights of each text's frames over the root of their number.

    :param table: a row for each slot.
    """
    ids, sizes = _FRAMED.read(texts) or _read_anew(texts)
    left = sizes.cumsum().repeat(sizes) - np.arange(len(ids))
    weights = table.take(_slots(ids), axis=0)
    hashes = ids
    for size in range(2, LONGEST_FRAME + 1):
        hashes = hashes[:-1] * _FACTOR + ids[size - 1 :]
        rows = table.take(_slots(hashes), axis=0)
        rows[left[: len(rows)] < size] = 0
        weights[: len(rows)] += rows
    sums = np.add.reduceat(weights, sizes.cumsum() - sizes, axis=0)
    counts = sum(np.maximum(sizes - size, 0) for size in range(LONGEST_FRAME))
    result: Floats = (sums / np.sqrt(counts + SMOOTHING)[:, None]).astype(np.float32)
    return result


class _Known(NamedTuple):
    """What stands between blanks, in tokens by their number; 0 is what begins a text and 1 what ends it.

    :ivar inside: what each token counts as, and `opening` where a capital says nothing.
    """

    units: dict[str, tuple[int, ...]]
    numbers: dict[str, int]
    inside: Ids
    opening: Ids
    opens: NDArray[np.bool_]


class _Framed:
    """What stood between blanks in texts read before: most of it stands in every text."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known = self._nothing()

    def read(self, texts: Sequence[str]) -> tuple[Ids, Places] | None:
        """Return what the tokens of texts count as, and how many each has; None where one is too long to be kept."""
        units = [text[:MAX_CHARACTERS].split() for text in texts]
        known = self._learnt(set(chain.from_iterable(units)))
        if known is None:
            return None
        numbers: list[int] = []
        sizes = []
        for own in units:
            some = list(chain.from_iterable(map(known.units.__getitem__, own)))[:MAX_TOKENS]
            numbers += [0, *some, 1]
            sizes.append(len(some) + 2)
        found = np.array(numbers, np.int64)
        ids = known.inside.take(found)
        opening = known.opens.take(found[:-1]).nonzero()[0] + 1
        ids[opening] = known.opening.take(found[opening])
        return ids, np.array(sizes, np.int64)

    def _learnt(self, units: set[str]) -> _Known | None:
        known = self._known
        if known.units.keys() >= units:
            return known
        if len(units) > MOST_WORDS // 4 or max(map(len, units)) > MOST_LETTERS:
            return None
        with self._lock:
            known = self._known
            missing = [unit for unit in units if unit not in known.units]
            if len(known.units) + len(units) > MOST_WORDS or len(known.numbers) + sum(map(len, units)) > MOST_WORDS:
                known, missing = self._nothing(), [*units]
            for unit in missing:
                known.units[unit] = tuple([_number(known, token) for token in _TOKEN.findall(unit)])
            self._known = known
        return known

    def _nothing(self) -> _Known:
        ids, opens = np.zeros((2, MOST_WORDS), np.uint64), np.zeros(MOST_WORDS, np.bool_)
        known = _Known({}, {}, ids[0], ids[1], opens)
        for token in (_BEGIN, _END):
            _number(known, token)
        return known


def _number(known: _Known, token: str) -> int:
    number = known.numbers.get(token)
    if number is None:
        number = len(known.numbers)
        known.inside[number], known.opening[number] = _INSIDE[token], _OPENING[token]
        known.opens[number] = token in _OPENERS
        known.numbers[token] = number
    return number


def _slots(ids: Ids) -> Places:
    return ((ids * _SCATTER) >> _SHIFT).view(np.int64)


_FRAMED = _Framed()


def marks(texts: Sequence[str]) -> Floats:
    """Return what else tells how texts speak: their cues, which of these meet, their length and signs."""
    if not texts:
        return np.zeros((0, MARKS), np.float32)
    found = np.array([cues(text) for text in texts])
    comments, offences, publishing, requests, addressees, _, _, reporting = found.T[:8] > 0
    sizes = np.fromiter(map(len, texts), np.float64, len(texts))
    heads = [text[:MAX_CHARACTERS] for text in texts]
    words = Words(heads)
    result = np.empty((len(texts), MARKS), np.float32)
    result[:, : found.shape[1]] = found
    columns = (
        logarithms(sizes),
        words.counts / 30,
        *([sign in text for text in texts] for sign in "!?:"),
        words.digits / np.maximum(1, np.minimum(sizes, MAX_CHARACTERS)),
        words.capitals / np.maximum(1, words.counts),
        [text[-1:] in _CLOSES for text in texts],
        sizes < _SHORT,
        sizes < _MEDIUM,
        *(comments, offences, publishing, requests, addressees),
        comments & addressees,
        comments & offences,
        comments & publishing,
        reporting,
        ["@" in text for text in texts],
    )
    for place, column in enumerate(columns, found.shape[1]):
        result[:, place] = column
    return result
