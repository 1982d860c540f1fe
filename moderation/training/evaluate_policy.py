"""How well policies are read, on policies that the parser was not written for."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from joblib import Parallel, delayed

from moderation.model_store.judges import active_judge, load_judge
from moderation.policy.parser import parse_policy
from moderation.policy.values import Category, Clause, Polarity
from moderation.settings import Settings
from moderation.training.policies import Expected, WrittenPolicy, read_independent, read_policies

_PARTS = (
    ("independent", "independent, second half"),
    ("unseen", "sixty other manners"),
    ("hands", "sixty by many hands"),
    ("blind", "forty by another author"),
    ("late", "twenty more, looked at since"),
    ("further", "fifty by a further author, kinds of failure known"),
    ("heldout", "held-out"),
)


@dataclass(slots=True)
class Figures:
    """Counts over a set of policies; the shares are properties.

    :ivar confusion: (expected or "–", found or "–") → number of policies, over what was missed and what was invented.
    """

    found: int = 0
    expected: int = 0
    right: int = 0
    policies: int = 0
    exact: int = 0
    quotes_right: int = 0
    polarity_right: int = 0
    bans_right: int = 0
    strength_right: int = 0
    limits: int = 0
    limits_right: int = 0
    modes: int = 0
    modes_right: int = 0
    negatives: int = 0
    negatives_with_clauses: int = 0
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def f1(self) -> float:
        """Micro F1 over text × category."""
        return 2 * self.right / max(1, self.found + self.expected)

    def lines(self) -> list[str]:
        """Return the figures as lines for people."""
        return [
            f"clause F1 (micro, text × category)   {self.f1:.3f}",
            f"precision                            {_share(self.right, self.found)}",
            f"recall                               {_share(self.right, self.expected)}",
            f"policies with exactly the right set  {_share(self.exact, self.policies)}   of {self.policies}",
            f"sentence right                       {_share(self.quotes_right, self.right)}   of {self.right}",
            f"ban or permission right              {_share(self.bans_right, self.right)}",
            f"polarity of three right              {_share(self.polarity_right, self.right)}",
            f"strength right                       {_share(self.strength_right, self.right)}",
            f"limits right                         {_share(self.limits_right, self.limits)}   of {self.limits}",
            f"mode right                           {_share(self.modes_right, self.modes)}   of {self.modes} stated",
            f"other texts that yield a clause      {self.negatives_with_clauses}   of {self.negatives}",
        ]


def main(jobs: int = 1) -> Figures:
    """Read the independent, the unseen and the held-out policies and negatives, print their figures; return the last.

    :param jobs: number of processes.
    """
    for part, title in _PARTS:
        figures = evaluate(part, jobs=jobs)
        print(f"Policies: {title}")  # noqa: T201
        for line in (*figures.lines(), "missed or invented, by clause:", *confusion_lines(figures)):
            print("  " + line)  # noqa: T201
    return figures


def evaluate(part: str, *, jobs: int = 1, model: Path | None = None) -> Figures:
    """Read one part, a folder of written policies or `independent`, and count.

    :param jobs: number of processes.
    :param model: folder of the model; the active one without.
    """
    figures = Figures()
    policies, negatives = _written(part)
    judge = load_judge(model) if model else active_judge(Settings.from_environment().models_dir)
    parsed = Parallel(n_jobs=jobs)(delayed(parse_policy)(item.text, judge) for item in (*policies, *negatives))
    for written, policy in zip((*policies, *negatives), parsed, strict=True):
        if not written.expected and written in negatives:
            figures.negatives += 1
            figures.negatives_with_clauses += any(
                clause.category not in written.either_way for clause in policy.clauses
            )
            continue
        count(figures, written, policy.clauses)
        if written.mode is not None:
            figures.modes += 1
            figures.modes_right += policy.mode is written.mode
    return figures


def _written(part: str) -> tuple[list[WrittenPolicy], list[WrittenPolicy]]:
    """Return the policies and the other texts of a part; what nothing is expected of is no policy."""
    if part != "independent":
        return read_policies(part, "policies"), read_policies(part, "negatives")
    texts = read_independent()
    return [item for item in texts if item.expected], [item for item in texts if not item.expected]


def count(figures: Figures, written: WrittenPolicy, clauses: Sequence[Clause]) -> None:
    """Add one policy to the figures."""
    expected = {item.category for item in written.expected}
    found = {clause.category for clause in clauses} - (written.either_way - expected)
    expected -= written.either_way - found
    figures.policies += 1
    figures.exact += expected == found
    figures.expected += len(expected)
    figures.found += len(found)
    figures.right += len(expected & found)
    _count_confusion(figures, expected, found)
    for category in expected & found:
        wanted = [item for item in written.expected if item.category is category]
        given = [clause for clause in clauses if clause.category is category]
        _count_details(figures, wanted, given)


def _count_details(figures: Figures, wanted: list[Expected], given: list[Clause]) -> None:
    pairs = list(product(wanted, given))
    figures.quotes_right += any(item.key.lower() in clause.quote.lower() for item, clause in pairs)
    figures.polarity_right += any(item.polarity is clause.polarity for item, clause in pairs)
    figures.bans_right += any(
        (item.polarity is Polarity.PERMIT) == (clause.polarity is Polarity.PERMIT) for item, clause in pairs
    )
    figures.strength_right += any(item.strength is clause.strength for item, clause in pairs)
    for item in wanted:
        if item.limit is not None:
            figures.limits += 1
            figures.limits_right += any(clause.limit == item.limit for clause in given)


def _count_confusion(figures: Figures, expected: set[Category], found: set[Category]) -> None:
    missed, invented = sorted(expected - found), sorted(found - expected)
    for category in missed:
        figures.confusion[category, "–"] += 1
    for category in invented:
        figures.confusion["–", category] += 1


def confusion_lines(figures: Figures) -> list[str]:
    """Return per clause how often it was missed and how often invented, the most frequent first."""
    rows: dict[str, list[int]] = {}
    for (expected, found), number in figures.confusion.items():
        if expected != "–":
            rows.setdefault(expected, [0, 0])[0] += number
        if found != "–":
            rows.setdefault(found, [0, 0])[1] += number
    ordered = sorted(rows.items(), key=lambda row: (-sum(row[1]), row[0]))
    return [f"{name:16} missed {missed}   invented {invented}" for name, (missed, invented) in ordered]


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"
