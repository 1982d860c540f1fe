"""`moderation database`: the schema."""

import click

from moderation.services.deployment import upgrade_database
from moderation.settings import Settings


@click.group()
def database() -> None:
    """Keep the database's schema up to date."""


@database.command()
def upgrade() -> None:
    """Bring the schema to this program's version; safe to run again."""
    before, after = upgrade_database(Settings.from_environment())
    click.echo(f"schema {after}" if before == after else f"schema {before or 'none'} → {after}")
