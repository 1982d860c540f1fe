"""Write a site's reviewed comments as a reviews file, which `retrain.py` reads."""

import sys
from pathlib import Path

import click
import msgspec
from rich.console import Console
from rich.progress import track

from moderation.cli.opening import opened
from moderation.errors import ModerationError
from moderation.services.reviews import export_reviews


@click.command(help=__doc__)
@click.option("--site", required=True, help="The site.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="The file; standard output without.")
@click.option("--corpora", hidden=True)
@click.option("--jobs", hidden=True, default=1)
@click.option("--seed", hidden=True, default=0)
def main(site: str, output: Path | None, corpora: str | None, jobs: int, seed: int) -> None:  # noqa: ARG001
    """Write one line for each reviewed comment, oldest first; erased comments are not among them."""
    console = Console(stderr=True)
    count = 0
    draft = output.with_name(f".{output.name}.draft") if output else None
    try:
        with opened() as deployment:
            lines = track(export_reviews(deployment, site), "reviews", console=console, disable=not console.is_terminal)
            with draft.open("wb") if draft else sys.stdout.buffer as file:
                for line in lines:
                    file.write(msgspec.json.encode(line) + b"\n")
                    count += 1
    except ModerationError as error:
        raise click.ClickException(str(error)) from error
    if draft and output:
        draft.replace(output)
    click.echo(f"{count} reviews written", err=True)


if __name__ == "__main__":
    main()
