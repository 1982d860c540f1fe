"""Fetch the public corpora, each by address and checksum, into a local mirror."""

from pathlib import Path

import click
from rich.progress import track

from moderation.errors import ModerationError
from moderation.training.fetching import SOURCES, fetch


@click.command(help=__doc__)
@click.option("--output", required=True, type=click.Path(file_okay=False, path_type=Path), help="The mirror to fill.")
@click.option(
    "--from",
    "mirror",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Take the files from another mirror instead of the network.",
)
@click.option("--licence", type=click.Choice(["clear", "research"]), default="clear", show_default=True)
def main(output: Path, mirror: Path | None, licence: str) -> None:
    """Fetch every corpus of the licence and say what failed."""
    faults = []
    for source in track([source for source in SOURCES if source.clear or licence == "research"], "corpora"):
        try:
            fetch(source, output, mirror)
        except ModerationError as error:
            faults.append(str(error))
    if faults:
        raise click.ClickException("\n".join(faults))
    click.echo(f"complete: {output}")


if __name__ == "__main__":
    main()
