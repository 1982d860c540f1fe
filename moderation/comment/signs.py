"""The signs of a comment: all but its plain letters and blanks, of which there are so many and which rules never seek.

They are what is left after one pass over the bytes, so that rules ask a short text instead of a long one.
"""

from itertools import count
from string import ascii_lowercase, ascii_uppercase

import msgspec

_bits = (1 << number for number in count())
# What kinds of signs a comment holds, as bits: digits from 0 to 9, and those of any script; signs of money; "@"; what
# else a mail address may be hidden with; full stops; slashes; marks of exclamation, question, quotation.
DIGIT, NUMBER, MONEY, AT, CLOSING = (next(_bits) for _ in range(5))
DOT, SLASH, EXCLAMATION, QUESTION, QUOTATION = (next(_bits) for _ in range(5))
# What letters may be masked with, beside figures and what ends a sentence; what may cut a word; capitals beyond the
# German ones; what is neither usual in a text
# nor a letter; what shows the text after it backwards; what `moderation.text.lowered` cannot lower.
MASKS, CUTTING, CAPITAL, RARE, REVERSING, IRREGULAR = (next(_bits) for _ in range(6))
# A digit other than nought.
FIGURE = next(_bits)
# Not signs alone: one that may cut a word, for it follows a letter or digit, and another or more of the word follows;
# one that may mask a letter; a full stop among signs before a letter.
JOINED, MASKED, DOTTED = next(_bits), next(_bits), next(_bits)
_MEMBERS = (
    (DIGIT, "0123456789"),
    (FIGURE, "123456789"),
    (MONEY, "€%$£"),
    (AT, "@"),
    (CLOSING, ")]"),
    (DOT, "."),
    (SLASH, "/"),
    (EXCLAMATION, "!"),
    (QUESTION, "?"),
    (QUOTATION, '"„“»«'),
    (MASKS, "*#@$€%|+_^~•·×"),
    (CUTTING, "_…’"),
    (REVERSING, "\u202d\u202e"),
    (IRREGULAR, "ſıİ"),
)
COMMON = frozenset("äöüßÄÖÜ0123456789.,;:!?-\n\"'„“()")
_MOST_KNOWN = 4_096
_CAPITALS = ascii_uppercase.encode()
_SMALL = ascii_lowercase.encode() + b" "
# Signs that cut a word into pieces become hyphens, digits noughts, what else words are made of becomes the letter a,
# marks of exclamation and question become marks of exclamation, all else blanks.
_SHAPES = b"".join(
    b"-"
    if byte in b".'()-"
    else b"0"
    if byte in b"0123456789"
    else b"a"
    if byte > 127 or chr(byte).isalnum() or byte in b"_"
    else b"!"
    if byte in b"!?"
    else b" "
    for byte in range(256)
)


class _Kinds(dict[str, int]):
    """The bits of every sign met so far."""

    def __missing__(self, sign: str) -> int:
        """Tell the kinds of a sign, and remember them."""
        bits = sum(bit for bit, members in _MEMBERS if sign in members)
        bits |= NUMBER * sign.isdigit() | RARE * (sign not in COMMON)
        bits |= CAPITAL * (sign.isupper() and sign not in COMMON)
        if len(self) < _MOST_KNOWN:
            self[sign] = bits
        return bits


_kinds = _Kinds()


class Signs(msgspec.Struct, frozen=True, gc=False):
    """What a text holds beside plain letters and blanks.

    :ivar text: the signs in order.
    :ivar kinds: the bits above, of all of them.
    :ivar capitals: how many capitals from A to Z the text has, and `Ä`, `Ö`, `Ü`.
    """

    text: str
    kinds: int
    capitals: int


def read_signs(text: str) -> Signs:
    """Return the signs of a text."""
    whole = text.encode("utf-8", "surrogatepass")
    large = whole.translate(None, _SMALL)
    left = large.translate(None, _CAPITALS)
    signs = left.decode("utf-8", "surrogatepass")
    capitals = len(large) - len(left)
    if not signs.isascii():
        capitals += signs.count("Ä") + signs.count("Ö") + signs.count("Ü")
    kinds = 0
    for sign in set(signs):
        kinds |= _kinds[sign]
    shapes = whole.translate(_SHAPES)
    if kinds & DOT and b"-a" in shapes:
        kinds |= DOTTED
    if kinds & CUTTING or b"a-a" in shapes or b"a--" in shapes or (kinds & DIGIT and _joins_figures(shapes)):
        kinds |= JOINED
    if (
        kinds & MASKS
        or (kinds & (EXCLAMATION | QUESTION) and (kinds & RARE or b"!a" in shapes or b"!0" in shapes))
        or (kinds & DIGIT and (kinds & RARE or b"a0" in shapes or b"0a" in shapes))
    ):
        kinds |= MASKED
    return Signs(signs, kinds, capitals)


def _joins_figures(shapes: bytes) -> bool:
    return b"0-a" in shapes or b"0--" in shapes or b"a-0" in shapes or b"0-0" in shapes
