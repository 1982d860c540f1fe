"""The smallest removal that would have let a comment pass."""

from collections.abc import Callable, Sequence

from moderation.comment.values import Evidence, Removal
from moderation.text.tokens import locate_words

# Each trial judges the comment once more.
_MOST_TRIALS = 9
_MOST_REMOVED = 0.5
_LEFT = 2
_MOST_QUOTED = 5

Span = tuple[int, int]


def smallest_removal(
    text: str, spans: Sequence[Span], passes: Callable[[str], bool], *, english: bool
) -> Removal | None:
    """Return the fewest words among the evidence without which a comment passes, or None where that needs too many.

    First all evidence is taken out; where that suffices, words are put back one by one as long as it still passes
    (a minimal removal; the smallest of all would take trying every set).

    :param passes: tells whether a text would be published.
    """
    chosen = _words_in(text, spans)
    if not chosen or not _is_rest_enough(text, chosen) or not passes(_without(text, chosen)):
        return None
    for span in sorted(chosen, key=lambda span: span[0] - span[1])[: _MOST_TRIALS - 1]:
        fewer = [other for other in chosen if other != span]
        if fewer and passes(_without(text, fewer)):
            chosen = fewer
    found = tuple(Evidence(start, end, text[start:end], "entfällt") for start, end in _joined(text, chosen))
    return Removal(found, _sentence([item.text for item in found], english=english))


def _words_in(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return the words that evidence covers; a span that is no whole word, as a link, stays one piece."""
    pieces: set[Span] = set()
    words = [(word.start, word.end) for word in locate_words(text)]
    for start, end in spans:
        inside = [word for word in words if start <= word[0] and word[1] <= end]
        pieces.update(inside if len(inside) > 1 and "." not in text[start:end].strip(".") else [(start, end)])
    kept: list[Span] = []
    for start, end in sorted(pieces, key=lambda span: (span[0], -span[1])):
        if start < end and (not kept or start >= kept[-1][1]):
            kept.append((start, end))
    return kept


def _is_rest_enough(text: str, chosen: Sequence[Span]) -> bool:
    removed = sum(end - start for start, end in chosen)
    return removed <= _MOST_REMOVED * len(text.strip()) and len(locate_words(_without(text, chosen))) >= _LEFT


def _without(text: str, spans: Sequence[Span]) -> str:
    kept, last = [], 0
    for start, end in spans:
        kept.append(text[last:start])
        last = end
    return " ".join("".join([*kept, text[last:]]).split(" "))


def _joined(text: str, spans: Sequence[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in spans:
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _sentence(words: Sequence[str], *, english: bool) -> str:
    marks = "“{}”" if english else "„{}“"
    named = ", ".join(marks.format(word) for word in words[:_MOST_QUOTED])
    one = len(words) == 1 and " " not in words[0].strip()
    if english:
        return f"Without the {'word' if one else 'words'} {named} this comment would be published."
    return f"Ohne {'das Wort' if one else 'die Wörter'} {named} würde dieser Kommentar veröffentlicht."
