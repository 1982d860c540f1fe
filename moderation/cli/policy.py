"""`moderation policy`: what comment rules state."""

from pathlib import Path

import click

from moderation.cli.jsonl import Answer, run_filter
from moderation.cli.options import existing_file, jobs_option, jsonl_option, read_page, scheduler_option
from moderation.cli.report import print_policy
from moderation.services.answers import answer_policy
from moderation.services.lines import PolicyRequest
from moderation.services.policyreader import parse_policy
from moderation.text.decoding import decode_page


@click.command()
@click.argument("files", nargs=-1, type=existing_file)
@jsonl_option
@jobs_option
@scheduler_option
def policy(files: tuple[Path, ...], *, jsonl: bool, jobs: int, scheduler: str | None) -> None:
    """Read comment rules: which clauses they state, and in which sentence.

    FILES are rules as plain text, or JSON Lines with --jsonl; standard input without any.
    """
    if jsonl:
        run_filter(files, PolicyRequest, _answerer, jobs=jobs, scheduler=scheduler)
        return
    for path in files or (None,):
        print_policy(parse_policy(decode_page(read_page(path)), given=True))


def _answerer() -> Answer:
    return answer_policy
