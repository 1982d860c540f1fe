"""`moderation screen`: comments against stated rules."""

from functools import cache, partial
from pathlib import Path

import click

from moderation.article.values import Separation
from moderation.cli.jsonl import Answer, run_filter
from moderation.cli.options import existing_file, jobs_option, jsonl_option, model_option, read_page, scheduler_option
from moderation.cli.report import print_decision
from moderation.errors import UnknownModel
from moderation.model_store.registry import active_folder
from moderation.policy.values import Policy
from moderation.services.answers import answer_screen
from moderation.services.lines import ScreenAnswer, ScreenRequest
from moderation.services.policyreader import parse_policy
from moderation.services.screener import Screener
from moderation.services.separator import separate
from moderation.services.site_models import SITES
from moderation.settings import Settings
from moderation.text.decoding import decode_page

_load = cache(Screener.load)


@click.command()
@click.argument("files", nargs=-1, type=existing_file)
@jsonl_option
@jobs_option
@scheduler_option
@model_option
@click.option("--policy", "policy_file", type=existing_file, help="Comment rules; the default netiquette without.")
@click.option("--article", "article_file", type=existing_file, help="The article; a footer in it is the policy.")
def screen(
    files: tuple[Path, ...],
    *,
    jsonl: bool,
    jobs: int,
    scheduler: str | None,
    model: Path | None,
    policy_file: Path | None,
    article_file: Path | None,
) -> None:
    """Judge comments against exactly the rules that are stated.

    FILES are comments, one a file (standard input without any), or JSON Lines with --jsonl, whose lines bring their
    own policy and article.
    """
    if jsonl:
        run_filter(files, ScreenRequest, partial(_answerer, model), jobs=jobs, scheduler=scheduler)
        return
    article = separate(read_page(article_file)) if article_file else None
    policy = _policy(policy_file, article)
    for path in files or (None,):
        comment = decode_page(read_page(path)).strip("\r\n")
        print_decision(comment, _load(model).screen(comment, policy=policy, article=article))


def _policy(policy_file: Path | None, article: Separation | None) -> Policy | None:
    if policy_file:
        return parse_policy(decode_page(read_page(policy_file)))
    if article and article.policy_notice:
        return parse_policy(article.policy_notice)
    return None


def _answerer(model: Path | None) -> Answer:
    def answer(request: ScreenRequest) -> ScreenAnswer:
        return answer_screen(request, _load(model or _own_model(request.site)))

    return answer


def _own_model(site: str | None) -> Path | None:
    """Return the model of a site, where one is active; a line may name any."""
    if site is None:
        return None
    try:
        return active_folder(Settings.from_environment().models_dir / SITES, site)
    except UnknownModel:
        return None
