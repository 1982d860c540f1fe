"""What each piece of a policy inherits: a head speaks for its list, a sentence for "Dies umfasst ebenso …"."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest

from moderation.policy.acts import REMOVING, Act, Reading, read
from moderation.policy.judge import Impression
from moderation.policy.phrases import Mention
from moderation.policy.procedure import kinds_of
from moderation.policy.segments import Piece
from moderation.policy.values import Consequence, Strength
from moderation.policy.words import Word, split_words

_FRAGMENT_WORDS = 14
_LIKEWISE = frozenset("ebenfalls ebenso auch genauso dito desgleichen dazu too likewise".split())
_QUESTION_WORDS = 14
_ANSWER_WORDS = 8
_ASKED = frozenset("warum wieso weshalb wie wo wann was wer haben sie du ihr why how what who do did".split())
_SUCH = frozenset(("solche", "solcherlei", "derartige", "derlei", "such"))


@dataclass(frozen=True, slots=True)
class Force:
    """What a head hands down to its list."""

    act: Act
    strength: Strength
    consequence: Consequence | None = None


REFUSED = Force(Act.FORBID, Strength.MUST)


@dataclass(frozen=True, slots=True)
class ScopedPiece:
    """A piece, read, with what it inherits.

    :ivar inherited: the force of its head or of the sentence before; None where it must speak for itself.
    :ivar kinds: kinds of procedure it states.
    :ivar group: number of the run of sentences that speak of the same thing.
    :ivar impression: how the trained reader takes it; None without one.
    :ivar mentions: what it names, once that is known.
    :ivar answered: a question whose short answer is its rule ("Werbung? Löschen wir.").
    """

    piece: Piece
    words: tuple[Word, ...]
    reading: Reading
    kinds: tuple[str, ...]
    inherited: Force | None
    group: int
    answered: bool = False
    impression: Impression | None = None
    mentions: tuple[Mention, ...] = ()

    @property
    def refers_back(self) -> bool:
        """Whether it opens with "Solche …", "Dies umfasst ebenso …" and the like."""
        return _refers_back(self.reading)


def scope(text: str, pieces: Iterable[Piece]) -> Iterator[ScopedPiece]:
    """Yield the pieces with what each inherits."""
    force: Force | None = None
    listing = False
    group = 0
    readings = [(piece, read(split_words(text[piece.start : piece.end], piece.start))) for piece in pieces]
    following = [reading for _, reading in readings[1:]]
    for (piece, reading), after in zip_longest(readings, following):
        words = list(reading.words)
        own = None if "teaser" in reading.cues else force_of(reading)
        refers_back = _refers_back(reading)
        if not refers_back and not piece.item:
            group += 1
        inherited = force if own or not _is_refused(after) else REFUSED
        inherited = (
            inherited
            if inherited is REFUSED or _inherits(piece, reading, words, listing=listing, refers_back=refers_back)
            else None
        )
        answer = _answer(piece, words, after)
        yield ScopedPiece(piece, tuple(words), reading, kinds_of(words), answer or inherited, group, answer is not None)
        if piece.opens or (piece.heading and own is not None):
            force, listing = own, True
        elif listing and (piece.heading or (own is not None and own.act is Act.NEGATE)):
            continue
        elif own is not None and _opens_list(reading):
            force, listing = own, True
        elif own is not None and not piece.item and not (refers_back and inherited):
            force, listing = own, False
        elif own is None and not piece.item and inherited is None:
            force, listing = None, False


def _refers_back(reading: Reading) -> bool:
    """Tell whether a sentence goes on from the one before: "Ebenso …", "… ebenfalls"."""
    if "anaphor" in reading.opening:
        return True
    spoken = [word.folded for word in reading.words if not word.is_mark]
    return len(spoken) > 1 and spoken[-1] in _LIKEWISE and not reading.has_act


def _answer(piece: Piece, words: list[Word], after: Reading | None) -> Force | None:
    """Return what a short answer makes of the short question before it: "Werbung? Nein." forbids."""
    if after is None or not piece.text.endswith("?") or len(words) > _QUESTION_WORDS:
        return None
    if words[0].folded in _ASKED or len(after.words) > _ANSWER_WORDS:
        return None
    force = force_of(after)
    return replace(force, act=Act.FORBID) if force and force.act is Act.NEGATE else force


def _is_refused(after: Reading | None) -> bool:
    """Tell whether the next sentence refuses "such comments" as the one before it describes."""
    return after is not None and after.words[0].folded in _SUCH and bool(after.cues & REMOVING)


def _inherits(piece: Piece, reading: Reading, words: list[Word], *, listing: bool, refers_back: bool) -> bool:
    if piece.item or refers_back:
        return True
    return listing and not reading.has_act and len(words) <= _FRAGMENT_WORDS


def _opens_list(reading: Reading) -> bool:
    """Tell whether an act stands before a colon, as in "Was wir löschen: Aufrufe zu Gewalt"."""
    colon = next((index for index, word in enumerate(reading.words) if word.folded == ":"), None)
    return colon is not None and any(part.act is not None and part.last <= colon for part in reading.parts)


def force_of(reading: Reading) -> Force | None:
    """Return what a sentence hands down, the strongest of its acts; None where it has none."""
    acts = {part.act for part in reading.parts}
    for act in (Act.FORBID, Act.NEGATE, Act.REQUIRE, Act.PERMIT):
        if act in acts:
            return Force(act, reading.strength, reading.consequence)
    return None
