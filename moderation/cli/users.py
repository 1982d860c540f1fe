"""`moderation users`: the moderators."""

import click

from moderation.cli.opening import opened, utc_now
from moderation.services import users as service


@click.group()
def users() -> None:
    """Add moderators."""


@users.command()
@click.argument("name")
@click.option("--site", "site_names", multiple=True, required=True, help="A site this person moderates; repeatable.")
@click.password_option(help="Asked for when it is not given.")
def add(name: str, *, site_names: tuple[str, ...], password: str) -> None:
    """Add a moderator."""
    with opened() as deployment:
        service.add_user(deployment, name, password, site_names, utc_now())
    click.echo(f"{name} moderates {', '.join(site_names)}")
