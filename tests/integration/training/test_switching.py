"""Models change while comments are judged: no answer is lost, and each names the model whose scores it bears."""

import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from moderation import Screener
from moderation.errors import UnknownModel
from moderation.model_store.registry import activate, deactivate, roll_back
from moderation.services.deployment import ActiveModel, SiteScreeners
from moderation.settings import shipped_models
from moderation.training.benchmark_switching import ask_while_activating
from moderation.training.retraining import Request, retrain
from tests.integration.training.newsroom import decisions, write_reviews

TEXT = "Der Kompost riecht in Lindental, wie im letzten Jahr."
SWITCHES = 40


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of models with two versions of the site's own."""
    folder = tmp_path_factory.mktemp("models")
    shutil.copytree(shipped_models() / "screening", folder / "screening")
    for version in ("1", "2"):
        reviews = write_reviews(folder / f"{version}.jsonl", decisions(120, seed=int(version)))
        retrain(Request(reviews, folder / "sites" / "bote" / version, folder / "screening" / "2", site="bote"))
    return folder


@pytest.fixture
def screeners(models: Path) -> Iterator[SiteScreeners]:
    activate(models / "sites", "bote", "1")
    yield SiteScreeners(models, ActiveModel(models, "screening", Screener.load), check_seconds=0)
    (models / "sites" / "bote" / "active").unlink(missing_ok=True)


def test_every_answer_bears_the_scores_of_the_model_it_names(models: Path, screeners: SiteScreeners) -> None:
    expected = {
        f"sites/bote/{version}": Screener.load(models / "sites" / "bote" / version).screen(TEXT).scores
        for version in ("1", "2")
    }
    over = threading.Event()

    def ask() -> set[str]:
        seen = set()
        while not over.is_set():
            decision = screeners.get("bote").screen(TEXT)
            assert decision.model is not None
            assert decision.scores == expected[decision.model]
            seen.add(decision.model)
        return seen

    with ThreadPoolExecutor(3) as pool:
        asking = [pool.submit(ask) for _ in range(3)]
        for number in range(SWITCHES):
            activate(models / "sites", "bote", "12"[number % 2])
            screeners.get("bote")
        over.set()
        seen = set().union(*(future.result() for future in asking))

    assert seen == set(expected)


def test_no_request_is_lost_or_answered_by_half_of_two_models(
    models: Path, screeners: SiteScreeners, tmp_path: Path
) -> None:
    seen = ask_while_activating(tmp_path, models, 6, workers=2, threads=2, pause=0.7)

    assert (seen.failed, seen.wrong) == ([], 0)
    assert seen.models == {"sites/bote/1", "sites/bote/2"}


def test_site_without_a_model_of_its_own_has_the_shared_one(screeners: SiteScreeners) -> None:
    assert screeners.get("kurier").label == "screening/2"
    assert screeners.get("bote").label == "sites/bote/1"


def test_rollback_brings_the_version_before_back(models: Path, screeners: SiteScreeners) -> None:
    activate(models / "sites", "bote", "2")
    roll_back(models / "sites", "bote")

    assert screeners.get("bote").label == "sites/bote/1"


def test_site_is_judged_by_the_shared_model_once_its_own_is_put_aside(models: Path, screeners: SiteScreeners) -> None:
    screeners.get("bote")
    deactivate(models / "sites", "bote")

    assert screeners.get("bote").label == "screening/2"
    with pytest.raises(UnknownModel):
        deactivate(models / "sites", "bote")


def test_damaged_model_is_a_fault_and_not_the_shared_one(models: Path, screeners: SiteScreeners) -> None:
    broken = models / "sites" / "bote" / "3"
    shutil.copytree(models / "sites" / "bote" / "1", broken)
    (broken / "weights.npz").write_bytes(b"nothing")
    activate(models / "sites", "bote", "3")

    with pytest.raises(Exception, match="not the file its card describes"):
        screeners.get("bote")
    shutil.rmtree(broken)
