"""`moderation deliver`: the worker that sends what waits in the outbox."""

import time

import click

from moderation.cli.opening import opened, utc_now
from moderation.services.delivery import deliver_due
from moderation.webhooks.sending import make_sender


@click.command()
@click.option("--once", is_flag=True, help="Send what is due, then end.")
@click.option("--pause", default=2.0, show_default=True, type=click.FloatRange(0.1, 3600), help="Seconds when idle.")
def deliver(*, once: bool, pause: float) -> None:
    """Send waiting events to the sites' addresses, signed, with retries."""
    with opened() as deployment:
        send = make_sender(deployment.settings)
        while True:
            report = deliver_due(deployment, send, utc_now(), limit=100)
            if report.attempted:
                click.echo(f"sent {report.delivered}, to be tried again {report.retried}, given up {report.failed}")
            if once:
                return
            if not report.attempted:
                time.sleep(pause)
