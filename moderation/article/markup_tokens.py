"""What start tags say of their elements, as hashed tokens: the tag, and the words of class, id, role and the like.

Words, and pairs of neighbours, of all start tags at once: a page of another site has more than a hundred new ones.
"""

import zlib
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from moderation.article.features import MULTIPLIER, SALTS, SCATTER, Hashes, Slots, hashes_between
from moderation.text.attributes import named_attributes
from moderation.text.markup import Element

MARKUP_BITS = 13
MARKUP_SLOTS = 1 << MARKUP_BITS
MAX_TELLING_DEPTH = 25
MAX_VALUE = 300
# Letters that a word has by itself; shorter ones say something in a pair alone.
SHORTEST, LONGEST = 2, 23

_SHIFT = np.uint64(64 - MARKUP_BITS)
# Which salt the words of an attribute have.
_KINDS = {"class": 0, "id": 0, "data-testid": 0, "role": 1, "itemprop": 2, "itemtype": 3}
_HIDDEN = "hidden"
# Characters of values that are looked at at once.
_CHUNK = 100_000
_LAST_CAPITAL = ord("Z")


def slots_of(starts: Sequence[tuple[str, str]]) -> tuple[Slots, Slots]:
    """Return the slots of what each start tag says, given as tag and attributes, in one row; and how many each has.

    Words are parted where a capital follows a small letter; what is no letter of ASCII parts them too.
    """
    named = [named_attributes(attributes) if attributes else [] for _, attributes in starts]
    hidden = [owner for owner, own in enumerate(named) if (_HIDDEN, "") in own]
    keys = [
        _keys(range(len(starts)), [_slot(f"<{tag}") for tag, _ in starts]),
        _keys(hidden, [_slot(_HIDDEN)] * len(hidden)),
    ]
    for texts, owners, kinds in _values(named):
        hashes, rows, sizes = _words_in(texts)
        salts, owners_of = SALTS.take(kinds).take(rows), np.array(owners).take(rows)
        own = hashes * salts
        alone = (sizes >= SHORTEST) & (sizes <= LONGEST)
        beside = rows[:-1] == rows[1:]
        pairs = (own[:-1] * MULTIPLIER + hashes[1:])[beside]
        keys.append(_keys(owners_of[alone], _cut(own[alone])))
        keys.append(_keys(owners_of[:-1][beside], _cut(pairs)))
    found = np.unique(np.concatenate(keys))
    return found & (MARKUP_SLOTS - 1), np.bincount(found >> MARKUP_BITS, minlength=len(starts))


@lru_cache(maxsize=20_000)
def markup_tokens(tag: str, attributes: str) -> tuple[int, ...]:
    """Return the slots of what one start tag says."""
    return tuple(slots_of([(tag, attributes)])[0].tolist())


def is_mute(element: Element) -> bool:
    """Tell an element without attributes, deeper than pages nest: hundreds of them would drown what the others say."""
    return element.depth > MAX_TELLING_DEPTH and not element.attributes


def _values(named: Sequence[Sequence[tuple[str, str]]]) -> Iterator[tuple[list[str], list[int], list[int]]]:
    """Return values that tell, in parts of bounded length: with which start tag each belongs to, and its kind.

    :param named: the attributes of each start tag that tell.
    """
    texts: list[str] = []
    owners: list[int] = []
    kinds: list[int] = []
    size = 0
    for owner, attributes in enumerate(named):
        for name, value in attributes:
            if value:
                text = value[:MAX_VALUE]
                texts.append(text)
                owners.append(owner)
                kinds.append(_KINDS.get(name, 0))
                size += len(text)
        if size > _CHUNK:
            yield texts, owners, kinds
            texts, owners, kinds, size = [], [], [], 0
    if texts:
        yield texts, owners, kinds


def _words_in(texts: Sequence[str]) -> tuple[Hashes, Slots, Slots]:
    """Return the hashes of words, in small letters, the text each stands in and its size."""
    joined = " ".join(texts) + " "
    characters = np.frombuffer(joined.encode("ascii", "replace"), np.uint8)
    letters = _small_letters().take(characters)
    inside = letters > 0
    capital = inside & (characters <= _LAST_CAPITAL)
    begins = inside.copy()
    begins[1:] &= ~inside[:-1] | (capital[1:] & ~capital[:-1])
    first = begins.nonzero()[0]
    borders = (begins | ~inside).nonzero()[0]
    ends = borders.take(borders.searchsorted(first, side="right"))
    borders_of_texts = np.cumsum([len(text) + 1 for text in texts])
    return hashes_between(letters, first, ends), borders_of_texts.searchsorted(first, side="right"), ends - first


@cache
def _small_letters() -> NDArray[np.uint8]:
    """Return for each character of ASCII its small letter, 0 for what is none."""
    return np.array([ord(chr(code).lower()) if chr(code).isalpha() else 0 for code in range(128)], np.uint8)


def _cut(hashes: Hashes) -> Slots:
    return ((hashes * SCATTER) >> _SHIFT).astype(np.int64)


def _keys(owners: Sequence[int] | Slots, slots: Sequence[int] | Slots) -> Slots:
    result: Slots = (np.asarray(owners, np.int64) << MARKUP_BITS) | np.asarray(slots, np.int64)
    return result


@cache
def _slot(token: str) -> int:
    return (zlib.crc32(token.encode()) * int(SCATTER) & 0xFFFFFFFFFFFFFFFF) >> int(_SHIFT)
