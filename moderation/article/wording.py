"""Lines that repeat with a name, a title or an author changed: most of their words are the same.

Fingerprints tell a changed word or two; a title of eight words in a line of fourteen is more than they forgive.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import chain

from moderation.text.fingerprint import normalised_words

# As much of a line as is remembered of it.
HEAD = 200
MIN_COMMON = 5
MIN_SHARE = 0.6
# A word that this many lines have tells none from another.
MOST_LINES = 150
# Texts whose line is kept in mind: an article asks several times over.
MOST_KEPT = 512


class Wordings:
    """The lines of a memory by their words."""

    def __init__(self, samples: Sequence[str]) -> None:
        self._words = [Counter(normalised_words(sample[:HEAD])) for sample in samples]
        self._totals = [words.total() for words in self._words]
        self._lines: dict[str, list[int]] = defaultdict(list)
        for index, words in enumerate(self._words):
            for word in words:
                self._lines[word].append(index)
        self._found: dict[str, int] = {}

    def find(self, text: str) -> int:
        """Return which line has most of a text's words, at least `MIN_SHARE` of the longer one's; -1 for none."""
        head = text[:HEAD]
        found = self._found.get(head)
        if found is None:
            if len(self._found) >= MOST_KEPT:
                self._found.clear()
            found = self._found[head] = self._find(head)
        return found

    def _find(self, head: str) -> int:
        words = Counter(normalised_words(head))
        known = {word: lines for word in words if (lines := self._lines.get(word))}
        postings = [lines for lines in known.values() if len(lines) <= MOST_LINES]
        candidates = Counter(chain.from_iterable(postings)).most_common(3)
        total = words.total()
        # Words that a line may have in common with the text beyond those that have brought it up.
        beyond = sum(words[word] for word in known) - len(postings)
        best, share = -1, MIN_SHARE
        for index, count in candidates:
            longer = max(total, self._totals[index])
            if count + beyond < max(MIN_COMMON, share * longer):
                continue
            common = (words & self._words[index]).total()
            if common >= MIN_COMMON and common / longer >= share:
                best, share = index, common / longer
        return best
