"""The schema: made and changed by the migrations alone."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from moderation.errors import StorageFault
from moderation.storage.database import Database
from moderation.storage.faults import UPGRADE
from moderation.storage.tables import SiteRow

MIGRATIONS = Path(__file__).parent / "migrations"
# Any number; it only has to be the same in every process that upgrades.
_UPGRADE_LOCK = 4_710_815


def upgrade(database: Database) -> tuple[str | None, str]:
    """Bring the schema to this program's revision, in one transaction; return the revisions before and after.

    :raises StorageFault: when the database cannot be reached, or its revision is unknown to this program.
    """
    _make_file(database)
    with database.write() as session:
        if not database.is_sqlite:
            session.execute(select(func.pg_advisory_xact_lock(_UPGRADE_LOCK)))
        before = _revision(session)
        config = _config()
        config.attributes["connection"] = session.connection()
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise StorageFault("the database belongs to a newer version of this program") from error
        after = _revision(session)
    assert after is not None
    return before, after


def schema_fault(database: Database) -> str | None:
    """Return what is wrong with the schema, or None."""
    with database.read() as session:
        return None if _revision(session) == newest() else UPGRADE


def write_probe(database: Database) -> None:
    """Change nothing, but as a writer.

    :raises StorageFault: when the database cannot be written.
    """
    with database.write() as session:
        session.execute(update(SiteRow).where(SiteRow.name == "").values(language=""))


def _revision(session: Session) -> str | None:
    return MigrationContext.configure(session.connection()).get_current_revision()


def newest() -> str | None:
    """Return the revision that this program needs."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def _make_file(database: Database) -> None:
    """Make an SQLite file for its owner alone: it holds what readers wrote."""
    if not database.is_sqlite:
        return
    path = Path(database.url.database or "")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.touch(mode=0o600)
    except OSError as error:
        raise StorageFault("the file of the database cannot be made") from error
