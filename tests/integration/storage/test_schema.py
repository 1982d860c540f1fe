from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from moderation.errors import StorageFault
from moderation.storage.database import Database
from moderation.storage.schema import MIGRATIONS, schema_fault, upgrade
from moderation.storage.tables import Row


def test_migrations_make_exactly_the_tables_of_the_program(database):
    with database.read() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        differences = compare_metadata(context, Row.metadata)

    assert differences == []


def test_upgrading_again_changes_nothing(database):
    before, after = upgrade(database)

    assert before == after
    assert schema_fault(database) is None


def test_database_without_a_schema_is_said_to_need_the_upgrade(tmp_path: Path):
    database = Database(f"sqlite:///{tmp_path / 'new.sqlite3'}", wait_seconds=1)

    assert "database upgrade" in (schema_fault(database) or "")
    database.close()


def test_processes_that_upgrade_at_once_do_not_disturb_each_other(fresh_url):
    databases = [Database(fresh_url, wait_seconds=20) for _ in range(4)]

    with ThreadPoolExecutor(4) as pool:
        steps = list(pool.map(upgrade, databases))

    assert sorted(before is None for before, _ in steps) == [False, False, False, True]
    for database in databases:
        database.close()


def test_the_schema_can_be_taken_back_and_made_again(fresh_url):
    database = Database(fresh_url, wait_seconds=5)
    upgrade(database)

    with database.write() as session:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = session.connection()
        command.downgrade(config, "base")

    assert inspect(database.engine).get_table_names() == ["alembic_version"]
    assert upgrade(database)[0] is None
    database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh_url(request, tmp_path: Path):
    """The address of a database without a schema."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'fresh.sqlite3'}"
        return
    engine = request.getfixturevalue("postgresql").engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE DATABASE fresh"))
        yield engine.url.set(database="fresh").render_as_string(hide_password=False)
        connection.execute(text("DROP DATABASE fresh"))


def test_database_of_a_newer_program_is_left_alone(database):
    with database.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '29990101_later'"))

    with pytest.raises(StorageFault, match="newer"):
        upgrade(database)
    assert schema_fault(database)


def test_every_constraint_has_a_name_that_a_migration_can_use(database):
    inspector = inspect(database.engine)
    for table in Row.metadata.tables:
        assert inspector.get_pk_constraint(table)["name"] == f"pk_{table}"
        assert all(key["name"].startswith(f"fk_{table}_") for key in inspector.get_foreign_keys(table))
        assert all(index["name"].startswith(("ix_", "uq_")) for index in inspector.get_indexes(table))
