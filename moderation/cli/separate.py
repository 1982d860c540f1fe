"""`moderation separate`: a page into editorial text and labelled boilerplate."""

from functools import cache, partial
from pathlib import Path

import click

from moderation.cli.jsonl import Answer, run_filter
from moderation.cli.memory import SiteMemories
from moderation.cli.options import (
    existing_file,
    jobs_option,
    jsonl_option,
    model_option,
    read_page,
    scheduler_option,
    usage_unless,
)
from moderation.cli.report import print_separation
from moderation.services.answers import answer_separate
from moderation.services.lines import SeparateAnswer, SeparateRequest
from moderation.services.separator import Separator

_load = cache(Separator.load)


@click.command()
@click.argument("files", nargs=-1, type=existing_file)
@jsonl_option
@jobs_option
@scheduler_option
@model_option
@click.option("--site-memory", type=click.Path(dir_okay=False, path_type=Path), help="Remember what repeats on a site.")
@click.option("--title", help="The article's title, where it is known.")
@click.option("--site", default="", help="The site whose memory is used (with --site-memory).")
def separate(
    files: tuple[Path, ...],
    *,
    jsonl: bool,
    jobs: int,
    scheduler: str | None,
    model: Path | None,
    site_memory: Path | None,
    title: str | None,
    site: str,
) -> None:
    """Split pages (HTML or flattened text) into editorial text and boilerplate.

    FILES are pages, or JSON Lines with --jsonl; standard input without any.
    """
    alone = jobs == 1 and scheduler is None
    usage_unless(site_memory is None or alone, "--site-memory needs the articles in order: leave --jobs at 1")
    separator = _load(model)
    if site_memory is None:
        if jsonl:
            run_filter(files, SeparateRequest, partial(_answerer, model), jobs=jobs, scheduler=scheduler)
            return
        for path in files or (None,):
            print_separation(separator.separate(read_page(path), title=title))
        return
    with SiteMemories.open(site_memory) as memories:
        if jsonl:
            run_filter(files, SeparateRequest, lambda: partial(memories.answer, separator=separator))
            return
        for path in files or (None,):
            print_separation(memories.separate(read_page(path), site=site, title=title, separator=separator))


def _answerer(model: Path | None) -> Answer:
    def answer(request: SeparateRequest) -> SeparateAnswer:
        return answer_separate(request, _load(model))

    return answer
