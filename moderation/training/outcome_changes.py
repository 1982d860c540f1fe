"""What a new model would have decided otherwise: outcomes on the last decisions, beside the moderators'."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from moderation.comment.values import ArticleText, Comment, Decision, Outcome
from moderation.policy.values import Policy
from moderation.services.screener import Screener
from moderation.training.reviews_file import LONGEST, ArticleGiven, ReviewGiven

LAST = 500
EXAMPLES = 12
_STRICTNESS = (Outcome.APPROVE, Outcome.HOLD, Outcome.REJECT)
Kind = tuple[str, str, bool]


@dataclass(frozen=True, slots=True)
class Example:
    """A comment that is decided otherwise.

    :ivar why: the clauses that the stricter of both decisions cites, and how like refused ones each finds it.
    """

    id: str
    before: str
    after: str
    refused: bool
    why: str


@dataclass(frozen=True, slots=True)
class Changes:
    """How the outcomes of two models differ on the same comments.

    :ivar counts: how many comments went from one outcome to another, by these and whether moderators refused them.
    """

    judged: int
    counts: Mapping[Kind, int]
    examples: tuple[Example, ...]

    @property
    def approved(self) -> int:
        """How many of the comments moderators approved."""
        return sum(number for (_, _, refused), number in self.counts.items() if not refused)

    @property
    def newly_rejected(self) -> int:
        """How many that moderators approved would be refused now, and were not before."""
        reject = Outcome.REJECT.value
        return sum(
            number
            for (before, after, refused), number in self.counts.items()
            if after == reject != before and not refused
        )

    def moves(self) -> Iterator[tuple[str, str, int, int]]:
        """Yield for each change of outcome how many comments moderators refused, and how many they approved."""
        for before in _STRICTNESS:
            for after in _STRICTNESS:
                of_each = [self.counts.get((before.value, after.value, refused), 0) for refused in (True, False)]
                if before is not after and any(of_each):
                    yield before.value, after.value, of_each[0], of_each[1]

    def lines(self) -> list[str]:
        """Return them for people."""
        moved = list(self.moves())
        total = sum(refused + approved for _, _, refused, approved in moved)
        lines = [f"of the last {self.judged} decisions {total} would have come out otherwise:"]
        for before, after, refused, approved in moved:
            told = f"moderators refused {refused} of them and approved {approved}"
            lines.append(f"  {before} -> {after}: {refused + approved} comments; {told}")
        return lines + [f"  {example_line(example)}" for example in self.examples]

    def for_card(self) -> dict[str, Any]:
        """Return what the card keeps."""
        moved = {
            f"{before} -> {after}": {"refused": bad, "approved": good} for before, after, bad, good in self.moves()
        }
        return {"judged": self.judged, "moved": moved}


def outcome_changes(
    reviews: Sequence[ReviewGiven], before: Screener, after: Screener, policy: Policy | None
) -> Changes:
    """Judge comments by both models.

    :param policy: the site's rules; the default netiquette without.
    """
    counts: Counter[Kind] = Counter()
    differing: list[Example] = []
    for review in reviews:
        old, new = (_judge(screener, review, policy) for screener in (before, after))
        refused = review.outcome == "reject"
        counts[old.outcome.value, new.outcome.value, refused] += 1
        if old.outcome is not new.outcome:
            why = _reason(old, new)
            differing.append(Example(str(review.id), old.outcome.value, new.outcome.value, refused, why))
    return Changes(len(reviews), counts, tuple(_chosen(differing)))


def example_line(example: Example) -> str:
    """Return an example for people, by id; what the comment says is for those who may see it."""
    verdict = "refused" if example.refused else "approved"
    return f"{example.id} (moderators {verdict}): {example.before} -> {example.after}; {example.why}"


def _chosen(differing: Sequence[Example]) -> Iterator[Example]:
    """Yield a few of every kind of change, the latest first."""
    kinds: dict[tuple[str, str, bool], list[Example]] = {}
    for example in reversed(differing):
        kinds.setdefault((example.before, example.after, example.refused), []).append(example)
    each = max(1, EXAMPLES // max(1, len(kinds)))
    for kind in sorted(kinds):
        yield from islice(kinds[kind], each)


def _judge(screener: Screener, review: ReviewGiven, policy: Policy | None) -> Decision:
    given = review.article
    article = ArticleText(given.title or "", given.text or "") if isinstance(given, ArticleGiven) else None
    return screener.screen(Comment(review.comment[:LONGEST], review.parent), policy=policy, article=article)


def _reason(old: Decision, new: Decision) -> str:
    stricter = max((old, new), key=lambda decision: _STRICTNESS.index(decision.outcome))
    cited = ", ".join(violation.category.value for violation in stricter.violations) or "no clause"
    scores = [f"{decision.scores['refusal']:.2f}" if "refusal" in decision.scores else "–" for decision in (old, new)]
    return f"{cited}; like refused ones {' -> '.join(scores)}"
