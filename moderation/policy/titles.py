"""What a title names belongs to the sentence below it that states the rule."""

from collections.abc import Sequence
from dataclasses import replace

from moderation.policy.acts import REMOVING
from moderation.policy.phrases import Mention
from moderation.policy.scope import REFUSED, ScopedPiece
from moderation.policy.values import Category, Clause

# "Die hat hier nichts zu suchen": a short sentence that says of what stands above it what becomes of it.
_POINTING = frozenset(
    """die der das sie es ihn diese dieser dieses solche derlei dergleichen davon darueber dafuer dazu darauf so hier
    beides alles they it this that these such those""".split()
)
_LONGEST_POINTING = 16
_ANSWERING = frozenset(
    """beantworten beantwortet erklaeren erklaert erlaeutern erlaeutert richten richtet senden schicken mail email
    emails telefonisch kontaktformular anfrage ansprechpartner ansprechpartnerin leserservice answer answered""".split()
)
_IN_PUBLIC = frozenset(
    """oeffentlich kommentarbereich forum kommentaren kommentarspalte kommentarspalten hier eroertert eroertern
    diskutiert diskutieren diskussion debattiert comments publicly here""".split()
)
_BANNING = REMOVING | {"forbid", "negation"}


def with_named_above(scoped: Sequence[ScopedPiece]) -> list[ScopedPiece]:
    """Hand what a title or an offer of contact names to the rule below it, where that names nothing itself.

    "Werbung / Die hat hier nichts verloren." states its rule in the second line; "Fragen zur Moderation beantworten wir
    per Mail. Hier werden sie nicht erörtert." in the second sentence.
    """
    result = list(scoped)
    for place in range(len(result) - 1):
        above, below = result[place], result[place + 1]
        named = above.mentions
        if not named or below.mentions or below.piece.heading or not _points_back(below):
            continue
        if is_title(above):
            result[place] = replace(above, mentions=())
        elif _offers_contact(above) and below.reading.cues & _BANNING:
            named = tuple(item for item in named if item.category is Category.MOD_CRITICISM)
            result[place] = replace(above, mentions=tuple(item for item in above.mentions if item not in named))
        else:
            continue
        result[place + 1] = replace(below, mentions=tuple(_moved(item) for item in named))
    return result


def _moved(mention: Mention) -> Mention:
    return replace(mention, first=0, last=0, covered=())


def is_title(piece: ScopedPiece) -> bool:
    """Tell whether a piece is a heading that itself neither bans nor asks for anything."""
    # A head hands down a force of the same value to its items; those are no titles.
    inherits = piece.inherited is not None and piece.inherited is not REFUSED
    return piece.piece.heading and not piece.reading.has_act and not inherits


def _offers_contact(piece: ScopedPiece) -> bool:
    """Tell whether a sentence says where questions about the moderation go, instead of banning them from the site."""
    if not any(item.category is Category.MOD_CRITICISM for item in piece.mentions):
        return False
    spoken = {word.folded for word in piece.words}
    return bool(spoken & _ANSWERING or "@" in piece.piece.text) and not spoken & _IN_PUBLIC


def _points_back(piece: ScopedPiece) -> bool:
    spoken = [word.folded for word in piece.words[:8]]
    return piece.reading.has_act and len(piece.words) <= _LONGEST_POINTING and any(word in _POINTING for word in spoken)


def below_titles(scoped: Sequence[ScopedPiece], clauses: Sequence[Clause]) -> list[Clause]:
    """Drop what only a title states where the sentences below it state a rule, and an offer of contact likewise."""
    stating = {clause.start for clause in clauses}
    dropped: set[int] = set()
    for place, piece in enumerate(scoped):
        if is_title(piece) and piece.piece.start in stating and _is_explained(scoped[place + 1 :], stating):
            dropped.add(piece.piece.start)
    offers = {piece.piece.start for piece in scoped if _offers_contact(piece)}
    banning = {piece.piece.start for piece in scoped if piece.reading.cues & _BANNING} - offers
    elsewhere = any(clause.category is Category.MOD_CRITICISM and clause.start in banning for clause in clauses)
    return [
        clause
        for clause in clauses
        if clause.start not in dropped
        and not (elsewhere and clause.category is Category.MOD_CRITICISM and clause.start in offers)
    ]


def _is_explained(below: Sequence[ScopedPiece], stating: set[int]) -> bool:
    """Tell whether what stands under a title, down to the next one, states a rule in a sentence."""
    for piece in below:
        if piece.piece.heading:
            return False
        if piece.piece.start in stating:
            return piece.reading.has_act or piece.piece.text[-1] in ".!…"
    return False
