"""How comments by other authors are judged: written for this project by other hands, for measuring alone."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from rich.console import Console
from rich.table import Table

from moderation.comment.values import ArticleText, Comment, Decision, Outcome
from moderation.policy.values import Category, Policy
from moderation.services.policyreader import read_policy
from moderation.services.screener import Screener

_FILES = resources.files("moderation.training.data") / "comments"


@dataclass(frozen=True, slots=True)
class Further:
    """A comment with what its author thinks right.

    :ivar policy: the rules it stands under; None where its author names none.
    :ivar right: the clauses any of which may be cited; none where it should pass.
    :ivar should: `approve`, `no refusal` or `no approval`.
    :ivar quad: what joins an insinuation with the sourced claim, open question and rejection of the same matter.
    """

    comment: Comment
    article: ArticleText | None
    policy: str | None
    right: frozenset[Category]
    should: str
    kind: str
    quad: str | None

    def is_met(self, outcome: Outcome) -> bool:
        """Tell whether an outcome is what the author thinks right."""
        if self.should == "approve":
            return outcome is Outcome.APPROVE
        return outcome is not (Outcome.APPROVE if self.should == "no approval" else Outcome.REJECT)


Judged = tuple[Further, Decision]


def read_further(part: str = "further") -> list[Further]:
    """Return the comments of an author, in the order of the file.

    :param part: `further`, or `third`, who wrote the policies too.
    """
    articles = {row["id"]: ArticleText(row["title"], row["text"]) for row in _rows(part, "articles")}
    policies = {row["id"]: row["text"] for row in _rows(part, "policies")}
    return [
        Further(
            Comment(row["comment"], parent=row["parent"]),
            articles.get(row["article"]),
            policies.get(row.get("policy")),
            frozenset(map(Category, row["right"])),
            row["should"],
            row["group"],
            row.get("quad"),
        )
        for row in _rows(part, "comments")
    ]


def show_further(screener: Screener, policy: Policy) -> None:
    """Print outcomes by kind, and how often a clause that fits is among the cited.

    :param policy: what judges the comments of the further author.
    """
    further = [(one, screener.screen(one.comment, policy=policy, article=one.article)) for one in read_further()]
    _show(further, "a further author, every clause but links stated")
    third = read_further("third")
    policies = {one.policy: read_policy(one.policy) for one in third if one.policy is not None}
    judged = [
        (one, screener.screen(one.comment, policy=policies[one.policy], article=one.article))
        for one in third
        if one.policy is not None
    ]
    _show(judged, "a third author, under thirteen policies of the same hand")
    quads = dict.fromkeys(one.quad for one in third if one.quad)
    met = (all(one.is_met(decision.outcome) for one, decision in judged if one.quad == quad) for quad in quads)
    Console().print(f"of {len(quads)} quads of insinuation all four right: {_share(met)}")


def _show(judged: Sequence[Judged], title: str) -> None:
    table = Table("kind", "comments", *Outcome, "right clause", title=title)
    for kind, should in dict.fromkeys((one.kind, one.should) for one, _ in judged):
        rows = [(one, decision) for one, decision in judged if (one.kind, one.should) == (kind, should)]
        shares = [_share(decision.outcome is outcome for _, decision in rows) for outcome in Outcome]
        right = _share(_fits(one, decision) for one, decision in rows) if rows[0][0].right else ""
        table.add_row(f"{kind}: {should}", str(len(rows)), *shares, right)
    Console().print(table)
    passing = [decision.outcome for one, decision in judged if one.should == "approve"]
    Console().print(
        f"of {len(passing)} that should pass: held {_share(one is Outcome.HOLD for one in passing)}, "
        f"refused {_share(one is Outcome.REJECT for one in passing)}"
    )


def _fits(one: Further, decision: Decision) -> bool:
    return any(violation.category in one.right for violation in decision.violations)


def _rows(part: str, name: str) -> Iterator[dict[str, Any]]:
    source = _FILES / part / f"{name}.jsonl"
    if source.is_file():
        yield from map(json.loads, source.read_text("utf-8").splitlines())


def _share(values: Iterator[bool]) -> str:
    each = list(values)
    return f"{sum(each) / max(1, len(each)):.2f}"
