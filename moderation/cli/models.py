"""`moderation models`: which trained model is in use, for all sites and for one."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import msgspec

from moderation.cli.opening import opened, utc_now
from moderation.model_store import registry
from moderation.model_store.folder import read_card
from moderation.services.agreement import describe_agreement
from moderation.services.site_models import SITES
from moderation.services.site_settings import change_settings, show_settings
from moderation.services.watching import DAYS, describe_watch, watch_site
from moderation.settings import Settings

site_option = click.option("--site", help="The models of this site, in place of the shared ones.")


@click.group()
def models() -> None:
    """List and show models, switch between their versions."""


@models.command("list")
@site_option
def list_(site: str | None) -> None:
    """List the stored versions, each site's own ones last; a star marks the active one."""
    models_dir = Settings.from_environment().models_dir
    shared = [] if site else registry.list_versions(models_dir)
    own = [stored for stored in registry.list_versions(models_dir / SITES) if site in (None, stored.name)]
    for prefix, versions in (("", shared), (f"{SITES}/", own)):
        for stored in versions:
            card = read_card(stored.folder)
            told = " ".join(filter(None, (str(card.get("trained_at") or ""), _worth(card))))
            click.echo(f"{'*' if stored.active else ' '} {prefix}{stored.name}/{stored.version}\t{told}")


@models.command()
@click.argument("name", required=False)
@click.argument("version", required=False)
@site_option
def show(name: str | None, version: str | None, site: str | None) -> None:
    """Print the card of a version, of the active one without VERSION; with --site, NAME is left out."""
    models_dir, name, version = _place(name, version, site)
    folder = registry.version_folder(models_dir, name, version) if version else registry.active_folder(models_dir, name)
    click.echo(json.dumps(read_card(folder), ensure_ascii=False, indent=2))


@models.command()
@click.argument("name", required=False)
@click.argument("version", required=False)
@click.option("--despite-the-gate", is_flag=True, help="Also a model that its retraining found worse.")
@site_option
def activate(name: str | None, version: str | None, site: str | None, *, despite_the_gate: bool) -> None:
    """Make a version the active one; running workers take it up by themselves."""
    models_dir, name, version = _place(name, version, site)
    if version is None:
        raise click.UsageError("which version?")
    failed = _failed_checks(read_card(registry.version_folder(models_dir, name, version)))
    if failed and not despite_the_gate:
        raise click.ClickException("\n".join(["the gate is not passed (--despite-the-gate insists):", *failed]))
    registry.activate(models_dir, name, version)
    click.echo(f"{name}/{version} is active")


@models.command()
@click.argument("name", required=False)
@site_option
def rollback(name: str | None, site: str | None) -> None:
    """Make the version before the active one active again."""
    models_dir, name, _ = _place(name, None, site)
    version = registry.roll_back(models_dir, name)
    click.echo(f"{name}/{version} is active")


@models.command()
@click.argument("name", required=False)
@site_option
def deactivate(name: str | None, site: str | None) -> None:
    """Let a site be judged by the shared model again; its own ones stay."""
    if site is None:
        raise click.UsageError("only the models of a --site can be put aside")
    models_dir, name, _ = _place(name, None, site)
    registry.deactivate(models_dir, name)
    click.echo(f"{name} is judged by the shared model")


@models.command()
@click.argument("first")
@click.argument("second")
@site_option
def compare(first: str, second: str, site: str | None) -> None:
    """Print side by side where the cards of two versions differ; each is VERSION with --site, else NAME/VERSION."""
    before, after = (_flat(read_card(_folder_of(each, site))) for each in (first, second))
    for key in sorted(before.keys() | after.keys()):
        if before.get(key) != after.get(key):
            click.echo(f"{key}: {before.get(key, '–')} -> {after.get(key, '–')}")


def _place(name: str | None, version: str | None, site: str | None) -> tuple[Path, str, str | None]:
    """Return folder, name and version; with a site the one word given is the version."""
    models_dir = Settings.from_environment().models_dir
    if site is not None:
        return models_dir / SITES, site, version or name
    if name is None:
        raise click.UsageError("which model? Name one, or a --site")
    return models_dir, name, version


def _folder_of(stated: str, site: str | None) -> Path:
    models_dir = Settings.from_environment().models_dir
    if site is not None:
        return registry.version_folder(models_dir / SITES, site, stated)
    name, _, version = stated.rpartition("/")
    if name.startswith(f"{SITES}/"):
        return registry.version_folder(models_dir / SITES, name.removeprefix(f"{SITES}/"), version)
    return registry.version_folder(models_dir, name, version)


def _failed_checks(card: Mapping[str, Any]) -> list[str]:
    gate = card.get("gate")
    checks = gate.get("checks", ()) if isinstance(gate, Mapping) else ()
    return [f"{check['name']}: {check['why']}" for check in checks if not check["passed"]]


def _worth(card: Mapping[str, Any]) -> str:
    measures = card.get("measures")
    site = measures.get("auc_site") if isinstance(measures, Mapping) else None
    return f"AUC on the latest decisions {site}" if site is not None else ""


def _flat(value: object, prefix: str = "") -> dict[str, str]:
    """Return the leaves of a card by their path, self-check and files left out."""
    if not isinstance(value, Mapping):
        return {prefix: json.dumps(value, ensure_ascii=False)}
    flat: dict[str, str] = {}
    for key, inner in value.items():
        if prefix or key not in ("self_check", "files"):
            flat.update(_flat(inner, f"{prefix}.{key}" if prefix else str(key)))
    return flat


@models.command()
@click.argument("version", required=False)
@click.option("--site", required=True, help="The site.")
@click.option("--stop", is_flag=True, help="Let no model look on any more.")
def shadow(version: str | None, site: str, *, stop: bool) -> None:
    """Let VERSION of a site's own model score beside the active one; without VERSION, show how the two agree."""
    with opened() as deployment:
        settings = show_settings(deployment, site)
        looking_on = settings.learning.shadow
        if version or stop:
            if version:
                deployment.shadow_of(site, version)
            learning = msgspec.structs.replace(settings.learning, shadow=version or "")
            change_settings(deployment, site, msgspec.structs.replace(settings, learning=learning))
            click.echo(f"{site}: {version} looks on" if version else f"{site}: no model looks on")
            return
        click.echo(describe_agreement(deployment, site, looking_on) if looking_on else f"{site}: no model looks on")


@models.command()
@click.option("--site", required=True, help="The site.")
@click.option(
    "--days", default=DAYS, show_default=True, help="The latest days, held against as many times four before."
)
def watch(site: str, days: int) -> None:
    """Say how scores, holds and moderators' agreement move, and whether a retraining is due."""
    with opened() as deployment:
        click.echo(describe_watch(watch_site(deployment, site, days=days, now=utc_now())))
