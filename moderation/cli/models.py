"""`moderation models`: which trained model is in use."""

import json

import click

from moderation.model_store import registry
from moderation.model_store.folder import read_card
from moderation.settings import Settings


@click.group()
def models() -> None:
    """List and show models, switch between their versions."""


@models.command("list")
def list_() -> None:
    """List the stored versions; a star marks the active one."""
    for stored in registry.list_versions(Settings.from_environment().models_dir):
        card = read_card(stored.folder)
        click.echo(f"{'*' if stored.active else ' '} {stored.name}/{stored.version}\t{card.get('trained_at', '')}")


@models.command()
@click.argument("name")
@click.argument("version", required=False)
def show(name: str, version: str | None) -> None:
    """Print the card of a version, of the active one without VERSION."""
    models_dir = Settings.from_environment().models_dir
    folder = registry.version_folder(models_dir, name, version) if version else registry.active_folder(models_dir, name)
    click.echo(json.dumps(read_card(folder), ensure_ascii=False, indent=2))


@models.command()
@click.argument("name")
@click.argument("version")
def activate(name: str, version: str) -> None:
    """Make a version the active one; running workers take it up by themselves."""
    registry.activate(Settings.from_environment().models_dir, name, version)
    click.echo(f"{name}/{version} is active")


@models.command()
@click.argument("name")
def rollback(name: str) -> None:
    """Make the version before the active one active again."""
    version = registry.roll_back(Settings.from_environment().models_dir, name)
    click.echo(f"{name}/{version} is active")
