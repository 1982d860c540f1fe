"""What a sentence does: forbid, demand, allow, announce; and which part of it does so."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from importlib import resources
from itertools import pairwise

from moderation.policy.patterns import Found, PatternSet
from moderation.policy.values import Consequence, Strength
from moderation.policy.words import Word


class Act(StrEnum):
    """The force of a part of a sentence."""

    FORBID = "forbid"
    NEGATE = "negate"
    REQUIRE = "require"
    PERMIT = "permit"
    PURPOSE = "purpose"


@dataclass(frozen=True, slots=True)
class Part:
    """A run of words between commas, colons, dashes and connectives.

    :ivar act: what a cue inside it says; None where it leaves that to its neighbours.
    """

    first: int
    last: int
    cues: frozenset[str]
    act: Act | None

    @property
    def conditional(self) -> bool:
        """Whether it opens with a word like "solange" or "wenn"."""
        return "condition" in self.cues


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence with its cues.

    :ivar cues: kinds of all cues, see `data/cues.json`.
    :ivar opening: kinds of the cues that its first two words begin.
    :ivar cue_words: indexes of the words where a cue begins.
    """

    words: tuple[Word, ...]
    parts: tuple[Part, ...]
    cues: frozenset[str]
    opening: frozenset[str]
    cue_words: frozenset[int]

    @property
    def has_act(self) -> bool:
        """Whether the sentence itself forbids, demands or allows."""
        return any(part.act not in (None, Act.PURPOSE) for part in self.parts)

    @property
    def strength(self) -> Strength:
        """How binding it is."""
        if "reserve" in self.cues:
            return Strength.MAY
        if "soft" in self.cues and "excuse" not in self.cues and not self.cues & REMOVING:
            return Strength.SHOULD
        return Strength.MUST

    @property
    def consequence(self) -> Consequence | None:
        """What it announces; the first of refusal, deletion, blocking, shortening, report."""
        for consequence in (
            Consequence.REFUSE,
            Consequence.DELETE,
            Consequence.BLOCK,
            Consequence.SHORTEN,
            Consequence.REPORT,
        ):
            if consequence.value in self.cues:
                return consequence
        return None

    def part_of(self, index: int) -> int:
        """Return the number of the part that holds a word."""
        for number, part in enumerate(self.parts):
            if part.first <= index <= part.last:
                return number
        return len(self.parts) - 1

    def _is_denied_later(self, number: int) -> bool:
        """Tell whether a list goes on to "… sind es nicht": "Frust ist erlaubt, Spott, Hohn und Häme sind es nicht"."""
        later = next((part for part in self.parts[number + 1 :] if part.act not in (None, Act.PURPOSE)), None)
        return later is not None and later.act is Act.FORBID and _ends_with(self.words, later, _DENYING)

    def act_at(self, index: int) -> tuple[Act | None, bool]:
        """Return the act that covers a word, and whether the part that says so is conditional.

        A part without a cue of its own belongs to the one before it, or else to the one after: lists stand on either
        side of the verb.
        """
        number = self.part_of(index)
        part = self.parts[number]
        if part.act is not None:
            return part.act, part.conditional
        for earlier in reversed(self.parts[:number]):
            if earlier.act not in (None, Act.PURPOSE):
                if earlier.act is Act.PERMIT and self._is_denied_later(number):
                    break
                return earlier.act, part.conditional
        for later in self.parts[number + 1 :]:
            if later.act not in (None, Act.PURPOSE):
                return later.act, part.conditional
        return None, part.conditional


REMOVING = frozenset(("refuse", "delete", "block"))
_BREAKS = frozenset(",;:()–—•")
_BREAKING_CUES = frozenset(("condition", "contrast"))
# "Beim Thema bleiben, Gründe nennen": an infinitive without a subject asks.
_ASKING = frozenset(
    """bleiben nennen angeben belegen schreiben formulieren begruenden halten achten diskutieren argumentieren
    respektieren beachten kennzeichnen fassen beziehen zitieren pruefen denken nachdenken zuhoeren verlinken streiten
    reden sprechen kommentieren behandeln umgehen wahren beschraenken konzentrieren mitreden beitragen erklaeren
    erlaeutern unterscheiden differenzieren tolerieren zeigen trennen ausreden gliedern benutzen verwenden
    unterlassen mitdenken austauschen eingehen aeussern auftreten belegen untermauern""".split()
)
_AFFIRMING = frozenset(("schon", "ja", "gern", "gerne", "durchaus"))
_DENYING = frozenset(("nicht", "not", "nein", "net", "ned"))
_BUT = frozenset(("aber", "doch", "jedoch", "bloss"))
_MAY = frozenset(("darf", "darfst", "duerfen", "duerft"))
_JOINING = frozenset(("und", "oder", "sowie", "aber", "and", "or", "but"))
_NEGATING = frozenset("nicht kein keine keinen keinerlei niemanden no not".split())
_SUBJECTS = frozenset(
    """wir ich sie er es man die der das sind werden wird haben hat koennen kann wollen will moechten duerfen sollten
    welche wer nicht kein keine""".split()
)
_RELATIVE = frozenset("der die das den dem deren dessen welche welcher welches who which that".split())


