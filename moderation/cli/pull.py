"""`moderation pull`: fetch the articles that no webhook brought."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from moderation.cli.opening import opened, utc_now
from moderation.errors import InvalidInput
from moderation.services.absences import missing_articles
from moderation.services.deployment import Deployment
from moderation.services.pull_sources import PullSource
from moderation.services.pulling import MOST_ARTICLES, Pull, PullReport, sources_of
from moderation.services.sites import list_sites
from moderation.webhooks.fetching import make_fetcher

KINDS = ("ghost", "wordpress", "feed", "sitemap")


@click.command()
@click.argument("sites", nargs=-1, metavar="[SITE]...")
@click.option(
    "--from", "kind", type=click.Choice(KINDS), help="Fetch from this source, not from those of the settings."
)
@click.option("--url", help="Address of the blog (ghost, wordpress), or of the feed or sitemap.")
@click.option("--key", default="", help="Key of Ghost's Content API.")
@click.option("--since", type=click.DateTime(), help="Look at everything changed since, UTC; else since the last run.")
@click.option(
    "--limit", default=MOST_ARTICLES, show_default=True, type=click.IntRange(1), help="Articles to store at most."
)
@click.option("--comments", is_flag=True, help="With --from wordpress: fetch the published comments too.")
@click.option(
    "--list-missing", is_flag=True, help="Fetch nothing; list the articles that their source no longer names."
)
def pull(sites: tuple[str, ...], *, since: datetime | None, limit: int, list_missing: bool, **place: Any) -> None:
    """Fetch what changed at the sites' own servers: Ghost, WordPress, a feed or a sitemap.

    Without SITE every site is looked at. Run it again to go on where a run ended; exit 1 if a source could not be read.
    """
    if list_missing:
        _list_missing(sites)
        return
    stated = _stated(**place)
    from_time = since and since.replace(tzinfo=UTC)
    faults = 0
    with opened() as deployment, _progress() as watch:
        for site, source in _sources(deployment, sites, stated):
            run = Pull(deployment, site, source, make_fetcher(deployment.settings), utc_now(), limit=limit, watch=watch)
            report = run.run(from_time)
            click.echo(f"{site}\t{words_of(report)}")
            faults += report.fault is not None
    if faults:
        sys.exit(1)


def _list_missing(sites: tuple[str, ...]) -> None:
    with opened() as deployment:
        for name in sites or tuple(site.name for site in list_sites(deployment)):
            for article in missing_articles(deployment, name):
                since = article.missing_since.isoformat(timespec="seconds") if article.missing_since else ""
                click.echo(f"{name}\t{article.id}\t{since}\t{article.url or ''}")


def _stated(kind: str | None, url: str | None, key: str, *, comments: bool) -> PullSource | None:
    if comments and kind != "wordpress":
        raise click.UsageError("--comments goes with --from wordpress; else say so in the site's settings")
    if kind is None:
        return None
    if not url or not url.startswith(("http://", "https://")):
        raise click.UsageError("--from needs --url, an address with http:// or https://")
    return PullSource(kind=kind, url=url, key=key, comments=comments)  # type: ignore[arg-type]


def _sources(
    deployment: Deployment, sites: tuple[str, ...], stated: PullSource | None
) -> Iterator[tuple[str, PullSource]]:
    names = sites or tuple(site.name for site in list_sites(deployment))
    if stated is not None and len(sites) != 1:
        raise click.UsageError("--from needs one SITE")
    for name in names:
        sources = [stated] if stated else sources_of(deployment, name)
        if sites and not sources:
            raise InvalidInput(f"the settings of site {name!r} name no source to pull from")
        for source in sources:
            yield name, source


def words_of(report: PullReport) -> str:
    """Return what a pull did, as a line for people."""
    end = "complete" if report.complete else report.fault or "more is left: run it again"
    counts = [f"{report.stored} stored", f"{report.unchanged} unchanged", f"{report.failed} failed"]
    counts += [f"{report.comments} comments screened"] if report.comments else []
    counts += [f"{report.missing} missing there now"] if report.missing else []
    return f"{report.source}: {', '.join(counts)}; {end}"


@contextmanager
def _progress() -> Iterator[Callable[[str, int], None]]:
    """Show what goes on on a terminal, and nothing in a pipe; how many are left no source tells."""
    if not sys.stderr.isatty():
        yield lambda _source, _number: None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TextColumn("{task.completed} looked at"))
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True)) as progress:
        tasks = {}

        def watch(source: str, number: int) -> None:
            if source not in tasks:
                tasks[source] = progress.add_task(source, total=None)
            progress.advance(tasks[source], number)

        yield watch
