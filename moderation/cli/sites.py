"""`moderation sites`: the publishers' sites this service moderates."""

from typing import BinaryIO, TextIO

import click
import msgspec

from moderation.cli.opening import opened, utc_now
from moderation.services import sites as service
from moderation.services.memories import mark_text, show_memory
from moderation.services.site_settings import change_settings, parse_settings, show_settings
from moderation.text.controls import printable


@click.group()
def sites() -> None:
    """Add, list and show sites; rotate their secrets; change their settings."""


@sites.command()
@click.argument("name")
@click.option("--language", default="de", show_default=True, help="ISO 639-1 code of the site's language.")
@click.option("--deliver-to", metavar="URL", help="Where decisions are sent as signed webhooks.")
def add(name: str, *, language: str, deliver_to: str | None) -> None:
    """Add a site and print its secrets, once."""
    with opened() as deployment:
        credentials = service.add_site(deployment, name, language=language, deliver_to=deliver_to, now=utc_now())
    click.echo(f"site             {credentials.site}")
    click.echo(f"api key          {credentials.api_key}")
    click.echo(f"webhook secret   {credentials.webhook_secret}")
    if credentials.delivery_secret:
        click.echo(f"delivery secret  {credentials.delivery_secret}")
    click.echo(f"coral secret     {credentials.coral_secret}")
    click.echo(f"perspective key  {credentials.perspective_key}")
    click.echo(f"akismet key      {credentials.akismet_key}")
    click.echo(f"openai key       {credentials.openai_key}")
    click.echo("These are shown this once; keep them in your CMS and nowhere else.", err=True)


@sites.command("deliver-to")
@click.argument("name")
@click.argument("url", required=False)
def deliver_to(name: str, url: str | None) -> None:
    """Send decisions to URL from now on, or nowhere without one; prints a secret if there is none to sign with."""
    with opened() as deployment:
        service.set_delivery_target(deployment, name, url)
        has_secret = service.webhook_secrets(deployment, name, service.DELIVERY)
        if url and not has_secret:
            click.echo(f"delivery secret  {service.rotate_secret(deployment, name, 'delivery', utc_now())}")


@sites.command("list")
def list_() -> None:
    """List the sites."""
    with opened() as deployment:
        for site in service.list_sites(deployment):
            click.echo(f"{site.name}\t{site.language}\t{site.deliver_to or '-'}")


@sites.command()
@click.argument("name")
def show(name: str) -> None:
    """Show what is stored for a site, without its secrets."""
    with opened() as deployment:
        site = service.show_site(deployment, name)
    for field in site.__dataclass_fields__:
        click.echo(f"{field:<18} {getattr(site, field)}")


@sites.command("rotate-secret")
@click.argument("name")
@click.option("--kind", type=click.Choice(service.KINDS), default="webhook", show_default=True)
@click.option("--scheme", help="How the source signs, where it is not its usual way.")
@click.option("--take", type=click.File("r"), help="A file with the secret that the sender made; - for standard input.")
def rotate_secret(name: str, *, kind: str, scheme: str | None, take: TextIO | None) -> None:
    """Put a new secret in force and print it, once; the old one stays valid until the next rotation.

    KIND is api_key, a key of one foreign API alone (perspective, akismet, openai), webhook (Standard Webhooks),
    delivery, or whoever sends: coral, ghost, wordpress, contentful and so on.
    """
    value = take.read(4096).strip() if take else None
    with opened() as deployment:
        click.echo(service.rotate_secret(deployment, name, kind, utc_now(), scheme=scheme, value=value))


@sites.command("settings")
@click.argument("name")
@click.option("--set", "new", metavar="JSON", help="Replace all settings by these.")
@click.option("--from", "file", type=click.File("rb"), help="Replace all settings by those of a JSON file.")
def settings_(name: str, *, new: str | None, file: BinaryIO | None) -> None:
    """Show a site's own settings as JSON, or replace them."""
    text = file.read() if file else new
    with opened() as deployment:
        if text is None:
            stated = show_settings(deployment, name)
        else:
            stated = change_settings(deployment, name, parse_settings(text))
    click.echo(msgspec.json.format(msgspec.json.encode(stated), indent=2).decode())


@sites.command("memory")
@click.argument("name")
@click.option("--editorial", metavar="TEXT", help="Say that this text belongs to articles.")
@click.option("--boilerplate", metavar="TEXT", help="Say that this text does not.")
@click.option("--unmark", metavar="TEXT", help="Take an earlier word back.")
def memory_(name: str, *, editorial: str | None, boilerplate: str | None, unmark: str | None) -> None:
    """Show what recurs over a site's articles; correct what was learnt."""
    with opened() as deployment:
        for text, word in ((editorial, True), (boilerplate, False), (unmark, None)):
            if text is not None:
                mark_text(deployment, name, text, editorial=word, now=utc_now())
        shown = show_memory(deployment, name)
    click.echo(f"learnt from {shown.articles:.1f} articles (older ones count for less); {shown.remembered} lines")
    for line in shown.lines:
        said = {True: "editorial", False: "boilerplate", None: ""}[line.editorial]
        click.echo(f"{line.count:7.1f}  {said:11}  {printable(line.sample[:100])}")
