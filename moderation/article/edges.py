"""Terse furniture of an article alone: where it is a run of its own, or the last sentences of one."""

from collections.abc import Sequence

from moderation.article.judging import PAGE_THRESHOLD, threshold_of
from moderation.article.layout import Layout
from moderation.article.notice import Piece
from moderation.article.splitting import find_in_source, split_run
from moderation.article.terse import (
    MAX_FURNITURE,
    MAX_SENTENCES,
    furniture,
    furniture_of_page,
    is_pointer,
    is_told_anywhere,
)
from moderation.article.values import Label
from moderation.text.markup import Run

# Probability of editorial that a line told by its form has at most.
TOLD = 0.04
# From here on what could head a list of other articles on a page is a heading of the article: "Empfehlungen".
SURELY = 0.8
# As much before the article's text may be furniture: a breadcrumb, a mark, a credit.
MOST_FIRST = 3
# A title in a list of other articles is shorter, and ends no sentence.
MAX_TITLE = 140


def clear_edges(layout: Layout, pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces of an article alone, those that are nothing but terse furniture judged so.

    The last sentences of what the article ends with become a piece of their own where they are furniture.
    On a whole page, ad marks, credits, rights and heads of lists are judged so. An operator's word stands.
    """
    if not layout.plain:
        return [_on_page(layout, piece) if piece.editorial >= PAGE_THRESHOLD else piece for piece in pieces]
    parted = _part_last(layout, list(pieces))
    told = [_tell(layout, piece) for piece in parted]
    first, last = _inner(layout, parted, told)
    return [
        _as(piece, label)
        if label and (not first <= index <= last or is_told_anywhere(piece.run.text, label))
        else piece
        for index, (piece, label) in enumerate(zip(parted, _with_titles(layout, parted, told), strict=True))
    ]


def _on_page(layout: Layout, piece: Piece) -> Piece:
    if piece.prior.word or _is_title(layout, piece.run):
        return piece
    label = furniture_of_page(piece.run.text)
    if label is Label.RELATED and piece.editorial >= SURELY:
        return piece
    return _as(piece, label) if label else piece


def _as(piece: Piece, label: Label) -> Piece:
    return piece._replace(editorial=min(piece.editorial, TOLD), kind=label)


def _tell(layout: Layout, piece: Piece) -> Label | None:
    if len(piece.run.text) > MAX_FURNITURE or piece.prior.word or _is_title(layout, piece.run):
        return None
    return furniture(piece.run.text)


def _is_title(layout: Layout, run: Run) -> bool:
    return run.element >= 0 and layout.elements.tags[run.element] == "h1"


def _inner(layout: Layout, pieces: Sequence[Piece], told: Sequence[Label | None]) -> tuple[int, int]:
    """Return the first and the last piece of the article itself; before and after it furniture stands."""
    own = [
        index
        for index, (piece, label) in enumerate(zip(pieces, told, strict=True))
        if label is None and piece.editorial >= threshold_of(layout, piece.kind)
    ]
    if not own:
        return 0, len(pieces)
    last = own[-1]
    listed = [index for index in range(last + 1) if told[index] and is_pointer(pieces[index].run.text)]
    # A list of other articles has no sentence to its end.
    if listed and all(_is_listed(piece.run.text) for piece in pieces[listed[-1] + 1 : last + 1]):
        last = listed[-1] - 1
    return min(own[0], MOST_FIRST), last


def _is_listed(text: str) -> bool:
    return len(text) < MAX_TITLE and text[-1] not in ".:!"


def _with_titles(layout: Layout, pieces: Sequence[Piece], told: Sequence[Label | None]) -> list[Label | None]:
    """Return the labels, titles after a pointer to other articles included where nothing else follows it."""
    _, last = _inner(layout, pieces, told)
    labels = list(told)
    for index in range(last + 1, len(pieces)):
        after_pointer = index > 0 and labels[index - 1] is Label.RELATED and not pieces[index].prior.word
        if labels[index] is None and after_pointer and _is_listed(pieces[index].run.text):
            labels[index] = Label.RELATED
    return labels


def _part_last(layout: Layout, pieces: list[Piece]) -> list[Piece]:
    """Part the last piece of the article where its last sentences are furniture."""
    index = next(
        (i for i in range(len(pieces) - 1, -1, -1) if pieces[i].editorial >= threshold_of(layout, pieces[i].kind)), -1
    )
    while index > 0 and _tell(layout, pieces[index]):
        index -= 1
    if index < 0 or pieces[index].prior.word or _is_title(layout, pieces[index].run):
        return pieces
    parts = _parted(layout, pieces[index])
    return [*pieces[:index], *parts, *pieces[index + 1 :]]


def _parted(layout: Layout, piece: Piece) -> list[Piece]:
    run = piece.run
    places = split_run(run)
    at = _first_of_furniture(run.text, places)
    if at == len(places):
        return [piece]
    spans = [(places[0][0], places[at - 1][1]), *places[at:]] if at else []
    if not spans:
        return [piece]
    found = find_in_source(layout, run, spans)
    return [
        piece._replace(run=run._replace(text=run.text[begin:stop], start=start, end=end))
        for (begin, stop), (start, end) in zip(spans, found, strict=True)
    ]


def _first_of_furniture(text: str, places: Sequence[tuple[int, int]]) -> int:
    """Return from which sentence on there is only furniture; the number of sentences where the last is none."""
    at = len(places)
    while at > 1 and len(places) - at < 2 * MAX_SENTENCES:
        begin, end = places[at - 1]
        if end - begin > MAX_FURNITURE or not furniture(text[begin:end]):
            break
        at -= 1
    return at
