"""What an operator should know about their own rules."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from moderation.policy.catalogue import entry
from moderation.policy.mentions import CLEARLY_A_RULE
from moderation.policy.scope import ScopedPiece
from moderation.policy.values import Category, Clause, LimitKind, Mode, OtherRule, Polarity, Screenable

_QUOTED = 120
_OPPOSED = frozenset((Category.LINKS, Category.ADVERTISING, Category.IRONY, Category.COPYRIGHT, Category.LANGUAGE))


def warnings_for(
    scoped: Sequence[ScopedPiece], clauses: Sequence[Clause], mode: Mode | None, *, recognised: bool
) -> tuple[str, ...]:
    """Return the warnings, in English, most important first.

    :param recognised: whether the text was taken for rules of comments at all.
    """
    if not scoped:
        return ("the policy is empty: no clause is stated, so every comment is held",)
    if not recognised:
        return ("the text is not recognised as rules for comments: no clause is stated, so every comment is held",)
    found = [
        *_without_clauses(clauses),
        *_contradictions(clauses),
        *_not_understood(scoped, clauses),
        *_not_screenable(clauses),
        *_no_reasons(scoped),
    ]
    if mode is None:
        found.append("the text does not say whether comments are checked before or after they appear")
    return tuple(dict.fromkeys(found))


def _without_clauses(clauses: Sequence[Clause]) -> Iterator[str]:
    if not any(clause.polarity is not Polarity.PERMIT for clause in clauses):
        yield "no clause is stated, so every comment is held"


def _contradictions(clauses: Sequence[Clause]) -> Iterator[str]:
    for category in dict.fromkeys(clause.category for clause in clauses):
        same = [clause for clause in clauses if clause.category is category]
        polarities = {clause.polarity for clause in same if clause.limit is None and clause.modifier is None}
        if category in _OPPOSED and {Polarity.PERMIT, Polarity.FORBID} <= polarities:
            yield f"{category}: allowed in one sentence and forbidden in another"
        for kind in LimitKind:
            values = {clause.limit.value for clause in same if clause.limit and clause.limit.kind is kind}
            if len(values) > 1:
                yield f"{category}: different limits are stated ({', '.join(str(value) for value in sorted(values))})"


def other_rules(scoped: Sequence[ScopedPiece], clauses: Sequence[Clause]) -> Iterator[OtherRule]:
    """Yield the sentences that clearly are rules, but state nothing of the inventory."""
    understood = {clause.start for clause in clauses}
    for piece, after in zip_longest(scoped, scoped[1:]):
        heads = after is not None and after.piece.item and piece.piece.text[-1] not in ".!?"
        if piece.piece.start not in understood and not heads and _sounds_like_a_rule(piece):
            yield OtherRule(piece.piece.text, piece.piece.start, piece.piece.end)


def _not_understood(scoped: Sequence[ScopedPiece], clauses: Sequence[Clause]) -> Iterator[str]:
    for rule in other_rules(scoped, clauses):
        yield f"other: a sentence that sounds like a rule fits no clause: {_short(rule.quote)!r}"


def _sounds_like_a_rule(piece: ScopedPiece) -> bool:
    cues = piece.reading.cues
    if piece.kinds or piece.refers_back or piece.piece.opens or piece.piece.heading or "reported" in cues:
        return False
    if piece.piece.item and piece.inherited is not None:
        return True
    if piece.impression is not None and piece.impression.rule >= CLEARLY_A_RULE:
        return True
    return bool(cues & {"forbid", "delete", "refuse", "block"}) or ("require" in cues and "address" in cues)


def _not_screenable(clauses: Sequence[Clause]) -> Iterator[str]:
    for category in dict.fromkeys(clause.category for clause in clauses if clause.polarity is not Polarity.PERMIT):
        needs = entry(category).screenable
        if needs is Screenable.NEEDS_ACCOUNT:
            yield f"{category}: cannot be judged from the text of a comment; it needs account data"
        elif needs is Screenable.NO:
            yield f"{category}: cannot be judged reliably from the text; nothing is refused for it automatically"


def _no_reasons(scoped: Sequence[ScopedPiece]) -> Iterator[str]:
    for piece in scoped:
        if "no_reason" in piece.kinds:
            yield (
                "the rules say that no reasons are given, but a restriction needs a statement of reasons"
                f" (Digital Services Act, Article 17): {_short(piece.piece.text)!r}"
            )


def _short(text: str) -> str:
    return text if len(text) <= _QUOTED else text[: _QUOTED - 1].rstrip() + "…"