def read(words: Sequence[Word]) -> Reading:
    """Return a sentence's words with their cues and parts."""
    cues: dict[int, set[str]] = {}
    touching: list[tuple[int, int, str]] = []
    every: set[str] = set()
    listed = list(words)
    matches = list(_cue_patterns().find(listed))
    avoiding = {found.first for found in matches if found.meaning == "forbid"}
    for found in matches:
        kind = found.meaning
        if (kind == "require" and found.first in avoiding) or (kind == "forbid" and _denies_another(listed, found)):
            continue
        every.add(kind)
        cues.setdefault(found.first, set()).add(kind)
        touching.append((found.first, found.first if kind in _BREAKING_CUES else found.last, kind))
    parts = []
    for first, last in _bounds(listed, cues):
        kinds = frozenset([kind for one, two, kind in touching if first <= one <= last or first <= two <= last])
        if first and listed[first].folded in _RELATIVE and listed[first - 1].folded == ",":
            kinds -= {"require"}
        if not kinds and _asks(listed[first : last + 1]):
            kinds = frozenset(("require",))
            every.add("require")
            cues.setdefault(first, set()).add("require")
        parts.append(Part(first, last, kinds, _act(kinds)))
    parts = _contrasted(listed, _conditioned(parts))
    parts = [_without_only(part) if _is_beside_ban(part, parts) else part for part in parts]
    opening = frozenset().union(*(cues.get(index, ()) for index in (0, 1)))
    return Reading(tuple(listed), tuple(parts), frozenset(every), opening, frozenset(cues))


def _denies_another(words: list[Word], found: Found[str]) -> bool:
    """Tell whether only the second half denies: "Links dürft ihr setzen, Werbung nicht" allows the first."""
    if words[found.first].folded not in _MAY:
        return False
    between = [word.folded for word in words[found.first : found.last]]
    if any(mark == "," and word in _BUT for mark, word in pairwise(between)):
        return True
    if words[found.last].folded != "nicht":
        return False
    closes = found.last + 1 >= len(words) or words[found.last + 1].is_mark
    return closes and "," in between


def _conditioned(parts: list[Part]) -> list[Part]:
    """Read "Wir veröffentlichen Kommentare, sofern …" as a permission with a condition."""
    if any(part.act is not None for part in parts) or not any(part.conditional for part in parts):
        return parts
    return [replace(part, act=Act.PERMIT) if "publish" in part.cues else part for part in parts]


def _asks(words: list[Word]) -> bool:
    """Tell whether a part ends with an infinitive and has no subject."""
    spoken = [word.folded for word in words if not word.is_mark]
    return len(spoken) > 1 and spoken[-1] in _ASKING and not _SUBJECTS & set(spoken)


def _contrasted(words: list[Word], parts: list[Part]) -> list[Part]:
    """Read the short second half of "Zitate sind erlaubt, ganze Artikel nicht" as the opposite of the first."""
    result: list[Part] = []
    before: Part | None = None
    for part in parts:
        act = before and before.act
        denied = act is Act.PERMIT and part.act is Act.NEGATE and _ends_with(words, part, _DENYING)
        against = before is not None and "tolerate" in before.cues and _ends_with(words, part, _AFFIRMING)
        if denied or against:
            result.append(replace(part, act=Act.FORBID))
        elif act in (Act.FORBID, Act.NEGATE) and part.act is None and _ends_with(words, part, _AFFIRMING):
            result.append(replace(part, act=Act.PERMIT))
        else:
            result.append(part)
        before = result[-1] if result[-1].act is not None else before
    return result


def _ends_with(words: Sequence[Word], part: Part, last: frozenset[str]) -> bool:
    spoken = [word.folded for word in words[part.first : part.last + 1] if not word.is_mark]
    return bool(spoken) and spoken[-1] in last


def _is_beside_ban(part: Part, parts: list[Part]) -> bool:
    """Tell whether "nur" only narrows what another part forbids ("Beiträge, die nur aus Links bestehen")."""
    narrowing = part.act is Act.REQUIRE and not part.cues & {"require", "permit", "publish"}
    return narrowing and any(other.act is Act.FORBID for other in parts)


def _without_only(part: Part) -> Part:
    return Part(part.first, part.last, part.cues, None)


def _bounds(words: list[Word], cues: dict[int, set[str]]) -> list[tuple[int, int]]:
    bounds, first = [], 0
    for index, word in enumerate(words):
        opens = index > first and bool(cues.get(index, set()) & _BREAKING_CUES)
        opens = opens or (index > first + 1 and words[index - 1].folded in _JOINING and _turns(words, cues, index))
        if opens:
            bounds.append((first, index - 1))
            first = index
        if (word.is_mark and word.folded in _BREAKS) or word.folded == "-":
            bounds.append((first, index))
            first = index + 1
    if first < len(words) or not bounds:
        bounds.append((first, max(first, len(words) - 1)))
    return bounds


def _turns(words: list[Word], cues: dict[int, set[str]], index: int) -> bool:
    """Tell whether what follows a conjunction does something of its own ("nur zum Artikel und nicht …")."""
    return words[index].folded in _NEGATING or "require" in cues.get(index, set())


def _act(kinds: frozenset[str]) -> Act | None:
    if "purpose" in kinds and not kinds & REMOVING:
        return Act.PURPOSE
    if "tolerate" in kinds and not kinds & REMOVING:
        return Act.PERMIT
    if "forbid" in kinds or kinds & REMOVING:
        return Act.FORBID
    if "negation" in kinds:
        return Act.NEGATE
    if "report" in kinds:
        return Act.FORBID
    if "only" in kinds and kinds & {"permit", "publish", "require"}:
        return Act.REQUIRE
    if "permit" in kinds:
        return Act.PERMIT
    return Act.REQUIRE if kinds & {"require", "only", "soft"} else None


@cache
def _cue_patterns() -> PatternSet[str]:
    source = resources.files("moderation.policy.data").joinpath("cues.json").read_text("utf-8")
    return PatternSet([(phrase, kind) for kind, phrases in json.loads(source).items() for phrase in phrases])
