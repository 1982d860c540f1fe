"""What several commands share: their options, and reading a file a person names."""

import sys
from pathlib import Path

import click

from moderation.errors import TooLarge

MAX_FILE_BYTES = 16_000_000

existing_file = click.Path(exists=True, dir_okay=False, path_type=Path)
existing_folder = click.Path(exists=True, file_okay=False, path_type=Path)

jsonl_option = click.option("--jsonl", is_flag=True, help="Read and write JSON Lines, one answer for each line.")
jobs_option = click.option(
    "--jobs", type=click.IntRange(min=-1), default=1, show_default=True, help="Processes; -1 takes every core."
)
scheduler_option = click.option(
    "--scheduler", metavar="ADDRESS", help="A Dask cluster to work on, in place of --jobs (extra dask)."
)
model_option = click.option("--model", type=existing_folder, help="A model folder other than the active one.")


def read_page(path: Path | None) -> bytes:
    """Return the bytes of a file, or of standard input.

    :raises TooLarge: above `MAX_FILE_BYTES`.
    """
    if path is None:
        if sys.stdin.isatty():
            click.echo("reading from the terminal; end with Ctrl-D", err=True)
        content = sys.stdin.buffer.read(MAX_FILE_BYTES + 1)
    else:
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
    if len(content) > MAX_FILE_BYTES:
        raise TooLarge(f"a file may have {MAX_FILE_BYTES} bytes")
    return content


def usage_unless(condition: bool, message: str) -> None:
    """End with a usage error unless the condition holds."""
    if not condition:
        raise click.UsageError(message)
