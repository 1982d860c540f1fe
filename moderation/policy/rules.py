"""From what a sentence names and what it does to the clauses it states."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from moderation.policy.acts import REMOVING, Act
from moderation.policy.catalogue import entry
from moderation.policy.limits import excludes_others, languages_of, limits_of
from moderation.policy.phrases import Mention, Valence
from moderation.policy.procedure import NEVER_RULE, NO_RULE
from moderation.policy.scope import ScopedPiece
from moderation.policy.values import Category, Clause, Limit, LimitKind, Polarity, Strength

_NEGATORS = frozenset(
    """nicht kein keine keinen keinem keiner keinerlei ohne mangelnd mangelnde mangelnden mangelnder fehlend fehlende
    fehlenden fehlender wenig kaum ungenuegend weder null zero not no without lacking nie niemals""".split()
)
# "Wer hetzt, …" is a rule only where it says what happens then.
_GENERIC = frozenset(("wer", "whoever", "schon", "das", "dies"))
_NO = frozenset(("kein", "keine", "keinen", "keinerlei", "no"))
_REACH = 4
# "Sachlich. Fair. Zum Thema." says so without a verb.
_SLOGANS = frozenset((Category.AGGRESSION, Category.OFF_TOPIC, Category.LOW_QUALITY))
SLOGAN = 0.75
# From this probability on a sentence is a rule though no cue says so.
RULE = 0.4
_SHORT_SLOGAN, _LONG_SLOGAN = 4, 16
_VERBS = frozenset(
    """ist sind war waren hat haben wird werden wurde wurden kann koennen will wollen mag moechte moechten wir ich sie
    es er man gibt geht gehen kommt steht stehen finden sagt macht machen lesen liest freuen danke is are was has have
    will we they it he she""".split()
)
_PLAIN = Strength.MUST
# What a permission may be about; that something else is welcome is no clause but a wish.
_PERMITTED = frozenset(
    (
        Category.LINKS, Category.IRONY, Category.COPYRIGHT, Category.LANGUAGE, Category.ADVERTISING,
        Category.IDENTITY, Category.POLITICAL, Category.SHOUTING, Category.QUARREL, Category.PROFANITY,
    )
)  # fmt: skip
_SCOPE_ENDS = frozenset(
    "und oder sowie sind ist werden wird duerfen darf koennen haben hat gelten and or are is".split()
)
_LONGEST_MODIFIER = 120
_ADJECTIVE = re.compile(r"[^\W\d_]{4,}(?:e|en|er|es|em)\s+$")


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a mention is meant."""

    polarity: Polarity
    confidence: float


def clauses_of(scoped: ScopedPiece) -> Iterator[Clause]:
    """Yield the clauses a piece states, at most one rule and one permission per category."""
    if not _may_be_rule(scoped):
        return
    seen: set[tuple[Category, bool]] = set()
    limits = [limit for limit, _, _ in limits_of(scoped.piece.text)]
    numbered = any(limit.kind not in (LimitKind.MAX_LINKS, LimitKind.LANGUAGES) for limit in limits)
    for mention in scoped.mentions:
        if numbered and mention.category is Category.LENGTH:
            continue
        verdict = _verdict(scoped, mention, limits)
        if verdict is None or (mention.category, verdict.polarity is Polarity.PERMIT) in seen:
            continue
        seen.add((mention.category, verdict.polarity is Polarity.PERMIT))
        yield _clause(scoped, mention, verdict, limits)
    yield from _length_clauses(scoped, limits)


def _may_be_rule(scoped: ScopedPiece) -> bool:
    """Tell whether a sentence can state a rule at all: no question, no report, addressed to somebody."""
    cues = scoped.reading.cues
    asked = scoped.piece.text.endswith("?") and not scoped.answered
    if asked or is_reported(scoped) or NEVER_RULE in scoped.kinds or "teaser" in cues:
        return False
    if NO_RULE & set(scoped.kinds) and not cues & {"forbid", "delete", "refuse"}:
        return False
    if scoped.inherited is not None or scoped.piece.item:
        return True
    if limits_of(scoped.piece.text) or sounds_like_a_rule(scoped):
        return True
    if not scoped.reading.has_act:
        return "only" in cues or _is_slogan(scoped) or _is_stated(scoped)
    return _is_addressed(scoped)


def sounds_like_a_rule(scoped: ScopedPiece) -> bool:
    """Tell whether the trained reader takes a sentence for a rule."""
    return scoped.impression is not None and scoped.impression.rule >= RULE


