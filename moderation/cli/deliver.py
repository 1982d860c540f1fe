"""`moderation deliver`: the worker that sends what waits in the outbox and works off what waits in the inbox."""

import time

import click

from moderation.cli.opening import opened, utc_now
from moderation.cli.pull import words_of
from moderation.services.delivery import deliver_due
from moderation.services.deployment import Deployment
from moderation.services.inbox import work_off_due
from moderation.services.pulling import pull_due
from moderation.webhooks.fetching import make_fetcher
from moderation.webhooks.sending import make_sender


@click.command()
@click.option("--once", is_flag=True, help="Send what is due, then end.")
@click.option("--pause", default=2.0, show_default=True, type=click.FloatRange(0.1, 3600), help="Seconds when idle.")
def deliver(*, once: bool, pause: float) -> None:
    """Send waiting events to the sites' addresses, signed, with retries.

    The same worker works off webhooks that could not be worked off when they came, and fetches articles where a site
    asked for it. Any number of workers may run beside each other.
    """
    with opened() as deployment:
        while True:
            worked = _run(deployment)
            if once:
                return
            if not worked:
                time.sleep(pause)


def _run(deployment: Deployment) -> int:
    """Do what is due; return how much that was."""
    sent = deliver_due(deployment, make_sender(deployment.settings), utc_now(), limit=100)
    if sent.attempted:
        click.echo(f"sent {sent.delivered}, to be tried again {sent.retried}, given up {sent.failed}")
    worked = work_off_due(deployment, utc_now(), limit=100)
    if worked:
        click.echo(f"worked off {worked} messages")
    pulled = pull_due(deployment, make_fetcher(deployment.settings), utc_now())
    for report in pulled:
        click.echo(words_of(report))
    return sent.attempted + worked + len(pulled)
