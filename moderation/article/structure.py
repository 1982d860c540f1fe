"""What structure alone tells of the runs of a whole page, before a word of them is read.

Shape, place, the elements around a run and what these hold, runs in the same markup, and the runs beside it.
"""

import numpy as np

from moderation.article.characters import logarithms
from moderation.article.context import CONTEXT, context_features
from moderation.article.facts import Facts, Numbers
from moderation.article.features import Floats
from moderation.article.shape import depth_of, ends_of, flags_of, put_place

# How many runs before and behind are seen, and which columns of theirs: size, links, end, markup.
REACH = 3
_SEEN = (0, 1, 2, 4, 5)
_SHAPE, _FLAGS, _PLACE, _MASS = 9, 10, 10, 7
_TAGGED = _SHAPE + _FLAGS
_OWN = _TAGGED + 1 + _PLACE + _MASS


def own_columns(kinds: int) -> int:
    """Return how many of the columns tell of a run itself, not of those like it and beside it."""
    return _OWN + kinds


def columns_of(kinds: int) -> int:
    """Return how many columns `structure_features` has, where markup tells so many kinds."""
    return own_columns(kinds) + CONTEXT + 2 * REACH * (len(_SEEN) + 2)


def structure_features(facts: Facts, markup: Floats) -> Floats:
    """Return what the first look at a page sees, a row for each run.

    :param markup: log-probabilities per kind by markup alone, editorial first.
    """
    sizes, linked = facts.sizes, facts.linked
    result = np.zeros((len(sizes), columns_of(markup.shape[1])), np.float32)
    result[:, 0] = logarithms(sizes) / 4
    result[:, 1] = np.minimum(sizes, 100) / 50
    result[:, 2] = linked / sizes
    result[:, 3] = np.minimum(facts.links, 5) / 3
    result[:, 4] = linked >= sizes
    result[:, 5:8] = ends_of(facts.texts)
    result[:, 8] = [text[0].islower() for text in facts.texts]
    result[:, _SHAPE:_TAGGED] = flags_of(facts.tags)
    result[:, _TAGGED] = depth_of(facts)
    put_place(result[:, _TAGGED + 1 :], sizes, linked)
    own = own_columns(markup.shape[1])
    result[:, _OWN:own] = markup
    if facts.layout.elements:
        _put_mass(result[:, _OWN - _MASS :], facts, sizes, linked)
        for column, values in enumerate(context_features(facts, markup[:, 0]), own):
            result[:, column] = values
    _put_neighbours(result[:, own + CONTEXT :], np.concatenate((result[:, _SEEN], markup[:, :2]), axis=1))
    return result


def _put_mass(table: Floats, facts: Facts, sizes: Numbers, linked: Numbers) -> None:
    """Put how much of the page's running text stands in the four elements around each run, and how linked it is."""
    running = np.where((sizes > 80) & (linked * 3 < sizes), sizes, 0)
    mass, total, links = facts.sums_inside(running, sizes, linked)
    table[:, :4] = (mass / (running[facts.own >= 0].sum() + 1.0)).take(facts.way[:4].T)
    table[:, 4:7] = (links / (total + 1)).take(facts.way[1:4].T)


def _put_neighbours(table: Floats, seen: Floats) -> None:
    """Put what is seen of the runs before and behind each run, the nearest first."""
    column, width = 0, seen.shape[1]
    for distance in range(1, REACH + 1):
        table[distance:, column : column + width] = seen[:-distance]
        table[:-distance, column + width : column + 2 * width] = seen[distance:]
        column += 2 * width
