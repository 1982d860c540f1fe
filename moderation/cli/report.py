"""Separations, policies and decisions as a person reads them in a terminal."""

import shutil
from itertools import groupby

from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from moderation.article.values import Block, Label, Separation
from moderation.comment.values import Decision, Evidence, Outcome, Violation
from moderation.policy.catalogue import entry
from moderation.policy.values import Clause, Polarity, Policy, Strength
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
    console = console or make_console()
    console.print(_annotated(policy))
    console.print()
    if not policy.clauses:
        console.print("[yellow]no clause found[/]")
    for quote, clauses in groupby(policy.clauses, key=lambda clause: (clause.start, clause.quote)):
        console.print(Text(f"„{printable(quote[1])}“"))
        for clause in clauses:
            console.print(f"    [bold]{clause.category:<15}[/] {_says(clause)}")
    for item in policy.procedure:
        console.print(f"[dim]{item.kind}:[/] {escape(printable(item.quote))}")
    mode = {"pre": "checked before publication", "post": "checked after publication"}
    console.print(f"[dim]mode: {mode.get(policy.mode or '', 'not stated')} · version {policy.version}[/]")
    for warning in policy.warnings:
        console.print(f"[yellow]! {escape(printable(warning))}[/]")


def _annotated(policy: Policy) -> Text:
    """Return the text as given: what states a clause is plain, what is procedure is dim, the rest is marked."""
    text = Text(policy.text, style="magenta")
    for item in policy.procedure:
        text.stylize("dim", item.start, item.end)
    for clause in policy.clauses:
        text.stylize("green" if clause.polarity is Polarity.PERMIT else "cyan", clause.start, clause.end)
    return text


def _says(clause: Clause) -> str:
    words = [entry(clause.category).name_de]
    if clause.polarity is not Polarity.FORBID:
        words.append(clause.polarity.value)
    if clause.strength is not Strength.MUST:
        words.append(clause.strength.value)
    if clause.limit:
        words.append(", ".join(clause.limit.languages) or f"{clause.limit.kind} {clause.limit.value}")
    if clause.screenable != "yes":
        words.append(clause.screenable.value.replace("_", " "))
    return escape(" · ".join(words))


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
