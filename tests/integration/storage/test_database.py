import sqlite3
import subprocess
import sys
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, text, update

from moderation.errors import Conflict, InvalidInput, StorageBusy, StorageFault
from moderation.storage import sites
from moderation.storage.database import Database
from moderation.storage.tables import SiteRow
from tests.factories import NOW, site

WRITES = 25


def names(database: Database) -> set[str]:
    with database.read() as session:
        return {known.name for known in sites.all_sites(session)}


def test_an_error_undoes_the_whole_transaction(database):
    def work(session):
        sites.insert_site(session, site("one"))
        raise InvalidInput("no")

    with pytest.raises(InvalidInput):
        database.transact(work)
    assert names(database) == set()


def test_inner_transactions_join_the_outer_one(database):
    def work(session):
        database.transact(lambda inner: sites.insert_site(inner, site("inner")))
        with database.read() as reading:
            assert sites.find_site(reading, "inner")
        raise InvalidInput("no")

    with pytest.raises(InvalidInput):
        database.transact(work)
    assert names(database) == set()


def test_times_come_back_aware_and_in_utc(database):
    database.transact(lambda session: sites.insert_site(session, site("one")))

    with database.read() as session:
        stored = sites.find_site(session, "one")
    assert stored is not None
    assert stored.created_at == NOW
    assert stored.created_at.utcoffset().total_seconds() == 0


@pytest.mark.parametrize("language", ["d\0e", "d\ud800"], ids=["NUL", "lone surrogate"])
def test_text_that_one_database_would_refuse_is_refused_before_both(database, language):
    def work(session):
        session.add(SiteRow(name="one", language=language, created_at=NOW))
        session.flush()

    with pytest.raises(InvalidInput):
        database.transact(work)
    assert names(database) == set()


def test_a_second_row_where_one_may_be_is_a_conflict(database):
    database.transact(lambda session: sites.insert_site(session, site("one")))

    with pytest.raises(Conflict):
        database.transact(lambda session: sites.insert_site(session, site("one")))


def test_what_belongs_to_an_unknown_site_is_a_conflict(database):
    with pytest.raises(Conflict):
        database.transact(
            lambda session: sites.insert_api_key(session, "nobody", purpose="api", prefix="x", digest="0", now=NOW)
        )


def test_errors_do_not_carry_what_was_to_be_stored(database):
    with pytest.raises(Conflict) as caught:
        database.transact(
            lambda session: sites.insert_api_key(session, "nobody", purpose="api", prefix="geheim", digest="0", now=NOW)
        )

    assert "geheim" not in "".join(traceback.format_exception(caught.value)).replace('prefix="geheim"', "")


def test_missing_tables_are_named_as_a_fault_of_the_schema(database):
    with pytest.raises(StorageFault, match="database upgrade"), database.read() as session:
        session.execute(text("SELECT * FROM no_such_table"))


def test_threads_that_count_at_once_lose_nothing(database_url):
    databases = [Database(database_url, wait_seconds=20) for _ in range(2)]
    databases[0].transact(lambda session: sites.insert_site(session, replace(site("one"), language="0")))

    def count(database):
        def work(session):
            number = session.scalar(select(SiteRow.language).with_for_update())
            session.execute(update(SiteRow).values(language=str(int(number) + 1)))

        for _ in range(WRITES):
            database.transact(work)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(count, databases * 2))

    with databases[0].read() as session:
        assert session.scalar(select(SiteRow.language)) == str(4 * WRITES)
    for database in databases:
        database.close()


def test_a_writer_waits_no_longer_than_stated(database_url):
    first, second = Database(database_url, wait_seconds=5), Database(database_url, wait_seconds=0.2)
    first.transact(lambda session: sites.insert_site(session, site("one")))
    with first.write() as session:
        sites.lock_site(session, "one")
        with pytest.raises(StorageBusy):
            second.transact(lambda other: sites.lock_site(other, "one"))
    first.close()
    second.close()


def test_threads_of_one_process_wait_no_longer_than_stated_either(database_url):
    database = Database(database_url, wait_seconds=0.2)
    database.transact(lambda session: sites.insert_site(session, site("one")))
    held, done = threading.Event(), threading.Event()

    def hold():
        with database.write() as session:
            sites.lock_site(session, "one")
            held.set()
            done.wait(10)

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(10)
    with pytest.raises(StorageBusy):
        database.transact(lambda session: sites.lock_site(session, "one"))
    done.set()
    holder.join()
    database.close()


KILLED = """
import os, sys
from datetime import UTC, datetime
from moderation.storage import sites
from moderation.storage.database import Database
def site(name):
    return sites.Site(name, "de", None, None, datetime.now(UTC))
database = Database(sys.argv[1], wait_seconds=5)
database.transact(lambda session: sites.insert_site(session, site("whole")))
with database.write() as session:
    sites.insert_site(session, site("half"))
    session.flush()
    os.kill(os.getpid(), 9)
"""


def test_a_killed_process_leaves_nothing_half_stored(database_url, database):
    ended = subprocess.run([sys.executable, "-c", KILLED, database_url], check=False, timeout=60)

    assert ended.returncode == -9
    assert names(database) == {"whole"}
    database.transact(lambda session: sites.insert_site(session, site("after")))


WRITER = """
import sys
from sqlalchemy import select, update
from moderation.storage.database import Database
from moderation.storage.tables import SiteRow
database = Database(sys.argv[1], wait_seconds=30)
def work(session):
    number = session.scalar(select(SiteRow.language).with_for_update())
    session.execute(update(SiteRow).values(language=str(int(number) + 1)))
for _ in range(40):
    database.transact(work)
"""


def test_processes_that_count_at_once_lose_nothing_and_show_no_traceback(database_url, database):
    database.transact(lambda session: sites.insert_site(session, replace(site("one"), language="0")))

    command = [sys.executable, "-c", WRITER, database_url]
    writers = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(2)]
    errors = [writer.communicate(timeout=60)[1] for writer in writers]

    assert errors == [b"", b""]
    with database.read() as session:
        assert session.scalar(select(SiteRow.language)) == "80"


def test_unreachable_databases_are_a_fault_and_no_traceback(tmp_path: Path):
    (tmp_path / "file").write_text("")
    for url in (
        f"sqlite:///{tmp_path / 'file' / 'x.sqlite3'}",
        "postgresql://nobody@127.0.0.1:9/none",
    ):
        database = Database(url, wait_seconds=1)
        with pytest.raises(StorageFault), database.read() as session:
            session.execute(select(1))
        database.close()


def test_a_file_that_is_no_database_is_a_fault(tmp_path: Path):
    (tmp_path / "x.sqlite3").write_bytes(b"not a database" * 100)
    database = Database(f"sqlite:///{tmp_path / 'x.sqlite3'}", wait_seconds=1)

    with pytest.raises(StorageFault), database.read() as session:
        session.execute(select(1))
    database.close()


def test_sqlite_is_set_to_lose_no_commit(tmp_path: Path):
    database = Database(f"sqlite:///{tmp_path / 'x.sqlite3'}", wait_seconds=1)
    with database.write() as session:
        pragmas = {
            name: session.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous", "foreign_keys")
        }
        with pytest.raises(sqlite3.OperationalError), sqlite3.connect(tmp_path / "x.sqlite3", timeout=0) as other:
            other.execute("BEGIN IMMEDIATE")
        other.close()

    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    database.close()
