"""What a batch of bad decisions can do to a newsroom's model: nothing measurable, or it does not pass the gate."""

import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sklearn.metrics import roc_auc_score

from moderation import Screener
from moderation.cli.models import models
from moderation.training.retraining import Request, Retrained, retrain
from tests.integration.training.newsroom import decisions, write_reviews

Lines = list[dict[str, Any]]
HARMLESS = 0.02


def flipped(lines: Lines) -> Iterator[dict[str, Any]]:
    """Turn every tenth verdict round."""
    chance = random.Random(4)
    for line in lines:
        other = "approve" if line["outcome"] == "reject" else "reject"
        yield {**line, "outcome": other if chance.random() < 0.1 else line["outcome"]}


def flooded(lines: Lines) -> Iterator[dict[str, Any]]:
    """Add 500 refusals of one harmless comment."""
    yield from lines
    praise = next(line for line in lines if line["outcome"] == "approve")
    for number in range(500):
        yield {**praise, "id": f"copy-{number}", "outcome": "reject", "decided_at": lines[-1]["decided_at"]}


def refused_by_one(lines: Lines) -> Iterator[dict[str, Any]]:
    """Add an account that refuses whatever it sees."""
    yield from lines
    for line in decisions(150, seed=77):
        own = {"id": f"all-{line['id']}", "outcome": "reject", "decided_by": "careless"}
        yield {**line, **own, "decided_at": lines[-1]["decided_at"]}


def auc(folder: Path) -> float:
    lines = list(decisions(300, seed=99))
    decided = Screener.load(folder).screen_many([line["comment"] for line in lines])
    refused = [line["outcome"] == "reject" for line in lines]
    return float(roc_auc_score(refused, [decision.scores["refusal"] for decision in decided]))


@pytest.fixture(scope="module")
def lines() -> Lines:
    return list(decisions(400))


@pytest.fixture(scope="module")
def sound(lines: Lines, tmp_path_factory: pytest.TempPathFactory) -> float:
    folder = tmp_path_factory.mktemp("sound")
    retrain(Request(write_reviews(folder / "reviews.jsonl", lines), folder / "1"))
    return auc(folder / "1")


@pytest.mark.parametrize("poison", [flipped, flooded, refused_by_one])
def test_poisoned_batch_does_no_measurable_harm(
    lines: Lines, sound: float, tmp_path: Path, poison: Callable[[Lines], Iterator[dict[str, Any]]]
) -> None:
    retrain(Request(write_reviews(tmp_path / "reviews.jsonl", poison(lines)), tmp_path / "1"))

    assert auc(tmp_path / "1") >= sound - HARMLESS


def test_report_says_why_an_account_and_copies_were_set_aside(lines: Lines, tmp_path: Path) -> None:
    done = retrain(Request(write_reviews(tmp_path / "a.jsonl", refused_by_one(lines)), tmp_path / "1"))
    copied = retrain(Request(write_reviews(tmp_path / "b.jsonl", flooded(lines)), tmp_path / "2"))

    assert "refused 150 of 150 comments" in done.summary
    assert "copies of the same words" in copied.summary
    assert "left out" in (tmp_path / "1" / "report.txt").read_text("utf-8")


def test_account_somebody_vouches_for_is_learnt_from(lines: Lines, tmp_path: Path) -> None:
    reviews = write_reviews(tmp_path / "reviews.jsonl", refused_by_one(lines))

    assert "left out" not in retrain(Request(reviews, tmp_path / "1", trusted=("careless",))).summary


@pytest.fixture(scope="module")
def turned(lines: Lines, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Retrained]:
    """A site model trained on a past that the latest decisions contradict."""
    folder = tmp_path_factory.mktemp("turned")
    other = {"reject": "approve", "approve": "reject"}
    past = [{**line, "outcome": other[line["outcome"]]} for line in lines[: len(lines) * 8 // 10]]
    reviews = write_reviews(folder / "reviews.jsonl", [*past, *lines[len(past) :]])
    return folder, retrain(Request(reviews, folder / "sites" / "bote" / "1", site="bote"))


def test_model_worse_on_the_latest_decisions_does_not_pass(turned: tuple[Path, Retrained]) -> None:
    failed: Sequence[str] = [check.name for check in turned[1].gate.checks if not check.passed]

    assert not turned[1].gate.passed
    assert any("beside the base model" in name for name in failed)
    assert "NOT passed" in (turned[0] / "sites" / "bote" / "1" / "report.txt").read_text("utf-8")


def test_what_did_not_pass_is_activated_only_on_insistence(
    turned: tuple[Path, Retrained], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MODERATION_MODELS_DIR", str(turned[0]))
    command = ["activate", "--site", "bote", "1"]

    refused = CliRunner().invoke(models, command)
    insisted = CliRunner().invoke(models, [*command, "--despite-the-gate"])

    assert refused.exit_code != 0
    assert "too few" in refused.output or "AUC" in refused.output
    assert insisted.exit_code == 0
    assert "* sites/bote/1" in CliRunner().invoke(models, ["list"]).output


def test_training_after_comments_were_erased_says_what_it_forgets(lines: Lines, tmp_path: Path) -> None:
    own = tmp_path / "sites" / "bote"
    retrain(Request(write_reviews(tmp_path / "a.jsonl", lines), own / "1", site="bote"))
    (own / "active").write_text("1\n", "utf-8")
    done = retrain(Request(write_reviews(tmp_path / "b.jsonl", lines[7:]), own / "2", site="bote"))

    assert "7 reviews that the model in use has learnt from are gone" in done.summary


def test_page_shows_pictures_and_loads_nothing(turned: tuple[Path, Retrained]) -> None:
    page = (turned[0] / "sites" / "bote" / "1" / "report.html").read_text("utf-8")

    assert page.count("<svg") >= 2
    assert "src=" not in page
    assert "Kompost" not in page
