"""From which scores to hold and to refuse, clause by clause, counted on comments that a judge had not seen."""

import numpy as np
from numpy.typing import NDArray

from moderation.comment.decision import NEVER
from moderation.policy.values import Category

PRECISION = 0.95
MIN_CERTAIN = 10
MAX_FALSE_HOLD = 0.02
MAX_FALSE_HOLD_OF_RULED = 0.004
_RULED = (Category.SPAM, Category.READABILITY, Category.COPYRIGHT, Category.IDENTITY)
# Our clean comments are rich in what looks like threats, insults and advertisements, far richer than a newspaper; a
# harsh tone is common in any.
_FALSE_HOLDS = {
    Category.VIOLENCE: 0.05,
    Category.INSULT: 0.035,
    Category.ADVERTISING: 0.016,
    Category.AGGRESSION: 0.008,
    **dict.fromkeys(_RULED, MAX_FALSE_HOLD_OF_RULED),
}
# What is held wrongly costs a moderator's time: at least every third hold of a clause must be right.
HOLD_PRECISION = 0.34
# To miss a threat is worse than to look in vain: one in eight suffices.
HOLD_PRECISION_OF_GRAVE = 0.12
# Where nothing is lost by a comment that slips through, every other must be.
HOLD_PRECISION_OF_LIGHT = 0.5
_LIGHT = (
    Category.GENERALISATION,
    Category.POLITICAL,
    Category.CONSPIRACY,
    Category.NS_COMPARISON,
    Category.QUARREL,
    Category.SOURCES,
    Category.MOD_CRITICISM,
)
# Who speaks for a group uses the words of those who speak against it.
HOLD_PRECISION_OF_HATRED = 0.5
_HOLD_PRECISION = {
    Category.VIOLENCE: HOLD_PRECISION_OF_GRAVE,
    Category.DISCRIMINATION: HOLD_PRECISION_OF_HATRED,
    Category.HATE: HOLD_PRECISION_OF_HATRED,
    **dict.fromkeys(_LIGHT, HOLD_PRECISION_OF_LIGHT),
}
# What the lists do not know is rarely vulgar; and a sale or a threat is refused on what can be shown, not on its tone.
# One word about a group, said a hundred times over, brings the score of discrimination to one, and any chant that of
# insult. To reject an insinuation takes the words of one.
_WORDS_DECIDE = 0.5
_HARDLY = 0.9
_RULE_REFUSES = frozenset(
    (
        Category.ADVERTISING,
        Category.DISCRIMINATION,
        Category.HATE,
        Category.INSINUATION,
        Category.INSULT,
        Category.PERSONAL_DATA,
        Category.PROFANITY,
        Category.VIOLENCE,
    )
)


def thresholds_of(
    category: Category, honest: NDArray[np.float64], labels: NDArray[np.int64], clean: NDArray[np.bool_]
) -> tuple[float, float]:
    """Return the scores from which a clause holds and from which it refuses.

    :param honest: the probabilities of comments that the judge had not seen; `labels` whether they break the clause, -1
        where nobody knows; `clean` whether they break no rule at all.
    """
    false_holds = _FALSE_HOLDS.get(category, MAX_FALSE_HOLD)
    worth = _HOLD_PRECISION.get(category, HOLD_PRECISION)
    hold, reject = choose_thresholds(honest, labels, clean, false_holds, worth)
    if category in _RULE_REFUSES:
        reject = NEVER
    if category is Category.PROFANITY:
        hold = max(hold, _WORDS_DECIDE)
    return hold, reject


def choose_thresholds(
    honest: NDArray[np.float64],
    labels: NDArray[np.int64],
    clean: NDArray[np.bool_],
    false_holds: float,
    worth: float = HOLD_PRECISION,
) -> tuple[float, float]:
    """Return the scores from which to hold and to refuse.

    Refusing needs a precision of at least 0.95 on unseen comments, counted on enough of them; holding may strike few
    comments that break no rule at all.

    :param false_holds: the share of those; `worth` the least share of holds that are right.
    """
    hold = max(float(np.quantile(honest[clean], 1.0 - false_holds)), 0.02)
    reject = NEVER
    known = labels >= 0
    scores, truth = honest[known], labels[known]
    order = np.argsort(-scores)
    hits = np.cumsum(truth[order] == 1)
    precision = hits / np.arange(1, len(order) + 1)
    right = np.flatnonzero(precision >= worth)
    hold = max(hold, float(scores[order][right[-1]]) if len(right) else _HARDLY)
    enough = (precision >= PRECISION) & (hits >= MIN_CERTAIN)
    if enough.any():
        reject = max(float(scores[order][np.flatnonzero(enough)[-1]]), hold)
    return round(min(hold, 0.9), 4), round(reject, 4)
