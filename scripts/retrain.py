"""Retrain on a newsroom's own decisions: writes a model folder that `--model` and `Screener.load` take."""

from pathlib import Path
from typing import Any

import click

from moderation.errors import ModerationError
from moderation.training.retraining import Request, retrain

_file = click.Path(exists=True, dir_okay=False, path_type=Path)
_folder = click.Path(file_okay=False, path_type=Path)


@click.command(help=__doc__)
@click.option("--reviews", required=True, type=_file, help="JSON Lines.")
@click.option("--output", required=True, type=_folder, help="The model folder to write.")
@click.option(
    "--base", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Instead of the active model."
)
@click.option("--site", help="The site whose model it becomes.")
@click.option("--policy", type=_file, help="The site's comment rules, by which changed outcomes are shown.")
@click.option("--trust", "trusted", multiple=True, metavar="ACCOUNT", help="Learn from it whatever it decides.")
@click.option(
    "--corpora", expose_value=False, help="Taken as the other scripts take it; what a site learns needs none."
)
@click.option("--jobs", default=1, show_default=True, help="Processes that read comments; -1 takes every core.")
@click.option("--scheduler", metavar="ADDRESS", help="A Dask cluster that reads comments in place of this machine.")
@click.option("--seed", default=0, show_default=True)
def main(**stated: Any) -> None:
    """Train, write the folder, and say what it is worth."""
    try:
        done = retrain(Request(**stated))
    except ModerationError as error:
        raise click.ClickException(str(error)) from error
    click.echo(done.summary)
    click.echo(f"written to {stated['output']}; report.html there has the pictures")


if __name__ == "__main__":
    main()
