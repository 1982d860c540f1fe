"""What a running service consists of: settings, database, models, keys."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Generic, TypeVar

from moderation.errors import ModelFault, ModerationError
from moderation.model_store.registry import ACTIVE, active_folder, version_folder
from moderation.services.screener import Screener
from moderation.services.secrets import Vault, open_vault
from moderation.services.separator import Separator
from moderation.services.site_models import SITES
from moderation.services.trusted import screener_loader
from moderation.settings import Settings
from moderation.storage.database import Database, sqlite_warning
from moderation.storage.schema import schema_fault, upgrade, write_probe

Model = TypeVar("Model")
CHECK_SECONDS = 1.0
SEPARATION, SCREENING = "separation", "screening"
log = logging.getLogger(__name__)


class ActiveModel(Generic[Model]):
    """A model that is loaded when it is first used, and again when another version is made the active one."""

    def __init__(
        self, models_dir: Path, name: str, load: Callable[[Path], Model], *, check_seconds: float = CHECK_SECONDS
    ) -> None:
        self._models_dir, self._name, self._load, self._check_seconds = models_dir, name, load, check_seconds
        self._lock = threading.Lock()
        self._loaded: Model | None = None
        self._stamp: tuple[int, int] | None = None
        self._checked_at = float("-inf")

    def get(self) -> Model:
        """Return the active version.

        :raises ModelFault: when there is none or it is damaged; the next call looks again.
        """
        with self._lock:
            if self._loaded is not None and monotonic() - self._checked_at < self._check_seconds:
                return self._loaded
            stamp = self._read_stamp()
            if self._loaded is None or stamp != self._stamp:
                # Rather none than one that the operator has replaced.
                self._loaded = None
                self._loaded = self._load(active_folder(self._models_dir, self._name))
                self._stamp = stamp
            self._checked_at = monotonic()
            return self._loaded

    def _read_stamp(self) -> tuple[int, int] | None:
        try:
            status = (self._models_dir / self._name / ACTIVE).stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_ino


class SiteScreeners:
    """The screener of each site: its own model where one is active, else the shared one."""

    def __init__(
        self,
        models_dir: Path,
        shared: ActiveModel[Screener],
        *,
        load: Callable[[Path], Screener] = Screener.load,
        check_seconds: float = CHECK_SECONDS,
    ) -> None:
        self._load = load
        self._home, self._shared, self._check_seconds = models_dir / SITES, shared, check_seconds
        self._own: dict[str, ActiveModel[Screener]] = {}
        self._looked_at: dict[str, tuple[float, bool]] = {}
        self._versions: dict[tuple[str, str], Screener] = {}

    def get(self, site: str) -> Screener:
        """Return the screener of a site.

        :raises ModelFault: when its model is missing or damaged; the shared one would decide by other rules.
        """
        looked_at, has_own = self._looked_at.get(site, (float("-inf"), False))
        if monotonic() - looked_at >= self._check_seconds:
            has_own = (self._home / site / ACTIVE).is_file()
            self._looked_at[site] = (monotonic(), has_own)
        if not has_own:
            return self._shared.get()
        own = self._own.get(site)
        if own is None:
            made = ActiveModel(self._home, site, self._load, check_seconds=self._check_seconds)
            own = self._own.setdefault(site, made)
        return own.get()

    def version(self, site: str, version: str) -> Screener:
        """Return one version of a site's own model; it is loaded once.

        :raises ModelFault: when it is missing or damaged.
        """
        known = self._versions.get((site, version))
        if known is None:
            known = self._versions[site, version] = Screener.load(version_folder(self._home, site, version))
        return known


@dataclass(frozen=True, slots=True)
class Deployment:
    """One running service; every use case receives it."""

    settings: Settings
    database: Database
    vault: Vault
    separators: ActiveModel[Separator]
    screeners: ActiveModel[Screener]
    site_screeners: SiteScreeners

    @property
    def separator(self) -> Separator:
        """The active separator.

        :raises ModelFault: when its model is missing or damaged.
        """
        return self.separators.get()

    @property
    def screener(self) -> Screener:
        """The active screener.

        :raises ModelFault: when its model is missing or damaged.
        """
        return self.screeners.get()

    def screener_of(self, site: str) -> Screener:
        """Return the screener that judges a site's comments.

        :raises ModelFault: when its model is missing or damaged.
        """
        return self.site_screeners.get(site)

    def shadow_of(self, site: str, version: str) -> Screener:
        """Return a version of a site's own model, active or not.

        :raises ModelFault: when it is missing or damaged.
        """
        return self.site_screeners.version(site, version)

    def close(self) -> None:
        """Close the connections to the database."""
        self.database.close()


def open_deployment(settings: Settings, *, migrate: bool | None = None) -> Deployment:
    """Open what the settings describe; neither database nor models need to be there yet.

    :param migrate: whether to bring the schema up to date; None does so for the embedded database alone.
    :raises StorageFault: when the database's address or the secret key cannot be used.
    """
    vault = open_vault(settings)
    database = Database(settings.database_url, wait_seconds=settings.database_wait_seconds)
    if is_embedded(settings) if migrate is None else migrate:
        try:
            upgrade(database)
        except ModerationError:
            database.close()
            raise
    if database.is_sqlite and (warning := sqlite_warning()):
        # Worth a line in the service's log, not on the terminal at each command; `moderation check` warns.
        log.info(warning)
    load = screener_loader(settings)
    screeners = ActiveModel(settings.models_dir, SCREENING, load)
    return Deployment(
        settings=settings,
        database=database,
        vault=vault,
        separators=ActiveModel(settings.models_dir, SEPARATION, Separator.load),
        screeners=screeners,
        site_screeners=SiteScreeners(settings.models_dir, screeners, load=load),
    )


def is_embedded(settings: Settings) -> bool:
    """Tell whether the database is the SQLite file that is made where none is configured."""
    return settings.database_url == f"sqlite:///{settings.data_dir / 'moderation.sqlite3'}"


def upgrade_database(settings: Settings) -> tuple[str | None, str]:
    """Bring the schema up to date; return the revisions before and after.

    :raises StorageFault: when the database cannot be reached or is of a newer program.
    """
    database = Database(settings.database_url, wait_seconds=settings.database_wait_seconds)
    try:
        return upgrade(database)
    finally:
        database.close()


def readiness(deployment: Deployment) -> list[str]:
    """Return why the service is not ready; nothing means it is."""
    reasons = [] if (fault := _storage_fault(deployment.database)) is None else [fault]
    for model in (deployment.separators, deployment.screeners):
        try:
            model.get()
        except ModelFault as error:
            reasons.append(str(error))
    return reasons


def _storage_fault(database: Database) -> str | None:
    try:
        fault = schema_fault(database)
        if fault is None:
            write_probe(database)
    except ModerationError as error:
        return str(error)
    return fault
