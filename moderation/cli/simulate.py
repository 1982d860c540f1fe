"""`moderation simulate`: what other settings or other rules would have changed."""

from functools import cache
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from moderation.cli.jsonl import Answer, run_filter
from moderation.cli.opening import opened, utc_now
from moderation.cli.options import existing_file, jsonl_option, model_option, read_page, usage_unless
from moderation.comment.values import ArticleText, Comment, Outcome
from moderation.services.answers import decision_answer
from moderation.services.lines import ScreenRequest
from moderation.services.screener import Screener
from moderation.services.screening_settings import ScreeningSettings, adjust
from moderation.services.simulation import MOST_COMMENTS, Simulation
from moderation.services.simulation import simulate as service
from moderation.services.simulation_lines import DEFAULT_COMMENTS, ChangeAnswer, change_answer
from moderation.services.site_settings import parse_settings
from moderation.text.decoding import decode_page

_load = cache(Screener.load)
_SHOWN = 40


@click.command()
@click.argument("files", nargs=-1, type=existing_file)
@click.option("--site", help="Judge the last comments of this site again.")
@click.option("--last", type=click.IntRange(1, MOST_COMMENTS), default=DEFAULT_COMMENTS, show_default=True)
@click.option("--settings", "settings_file", type=existing_file, help="Site settings as JSON, to try.")
@click.option("--policy", "policy_file", type=existing_file, help="Comment rules to try.")
@jsonl_option
@model_option
def simulate(
    files: tuple[Path, ...],
    *,
    site: str | None,
    last: int,
    settings_file: Path | None,
    policy_file: Path | None,
    jsonl: bool,
    model: Path | None,
) -> None:
    """Show what would change under other settings or rules; nothing is stored.

    With --site, of the last stored comments; with --jsonl, of the comments in FILES or standard input, lines as
    `moderation screen --jsonl` takes them.
    """
    usage_unless(jsonl is (site is None), "either --site or --jsonl")
    usage_unless(bool(settings_file or policy_file), "nothing to try: --settings, --policy or both")
    settings = parse_settings(read_page(settings_file)).screening if settings_file else None
    policy = decode_page(read_page(policy_file)) if policy_file else None
    if site is None:
        run_filter(files, ScreenRequest, lambda: _answerer(_load(model), settings, policy))
        return
    with opened() as deployment:
        _print(service(deployment, site, settings=settings, policy=policy, last=last))


def _answerer(screener: Screener, settings: ScreeningSettings | None, policy: str | None) -> Answer:
    adjustments = settings and adjust(settings, section=None, now=utc_now(), model=screener.label)

    def answer(request: ScreenRequest) -> ChangeAnswer:
        article = request.article and ArticleText(request.article.title, request.article.text)
        comment = Comment(request.comment, request.parent, tuple(request.thread), request.author_name, request.language)
        before = screener.screen(comment, policy=request.policy, article=article)
        after = screener.screen(
            comment,
            policy=request.policy if policy is None else policy,
            article=article,
            adjustments=adjustments or None,
        )
        return change_answer(decision_answer(request.id, before), decision_answer(request.id, after))

    return answer


def _print(simulation: Simulation) -> None:
    console = Console()
    counts = Table("", *(outcome.value for outcome in Outcome), title=f"{simulation.comments} comments")
    counts.add_row("as it is", *(str(simulation.before[outcome]) for outcome in Outcome))
    counts.add_row("as it would be", *(str(simulation.after[outcome]) for outcome in Outcome))
    console.print(counts)
    before, after = simulation.contradicted
    console.print(f"automatic decisions that a moderator contradicts: {before} as it is, {after} as it would be")
    changes = Table("comment", "as it is", "as it would be", "moderator")
    for change in simulation.changes[:_SHOWN]:
        judged = [f"{one.outcome} {', '.join(one.categories)}".strip() for one in (change.before, change.after)]
        changes.add_row(change.id, *judged, change.verdict or "")
    if simulation.changes:
        console.print(changes)
    if len(simulation.changes) > _SHOWN:
        console.print(f"and {len(simulation.changes) - _SHOWN} more")
