"""Sentences of German and English text, with their offsets."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# A full stop after one of these does not end a sentence.
ABBREVIATIONS = frozenset(
    """abs allg art aug az bd betr bez bspw bzgl bzw ca dez dgl dipl dr dt ehem eigtl einschl engl etc evtl exkl feb
    ff fr gem ggf hl hr hrsg inkl ing insb jan jh jhd jr jul jun kath lt max mind min mio mrd mr mrs ms nov nr okt op
    orig phil prof rd resp rel sek sen sept sog sr st std str stv tel urspr usf usw v vgl vs z zit zzgl""".split()
)

# Digits of an ordinal; longer numbers before a full stop are counts and years.
MAX_ORDINAL = 2

# How far to look around an end for what decides about it.
NEAR = 24

_END = re.compile(r"(?:[.!?…]+|\(\w{2,4}(?:/\w{2,4})*\))[\"'”“»«)\]]*(?=\s|$)|\n+")
_WORD_BEFORE = re.compile(r"(\w+)\.$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, `text[start:end]` of what was split, without outer white space."""

    text: str
    start: int
    end: int


def split_sentences(text: str) -> list[Sentence]:
    """Return the sentences in order; newlines end a sentence, abbreviations, ordinals and initials do not."""
    return list(_sentences(text))


def _sentences(text: str) -> Iterator[Sentence]:
    start = 0
    for match in _END.finditer(text):
        if text[match.start()] == "\n":
            end = match.start()
        elif _continues(text, match):
            continue
        else:
            end = match.end()
        yield from _trimmed(text, start, end)
        start = match.end()
    yield from _trimmed(text, start, len(text))


def _continues(text: str, match: re.Match[str]) -> bool:
    """Tell whether what looks like an end stands inside a sentence."""
    stop = match.group()
    if stop[0] == "(":
        following, before = text[match.end() : match.end() + NEAR], text[max(0, match.start() - NEAR) : match.start()]
        return following.lstrip()[:1].islower() and not before.rstrip().endswith(".")
    if stop != ".":
        return False
    word = _WORD_BEFORE.search(text[max(0, match.start() - 24) : match.end()])
    if word is None:
        return False
    token = word.group(1)
    if token.isdigit():
        return len(token) <= MAX_ORDINAL
    return (len(token) == 1 and token.isalpha()) or token.casefold() in ABBREVIATIONS


def _trimmed(text: str, start: int, end: int) -> Iterator[Sentence]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Sentence(text[start:end], start, end)
