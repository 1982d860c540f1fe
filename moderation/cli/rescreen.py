"""`moderation rescreen`: what another model says of the comments that are stored."""

from pathlib import Path

import click
from rich.console import Console
from rich.progress import track

from moderation.cli.opening import opened
from moderation.cli.options import existing_folder, jobs_option
from moderation.model_store.registry import version_folder
from moderation.services.agreement import describe_agreement
from moderation.services.rescreening import Rescreening, missing_ranges
from moderation.services.rescreening import rescreen as rescreen_ranges
from moderation.services.site_models import SITES
from moderation.settings import Settings


@click.command()
@click.option("--site", required=True, help="The site.")
@click.option("--version", help="A version of the site's own model.")
@click.option("--model", type=existing_folder, help="Any model folder instead.")
@jobs_option
@click.option("--scheduler", metavar="ADDRESS", help="A Dask cluster that works in place of this machine.")
def rescreen(site: str, version: str | None, model: Path | None, jobs: int, scheduler: str | None) -> None:
    """Judge a site's stored comments by another model; what was decided stays. Goes on where it was ended."""
    if (version is None) == (model is None):
        raise click.UsageError("name a --version or a --model")
    settings = Settings.from_environment()
    folder = model or version_folder(settings.models_dir / SITES, site, version or "")
    request = Rescreening(site, folder.absolute(), jobs, scheduler)
    with opened(settings) as deployment:
        ranges = missing_ranges(deployment, request)
        console = Console(stderr=True)
        done = rescreen_ranges(settings, request, ranges)
        shown = track(done, "re-screening", total=len(ranges), console=console, disable=not console.is_terminal)
        click.echo(f"{sum(shown)} comments judged")
        if version is not None:
            click.echo(describe_agreement(deployment, site, version))
