"""Comment rules in any publisher's wording → clauses of the fixed inventory, each with its sentence."""

from collections.abc import Iterable
from dataclasses import replace

from moderation.errors import InvalidInput, TooLarge
from moderation.policy.advice import other_rules, warnings_for
from moderation.policy.genre import is_policy
from moderation.policy.judge import Judge
from moderation.policy.mentions import mentions_of
from moderation.policy.publication import stated_mode
from moderation.policy.rules import clauses_of
from moderation.policy.scope import ScopedPiece, scope
from moderation.policy.segments import split_pieces
from moderation.policy.titles import below_titles, with_named_above
from moderation.policy.values import Clause, Consequence, Mode, Policy, Procedure, Strength
from moderation.policy.versions import version_of

MAX_CHARACTERS = 100_000


def parse_policy(text: str | None, judge: Judge | None = None, *, given: bool = False) -> Policy:
    """Read what a policy text states.

    :param judge: the trained reader for wording that no list knows; without it only the lists and the grammar read.
    :param given: an operator says that this is the policy; a few words are then enough ("Keine Links!").

    A text that is no policy for comments (an article, terms of purchase, nothing at all) yields no clause and says
    so in its warnings.

    :raises InvalidInput: when it is no text, or holds NUL or half of a surrogate pair.
    :raises TooLarge: above 100,000 characters.
    """
    checked = _checked(text)
    version = version_of(checked)
    scoped = understood(checked, judge)
    clauses = below_titles(scoped, _with_consequences(scoped))
    mode = mode_of(scoped)
    if not is_policy(scoped, clauses, mode, judge, given=given):
        return Policy(checked, version, warnings=warnings_for(scoped, (), None, recognised=False))
    return Policy(
        text=checked,
        version=version,
        mode=mode,
        clauses=tuple(clauses),
        procedure=tuple(_procedure(scoped, clauses)),
        warnings=warnings_for(scoped, clauses, mode, recognised=True),
        other=tuple(other_rules(scoped, clauses)),
    )


def understood(text: str, judge: Judge | None) -> list[ScopedPiece]:
    """Return the pieces of a text with what each inherits and names."""
    scoped = list(scope(text, split_pieces(text)))
    if judge is not None:
        impressions = judge.judge([piece.reading for piece in scoped])
        scoped = [replace(piece, impression=found) for piece, found in zip(scoped, impressions, strict=True)]
    return with_named_above([replace(piece, mentions=tuple(mentions_of(piece))) for piece in scoped])


def _checked(text: object) -> str:
    if text is None:
        return ""
    if not isinstance(text, str):
        raise InvalidInput(f"a policy is text, not {type(text).__name__}")
    if len(text) > MAX_CHARACTERS:
        raise TooLarge(f"a policy has at most {MAX_CHARACTERS} characters, this one {len(text)}")
    if "\0" in text:
        raise InvalidInput("a policy holds no NUL character")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InvalidInput("a policy is Unicode text; this one holds half of a surrogate pair") from error
    return text


def _with_consequences(scoped: Iterable[ScopedPiece]) -> list[Clause]:
    """Return all clauses; "Solche Kommentare werden wir nicht veröffentlichen" binds those before it."""
    clauses: list[Clause] = []
    groups: list[int] = []
    announced: dict[int, Consequence | None] = {}
    for piece in scoped:
        reading = piece.reading
        announced[piece.group] = reading.consequence or announced.get(piece.group)
        if piece.refers_back and reading.consequence:
            for number, clause in enumerate(clauses):
                if groups[number] == piece.group and clause.consequence is None:
                    binding = clause.strength if reading.strength is Strength.SHOULD else reading.strength
                    clauses[number] = replace(clause, consequence=reading.consequence, strength=binding)
        earlier = announced[piece.group] if piece.refers_back else None
        stated = [replace(clause, consequence=clause.consequence or earlier) for clause in clauses_of(piece)]
        clauses.extend(stated)
        groups.extend(piece.group for _ in stated)
    return clauses


def mode_of(scoped: Iterable[ScopedPiece]) -> Mode | None:
    """Return whether the pieces say that comments are checked before or after they appear."""
    return stated_mode((piece.kinds, piece.words) for piece in scoped)


def _procedure(scoped: Iterable[ScopedPiece], clauses: list[Clause]) -> Iterable[Procedure]:
    stating = {clause.start for clause in clauses}
    for piece in scoped:
        for kind in piece.kinds:
            if kind not in ("permission", "wish") or piece.piece.start not in stating:
                yield Procedure(kind, piece.piece.text, piece.piece.start, piece.piece.end)