def _is_addressed(scoped: ScopedPiece) -> bool:
    """Tell whether an act is meant for the readers of this site: it bans, asks them, or speaks of their comments."""
    cues = scoped.reading.cues
    if cues & {"refuse", "delete", "block", "forbid", "permit"} or "require" in scoped.reading.opening:
        return True
    if scoped.words[0].folded in _GENERIC:
        return bool(cues & {"domain", "require"})
    if any(scoped.words[part.first].folded in _NO for part in scoped.reading.parts):
        return True
    first = scoped.reading.parts[0]
    if first.act is Act.REQUIRE and scoped.words[first.last].folded == ":":
        return True
    return (
        bool(cues & {"address", "subject", "comment"}) or scoped.words[0].folded in _NEGATORS or len(scoped.words) <= 6
    )


def is_reported(scoped: ScopedPiece) -> bool:
    """Tell whether somebody else is quoted: by a verb of saying, or a whole sentence in quotation marks."""
    text = scoped.piece.text
    return "reported" in scoped.reading.cues or (text[0] in "„“»«" and text[-1] in "“”«»")


def _is_slogan(scoped: ScopedPiece) -> bool:
    """Tell whether a sentence has no verb that says who does what: "Freundlich im Ton, klar in der Sache."."""
    if len(scoped.words) <= _SHORT_SLOGAN:
        return True
    spoken = {word.folded for word in scoped.words}
    return len(scoped.words) <= _LONG_SLOGAN and not spoken & _VERBS and not scoped.reading.cues & {"past", "self"}


def _is_stated(scoped: ScopedPiece) -> bool:
    return any(mention.valence is Valence.STATED for mention in scoped.mentions)


def _verdict(scoped: ScopedPiece, mention: Mention, limits: list[Limit]) -> Verdict | None:
    act, conditional = scoped.reading.act_at(mention.first)
    confidence = 0.95
    if act is None and scoped.inherited is None and mention.category in _SLOGANS and _is_slogan(scoped):
        act, confidence = (Act.REQUIRE if mention.valence is Valence.DEMANDED else None), SLOGAN
    if act is None and scoped.inherited is not None:
        act, confidence = scoped.inherited.act, 0.88
    if act is Act.PURPOSE:
        return None
    if act is None and mention.valence is not Valence.EITHER and sounds_like_a_rule(scoped):
        act, confidence = (Act.REQUIRE if mention.valence is Valence.DEMANDED else Act.FORBID), 0.8
    confidence *= mention.probability
    if mention.valence is Valence.STATED:
        return Verdict(Polarity.FORBID, 0.9)
    generic = scoped.words[0].folded in _GENERIC and not scoped.reading.cues & {"domain", "forbid", *REMOVING}
    if mention.valence is Valence.FORBIDDEN and generic and scoped.inherited is None:
        return None
    if mention.valence is Valence.FORBIDDEN:
        return _of_forbidden(act, mention, confidence, conditional=conditional)
    if mention.valence is Valence.EITHER:
        return _of_either(act, mention, confidence, limits)
    return _of_demanded(scoped, mention, act, confidence, conditional=conditional)


def _of_forbidden(act: Act | None, mention: Mention, confidence: float, *, conditional: bool) -> Verdict | None:
    if act is None:
        return None
    if act is Act.PERMIT and not conditional:
        return Verdict(Polarity.PERMIT, 0.8) if mention.category in _PERMITTED else None
    return Verdict(Polarity.FORBID, confidence if act is not Act.REQUIRE else confidence - 0.1)


def _of_either(act: Act | None, mention: Mention, confidence: float, limits: list[Limit]) -> Verdict | None:
    limited = mention.category is Category.LINKS and any(limit.kind is LimitKind.MAX_LINKS for limit in limits)
    if act in (Act.FORBID, Act.NEGATE) or limited:
        return Verdict(Polarity.FORBID, confidence - 0.03)
    if act is Act.REQUIRE:
        return Verdict(Polarity.REQUIRE, confidence - 0.1)
    return Verdict(Polarity.PERMIT, confidence - 0.05) if act is Act.PERMIT else None


def _of_demanded(
    scoped: ScopedPiece, mention: Mention, act: Act | None, confidence: float, *, conditional: bool
) -> Verdict | None:
    if _is_doubly_negated(scoped, mention):
        return Verdict(Polarity.REQUIRE, confidence - 0.05)
    cues = scoped.reading.cues
    inherited = scoped.inherited.act if scoped.inherited else None
    demanding = "require" in cues or "only" in cues or inherited is Act.REQUIRE
    if _is_negated(scoped, mention):
        removing = cues & {"forbid", "refuse", "delete", "block"} or inherited in (Act.FORBID, Act.NEGATE)
        return Verdict(Polarity.FORBID, confidence - 0.05) if removing else None
    if act is Act.REQUIRE or (conditional and act is not None):
        return Verdict(Polarity.REQUIRE, confidence - 0.05)
    if act is Act.PERMIT:
        if mention.category is Category.COPYRIGHT:
            return Verdict(Polarity.PERMIT, confidence - 0.1)
        return Verdict(Polarity.REQUIRE, confidence - 0.1) if mention.category is Category.LANGUAGE else None
    if act in (Act.FORBID, Act.NEGATE) and demanding:
        return Verdict(Polarity.REQUIRE, confidence - 0.1)
    return None


