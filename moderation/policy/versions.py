"""Which wording of a policy it is, and what one wording has that another has not."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass, replace

from moderation.policy.values import Category, Clause, Polarity, Policy

_QUOTES = str.maketrans(dict.fromkeys("„“”«»‟", '"') | dict.fromkeys("‚‘’‹›`´", "'") | {"\u00ad": None})
_SPACE = re.compile(r"\s+")
_BETWEEN = "\n\n"
_NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Changes:
    """What a version states that the one before it did not; permissions bear "allowed"."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]

    @property
    def line(self) -> str:
        """The changes as an operator reads them."""
        parts = [f"added: {', '.join(self.added) or _NOTHING}", f"removed: {', '.join(self.removed) or _NOTHING}"]
        return "; ".join([*parts, f"changed: {', '.join(self.changed)}"] if self.changed else parts)


def version_of(text: str) -> str:
    """Return 16 hexadecimal digits that stay the same under other white space, quotation marks and Unicode forms."""
    normalised = _SPACE.sub(" ", unicodedata.normalize("NFC", text).translate(_QUOTES)).strip()
    return hashlib.sha256(normalised.encode()).hexdigest()[:16]


def changes(before: Policy | None, after: Policy) -> Changes:
    """Return what changed; against nothing, everything was added."""
    old, new = _named(before), _named(after)
    changed = [name for name in new if name in old and _force(old[name]) != _force(new[name])]
    return Changes(
        tuple(name for name in new if name not in old),
        tuple(name for name in old if name not in new),
        tuple(f"{name} ({_shown(old[name])} → {_shown(new[name])})" for name in changed),
    )


def merged(footer: Policy, page: Policy) -> Policy:
    """Return the rules of a footer and of a rules page as one; where both state a thing, the footer goes first.

    The text is that of the footer, a blank line, and that of the page; the version is that of both.
    """
    offset = len(footer.text) + len(_BETWEEN)
    stated = {_key(clause) for clause in footer.clauses}
    added = [clause for clause in page.clauses if _key(clause) not in stated]
    text = footer.text + _BETWEEN + page.text
    return replace(
        footer,
        text=text,
        version=version_of(text),
        mode=footer.mode or page.mode,
        clauses=(*footer.clauses, *(_moved(clause, offset) for clause in added)),
        procedure=(
            *footer.procedure,
            *(replace(item, start=item.start + offset, end=item.end + offset) for item in page.procedure),
        ),
        other=(*footer.other, *(replace(it, start=it.start + offset, end=it.end + offset) for it in page.other)),
        warnings=tuple(dict.fromkeys((*footer.warnings, *page.warnings))),
    )


def stated_by(policy: Policy, source: str) -> Policy:
    """Return a policy whose clauses say where they come from."""
    return replace(policy, clauses=tuple(replace(clause, source=source) for clause in policy.clauses))


def _moved(clause: Clause, offset: int) -> Clause:
    return replace(clause, start=clause.start + offset, end=clause.end + offset)


def _key(clause: Clause) -> tuple[Category, bool]:
    return clause.category, clause.polarity is Polarity.PERMIT


def _named(policy: Policy | None) -> dict[str, Clause]:
    if policy is None:
        return {}
    names = {clause.category.value: clause for clause in policy.stated().values()}
    permitted = (clause for clause in policy.clauses if clause.polarity is Polarity.PERMIT)
    return names | {f"{clause.category.value} allowed": clause for clause in permitted}


def _force(clause: Clause) -> tuple[object, ...]:
    return clause.strength, clause.limit


def _shown(clause: Clause) -> str:
    limit = clause.limit
    if limit is None:
        return clause.strength.value
    return f"{clause.strength.value} {limit.kind.value}={limit.value or ','.join(limit.languages)}"
