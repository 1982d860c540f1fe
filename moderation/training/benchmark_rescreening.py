"""Re-screening many stored comments while the process is killed again and again: none twice, none missed.

Prints comments per second and the most memory that the command and its workers held together.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import func, insert, inspect, select

from moderation.services import articles
from moderation.services.articles import ArticleSubmission
from moderation.services.comments import CommentSubmission, screen
from moderation.services.deployment import Deployment, open_deployment
from moderation.services.sites import add_site
from moderation.settings import Settings, shipped_models
from moderation.storage.tables import CandidateRow, CommentRow
from moderation.text.fingerprint import fingerprint
from moderation.training import invented

SITE = "bote"
_AT_ONCE = 5_000
_POLL_SECONDS = 0.5
_PAGE, _TICKS = os.sysconf("SC_PAGE_SIZE"), os.sysconf("SC_CLK_TCK")
_NOW = datetime(2026, 1, 1, tzinfo=UTC)
_ARTICLE = (
    "Brücke wird erst im Herbst fertig\n\nDie Sanierung der Mühlbrücke dauert länger als geplant. Wie die Stadt am "
    "Montag mitteilte, fehlen Teile für das Geländer; die Umleitung durch den Ort bleibt bis Oktober bestehen.\n\n"
    "Bitte bleiben Sie sachlich. Beleidigungen, Schimpfwörter, Unterstellungen und Werbung werden nicht "
    "veröffentlicht. Ihre Redaktion"
)


@dataclass(frozen=True, slots=True)
class Rescreened:
    """What a run came to.

    :ivar missed: comments without a decision; `twice` decisions beyond one for each.
    :ivar peak: bytes of the command and its workers together.
    """

    comments: int
    kills: int
    missed: int
    twice: int
    wall: float
    processor: float
    peak: int

    def __str__(self) -> str:
        """Return it as lines for people."""
        return (
            f"{self.comments:,} comments, {self.kills} kills: {self.missed} missed, {self.twice} twice\n"
            f"{self.wall:,.0f} s, {self.comments / self.wall:,.0f} comments/s, {self.processor:,.0f} s of processor; "
            f"at most {self.peak / 2**20:,.0f} MiB"
        )


def main(comments: int, kills: int, jobs: int, *, cluster: bool = False, folder: Path | None = None) -> Rescreened:
    """Fill a database, re-screen it, print and return what was found.

    :param cluster: let a Dask cluster of so many workers on this machine judge.
    :param folder: where the database stands and stays; a temporary one without.
    """
    with TemporaryDirectory() as temporary:
        home = folder or Path(temporary)
        settings = Settings.from_environment({**os.environ, "MODERATION_DATA_DIR": str(home)})
        _fill(settings, comments)
        model = shipped_models() / "screening" / (shipped_models() / "screening" / "active").read_text("utf-8").strip()
        options = ["--site", SITE, "--model", str(model), "--jobs", str(jobs)]
        with _cluster(jobs if cluster else 0, home) as there:
            if there is not None:
                options += ["--scheduler", there[0]]
            deployment = open_deployment(settings, migrate=False)
            run = _Run(deployment, options, comments, there[1] if there else frozenset())
            run.kill_and_begin_again(kills)
            found = run.result()
            deployment.close()
    sys.stdout.write(f"{found}\n")
    return found


def _fill(settings: Settings, count: int) -> None:
    """Store so many comments as if they had come one by one; what decided them does not matter here."""
    deployment = open_deployment(settings)
    try:
        with deployment.database.read() as session:
            there = session.scalar(select(func.count(CommentRow.id))) or 0
        if not there:
            add_site(deployment, SITE, now=_NOW)
            url = "https://www.lindental-bote.example/bruecke.html"
            articles.ingest(deployment, SITE, ArticleSubmission("a-1", text=_ARTICLE, url=url), _NOW)
            screen(deployment, SITE, CommentSubmission("first", "Der Plan überzeugt mich.", article_id="a-1"), _NOW)
            there = 1
        _add(deployment, there, count)
    finally:
        deployment.close()


def _add(deployment: Deployment, there: int, count: int) -> None:
    with deployment.database.read() as session:
        row = session.scalars(select(CommentRow).limit(1)).first()
        template = {column.key: getattr(row, column.key) for column in inspect(CommentRow).column_attrs}
    texts = enumerate((text for text, _ in invented.comments(count - there, start=there)), there)
    while chunk := list(islice(texts, _AT_ONCE)):
        values = [
            {
                **template,
                "id": number + 1,
                "comment_id": f"c-{number}",
                "text": text,
                "digest": str(number),
                "fingerprint": f"{fingerprint(text):016x}",
                "received_at": _NOW + timedelta(seconds=number),
            }
            for number, text in chunk
        ]
        with deployment.database.write() as session:
            session.execute(insert(CommentRow), values)


class _Run:
    """The command, begun, killed and begun again until it ends by itself."""

    def __init__(self, deployment: Deployment, options: list[str], comments: int, others: Collection[int]) -> None:
        self._deployment, self._comments, self._others = deployment, comments, others
        self._command = [sys.executable, "-m", "moderation", "rescreen", *options]
        self._chance = random.Random(0)  # noqa: S311 - no secret
        self._kills, self._wall, self._processor, self._peak = 0, 0.0, 0.0, 0

    def kill_and_begin_again(self, kills: int) -> None:
        """Kill so many times, each after about an equal part of the work, then let it finish."""
        for number in range(kills):
            wanted = (number + self._chance.uniform(0.2, 1.0)) / (kills + 1) * self._comments
            self._once(int(wanted))
            self._kills += 1
        self._once(None)

    def result(self) -> Rescreened:
        """Count what is kept."""
        judged, distinct = self._judged()
        missed, twice = self._comments - distinct, judged - distinct
        return Rescreened(self._comments, self._kills, missed, twice, self._wall, self._processor, self._peak)

    def _once(self, until: int | None) -> None:
        """Run the command, to its end or until about so many comments are judged."""
        environment = {**os.environ, "MODERATION_DATA_DIR": str(self._deployment.settings.data_dir)}
        begun = time.monotonic()
        process = subprocess.Popen(  # noqa: S603
            self._command, env=environment, start_new_session=True, stdout=subprocess.DEVNULL
        )
        spent = 0.0
        while process.poll() is None:
            time.sleep(_POLL_SECONDS)
            seen = _measure(process.pid, self._others)
            self._peak, spent = (
                max(self._peak, sum(one.memory for one in seen)),
                max(spent, sum(one.seconds for one in seen)),
            )
            if until is not None and self._reached() >= until:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        if process.returncode not in (0, -signal.SIGKILL):
            raise RuntimeError(f"the command ended with {process.returncode}")
        self._wall += time.monotonic() - begun
        self._processor += spent

    def _reached(self) -> int:
        # Counting a million rows twice a second would be most of the work.
        with self._deployment.database.read() as session:
            return session.scalar(select(func.max(CandidateRow.id))) or 0

    def _judged(self) -> tuple[int, int]:
        with self._deployment.database.read() as session:
            query = select(func.count(CandidateRow.id), func.count(CandidateRow.comment.distinct()))
            judged, distinct = session.execute(query).one()
            return judged, distinct


@dataclass(frozen=True, slots=True)
class _Process:
    memory: int
    seconds: float


def _measure(session: int, others: Collection[int]) -> list[_Process]:
    """Return what the processes of a session, and some others, hold and have used; of the others the memory alone."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = (entry / "stat").read_text("ascii", "replace").rpartition(")")[2].split()
            memory = int((entry / "statm").read_text("ascii").split()[1]) * _PAGE
        except (OSError, ValueError, IndexError):
            continue  # it has ended meanwhile
        if int(fields[3]) == session or int(entry.name) in others:
            # A cluster's workers outlive a run: what they have used is not this run's alone.
            spent = (int(fields[11]) + int(fields[12])) / _TICKS if int(fields[3]) == session else 0.0
            found.append(_Process(memory, spent))
    return found


@contextmanager
def _cluster(workers: int, home: Path) -> Iterator[tuple[str, frozenset[int]] | None]:
    """Run a Dask cluster on this machine; give its address and the numbers of its processes."""
    if not workers:
        yield None
        return
    distributed = import_module("distributed")
    os.environ["MODERATION_DATA_DIR"] = str(home)
    options = {"threads_per_worker": 1, "processes": True, "dashboard_address": None}
    with distributed.LocalCluster(n_workers=workers, **options) as cluster, distributed.Client(cluster) as client:
        yield cluster.scheduler_address, frozenset(client.run(os.getpid).values())
