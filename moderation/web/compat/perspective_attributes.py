"""Which of our scores stands behind each of Perspective's attributes.

A score is the calibrated probability of a category, or what a rule is sure of, as it stands in `scores` of a decision.
`POLICY_VIOLATION` and `LIKELY_TO_REJECT` speak of the decision instead: above 0.8, where Coral's threshold stands
unless someone moves it, exactly if the comment is held or refused under the site's rules.
"""

from collections.abc import Callable, Mapping
from typing import Final

from moderation.comment.values import Decision, Outcome
from moderation.policy.catalogue import entry
from moderation.policy.values import Category, Policy, Screenable
from moderation.services.passing import is_unjudged

Scores = Mapping[str, float]
Formula = Callable[[Scores], float | None]

VIOLATION: Final = "POLICY_VIOLATION"
_PREFIX = "POLICY_"
_SUFFIX = "_EXPERIMENTAL"
# What a comment gets that could not be judged: callers publish what they get an error for.
UNJUDGED = 0.9
# Approved ones stand below the first, held ones between, refused ones above the second.
_HELD, _REFUSED = 0.81, 0.95
_APPROVED_MOST = 0.79


def _most(*categories: Category) -> Formula:
    def formula(scores: Scores) -> float | None:
        known = [scores[category] for category in categories if category in scores]
        return max(known) if known else None

    return formula


def _severe(scores: Scores) -> float | None:
    group = min(scores.get(Category.DISCRIMINATION, 0.0), scores.get(Category.AGGRESSION, 0.0))
    worst = _most(Category.HATE, Category.VIOLENCE)(scores)
    return None if worst is None else max(worst, group)


_TOXICITY = _most(
    Category.INSULT,
    Category.DISCRIMINATION,
    Category.HATE,
    Category.VIOLENCE,
    Category.PROFANITY,
    Category.AGGRESSION,
)
FORMULAS: dict[str, Formula] = {
    "TOXICITY": _TOXICITY,
    "TOXICITY_FAST": _TOXICITY,
    "SEVERE_TOXICITY": _severe,
    "IDENTITY_ATTACK": _most(Category.DISCRIMINATION, Category.HATE),
    "INSULT": _most(Category.INSULT),
    "PROFANITY": _most(Category.PROFANITY),
    "THREAT": _most(Category.VIOLENCE),
    "SEXUALLY_EXPLICIT": _most(Category.SEXUAL),
    "OBSCENE": _most(Category.PROFANITY, Category.SEXUAL),
    "SPAM": _most(Category.ADVERTISING, Category.SPAM),
    "UNSUBSTANTIAL": _most(Category.LOW_QUALITY),
    "INCOHERENT": _most(Category.READABILITY),
    "INFLAMMATORY": _most(Category.PROVOCATION, Category.AGGRESSION),
}
# What moderators mean who reject a comment under one attribute.
CATEGORIES = {
    "IDENTITY_ATTACK": Category.DISCRIMINATION,
    "INSULT": Category.INSULT,
    "PROFANITY": Category.PROFANITY,
    "THREAT": Category.VIOLENCE,
    "SEXUALLY_EXPLICIT": Category.SEXUAL,
    "UNSUBSTANTIAL": Category.LOW_QUALITY,
    "INCOHERENT": Category.READABILITY,
}
# Decided by rules that speak up only when they find something: nothing found is a probability of nothing.
_RULED = frozenset({Category.LINKS, Category.LANGUAGE, Category.SHOUTING, Category.LENGTH})
_OF_OUR_OWN = {
    f"{_PREFIX}{category.value.upper()}": category
    for category in Category
    if entry(category).screenable in (Screenable.YES, Screenable.NEEDS_ARTICLE) and category is not Category.YOUTH
}
_VERDICTS = frozenset({VIOLATION, "LIKELY_TO_REJECT"})


def is_attribute(name: str) -> bool:
    """Tell whether an attribute is answered."""
    bare = name.removesuffix(_SUFFIX)
    return bare in FORMULAS or bare in _VERDICTS or name in _OF_OUR_OWN


def category_of(name: str) -> Category | None:
    """Return the category that an attribute means, or None where it means several."""
    return _OF_OUR_OWN.get(name) or CATEGORIES.get(name.removesuffix(_SUFFIX))


def value_of(name: str, decision: Decision, policy: Policy) -> float | None:
    """Return the value of an attribute in [0, 1]; None where nothing is known (off-topic without an article)."""
    if is_unjudged(decision):
        return UNJUDGED
    bare = name.removesuffix(_SUFFIX)
    if bare in _VERDICTS:
        return _verdict(decision, policy)
    category = _OF_OUR_OWN.get(name)
    if category is None:
        value = FORMULAS[bare](decision.scores)
    else:
        value = decision.scores.get(category, 0.0 if category in _RULED else None)
    return None if value is None else min(1.0, max(0.0, value))


def _verdict(decision: Decision, policy: Policy) -> float:
    stated = [decision.scores[category] for category in policy.stated() if category in decision.scores]
    most = min(1.0, max(stated, default=0.0))
    if decision.outcome is Outcome.APPROVE:
        return _APPROVED_MOST * most
    if decision.outcome is Outcome.HOLD:
        return _HELD + (_REFUSED - _HELD) * most * 0.99
    return _REFUSED + (1.0 - _REFUSED) * most
