"""Retrain on a newsroom's own decisions: writes a model folder that `--model` and `Screener.load` take."""

from pathlib import Path

import click

from moderation.errors import ModerationError
from moderation.training.retraining import Request, retrain

_folder = click.Path(file_okay=False, path_type=Path)


@click.command(help=__doc__)
@click.option(
    "--reviews", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), help="JSON Lines."
)
@click.option("--output", required=True, type=_folder, help="The model folder to write.")
@click.option(
    "--base", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Instead of the active model."
)
@click.option("--site", help="The site whose model it becomes.")
@click.option("--trust", multiple=True, metavar="ACCOUNT", help="Learn from this account whatever it decides.")
@click.option("--corpora", type=_folder, help="Taken as the other scripts take it; what a site learns needs none.")
@click.option("--jobs", default=1, show_default=True, help="Processes that read comments; -1 takes every core.")
@click.option("--scheduler", metavar="ADDRESS", help="A Dask cluster that reads comments in place of this machine.")
@click.option("--seed", default=0, show_default=True)
def main(
    reviews: Path,
    output: Path,
    base: Path | None,
    site: str | None,
    trust: tuple[str, ...],
    corpora: Path | None,  # noqa: ARG001
    jobs: int,
    scheduler: str | None,
    seed: int,
) -> None:
    """Train, write the folder, and say what it is worth."""
    try:
        done = retrain(Request(reviews, output, base, site, trust, jobs, scheduler, seed))
    except ModerationError as error:
        raise click.ClickException(str(error)) from error
    click.echo(done.summary)
    click.echo(f"written to {output}")


if __name__ == "__main__":
    main()
