"""What a deterministic rule found in a comment."""

from collections.abc import Iterable

import msgspec

from moderation.comment.values import Evidence
from moderation.policy.values import Category


class Finding(msgspec.Struct, frozen=True, gc=False):
    """A breach seen by a rule.

    :ivar score: how sure the rule is, in [0, 1].
    :ivar certain: whether it suffices for a refusal on its own.
    """

    category: Category
    score: float
    certain: bool
    evidence: tuple[Evidence, ...]


def evidence(text: str, spans: Iterable[tuple[int, int]], why: str) -> tuple[Evidence, ...]:
    """Return the spans of a text as evidence, the first eight of them."""
    return tuple([Evidence(start, end, text[start:end], why) for start, end in list(spans)[:8]])


def strongest(found: Iterable[Finding]) -> dict[Category, Finding]:
    """Return the surest finding of each category."""
    strongest: dict[Category, Finding] = {}
    for finding in found:
        known = strongest.get(finding.category)
        if known is None or (finding.certain, finding.score) > (known.certain, known.score):
            strongest[finding.category] = finding
    return strongest
