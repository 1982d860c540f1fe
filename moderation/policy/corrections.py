"""What an operator corrected: of one sentence, that it states a category or that it does not."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from moderation.policy.catalogue import entry
from moderation.policy.values import Category, Clause, Limit, Polarity, Policy, Strength
from moderation.policy.versions import version_of

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Correction:
    """One corrected clause; it holds wherever the same sentence stands again.

    :ivar quote: the sentence; white space, quotation marks and Unicode forms do not matter.
    :ivar states: whether the sentence states the category; the rest says how, where it does.
    """

    quote: str
    category: Category
    states: bool
    polarity: Polarity = Polarity.FORBID
    strength: Strength = Strength.MUST
    limit: Limit | None = None


def corrected(policy: Policy, corrections: Iterable[Correction]) -> Policy:
    """Return a policy as corrected; its version says so where a correction applies."""
    applied = [correction for correction in corrections if _place(policy, correction.quote) is not None]
    if not applied:
        return policy
    clauses = list(policy.clauses)
    for correction in applied:
        clauses = _replaced(policy, clauses, correction)
    stating = {clause.start for clause in clauses}
    return replace(
        policy,
        version=f"{policy.version}+{_digest(applied)}",
        clauses=tuple(sorted(clauses, key=lambda clause: clause.start)),
        other=tuple(rule for rule in policy.other if rule.start not in stating),
    )


def is_stated_in(policy: Policy, quote: str) -> bool:
    """Tell whether a sentence stands in a policy."""
    return _place(policy, quote) is not None


def _replaced(policy: Policy, clauses: Sequence[Clause], correction: Correction) -> list[Clause]:
    key = version_of(correction.quote)
    same = [clause for clause in clauses if version_of(clause.quote) == key]
    known = [clause for clause in same if clause.category is correction.category]
    kept = [clause for clause in clauses if clause not in known]
    if not correction.states:
        return kept
    model = next(iter(known or same), None)
    start, end = (model.start, model.end) if model else _place(policy, correction.quote) or (0, 0)
    return [
        *kept,
        Clause(
            category=correction.category,
            polarity=correction.polarity,
            strength=correction.strength,
            quote=policy.text[start:end],
            start=start,
            end=end,
            confidence=1.0,
            screenable=entry(correction.category).screenable,
            consequence=model.consequence if model else None,
            modifier=known[0].modifier if known else None,
            limit=correction.limit,
            source=model.source if model else _source_at(policy, start),
        ),
    ]


def _source_at(policy: Policy, start: int) -> str | None:
    """Return who stated the text at a place: whoever stated the clause before it, else the first one."""
    before = [clause.source for clause in policy.clauses if clause.start <= start]
    first = policy.clauses[0].source if policy.clauses else None
    return before[-1] if before else first


def _place(policy: Policy, quote: str) -> tuple[int, int] | None:
    """Return where a sentence stands in the text: as a whole sentence that was read, or as words in a row."""
    key = version_of(quote)
    spans = [(item.quote, item.start, item.end) for item in policy.clauses]
    spans += [(item.quote, item.start, item.end) for item in policy.other]
    for known, start, end in spans:
        if version_of(known) == key:
            return start, end
    words = _SPACE.split(quote.strip())
    if not any(words):
        return None
    found = re.search(r"\s+".join(map(re.escape, words)), policy.text)
    return found.span() if found else None


def _digest(corrections: Sequence[Correction]) -> str:
    lines = sorted(repr((version_of(item.quote), replace(item, quote=""))) for item in corrections)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:8]
