"""Labels of whole pages, by where their runs stand in extracted text, and by segments that people chose."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from moderation.article.classifier import KINDS
from moderation.article.layout import Layout
from moderation.article.surroundings import is_lead
from moderation.article.values import Label
from moderation.text.markup import Run
from moderation.training.separation_snippet import EDITORIAL

NAVIGATION = KINDS.index(Label.NAVIGATION)
REST = KINDS.index(Label.BOILERPLATE)
GOLD_WEIGHT = 6.0
# Runs longer than this are looked for anywhere; shorter ones where their neighbours are.
LONG = 25
# How many characters may stand between a short run and its neighbour, as bullets and numbers do.
GAP = 10
# A short line of the text is the same line on the page where running text of the text is so near.
NEAR = 12
WINDOW = 4
MIN_WINDOW = 16
# The cells of large tables weigh together no more than so many.
CELLS = 150
# So many runs behind the title, and so much text in one, may be the lead.
OPENING, MIN_OPENING = 6, 60
LEAD_WEIGHT = 1.0
# Of a run that teachers do not agree on, or a segment names by a few of its words.
DOUBTFUL = 0.25
# A segment that takes less of a run than this hardly speaks of it.
HARDLY = 0.3

Labels = tuple[NDArray[np.int64], NDArray[np.float64]]
_NORMAL = re.compile(r"[\W_]+")


def normal(text: str) -> str:
    """Return the text as alignment sees it: letters and digits, case folded."""
    return _NORMAL.sub(" ", text.casefold().replace("\xad", "")).strip()


def align(runs: Sequence[Run], content: str, weight: float) -> Labels:
    """Label runs by whether the extracted content holds them, short ones by whether it does beside their neighbours.

    Tables come as rows, so that their cells are no lines of their own; and menus repeat the words of headings.
    """
    texts = [normal(run.text) for run in runs]
    lines = {normal(line) for line in content.splitlines()}
    whole = f" {normal(content)} "
    spans = _found(texts, whole)
    _follow(texts, whole, spans)
    _precede(texts, whole, spans)
    inside = np.array([span is not None for span in spans], bool)
    near = np.convolve(inside, np.ones(2 * NEAR + 1), "same") > 0 if len(runs) else inside
    kinds = np.full(len(runs), REST)
    for index, (run, text) in enumerate(zip(runs, texts, strict=True)):
        if inside[index] or (near[index] and text in lines):
            kinds[index] = EDITORIAL
        elif run.linked >= len(run.text) * 0.9 and len(run.text) < 60:
            kinds[index] = NAVIGATION
    weights = np.where([bool(text) for text in texts], weight, 0.0)
    short = (kinds == EDITORIAL) & ([len(text) <= LONG for text in texts])
    weights[short] *= min(1.0, CELLS / max(1, short.sum()))
    return kinds, weights


def _found(texts: Sequence[str], whole: str) -> list[tuple[int, int] | None]:
    """Return where long runs, and short ones in a row, stand in the whole."""
    spans: list[tuple[int, int] | None] = [None] * len(texts)
    reached = 0
    for index, text in enumerate(texts):
        if len(text) > LONG:
            spans[index] = _place(f" {text} ", whole, reached) or _mostly(text, whole)
        found = spans[index]
        if found is not None:
            reached = found[1]
    for index in range(len(texts) - WINDOW + 1):
        some = texts[index : index + WINDOW]
        if any(spans[index : index + WINDOW]) or not all(some) or sum(map(len, some)) < MIN_WINDOW:
            continue
        place = whole.find(f" {' '.join(some)} ")
        for step, text in enumerate(some if place >= 0 else ()):
            spans[index + step] = place, place + len(text) + 1
            place += len(text) + 1
    return spans


def _place(text: str, whole: str, reached: int) -> tuple[int, int] | None:
    place = whole.find(text, max(0, reached - 1))
    if place < 0:
        place = whole.find(text)
    return None if place < 0 else (place, place + len(text) - 1)


def _mostly(text: str, whole: str) -> tuple[int, int] | None:
    words = text.split()
    if len(words) < 12:
        return None
    shingles = [" ".join(words[i : i + 5]) for i in range(0, len(words) - 4, 3)]
    places = [place for place in map(whole.find, shingles) if place >= 0]
    return (places[0], places[-1] + len(shingles[-1])) if len(places) > 0.7 * len(shingles) else None


def _follow(texts: Sequence[str], whole: str, spans: list[tuple[int, int] | None]) -> None:
    """Find short runs behind the one before them."""
    for index in range(1, len(texts)):
        before, text = spans[index - 1], texts[index]
        if spans[index] is None and before is not None and 0 < len(text) <= LONG:
            place = whole.find(f" {text} ", before[1], before[1] + len(text) + 2 + min(GAP, 2 * len(text)))
            if place >= 0:
                spans[index] = place, place + len(text) + 1


def _precede(texts: Sequence[str], whole: str, spans: list[tuple[int, int] | None]) -> None:
    """Find short runs before the one behind them."""
    for index in range(len(texts) - 2, -1, -1):
        behind, text = spans[index + 1], texts[index]
        if spans[index] is None and behind is not None and 0 < len(text) <= LONG:
            start = max(0, behind[0] - len(text) - 1 - min(GAP, 2 * len(text)))
            place = whole.rfind(f" {text} ", start, behind[0] + 1)
            if place >= 0:
                spans[index] = place, place + len(text) + 1


def agreed(labels: Sequence[Labels]) -> Labels:
    """Return what the first teacher says, of less weight where another does not."""
    kinds, weights = labels[0]
    same = np.all([(others == EDITORIAL) == (kinds == EDITORIAL) for others, _ in labels], axis=0)
    return kinds, np.where(same, weights, weights * DOUBTFUL)


def mark_lead(layout: Layout, labels: Labels) -> None:
    """Mark what opens the article, which the teacher often loses: it begins as the stated summary, near the title."""
    kinds, weights = labels
    runs, elements = layout.runs, layout.elements
    first = next((i for i, run in enumerate(runs) if run.element >= 0 and elements[run.element].tag == "h1"), None)
    if first is None:
        return
    for index in range(first + 1, min(first + 1 + OPENING, len(runs))):
        if kinds[index] != EDITORIAL and len(runs[index].text) >= MIN_OPENING and not runs[index].linked:
            weights[index] = min(weights[index], 0.1)
    places = np.flatnonzero(is_lead(layout, np.arange(len(runs))))
    if not len(places) or (kinds[places] == EDITORIAL).any():
        return
    weights[places] = np.minimum(weights[places], 0.1)
    nearest = places[np.argmin(np.abs(places - first))]
    if abs(nearest - first) <= NEAR:
        kinds[nearest], weights[nearest] = EDITORIAL, LEAD_WEIGHT


def mark_wanted(runs: Sequence[Run], segments: Sequence[str], labels: Labels) -> None:
    """Mark what holds a segment that belongs to the article: where it stands more than once, what a teacher took."""
    kinds, weights = labels
    texts = [normal(run.text) for run in runs]
    for segment in map(normal, segments):
        places = _holding(texts, segment)
        taken = [place for place in places if kinds[place] == EDITORIAL]
        for place in taken or places:
            kinds[place], weights[place] = EDITORIAL, GOLD_WEIGHT


def mark_unwanted(runs: Sequence[Run], segments: Sequence[str], labels: Labels) -> None:
    """Mark what holds a segment that does not belong to the article; a paragraph that has its words may yet."""
    kinds, weights = labels
    texts = [normal(run.text) for run in runs]
    for segment in map(normal, segments):
        for place in _holding(texts, segment):
            if kinds[place] != EDITORIAL:
                weights[place] = GOLD_WEIGHT
            elif len(segment) >= HARDLY * len(texts[place]):
                kinds[place], weights[place] = REST, GOLD_WEIGHT
            else:
                weights[place] = min(weights[place], 0.1)


def _holding(texts: Sequence[str], segment: str) -> list[int]:
    return [
        place
        for place, text in enumerate(texts)
        if text and segment and (segment in text or (len(text) > 15 and text in segment))
    ]
