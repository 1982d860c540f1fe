"""Characters of many texts counted at once."""

import math
import re
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]

_DIGIT, _CAPITAL, _COMMA, _QUOTE, _LINE, _STOP, _BLANK = range(1, 8)
_KINDS = 8
_WHITE, _UPPER, _ANY_DIGIT = 1, 2, 4
# No digit stands beyond the second plane of Unicode.
_PLANES = 0x20000


class Characters:
    """How many characters of some kinds each of some texts has; none is empty.

    :ivar digits: among the first characters, as `capitals` (of German) and `commas`.
    :ivar quotes: marks around a quotation, in the whole text.
    :ivar lines: line breaks; `stops`: full stops before a blank.
    """

    __slots__ = ("capitals", "commas", "digits", "lines", "quotes", "stops")

    def __init__(self, texts: Sequence[str], head: int) -> None:
        """Count.

        :param head: how many characters are looked at for digits, capitals and commas.
        """
        codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
        kinds = _table().take(np.minimum(codes, _PLANES - 1))
        sizes = np.fromiter(map(len, texts), np.int64, len(texts))
        rows = np.arange(0, _KINDS * len(texts), _KINDS).repeat(sizes)
        # Full stops before a blank, which may stand in the same text only.
        stops = (kinds[:-1] == _STOP).nonzero()[0]
        stops = stops[(kinds[stops + 1] == _BLANK) & (rows[stops] == rows[stops + 1])]
        counts = _counted(rows, kinds, len(texts))
        self.stops = np.bincount(rows[stops] // _KINDS, minlength=len(texts))
        self.quotes, self.lines = counts[:, _QUOTE], counts[:, _LINE]
        if len(codes) and int(sizes.max()) > head:
            first = np.arange(len(codes)) - (sizes.cumsum() - sizes).repeat(sizes) < head
            counts = _counted(rows[first], kinds[first], len(texts))
        self.digits, self.capitals, self.commas = counts[:, _DIGIT], counts[:, _CAPITAL], counts[:, _COMMA]


class Words:
    """What stands between blanks in each of some texts, told by its first characters.

    :ivar counts: how many; `capitals`: of them, those with a capital, but for the first of a text.
    :ivar digits: digits of any script.
    """

    __slots__ = ("capitals", "counts", "digits")

    def __init__(self, texts: Sequence[str]) -> None:
        """Count."""
        # A blank stands before each text, so that no word reaches over two.
        codes = np.frombuffer("".join([f" {text}" for text in texts]).encode("utf-32-le", "surrogatepass"), np.uint32)
        kinds = _table_of_words().take(np.minimum(codes, _PLANES - 1))
        sizes = np.fromiter(map(len, texts), np.int64, len(texts)) + 1
        rows, count = np.arange(len(texts)).repeat(sizes), len(texts)
        begins = ((kinds[1:] & _WHITE == 0) & (kinds[:-1] & _WHITE > 0)).nonzero()[0] + 1
        owners = rows[begins]
        capital = kinds[begins] & _UPPER > 0
        self.counts = np.bincount(owners, minlength=count)
        self.digits = np.bincount(rows[kinds & _ANY_DIGIT > 0], minlength=count)
        capital[np.flatnonzero(np.diff(owners, prepend=-1))] = False
        self.capitals = np.bincount(owners[capital], minlength=count)


def logarithms(sizes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the logarithms of sizes, one added."""
    # NumPy's own logarithm may differ in the last bit from one processor to the next.
    return np.fromiter(map(math.log1p, sizes.tolist()), np.float64)


def _counted(rows: Counts, kinds: NDArray[np.uint8], count: int) -> Counts:
    table: Counts = np.bincount(rows + kinds, minlength=_KINDS * count).reshape(-1, _KINDS)
    return table


@cache
def _table_of_words() -> NDArray[np.uint8]:
    """Return for each character of the first two planes whether it is white, a capital, a digit, in bits."""
    every = [*map(chr, range(_PLANES))]
    table = np.zeros(_PLANES, np.uint8)
    for bit, is_such in ((_WHITE, str.isspace), (_UPPER, str.isupper), (_ANY_DIGIT, str.isdigit)):
        table |= np.fromiter(map(is_such, every), np.uint8, _PLANES) * np.uint8(bit)
    return table


@cache
def _table() -> NDArray[np.uint8]:
    """Return of which kind each character of the first two planes is."""
    table = np.zeros(_PLANES, np.uint8)
    every = np.arange(_PLANES, dtype=np.uint32).tobytes().decode("utf-32-le", "surrogatepass")
    table[[match.start() for match in re.finditer(r"\d", every)]] = _DIGIT
    of_kinds = ((_CAPITAL, "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÜ"), (_COMMA, ","), (_QUOTE, '"„»«“'), (_LINE, "\n"))
    for kind, characters in (*of_kinds, (_STOP, "."), (_BLANK, " ")):
        table[[ord(character) for character in characters]] = kind
    return table
