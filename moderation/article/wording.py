"""Lines that repeat with a name, a title or an author changed: most of their words are the same.

Fingerprints tell a changed word or two; a title of eight words in a line of fourteen is more than they forgive.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence

from moderation.text.fingerprint import normalised_words

# As much of a line as is remembered of it.
HEAD = 200
MIN_COMMON = 5
MIN_SHARE = 0.6
# A word that this many lines have tells none from another.
MOST_LINES = 150


class Wordings:
    """The lines of a memory by their words."""

    def __init__(self, samples: Sequence[str]) -> None:
        self._words = [Counter(normalised_words(sample[:HEAD])) for sample in samples]
        self._lines: dict[str, list[int]] = defaultdict(list)
        for index, words in enumerate(self._words):
            for word in words:
                self._lines[word].append(index)

    def find(self, text: str) -> int:
        """Return which line has most of a text's words, at least `MIN_SHARE` of the longer one's; -1 for none."""
        words = Counter(normalised_words(text[:HEAD]))
        postings = [lines for word in words if len(lines := self._lines.get(word, ())) <= MOST_LINES]
        candidates = Counter(index for lines in postings for index in lines).most_common(3)
        best, share = -1, MIN_SHARE
        for index, _ in candidates:
            common = (words & self._words[index]).total()
            longer = max(words.total(), self._words[index].total())
            if common >= MIN_COMMON and common / longer >= share:
                best, share = index, common / longer
        return best