def _is_doubly_negated(scoped: ScopedPiece, mention: Mention) -> bool:
    """Tell whether "kein Kommentar ohne Namen" demands what it names."""
    part = scoped.reading.parts[scoped.reading.part_of(mention.first)]
    before = [word.folded for word in scoped.words[part.first : mention.first]]
    place = next((place for place, word in enumerate(before) if word in ("ohne", "without")), 0)
    return any(word in _NEGATORS for word in before[:place])


def _is_negated(scoped: ScopedPiece, mention: Mention) -> bool:
    part = scoped.reading.parts[scoped.reading.part_of(mention.first)]
    before = scoped.words[max(part.first, mention.first - _REACH) : mention.first]
    after = scoped.words[mention.last + 1 : min(part.last + 1, mention.last + _REACH + 1)]
    inside = scoped.words[mention.first : mention.last]
    return any(word.folded in _NEGATORS for word in (*before, *inside)) or any(word.folded == "nicht" for word in after)


def _clause(scoped: ScopedPiece, mention: Mention, verdict: Verdict, limits: list[Limit]) -> Clause:
    piece, reading, inherited = scoped.piece, scoped.reading, scoped.inherited
    own = reading.has_act or inherited is None
    strength = reading.strength if own and reading.strength is not _PLAIN else None
    return Clause(
        category=mention.category,
        polarity=verdict.polarity,
        strength=strength or (inherited.strength if inherited else _PLAIN),
        quote=piece.text,
        start=piece.start,
        end=piece.end,
        confidence=round(verdict.confidence, 2),
        screenable=entry(mention.category).screenable,
        consequence=reading.consequence or (inherited.consequence if inherited else None),
        modifier=modifier_of(scoped, mention),
        limit=_limit_for(scoped, mention, verdict, limits),
    )


def _limit_for(scoped: ScopedPiece, mention: Mention, verdict: Verdict, limits: list[Limit]) -> Limit | None:
    if mention.category is Category.LINKS:
        return next((limit for limit in limits if limit.kind is LimitKind.MAX_LINKS), None)
    if mention.category is not Category.LANGUAGE:
        return None
    if mention.valence is Valence.FORBIDDEN and not excludes_others(scoped.piece.text):
        return None
    if mention.valence is Valence.DEMANDED and verdict.polarity is Polarity.FORBID and not _is_negated(scoped, mention):
        return None
    codes = languages_of(scoped.piece.text)
    return Limit(LimitKind.LANGUAGES, 0, codes) if codes else None


def _length_clauses(scoped: ScopedPiece, limits: list[Limit]) -> Iterator[Clause]:
    for limit in limits:
        if limit.kind in (LimitKind.MAX_LINKS, LimitKind.LANGUAGES):
            continue
        yield Clause(
            category=Category.LENGTH,
            polarity=Polarity.FORBID,
            strength=scoped.reading.strength,
            quote=scoped.piece.text,
            start=scoped.piece.start,
            end=scoped.piece.end,
            confidence=0.95,
            screenable=entry(Category.LENGTH).screenable,
            consequence=scoped.reading.consequence,
            limit=limit,
        )


def modifier_of(scoped: ScopedPiece, mention: Mention) -> str | None:
    """Return the stated scope in the publisher's words, or None where the name stands alone or in the title above."""
    if not mention.covered:
        return None
    part = scoped.reading.parts[scoped.reading.part_of(mention.first)]
    words, text, offset = scoped.words, scoped.piece.text, scoped.piece.start
    stop = mention.last
    while stop < part.last and not _ends_scope(scoped, stop + 1):
        stop += 1
    start = words[mention.first].start - offset
    adjective = _ADJECTIVE.search(text[:start])
    begin = adjective.start() if adjective else start
    phrase = text[begin : words[stop].end - offset].strip()
    bare = text[start : words[mention.last].end - offset]
    compound = mention.category is Category.ADVERTISING and "link" in bare.lower()
    return phrase if phrase and len(phrase) <= _LONGEST_MODIFIER and (phrase != bare or compound) else None


def _ends_scope(scoped: ScopedPiece, index: int) -> bool:
    word = scoped.words[index]
    return word.is_mark or word.folded in _SCOPE_ENDS or index in scoped.reading.cue_words
