"""How a text speaks, whatever of: the frame of small words, endings and signs that its telling words stand in.

"Wer hetzt, fliegt" and "Wer klaut, zahlt" say different things in the same frame; rules are spoken in few of them,
and articles end in others. A word is kept where it is small, named by its list where it is a cue, and else by its last
letters and whether it is a name or a noun. Up to four of these in a row are looked up in one table of weights.
"""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

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
    rows = np.arange(len(texts)).repeat(sizes)
    slots, owners = [(ids * _SCATTER) >> _SHIFT], [rows]
    hashes = ids
    for size in range(2, LONGEST_FRAME + 1):
        if len(ids) < size:
            break
        hashes = hashes[:-1] * _FACTOR + ids[size - 1 :]
        inside = rows[: len(hashes)] == rows[size - 1 :]
        slots.append((hashes[inside] * _SCATTER) >> _SHIFT)
        owners.append(rows[: len(hashes)][inside])
    return np.concatenate(slots).astype(np.int64), np.concatenate(owners)


def sums_of_frames(texts: Sequence[str], table: Floats) -> Floats:
    """Return the summed weights of each text's frames over the root of their number.

    :param table: a row for each slot.
    """
    slots, rows = frames(texts)
    weights = table.take(slots, axis=0)
    sums = np.stack([np.bincount(rows, column, len(texts)) for column in weights.T], axis=1)
    result: Floats = (sums / np.sqrt(np.bincount(rows, minlength=len(texts)) + SMOOTHING)[:, None]).astype(np.float32)
    return result


def marks(texts: Sequence[str]) -> Floats:
    """Return what else tells how texts speak: their cues, which of these meet, their length and signs."""
    return np.array([_marks(text) for text in texts], np.float32).reshape(len(texts), MARKS)


def _marks(text: str) -> list[float]:
    found = cues(text)
    comments, offences, publishing, requests, addressees, _, _, reporting, *_ = found
    words, size = text[:MAX_CHARACTERS].split(), len(text)
    return [
        *found,
        float(np.log1p(size)),
        len(words) / 30,
        "!" in text,
        "?" in text,
        ":" in text,
        sum(map(str.isdigit, text[:MAX_CHARACTERS])) / max(1, min(size, MAX_CHARACTERS)),
        sum(word[0].isupper() for word in words[1:]) / max(1, len(words)),
        text[-1:] in _CLOSES,
        size < _SHORT,
        size < _MEDIUM,
        *(value > 0 for value in (comments, offences, publishing, requests, addressees)),
        bool(comments and addressees),
        bool(comments and offences),
        bool(comments and publishing),
        reporting > 0,
        "@" in text,
    ]
