"""Train the screener's model anew."""

from pathlib import Path

import click

from moderation.errors import ModerationError
from moderation.training.screening import train


@click.command(help=__doc__)
@click.option(
    "--corpora", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path), help="The mirror."
)
@click.option("--output", required=True, type=click.Path(path_type=Path), help="The model folder to write.")
@click.option("--licence", type=click.Choice(["clear", "research"]), default="clear", show_default=True)
@click.option("--jobs", default=1, show_default=True, help="Processes.")
@click.option("--seed", default=0, show_default=True)
def main(corpora: Path, output: Path, licence: str, jobs: int, seed: int) -> None:
    """Train, write the folder, and say what was learnt."""
    try:
        click.echo(train(corpora, output, licence=licence, jobs=jobs, seed=seed))
    except ModerationError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"written to {output}")


if __name__ == "__main__":
    main()
