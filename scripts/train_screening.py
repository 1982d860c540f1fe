"""Train the screener's model anew."""

from pathlib import Path

import click

from moderation.comment.classifier import MODEL
from moderation.errors import ModerationError
from moderation.model_store.registry import activate, next_folder
from moderation.settings import shipped_models
from moderation.training.screening import train


@click.command(help=__doc__)
@click.option(
    "--corpora", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path), help="The mirror."
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="The model folder to write; without it the next version in models/, made the active one.",
)
@click.option("--licence", type=click.Choice(["clear", "research"]), default="clear", show_default=True)
@click.option("--jobs", default=1, show_default=True, help="Processes.")
@click.option("--seed", default=0, show_default=True)
def main(corpora: Path, output: Path | None, licence: str, jobs: int, seed: int) -> None:
    """Train, write the folder, and say what was learnt."""
    folder = output or next_folder(shipped_models(), MODEL)
    try:
        click.echo(train(corpora, folder, licence=licence, jobs=jobs, seed=seed))
        if output is None:
            activate(shipped_models(), MODEL, folder.name)
    except ModerationError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"written to {folder}")


if __name__ == "__main__":
    main()
