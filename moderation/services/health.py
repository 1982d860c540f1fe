"""What is wrong with an installation, and how to mend it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from moderation.errors import ModelFault, ModerationError
from moderation.services.deployment import Deployment, is_embedded, open_deployment
from moderation.services.sites import list_sites
from moderation.settings import Settings
from moderation.storage.database import sqlite_warning
from moderation.storage.schema import schema_fault, write_probe


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
    """Look at configuration, database and models, in that order; nothing is changed."""
    findings = list(_settings(settings))
    try:
        deployment = open_deployment(settings, migrate=False)
    except ModerationError as error:
        return [*findings, Finding(Severity.FAULT, "database", str(error), "mend MODERATION_DATABASE_URL")]
    try:
        findings += _database(deployment)
        findings += _models(deployment)
    finally:
        deployment.close()
    return findings


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


def _database(deployment: Deployment) -> Iterator[Finding]:
    upgrade = "run: moderation database upgrade"
    try:
        fault = schema_fault(deployment.database)
        if fault is None:
            write_probe(deployment.database)
            sites = len(list_sites(deployment))
    except ModerationError as error:
        fresh = is_embedded(deployment.settings) and not (deployment.settings.data_dir / "moderation.sqlite3").exists()
        if fresh:
            yield Finding(Severity.FINE, "database", "the embedded one is made at the first start")
        else:
            yield Finding(Severity.FAULT, "database", str(error), upgrade)
        return
    if fault is not None:
        yield Finding(Severity.FAULT, "database", fault, upgrade)
        return
    yield Finding(Severity.FINE, "database", "reachable, writable, schema up to date")
    warning = sqlite_warning() if deployment.database.is_sqlite else None
    if warning:
        yield Finding(Severity.WARNING, "database", warning, "use PostgreSQL for several workers")
    if not sites:
        yield Finding(Severity.WARNING, "sites", "none has been added", "run: moderation sites add NAME")


def _models(deployment: Deployment) -> Iterator[Finding]:
    for name, model in (("separation", deployment.separators), ("screening", deployment.screeners)):
        try:
            model.get()
        except ModelFault as error:
            remedy = "run: moderation models list; then activate a version, or install the package anew"
            yield Finding(Severity.FAULT, f"model {name}", str(error), remedy)
        else:
            yield Finding(Severity.FINE, f"model {name}", "loaded, digest and self-check right")
