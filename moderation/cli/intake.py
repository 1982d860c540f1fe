"""`moderation intake`: webhooks that were taken in and could not be worked off."""

import click

from moderation.cli.opening import opened, utc_now
from moderation.services import inbox as service
from moderation.services.sites import list_sites


@click.group()
def intake() -> None:
    """List webhooks that were taken in and given up; try them again."""


@intake.command("list")
@click.argument("site", required=False)
def list_(site: str | None) -> None:
    """List what was given up for SITE, or for every site, the newest first; it is kept for 30 days."""
    with opened() as deployment:
        for name in (site,) if site else tuple(stored.name for stored in list_sites(deployment)):
            for left in service.given_up(deployment, name):
                when = left.received_at.isoformat(timespec="seconds")
                click.echo(f"{left.row}\t{name}\t{left.source}\t{when}\t{left.attempts} attempts\t{left.fault}")


@intake.command()
@click.argument("site")
@click.argument("number", type=int)
def replay(site: str, number: int) -> None:
    """Try the message of this number again."""
    with opened() as deployment:
        service.try_again(deployment, site, number, utc_now())
    click.echo("it will be tried again by `moderation deliver`")
