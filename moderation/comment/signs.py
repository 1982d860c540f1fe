"""The signs of a comment: all but its plain letters and blanks, of which there are so many and which rules never seek.

They are what is left after one pass over the bytes, so that rules ask a short text instead of a long one.
"""

from collections.abc import Set as AbstractSet
from string import ascii_lowercase, ascii_uppercase

import msgspec

_CAPITALS = ascii_uppercase.encode()
_SMALL = ascii_lowercase.encode() + b" "
# Signs that cut a word into pieces become hyphens, what words are made of becomes the letter a, all else blanks.
_JOINTS = b"".join(
    b"-" if byte in b".'()-" else b"a" if byte > 127 or chr(byte).isalnum() or byte in b"_" else b" "
    for byte in range(256)
)
_OTHER_JOINTS = frozenset("_…’")


class Signs(msgspec.Struct, frozen=True, gc=False):
    """What a text holds beside plain letters and blanks.

    :ivar text: the signs in order.
    :ivar kinds: each of them once.
    :ivar capitals: how many capitals from A to Z the text has, and `Ä`, `Ö`, `Ü`.
    :ivar joined: whether signs may cut a word: one follows a letter or digit, and another or more of the word follows.
    """

    text: str
    kinds: AbstractSet[str]
    capitals: int
    joined: bool


def read_signs(text: str) -> Signs:
    """Return the signs of a text."""
    whole = text.encode("utf-8", "surrogatepass")
    large = whole.translate(None, _SMALL)
    left = large.translate(None, _CAPITALS)
    signs = left.decode("utf-8", "surrogatepass")
    capitals = len(large) - len(left)
    if not signs.isascii():
        capitals += signs.count("Ä") + signs.count("Ö") + signs.count("Ü")
    kinds = set(signs)
    return Signs(signs, kinds, capitals, not _OTHER_JOINTS.isdisjoint(kinds) or _is_joined(whole))


def _is_joined(text: bytes) -> bool:
    shapes = text.translate(_JOINTS)
    return b"a-a" in shapes or b"a--" in shapes
