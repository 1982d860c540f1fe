"""`moderation deliveries`: what became of the messages we send, and sending them again."""

import click

from moderation.cli.opening import opened, utc_now
from moderation.services import delivery as service
from moderation.services.sites import list_sites, show_site

STATES = ("failed", "pending", "delivered")


@click.group()
def deliveries() -> None:
    """List messages to the sites' addresses; send those again that were given up."""


@deliveries.command("list")
@click.argument("site", required=False)
@click.option("--state", type=click.Choice(STATES), default="failed", show_default=True)
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1, 10_000), help="For each site.")
def list_(site: str | None, *, state: str, limit: int) -> None:
    """List the messages of SITE, or of every site, the newest first."""
    with opened() as deployment:
        for name in (site,) if site else tuple(stored.name for stored in list_sites(deployment)):
            fault = show_site(deployment, name).delivery_fault
            if fault:
                click.echo(f"warning: sending to site {name} is switched off: {fault}", err=True)
            for sent in service.list_deliveries(deployment, name, state, limit=limit):
                why = sent.last_error or (f"answered {sent.last_status}" if sent.last_status else "-")
                when = sent.created_at.isoformat(timespec="seconds")
                click.echo(f"{sent.event_id}\t{name}\t{sent.type}\t{when}\t{sent.attempts} attempts\t{why}")


@deliveries.command()
@click.argument("site")
@click.argument("event_ids", nargs=-1, metavar="[EVENT]...")
@click.option("--all", "everything", is_flag=True, help="Every message of the site that was given up.")
def replay(site: str, event_ids: tuple[str, ...], *, everything: bool) -> None:
    """Let messages that were given up be sent again, with the id they had; sending is switched on again with it."""
    if bool(event_ids) == everything:
        raise click.UsageError("name the messages, or take --all")
    with opened() as deployment:
        if everything:
            number = service.replay_all(deployment, site, utc_now())
        else:
            for event_id in event_ids:
                service.replay(deployment, site, event_id, utc_now())
            number = len(event_ids)
    click.echo(f"{number} will be sent again by `moderation deliver`")
