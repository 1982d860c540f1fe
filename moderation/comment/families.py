"""Families of patterns, each searched only where one of the words stands without which it cannot match."""

import re
from collections.abc import Iterable, Sequence

Pattern = tuple[re.Pattern[str], frozenset[str]]
Span = tuple[int, int]


def when(pattern: str, words: str) -> Pattern:
    """Return a pattern with the words one of which it needs to match."""
    return re.compile(pattern), frozenset(words.split())


class Families:
    """Patterns by the words that they need.

    :ivar words: those of all of them.
    """

    __slots__ = ("_by_word", "_patterns", "words")

    def __init__(self, families: Iterable[Pattern]) -> None:
        self._patterns: list[re.Pattern[str]] = []
        self._by_word: dict[str, list[int]] = {}
        for number, (pattern, needed) in enumerate(families):
            self._patterns.append(pattern)
            for word in needed:
                self._by_word.setdefault(word, []).append(number)
        self.words = frozenset(self._by_word)

    def likely(self, words: Sequence[str]) -> list[re.Pattern[str]]:
        """Return the patterns that may match a text of these words, in order."""
        numbers = {number for word in self.words.intersection(words) for number in self._by_word[word]}
        return [self._patterns[number] for number in sorted(numbers)]

    def find(self, words: Sequence[str], folded: str, spared: re.Pattern[str], before: int, behind: int) -> list[Span]:
        """Return where patterns match a folded text of these words.

        :param spared: what takes a match back in the match itself or so many characters before and behind.
        """
        return [
            match.span()
            for pattern in self.likely(words)
            for match in pattern.finditer(folded)
            if not spared.search(folded, max(0, match.start() - before), match.end() + behind)
        ]
