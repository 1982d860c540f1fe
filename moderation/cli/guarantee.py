"""`moderation guarantee`: how far a machine may decide alone under a promised error rate."""

from pathlib import Path

import click
import msgspec

from moderation.cli.jsonl import decode_line
from moderation.cli.opening import opened
from moderation.cli.options import existing_file, model_option, read_page, usage_unless
from moderation.comment.guarantee import Guarantee, Promise, Share, Side
from moderation.services.guarantees import ReviewedComment, from_reviews, from_site, put_in_force
from moderation.services.screener import Screener
from moderation.text.decoding import decode_page

_RISK = click.FloatRange(0.0, 1.0, min_open=True, max_open=True)


@click.command()
@click.argument("site", required=False)
@click.option("--reviews", type=existing_file, help="A reviews file in place of a site's database.")
@click.option("--policy", "policy_file", type=existing_file, help="With --reviews: the comment rules.")
@click.option("--wrongly-refused", type=_RISK, default=0.01, show_default=True)
@click.option("--wrongly-released", type=_RISK, default=0.02, show_default=True)
@click.option("--confidence", type=_RISK, default=0.95, show_default=True)
@click.option(
    "--of",
    type=click.Choice([share.value for share in Share]),
    default=Share.DECIDED.value,
    show_default=True,
    help="What the error rates are shares of: automatic decisions, comments deserving otherwise, all comments.",
)
@click.option("--apply", is_flag=True, help="Put the thresholds in force for the site.")
@model_option
def guarantee(
    site: str | None,
    *,
    reviews: Path | None,
    policy_file: Path | None,
    wrongly_refused: float,
    wrongly_released: float,
    confidence: float,
    of: str,
    apply: bool,
    model: Path | None,
) -> None:
    """Compute from moderators' verdicts the thresholds that keep a promise and decide the most without a person.

    The verdicts must be a fair sample of all comments: let moderators review everything for a while, not only what is
    held.
    """
    usage_unless((site is None) is not (reviews is None), "either a site or --reviews")
    usage_unless(site is not None or not apply, "--apply needs a site")
    promise = Promise(wrongly_refused, wrongly_released, confidence, Share(of))
    if reviews is not None:
        policy = decode_page(read_page(policy_file)) if policy_file else None
        with reviews.open("rb") as lines:
            read = (decode_line(line, ReviewedComment) for line in lines if line.strip())
            _print(from_reviews(read, Screener.load(model), promise, policy))
        return
    assert site is not None
    with opened() as deployment:
        computed = from_site(deployment, site, promise)
        _print(computed)
        if apply:
            limits = put_in_force(deployment, site, computed)
            click.echo(f"in force: {msgspec.json.encode(limits).decode()}")


def _print(computed: Guarantee) -> None:
    click.echo(f"{computed.comments} verdicts; {computed.automatic:.1%} of the comments would be decided automatically")
    for name, side in (("refuse from", computed.refuse), ("release below", computed.release)):
        click.echo(f"{name}: {_described(side)}")
    click.echo(computed.statement)


def _described(side: Side) -> str:
    if not side.supported:
        return "never"
    return f"{side.threshold:.4f} ({side.decided} comments, {side.wrong} wrong)"
