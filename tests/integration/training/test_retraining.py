"""What a newsroom's own model is, and what it must never do."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from moderation import Screener
from moderation.comment.values import Outcome
from moderation.errors import DamagedModel, InvalidInput, UnknownModel
from moderation.training.retraining import Request, Retrained, retrain
from tests.factories import FOOTER
from tests.integration.training.newsroom import decisions, write_reviews

GARDEN = "Die Tomaten und der Kompost, die Rosen brauchen Dünger, wie im letzten Jahr."
TOWN = "Der Plan der Stadt überzeugt mich, sagt auch die Verwaltung."


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Retrained]:
    folder = tmp_path_factory.mktemp("trained")
    reviews = write_reviews(folder / "reviews.jsonl", decisions(500, named=True))
    return folder / "7", retrain(Request(reviews, folder / "7", site="bote", seed=3))


def test_own_decisions_are_told_apart_better_than_by_the_base(trained: tuple[Path, Retrained]) -> None:
    before, after = trained[1].judgement.aucs

    assert after > max(before, 0.9)


def test_comment_like_the_refused_ones_scores_above_one_like_the_approved(trained: tuple[Path, Retrained]) -> None:
    screener = Screener.load(trained[0])

    assert screener.screen(GARDEN).scores["refusal"] > 0.5 > screener.screen(TOWN).scores["refusal"]


def test_likeness_alone_holds_and_never_refuses(trained: tuple[Path, Retrained]) -> None:
    screener = replace(Screener.load(trained[0]), unnamed_hold=0.5)
    decision = screener.screen(GARDEN, policy=FOOTER)

    assert Screener.load().screen(GARDEN, policy=FOOTER).outcome is Outcome.APPROVE
    assert decision.outcome is Outcome.HOLD
    assert decision.violations == ()
    assert decision.note is not None
    assert decision.reason is not None


def test_likeness_that_would_hold_clean_comments_only_orders_the_queue(trained: tuple[Path, Retrained]) -> None:
    assert Screener.load(trained[0]).unnamed_hold > 1.0
    assert "it only orders the queue" in trained[1].summary


def test_clause_named_often_gets_a_judge_of_its_own(trained: tuple[Path, Retrained]) -> None:
    assert [category.value for category in trained[1].clauses] == ["insult"]


def test_scores_of_the_base_stay_where_no_clause_was_named(trained: tuple[Path, Retrained]) -> None:
    base, site = Screener.load().screen(TOWN).scores, Screener.load(trained[0]).screen(TOWN).scores

    assert {name: site[name] for name in base if name != "insult"} == pytest.approx(
        {name: score for name, score in base.items() if name != "insult"}
    )


def test_together_and_alone_give_the_same_scores(trained: tuple[Path, Retrained]) -> None:
    screener = Screener.load(trained[0])
    texts = [line["comment"] for line in decisions(60, seed=9)]
    together = [decision.scores for decision in screener.screen_many(texts)]

    for text, scores in zip(texts, together, strict=True):
        assert scores == pytest.approx(dict(screener.screen(text).scores), abs=1e-9)


def test_decision_names_the_site_model(trained: tuple[Path, Retrained]) -> None:
    assert Screener.load(trained[0]).screen(TOWN).model == "sites/bote/7"


def test_model_is_a_delta(trained: tuple[Path, Retrained]) -> None:
    assert sum(file.stat().st_size for file in trained[0].iterdir()) < 400_000


def test_model_holds_no_words(trained: tuple[Path, Retrained]) -> None:
    card = json.loads((trained[0] / "card.json").read_text("utf-8"))

    assert "Kompost" not in json.dumps(card, ensure_ascii=False)
    assert b"Kompost" not in (trained[0] / "weights.npz").read_bytes()


def test_same_seed_gives_the_same_model(tmp_path: Path) -> None:
    reviews = write_reviews(tmp_path / "reviews.jsonl", decisions(200))
    for name in ("1", "2"):
        retrain(Request(reviews, tmp_path / name, seed=5))
    first, second = (np.load(tmp_path / name / "weights.npz") for name in ("1", "2"))

    assert all(np.array_equal(first[name], second[name]) for name in first.files)


def test_other_base_than_the_pinned_one_is_refused(trained: tuple[Path, Retrained], tmp_path: Path) -> None:
    card = json.loads((trained[0] / "card.json").read_text("utf-8"))
    card["base"]["sha256"] = "0" * 64
    (tmp_path / "card.json").write_text(json.dumps(card), "utf-8")
    (tmp_path / "weights.npz").write_bytes((trained[0] / "weights.npz").read_bytes())

    with pytest.raises(UnknownModel, match="not among the models"):
        Screener.load(tmp_path)


@pytest.mark.parametrize("changed", ["heads", "thresholds", "base"])
def test_card_without_a_part_is_refused(trained: tuple[Path, Retrained], tmp_path: Path, changed: str) -> None:
    card = json.loads((trained[0] / "card.json").read_text("utf-8"))
    del card[changed]
    (tmp_path / "card.json").write_text(json.dumps(card), "utf-8")
    (tmp_path / "weights.npz").write_bytes((trained[0] / "weights.npz").read_bytes())

    with pytest.raises(DamagedModel):
        Screener.load(tmp_path)


def test_few_decisions_are_said_to_change_little(tmp_path: Path) -> None:
    reviews = write_reviews(tmp_path / "reviews.jsonl", decisions(40))

    assert "change little" in retrain(Request(reviews, tmp_path / "1")).summary


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"{",
        b'{"id": 1, "comment": "", "outcome": "approve"}\n',
        b'{"id": 1}\n',
        b"[" * 100_000,
        b"\xff\xfe\n",
    ],
)
def test_file_without_reviews_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "reviews.jsonl").write_bytes(content)

    with pytest.raises(InvalidInput, match="no line is a review"):
        retrain(Request(tmp_path / "reviews.jsonl", tmp_path / "1"))


def test_one_verdict_alone_teaches_nothing(tmp_path: Path) -> None:
    lines = [line for line in decisions(200) if line["outcome"] == "approve"]

    with pytest.raises(InvalidInput, match="some of both"):
        retrain(Request(write_reviews(tmp_path / "reviews.jsonl", lines), tmp_path / "1"))


def test_bad_lines_are_passed_over_and_told(tmp_path: Path) -> None:
    reviews = write_reviews(tmp_path / "reviews.jsonl", decisions(100))
    reviews.write_text(reviews.read_text("utf-8") + '{"id": 1, "comment": "x", "outcome": "maybe"}\n', "utf-8")

    assert "passed over 1 lines" in retrain(Request(reviews, tmp_path / "1")).summary
