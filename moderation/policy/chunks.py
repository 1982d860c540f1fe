"""Chunks: the runs of words between marks and conjunctions, which name one thing each."""

from moderation.policy.acts import Reading

_JOINING = frozenset(
    """und oder sowie bzw beziehungsweise sondern aber noch weder entweder plus samt respektive and or nor but
    ferner ausserdem ebenso""".split()
)


def chunks_of(reading: Reading) -> tuple[tuple[int, int], ...]:
    """Return the first and last word of every chunk of a sentence, in order."""
    found: list[tuple[int, int]] = []
    for part in reading.parts:
        first: int | None = None
        for index in range(part.first, part.last + 1):
            word = reading.words[index] if index < len(reading.words) else None
            if word is None or word.is_mark or word.folded in _JOINING:
                if first is not None:
                    found.append((first, index - 1))
                first = None
            elif first is None:
                first = index
        if first is not None:
            found.append((first, min(part.last, len(reading.words) - 1)))
    return tuple(found)
