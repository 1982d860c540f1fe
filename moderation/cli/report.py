"""Separations, policies and decisions as a person reads them in a terminal."""

import shutil

from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from moderation.article.values import Block, Label, Separation
from moderation.cli import policytable
from moderation.comment.values import Decision, Evidence, Outcome, Violation
from moderation.policy.values import Policy
from moderation.text.controls import printable

OUTCOME_STYLE = {Outcome.APPROVE: "bold green", Outcome.HOLD: "bold yellow", Outcome.REJECT: "bold red"}
OUTCOME_SIGN = {Outcome.APPROVE: "✓ approve", Outcome.HOLD: "… hold", Outcome.REJECT: "✗ reject"}


def make_console(*, record: bool = False) -> Console:
    """Return a console as wide as the terminal, and 110 columns in a pipe."""
    width = min(shutil.get_terminal_size((110, 24)).columns, 120)
    return Console(width=width, highlight=False, emoji=False, record=record)


def print_separation(separation: Separation, console: Console | None = None) -> None:
    """Print the article, then what was removed and why."""
    console = console or make_console()
    for block in separation.blocks:
        if block.editorial:
            console.print(_editorial(block))
            console.print()
    removed = [block for block in separation.blocks if not block.editorial]
    console.rule(f"removed: {len(removed)} of {len(separation.blocks)} blocks", align="left", style="dim")
    for block in removed:
        console.print(f"[bold]{block.label}[/] [dim]{block.confidence:.0%} · {escape(block.reason)}[/]")
        console.print(Padding(Text(printable(block.text)), (0, 0, 1, 2)))
    stated = separation.metadata
    found = {
        "title": separation.title,
        "authors": ", ".join(stated.authors),
        "published": stated.published,
        "agency": stated.agency,
        "section": stated.section,
        "language": separation.language,
    }
    console.print("[dim]" + escape(printable(" · ".join(f"{name}: {value}" for name, value in found.items() if value))))


def _editorial(block: Block) -> Text | Padding:
    text = Text(printable(block.text))
    if block.label is Label.HEADLINE:
        text.stylize("bold underline")
    elif block.label is Label.SUBHEADING:
        text.stylize("bold")
    elif block.label is not Label.PARAGRAPH:
        return Padding(text, (0, 0, 0, 2))
    return text


def print_policy(policy: Policy, console: Console | None = None) -> None:
    """Print the rules with the understood sentences marked, then what each of those sentences states."""
    policytable.print_policy(policy, console or make_console())


def print_decision(comment: str, decision: Decision, console: Console | None = None) -> None:
    """Print a comment with its evidence marked, the outcome, and the sentences it rests on."""
    console = console or make_console()
    lines: list[RenderableType] = [_marked(comment, decision.violations)]
    for violation in decision.violations:
        sentence = escape(printable(violation.quote))
        score = f"{violation.action} at {violation.score:.2f}"
        lines.append(f"[bold]{violation.category}[/] [dim]{score}[/] · „{sentence}“")
    if decision.note:
        lines.append(f"[dim]{escape(printable(decision.note))}[/]")
    if decision.reason:
        lines.append(f"[italic]→ {escape(printable(decision.reason))}[/]")
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=max(map(len, OUTCOME_SIGN.values())))
    grid.add_column()
    grid.add_row(Text(OUTCOME_SIGN[decision.outcome], style=OUTCOME_STYLE[decision.outcome]), Group(*lines))
    console.print(grid)


def _marked(comment: str, violations: tuple[Violation, ...]) -> Text:
    text = Text(printable(comment))
    for violation in violations:
        for span in violation.evidence:
            _mark(text, span)
    return text


def _mark(text: Text, span: Evidence) -> None:
    # A comment as wide as the terminal is marked all over by a whole-text span; that shows nothing.
    if span.end - span.start < len(text):
        text.stylize("reverse", span.start, span.end)
