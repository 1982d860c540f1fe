"""A comment read once for all who judge it."""

from collections.abc import Mapping

import msgspec

from moderation.comment.advertising import Cues, find_cues
from moderation.comment.features import describe, tally_classes
from moderation.comment.lexicon import SELLS, STRETCHED, Lexicon
from moderation.comment.links import Link, find_links, is_dotted
from moderation.comment.signs import Signs, read_signs
from moderation.text.language import is_plainly_german
from moderation.text.normalise import fold
from moderation.text.tokens import split_words


class Reading(msgspec.Struct, frozen=True, gc=False):
    """What all judges need of a comment.

    :ivar words: folded, without signs; `lengths` of each.
    :ivar tally: how often each word class and mark occurs, by number, where it does.
    :ivar german: whether its words are German at a glance.
    :ivar features: in the order of `moderation.comment.features.NAMES`.
    """

    text: str
    signs: Signs
    folded: str
    words: list[str]
    lengths: list[int]
    tally: Mapping[int, int]
    german: bool
    links: tuple[Link, ...]
    cues: Cues
    features: list[float]

    @property
    def stretched(self) -> bool:
        """Whether a letter stands three times in a row in one of the words."""
        return STRETCHED in self.tally


def read_comment(text: str, lexicon: Lexicon) -> Reading:
    """Read a comment for judging; the caller bounds its length."""
    folded = fold(text)
    words = split_words(folded)
    signs = read_signs(text)
    tally = tally_classes(words, lexicon)
    links = find_links(text) if _may_link(text, folded, signs) else ()
    cues = find_cues(text, folded, words, signs, links, hinted=SELLS in tally)
    features = describe(text, signs, len(words), tally)
    features += (min(len(links), 3) / 3.0, min(cues.worth, 4.0) / 4.0, min(cues.kinds, 4) / 4.0)
    lengths = list(map(len, words))
    return Reading(text, signs, folded, words, lengths, tally, is_plainly_german(words), links, cues, features)


def _may_link(text: str, folded: str, signs: Signs) -> bool:
    """Tell whether anything in a comment could be a link: most comments have no more than full stops."""
    if "punkt" in folded or "dot" in folded or "www" in folded or "w w w" in folded:
        return True
    return "." in signs.kinds and (is_dotted(text) or " ." in text or "://" in text)
