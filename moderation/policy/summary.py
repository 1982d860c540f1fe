"""A policy in a few German lines, for operators."""

from collections.abc import Iterable

from moderation.policy.catalogue import catalogue, entry
from moderation.policy.values import Clause, Limit, LimitKind, Mode, Polarity, Policy, Screenable, Strength

_MODES = {
    Mode.PRE: "Kommentare werden vor der Veröffentlichung geprüft.",
    Mode.POST: "Kommentare werden nach der Veröffentlichung geprüft.",
}
_LIMITS = {
    LimitKind.MAX_CHARACTERS: "höchstens {} Zeichen",
    LimitKind.MIN_CHARACTERS: "mindestens {} Zeichen",
    LimitKind.MAX_WORDS: "höchstens {} Wörter",
    LimitKind.MAX_LINKS: "höchstens {} Links",
    LimitKind.MAX_COMMENTS: "höchstens {} Kommentare",
}
_LANGUAGES = {"de": "Deutsch", "en": "Englisch", "fr": "Französisch", "it": "Italienisch", "rm": "Rätoromanisch"}


def summarise(policy: Policy) -> tuple[str, ...]:
    """Return what a policy states: rules, requests, permissions, what cannot be judged, and the mode; a line each."""
    if not policy.clauses:
        return ("Es ist keine Regel für Kommentare erkannt worden.", *_mode_line(policy))
    stated = policy.stated()
    binding = [clause for clause in stated.values() if clause.strength is Strength.MUST]
    reserved = [clause for clause in stated.values() if clause.strength is Strength.MAY]
    requested = [clause for clause in stated.values() if clause.strength is Strength.SHOULD]
    permitted = [clause for clause in policy.clauses if clause.polarity is Polarity.PERMIT]
    elsewhere = [clause for clause in stated.values() if clause.screenable in (Screenable.NEEDS_ACCOUNT, Screenable.NO)]
    lines = (
        _line("Regeln", binding),
        _line("Vorbehalten ist die Ablehnung bei", reserved),
        _line("Gebeten wird um Rücksicht auf", requested),
        _line("Ausdrücklich erlaubt", permitted),
        _line("Aus dem Text nicht zu beurteilen", elsewhere),
    )
    return (*(line for line in lines if line), *_mode_line(policy))


def _line(heading: str, clauses: Iterable[Clause]) -> str:
    ranks = {category: number for number, category in enumerate(catalogue())}
    ordered = sorted(clauses, key=lambda clause: ranks[clause.category])
    names = dict.fromkeys(_name(clause) for clause in ordered)
    return f"{heading} ({len(names)}): {'; '.join(names)}." if names else ""


def _name(clause: Clause) -> str:
    name = entry(clause.category).name_de
    return f"{name} ({_limit(clause.limit)})" if clause.limit else name


def _limit(limit: Limit) -> str:
    if limit.kind is LimitKind.LANGUAGES:
        return ", ".join(_LANGUAGES.get(code, code) for code in limit.languages)
    return _LIMITS[limit.kind].format(limit.value)


def _mode_line(policy: Policy) -> tuple[str, ...]:
    return (_MODES[policy.mode],) if policy.mode else ()
