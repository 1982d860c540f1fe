"""Sentences of German and English text, with their offsets."""

import re
from collections.abc import Iterator
from typing import NamedTuple

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

# A set of characters comes first: what may begin an end is found several times as fast as by alternatives.
_END = re.compile(r"[.!?…(\n](?:(?<=\n)\n*|(?:(?<=\()\w{2,4}(?:/\w{2,4})*\)|(?<![(\n])[.!?…]*)[\"'”“»«)\]]*(?=\s|$))")
_WORD_BEFORE = re.compile(r"(\w+)\.$")
# No abbreviation has as many letters.
_LONG = max(map(len, ABBREVIATIONS)) + 1
# After as many stops in a row that end no sentence the next one does: a flood of initials is none.
MOST_STOPS = 100


class Sentence(NamedTuple):
    """One sentence, `text[start:end]` of what was split, without outer white space."""

    text: str
    start: int
    end: int


def split_sentences(text: str) -> list[Sentence]:
    """Return the sentences in order; newlines end a sentence, abbreviations, ordinals and initials do not."""
    return list(each_sentence(text))


def each_sentence(text: str) -> Iterator[Sentence]:
    """Yield the sentences of `split_sentences`, for those who may not want them all."""
    start = stops = 0
    for match in _END.finditer(text):
        begin, end = match.span()
        if text[begin] == "\n":
            end = begin
        elif stops < MOST_STOPS and _continues(text, match):
            stops += 1
            continue
        if sentence := _trimmed(text, start, end):
            yield sentence
        start, stops = match.end(), 0
    if sentence := _trimmed(text, start, len(text)):
        yield sentence


def _continues(text: str, match: re.Match[str]) -> bool:
    """Tell whether what looks like an end stands inside a sentence."""
    stop = match.group()
    if stop[0] == "(":
        following, before = text[match.end() : match.end() + NEAR], text[max(0, match.start() - NEAR) : match.start()]
        return following.lstrip()[:1].islower() and not before.rstrip().endswith(".")
    if stop != ".":
        return False
    before = text[max(0, match.start() - _LONG) : match.start()]
    if len(before) == _LONG and before.isalnum():
        return False
    word = _WORD_BEFORE.search(text[max(0, match.start() - 24) : match.end()])
    if word is None:
        return False
    token = word.group(1)
    if token.isdigit():
        return len(token) <= MAX_ORDINAL
    return (len(token) == 1 and token.isalpha()) or token.casefold() in ABBREVIATIONS


def _trimmed(text: str, start: int, end: int) -> Sentence | None:
    piece = text[start:end]
    sentence = piece.strip()
    if not sentence:
        return None
    if len(sentence) < len(piece):
        start += len(piece) - len(piece.lstrip())
    return Sentence(sentence, start, start + len(sentence))
