"""The commands around a newsroom's own model, on a real database: shadow, watch, compare, rescreen."""

import os
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from distributed import LocalCluster
from sqlalchemy import delete, update

from moderation.comment.values import Outcome
from moderation.services import articles, comments, reviews
from moderation.services.agreement import pairs_of
from moderation.services.deployment import open_deployment
from moderation.services.rescreening import ROWS
from moderation.services.reviews import ReviewVerdict
from moderation.services.sites import add_site
from moderation.settings import Settings, shipped_models
from moderation.storage.tables import CandidateRow, CommentRow
from moderation.training.retraining import Request, retrain
from tests.factories import article, comment
from tests.functional.test_command_line import moderation
from tests.integration.training.newsroom import decisions, write_reviews

COMMENTS = 40
NOW = datetime.now(UTC) - timedelta(hours=1)


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """The variables of a deployment with a site, its comments and two models of its own."""
    home = tmp_path_factory.mktemp("newsroom")
    models = home / "models"
    shutil.copytree(shipped_models(), models, ignore=shutil.ignore_patterns("__pycache__"))
    base = (models / "screening" / "active").read_text("utf-8").strip()
    for version, count in (("1", 100), ("2", 140)):
        file = write_reviews(home / f"{version}.jsonl", decisions(count))
        retrain(Request(file, models / "sites" / "bote" / version, models / "screening" / base, site="bote"))
    variables = {"MODERATION_DATA_DIR": str(home / "var"), "MODERATION_MODELS_DIR": str(models)}
    deployment = open_deployment(Settings.from_environment(variables))
    add_site(deployment, "bote", now=NOW)
    articles.ingest(deployment, "bote", article(), NOW)
    for number, line in enumerate(decisions(COMMENTS, seed=4)):
        comments.screen(deployment, "bote", comment(f"c-{number}", line["comment"]), NOW)
    reviews.review(deployment, "bote", "c-0", ReviewVerdict(Outcome.REJECT), now=NOW)
    with deployment.database.write() as session:
        # As if thousands lay between them: several ranges, and so work for several workers.
        session.execute(update(CommentRow).where(CommentRow.id > COMMENTS // 3).values(id=CommentRow.id + ROWS))
        session.execute(update(CommentRow).where(CommentRow.id > ROWS + 30).values(id=CommentRow.id + 3 * ROWS))
    deployment.close()
    return {**os.environ, **variables}


@pytest.fixture
def deployment(environment):
    """The same deployment, with no decision of a model that does not count."""
    opened = open_deployment(Settings.from_environment(environment))
    with opened.database.write() as session:
        session.execute(delete(CandidateRow))
    yield opened
    opened.close()


def rescreen(environment, *options):
    return moderation("rescreen", "--site", "bote", *options, environment=environment).stdout.decode()


def judged(deployment, version="2"):
    return [(pair.candidate, pair.counted, pair.number) for pair in pairs_of(deployment, "bote", version)]


def test_rescreen_judges_everything_once_and_says_how_both_agree(environment, deployment):
    first = rescreen(environment, "--version", "2")

    assert first.startswith(f"{COMMENTS} comments judged\n")
    assert f"of {COMMENTS} comments" in first
    assert rescreen(environment, "--version", "2").startswith("0 comments judged\n")
    assert sum(number for *_, number in judged(deployment)) == COMMENTS


def test_cluster_rescreens_to_what_one_process_does(environment, deployment, monkeypatch):
    alone = rescreen(environment, "--version", "2")
    serial = rows(deployment)
    with deployment.database.write() as session:
        session.execute(delete(CandidateRow))
    for name in ("MODERATION_DATA_DIR", "MODERATION_MODELS_DIR"):
        monkeypatch.setenv(name, environment[name])
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        together = rescreen(environment, "--version", "2", "--scheduler", cluster.scheduler_address)

    assert together == alone
    assert rows(deployment) == serial
    assert len(serial) == COMMENTS
    assert len({row // ROWS for row, *_ in serial}) == 3


def rows(deployment):
    with deployment.database.read() as session:
        kept = session.query(CandidateRow).all()
        return sorted((row.comment, row.model, row.outcome, row.score, row.source) for row in kept)


def test_scheduler_that_is_not_there_is_named(environment, deployment):
    away = ("--scheduler", "tcp://127.0.0.1:1")
    finished = moderation("rescreen", "--site", "bote", "--version", "2", *away, environment=environment, status=1)

    assert finished.stderr.startswith(b"moderation: no Dask scheduler answers")
    assert judged(deployment) == []


@pytest.mark.parametrize("options", [("--version", "99"), ("--version", "../2"), ("--model", "/")])
def test_model_that_is_not_there_is_named(environment, options):
    finished = moderation("rescreen", "--site", "bote", *options, environment=environment, status=1)

    assert finished.stderr.startswith(b"moderation: ")


def test_rescreen_needs_one_model(environment):
    finished = moderation("rescreen", "--site", "bote", environment=environment, status=2)

    assert b"name a --version or a --model" in finished.stderr


def test_shadow_is_set_shown_and_ended(environment, deployment):
    shadow = ("models", "shadow", "--site", "bote")

    assert moderation(*shadow, environment=environment).stdout == b"bote: no model looks on\n"
    assert moderation(*shadow, "2", environment=environment).stdout == b"bote: 2 looks on\n"
    comments.screen(deployment, "bote", comment("c-shadow", "Die Zahlen stimmen."), NOW)
    assert b"of 1 comments" in moderation(*shadow, environment=environment).stdout
    assert moderation(*shadow, "--stop", environment=environment).stdout == b"bote: no model looks on\n"
    comments.delete(deployment, "bote", "c-shadow", NOW)


def test_version_that_is_not_there_does_not_look_on(environment):
    moderation("models", "shadow", "--site", "bote", "99", environment=environment, status=1)

    assert b"no model looks on" in moderation("models", "shadow", "--site", "bote", environment=environment).stdout


def test_watch_counts_the_latest_days(environment):
    told = moderation("models", "watch", "--site", "bote", environment=environment).stdout.decode()

    assert str(COMMENTS) in told


def test_watch_of_an_unknown_site_is_refused(environment):
    finished = moderation("models", "watch", "--site", "kurier", environment=environment, status=1)

    assert b"kurier" in finished.stderr


def test_compare_shows_what_differs_and_nothing_else(environment):
    told = moderation("models", "compare", "--site", "bote", "1", "2", environment=environment).stdout.decode()

    assert 'version: "1" -> "2"' in told
    assert "reviews.sha256: " in told
    assert "base.sha256" not in told
    assert moderation("models", "compare", "--site", "bote", "1", "1", environment=environment).stdout == b""
