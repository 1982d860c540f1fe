"""What belongs to a notice of comment rules beside the rules: salutation, what stands between, signature."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from moderation.article.cues import cues
from moderation.article.prior import NOTHING, Prior, is_standing
from moderation.article.values import Label
from moderation.text.markup import Run

MAX_LINE = 120
MAX_LEAD = 240
MAX_BETWEEN = 400
# Articles of a site, and the share of them, that must have had a line before it goes the way of its neighbour.
MIN_ARTICLES, MIN_SHARE = 2.5, 0.6

_SALUTATION = re.compile(
    r"(?:sehr\s+geehrte|liebe|lieber|werte|verehrte|geschätzte|hallo|guten\s+tag|dear\b)[^.?:]{0,80}[,!]?$",
    re.IGNORECASE,
)
_THANKS = re.compile(r".{0,30}\b(?:dank|danke|freuen uns|schön, dass)\b.{0,90}[.!]$", re.IGNORECASE)
_SIGNATURE = re.compile(
    r"(?:freundlich|best|herzlich|viele|liebe)\w*\s+gr(?:ü|ue)(?:ß|ss)\w*|^(?:ihre?|eure?|euer|deine?|die|das)\s"
    r".{0,50}(?:redaktion|team|moderation|forum)|redaktion\b|\b(?:danke|dank)\b",
    re.IGNORECASE,
)
_ITEM = re.compile(r"(?:[-*•–·]|\d{1,2}[.)])\s+\S")


class Piece(NamedTuple):
    """A run, or a part of one, with what the classifier makes of it."""

    run: Run
    editorial: float
    kind: Label
    policy: float
    source_run: int = 0
    prior: Prior = NOTHING
    label: Label | None = None


def join_notice(pieces: Sequence[Piece], threshold: float, *, plain: bool) -> list[Piece]:
    """Return the pieces, those that belong to a notice made part of it.

    :param threshold: probability of editorial below which a piece is taken for boilerplate.
    :param plain: whether the page is an article alone, so that what follows its notice is hardly editorial.
    """
    notice = [piece.editorial < threshold and piece.kind is Label.POLICY_NOTICE for piece in pieces]
    if not any(notice):
        return list(pieces)
    new = any(piece.editorial >= threshold and not _is_known(piece) for piece in pieces)
    for index in range(1, len(pieces)):
        notice[index] = notice[index] or (new and notice[index - 1] and recur(pieces[index], pieces[index - 1]))
        near = notice[index - 1] or (index > 1 and notice[index - 2] and len(pieces[index - 1].run.text) < MAX_LINE)
        notice[index] = notice[index] or (near and _follows(pieces, notice, index, plain=plain))
    for index in range(len(pieces) - 2, -1, -1):
        piece, following = pieces[index : index + 2]
        led = notice[index + 1] and (_leads(piece, following, plain=plain) or (new and recur(piece, following)))
        notice[index] = notice[index] or led
    return [
        piece._replace(kind=Label.POLICY_NOTICE, editorial=min(piece.editorial, 0.3)) if flag else piece
        for piece, flag in zip(pieces, notice, strict=True)
    ]


def recur(piece: Piece, neighbour: Piece) -> bool:
    """Tell a short line that the site's articles have beside the same neighbour: it goes where that one goes.

    What a newspaper repeats as part of its articles does not, nor does what an operator has spoken of.
    """
    if not (_is_known(piece) and _is_known(neighbour)) or piece.prior.word is not None:
        return False
    return len(piece.run.text) < MAX_BETWEEN and not is_standing(piece.run.text)


def _is_known(piece: Piece) -> bool:
    seen = piece.prior.repetition
    return seen is not None and seen.articles >= MIN_ARTICLES and seen.share >= MIN_SHARE


def _follows(pieces: Sequence[Piece], notice: Sequence[bool], index: int, *, plain: bool) -> bool:
    """Tell a signature, what stands between two parts of a notice, and the last line of a plain article."""
    piece, text = pieces[index], pieces[index].run.text
    if any(notice[index + 1 : index + 2]) and piece.editorial < 0.97 and len(text) < MAX_BETWEEN:
        return True
    if len(text) >= MAX_LINE:
        return False
    last = plain and index >= len(pieces) - 2 and notice[index - 1]
    foreign = piece.editorial < 0.4 and piece.kind in _OTHER_ENDINGS
    return _SIGNATURE.search(text) is not None or (last and piece.editorial < 0.98 and not foreign)


_OTHER_ENDINGS = frozenset(
    {
        Label.COPYRIGHT,
        Label.NEWSLETTER,
        Label.RELATED,
        Label.PAYWALL,
        Label.AGENCY_CREDIT,
        Label.ADVERTISING,
        Label.SHARE,
        Label.NAVIGATION,
    }
)


def _leads(piece: Piece, following: Piece, *, plain: bool) -> bool:
    """Tell a salutation, a heading, an earlier item of the list of rules, and a friendly word before the rules."""
    text = piece.run.text
    if len(text) < MAX_LINE and _SALUTATION.match(text):
        return True
    if len(text) < MAX_LINE and text.endswith(":") and plain:
        return True
    if plain and len(text) < MAX_LINE and _heads_rules(text):
        return True
    if _ITEM.match(text) and _ITEM.match(following.run.text) and piece.editorial < 0.97:
        return True
    if len(text) < MAX_LEAD and piece.editorial < 0.9 and _THANKS.match(text):
        return True
    return plain and len(text) < MAX_LEAD and piece.editorial < 0.99 and _speaks_to_readers(text)


def _heads_rules(text: str) -> bool:
    """Tell a heading over comment rules: a line that ends no sentence and names comments."""
    comments, *_ = cues(text)
    return text[-1].isalnum() and comments > 0


def leads(piece: Piece) -> bool:
    """Tell whether a sentence before rules, within one run, belongs to them: it greets, thanks or speaks to readers."""
    text = piece.run.text
    if piece.prior.word or len(text) > MAX_LEAD:
        return False
    greets = _SALUTATION.match(text) is not None or (piece.editorial < 0.9 and _THANKS.match(text) is not None)
    return greets or (piece.editorial < 0.9 and _speaks_to_readers(text))


def _speaks_to_readers(text: str) -> bool:
    comments, _, _, requests, addressees, house, _, reporting, *_, quotes = cues(text)
    return bool(addressees and (house or requests or comments)) and not reporting and not quotes
