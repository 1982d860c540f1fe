"""Comment rules as a person reads them in a terminal: the text marked, then a table of what it states."""

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from moderation.policy.catalogue import entry
from moderation.policy.values import Clause, Polarity, Policy, Screenable, Strength
from moderation.text.controls import printable

_MODES = {"pre": "checked before publication", "post": "checked after publication"}
_SIGNS = {Polarity.FORBID: "✗", Polarity.REQUIRE: "!", Polarity.PERMIT: "✓"}
_STYLES = {Polarity.FORBID: "red", Polarity.REQUIRE: "cyan", Polarity.PERMIT: "green"}
_NEEDS = {
    Screenable.YES: "",
    Screenable.NEEDS_ARTICLE: "needs the article",
    Screenable.NEEDS_ACCOUNT: "not from the text: needs account data",
    Screenable.NO: "not reliably from the text",
}
_SENTENCE = 60


def print_policy(policy: Policy, console: Console) -> None:
    """Print the rules with what was understood marked, a table of the clauses, and what an operator should know."""
    console.print(_annotated(policy))
    console.print(
        "[red]✗ forbidden[/]  [cyan]! demanded[/]  [green]✓ allowed[/]  [dim]procedure[/]  [magenta]other rule[/]"
    )
    console.print()
    if policy.clauses:
        console.print(_table(policy))
    else:
        console.print("[yellow]no clause found[/]")
    for rule in policy.other:
        console.print(f"[magenta]other rule, not screened:[/] {escape(printable(rule.quote))}")
    for item in policy.procedure:
        console.print(f"[dim]{item.kind}:[/] {escape(printable(item.quote))}")
    console.print(f"[dim]mode: {_MODES.get(policy.mode or '', 'not stated')} · version {policy.version}[/]")
    for warning in policy.warnings:
        console.print(f"[yellow]! {escape(printable(warning))}[/]")


def _annotated(policy: Policy) -> Text:
    """Return the text as given, each understood part in the colour of what it does; the rest is plain."""
    text = Text(printable(policy.text))
    for item in policy.procedure:
        text.stylize("dim", item.start, item.end)
    for rule in policy.other:
        text.stylize("magenta underline", rule.start, rule.end)
    for clause in policy.clauses:
        text.stylize(_STYLES[clause.polarity], clause.start, clause.end)
    return text


def _table(policy: Policy) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold dim")
    for heading in ("", "clause", "", "binding", "sentence", "sure"):
        table.add_column(heading, overflow="fold", no_wrap=heading in ("", "sure"))
    last = None
    for clause in policy.clauses:
        sentence = _short(clause.quote) if clause.start != last else "″"
        last = clause.start
        table.add_row(
            Text(_SIGNS[clause.polarity], style=_STYLES[clause.polarity]),
            Text(clause.category.value, style="bold"),
            Text(entry(clause.category).name_de),
            Text(_binding(clause)),
            Text(sentence),
            Text(f"{clause.confidence:.0%}"),
        )
    return table


def _binding(clause: Clause) -> str:
    words = [clause.strength.value if clause.strength is not Strength.MUST else ""]
    words.append(f"→ {clause.consequence.value}" if clause.consequence else "")
    if clause.limit:
        words.append(", ".join(clause.limit.languages) or f"{clause.limit.kind} {clause.limit.value}")
    words.append(f"from the {clause.source}" if clause.source else "")
    words.append(_NEEDS[clause.screenable])
    return " · ".join(filter(None, words))


def _short(quote: str) -> str:
    line = " ".join(printable(quote).split())
    return line if len(line) <= _SENTENCE else line[: _SENTENCE - 1].rstrip() + "…"
