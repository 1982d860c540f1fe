"""What is wrong with an installation, and how to mend it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from moderation.errors import ModelFault, ModerationError, StorageFault
from moderation.model_store.registry import active_folder
from moderation.services.deployment import SCREENING, SEPARATION, is_embedded
from moderation.services.separator import Separator
from moderation.services.trusted import screener_loader
from moderation.settings import Settings
from moderation.storage.database import Database, sqlite_warning
from moderation.storage.inbox import count_given_up
from moderation.storage.schema import schema_fault, write_probe
from moderation.storage.sites import Site, all_sites


class Severity(StrEnum):
    """How much a finding matters: nothing to do, worth knowing before production, the service cannot work."""

    FINE = "fine"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at, and what to do about it; no remedy where nothing is to be done."""

    severity: Severity
    subject: str
    detail: str
    remedy: str = ""


def examine(settings: Settings) -> list[Finding]:
    """Look at configuration, database and models, in that order; nothing is made or changed."""
    return [*_settings(settings), *_database(settings), *_models(settings)]


def _settings(settings: Settings) -> Iterator[Finding]:
    if settings.secret_key:
        yield Finding(Severity.FINE, "secret key", "set")
    else:
        yield Finding(
            Severity.WARNING,
            "secret key",
            f"none is set; one is kept in {settings.data_dir / 'secret.key'}",
            "set MODERATION_SECRET_KEY to the same value for every worker, and keep a copy",
        )
    if settings.trusted_proxies == 0:
        remedy = "behind a reverse proxy, set MODERATION_TRUSTED_PROXIES to their number"
        yield Finding(Severity.WARNING, "proxies", "none is trusted: X-Forwarded-* headers are ignored", remedy)
    if settings.require_key == "sites":
        remedy = "set MODERATION_REQUIRE_KEY=all where strangers can reach the service"
        yield Finding(Severity.WARNING, "stateless routes", "/v1/separate, policy and screen need no key", remedy)
    if settings.allow_private_targets:
        remedy = "set MODERATION_ALLOW_PRIVATE_TARGETS=0 unless the receivers stand in your own network"
        yield Finding(Severity.WARNING, "webhook targets", "private addresses are allowed", remedy)


def _database(settings: Settings) -> Iterator[Finding]:
    if is_embedded(settings) and not (settings.data_dir / "moderation.sqlite3").exists():
        yield Finding(Severity.FINE, "database", "the embedded one is made at the first start")
        return
    try:
        database = Database(settings.database_url, wait_seconds=settings.database_wait_seconds)
    except StorageFault as error:
        yield Finding(Severity.FAULT, "database", str(error), "mend MODERATION_DATABASE_URL")
        return
    try:
        yield from _schema(database)
    finally:
        database.close()


def _schema(database: Database) -> Iterator[Finding]:
    try:
        fault = schema_fault(database)
        if fault is None:
            write_probe(database)
            with database.read() as session:
                sites, given_up = all_sites(session), count_given_up(session)
    except ModerationError as error:
        yield Finding(Severity.FAULT, "database", str(error), "see that it runs and that its address is right")
        return
    if fault is not None:
        yield Finding(Severity.FAULT, "database", fault, "run: moderation database upgrade")
        return
    yield Finding(Severity.FINE, "database", "reachable, writable, schema up to date")
    warning = sqlite_warning() if database.is_sqlite else None
    if warning:
        yield Finding(Severity.WARNING, "database", warning, "use PostgreSQL for several workers")
    if not sites:
        yield Finding(Severity.WARNING, "sites", "none has been added", "run: moderation sites add NAME")
    for site in sites:
        yield from _messages(site, given_up.get(site.name, 0))


def _messages(site: Site, given_up: int) -> Iterator[Finding]:
    if site.delivery_fault:
        remedy = f"mend the receiver, then run: moderation deliveries replay {site.name} --all"
        detail = f"sending to {site.name} is switched off: {site.delivery_fault}"
        yield Finding(Severity.WARNING, "deliveries", detail, remedy)
    if given_up:
        detail = f"{given_up} webhooks for {site.name} could not be worked off"
        yield Finding(Severity.WARNING, "intake", detail, f"run: moderation intake list {site.name}")


def _models(settings: Settings) -> Iterator[Finding]:
    loaders: dict[str, Callable[[Path], object]] = {SEPARATION: Separator.load, SCREENING: screener_loader(settings)}
    for name, load in loaders.items():
        try:
            load(active_folder(settings.models_dir, name))
        except ModelFault as error:
            remedy = "run: moderation models list; then activate a version, or install the package anew"
            yield Finding(Severity.FAULT, f"model {name}", str(error), remedy)
        else:
            yield Finding(Severity.FINE, f"model {name}", "loaded, digest and self-check right")
