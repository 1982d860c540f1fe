"""Text as a filter must read it: one spelling for what a reader would read as the same."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

# Letters of other scripts that look like Latin ones; strangers use them to get past word lists.
_LOOKALIKES = dict(
    zip(
        "авсԁеһіјкӏмпорԛѕтуѵхѡзьєіїӧӓγαβερικνοτυχωηɡıƒƙłøđ",
        "abcdehijklmnopqstuvxw3beiioayaberiknotuxwngifklod",
        strict=True,
    )
)
_UMLAUTS = (("ä", "ae"), ("ö", "oe"), ("ü", "ue"))
_DIAERESIS = "\N{COMBINING DIAERESIS}"
_RARE = re.compile(r"[^\x00-\x7f]")
_INVISIBLE = frozenset(("Mn", "Me", "Cf"))
_known: dict[str, str] = {}
_KNOWN_LIMIT = 4096
# Signs part words, every digit counts as nought, so that what is left are words alone.
_SIGNS = {point: "0" if chr(point).isdigit() else " " for point in range(128) if not chr(point).isalpha()}
_SIGN_BYTES = bytes(ord(_SIGNS.get(byte, chr(byte))) for byte in range(256))


def fold(text: str) -> str:
    """Return the text in lower case with umlauts written out and lookalikes, accents and invisible signs resolved.

    Folding goes character by character, `fold(a + b) == fold(a) + fold(b)`, so that `offsets` can lead back.
    """
    folded = text.casefold()
    if folded.isascii():
        return folded
    for umlaut, spelling in _UMLAUTS:
        folded = folded.replace(umlaut, spelling)
    return folded if folded.isascii() else _RARE.sub(_resolve, folded)


def offsets(text: str) -> Sequence[int]:
    """Return, for every character of `fold(text)` and one past its end, the position in `text` it comes from."""
    if text.isascii():
        return range(len(text) + 1)
    places: list[int] = []
    behind = 0
    for match in _RARE.finditer(text):
        at = match.start()
        places += range(behind, at)
        places += (at,) * _width(match.group())
        behind = at + 1
    places += range(behind, len(text) + 1)
    return places


@lru_cache(maxsize=_KNOWN_LIMIT)
def _width(character: str) -> int:
    return len(fold(character))


def without_signs(folded: str) -> str:
    """Return a folded text with every ASCII sign replaced by a blank and every digit by a nought, one for one."""
    if folded.isascii():
        return folded.encode("ascii").translate(_SIGN_BYTES).decode("ascii")
    return folded.translate(_SIGNS)


def _resolve(match: re.Match[str]) -> str:
    character = match.group()
    known = _known.get(character)
    if known is None:
        if len(_known) >= _KNOWN_LIMIT:
            _known.clear()
        known = _known[character] = _resolved(character)
    return known


def _resolved(character: str) -> str:
    if character in _LOOKALIKES:
        return _LOOKALIKES[character]
    if character == _DIAERESIS:
        return "e"
    decomposed = unicodedata.normalize("NFKD", character)
    plain = "".join(part for part in decomposed if unicodedata.category(part) not in _INVISIBLE).casefold()
    return "".join(map(_letter_or_blank, plain))


def _letter_or_blank(character: str) -> str:
    if character in _LOOKALIKES:
        return _LOOKALIKES[character]
    return " " if unicodedata.category(character)[0] in "PZC" else character
