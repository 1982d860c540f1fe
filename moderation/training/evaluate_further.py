"""How comments by a further author are judged: written for this project by another hand, for measuring alone."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Any

from rich.console import Console
from rich.table import Table

from moderation.comment.values import ArticleText, Comment, Decision, Outcome
from moderation.policy.values import Category, Policy
from moderation.services.screener import Screener


@dataclass(frozen=True, slots=True)
class Further:
    """A comment with what its author thinks right.

    :ivar right: the clauses any of which may be cited; none where it should pass.
    :ivar should: `approve`, `no refusal` or `no approval`.
    """

    comment: Comment
    article: ArticleText | None
    right: frozenset[Category]
    should: str
    kind: str


def read_further() -> list[Further]:
    """Return the comments of the further author, in the order of the file."""
    articles = {row["id"]: ArticleText(row["title"], row["text"]) for row in _rows("articles.jsonl")}
    return [
        Further(
            Comment(row["comment"], parent=row["parent"]),
            articles.get(row["article"]),
            frozenset(map(Category, row["right"])),
            row["should"],
            row["group"],
        )
        for row in _rows("comments.jsonl")
    ]


def show_further(screener: Screener, policy: Policy) -> None:
    """Print outcomes by kind, and how often a clause that fits is among the cited."""
    table = Table("kind", "comments", *Outcome, "right clause", title="a further author, every clause but links stated")
    judged = [(one, screener.screen(one.comment, policy=policy, article=one.article)) for one in read_further()]
    for kind in dict.fromkeys(one.kind for one, _ in judged):
        rows = [(one, decision) for one, decision in judged if one.kind == kind]
        shares = [_share(decision.outcome is outcome for _, decision in rows) for outcome in Outcome]
        right = _share(_fits(one, decision) for one, decision in rows) if rows[0][0].right else ""
        table.add_row(kind, str(len(rows)), *shares, right)
    Console().print(table)
    passing = [decision.outcome for one, decision in judged if one.should == "approve"]
    Console().print(
        f"of {len(passing)} that should pass: held {_share(one is Outcome.HOLD for one in passing)}, "
        f"refused {_share(one is Outcome.REJECT for one in passing)}"
    )


def _fits(one: Further, decision: Decision) -> bool:
    return any(violation.category in one.right for violation in decision.violations)


def _rows(name: str) -> Iterator[dict[str, Any]]:
    source = resources.files("moderation.training.data").joinpath("comments", "further", name)
    yield from map(json.loads, source.read_text("utf-8").splitlines())


def _share(values: Iterator[bool]) -> str:
    each = list(values)
    return f"{sum(each) / max(1, len(each)):.2f}"
