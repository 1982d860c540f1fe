"""The signs of a comment: all but its plain letters and blanks, of which there are so many and which rules never seek.

They are what is left after one pass over the bytes, so that rules ask a short text instead of a long one.
"""

from collections.abc import Set as AbstractSet
from string import ascii_lowercase, ascii_uppercase

import msgspec

_CAPITALS = ascii_uppercase.encode()
_SMALL = ascii_lowercase.encode() + b" "


class Signs(msgspec.Struct, frozen=True):
    """What a text holds beside plain letters and blanks.

    :ivar text: the signs in order.
    :ivar kinds: each of them once.
    :ivar capitals: how many capitals from A to Z the text has, and `Ä`, `Ö`, `Ü`.
    """

    text: str
    kinds: AbstractSet[str]
    capitals: int


def read_signs(text: str) -> Signs:
    """Return the signs of a text."""
    large = text.encode("utf-8", "surrogatepass").translate(None, _SMALL)
    left = large.translate(None, _CAPITALS)
    signs = left.decode("utf-8", "surrogatepass")
    capitals = len(large) - len(left)
    if not signs.isascii():
        capitals += signs.count("Ä") + signs.count("Ö") + signs.count("Ü")
    return Signs(signs, set(signs), capitals)
