"""`/v1/screen` in the name of a site: its own model, its rules, its settings; each answer names the model."""

import dataclasses
import shutil
from datetime import UTC, datetime

import pytest

from moderation.app import create_app
from moderation.services import articles
from moderation.services.sites import add_site
from moderation.settings import shipped_models
from moderation.training.retraining import Request, retrain
from tests.factories import article
from tests.integration.training.newsroom import decisions, write_reviews

NOW = datetime(2026, 11, 1, tzinfo=UTC)
TEXT = "Der Kompost riecht in Lindental, wie im letzten Jahr."


@pytest.fixture(scope="module")
def models(tmp_path_factory):
    folder = tmp_path_factory.mktemp("models")
    for name in ("screening", "separation", "policy"):
        shutil.copytree(shipped_models() / name, folder / name)
    base = folder / "screening" / (folder / "screening" / "active").read_text("utf-8").strip()
    reviews = write_reviews(folder / "reviews.jsonl", decisions(100))
    retrain(Request(reviews, folder / "sites" / "bote" / "1", base, site="bote"))
    (folder / "sites" / "bote" / "active").write_text("1\n", "utf-8")
    return folder


@pytest.fixture(scope="module")
def client(settings, models):
    app = create_app(dataclasses.replace(settings, models_dir=models))
    deployment = app.extensions["moderation"]
    for site in ("bote", "kurier"):
        add_site(deployment, site, now=NOW)
        articles.ingest(deployment, site, article(), NOW)
    yield app.test_client()
    deployment.close()


def screen(client, **question):
    return client.post("/v1/screen", json={"comment": TEXT, **question})


def test_named_site_is_judged_by_its_own_model_and_rules(client):
    answer = screen(client, site="bote").json

    assert (answer["model"], answer["policy_source"]) == ("sites/bote/1", "site")
    assert "refusal" in answer["scores"]


def test_site_without_a_model_of_its_own_and_no_site_are_judged_by_the_shared_one(client):
    shared = screen(client).json["model"]

    assert shared.startswith("screening/")
    assert screen(client, site="kurier").json["model"] == shared
    assert "refusal" not in screen(client, site="kurier").json["scores"]


def test_rules_in_the_question_come_before_the_site_s(client):
    answer = screen(client, site="bote", policy="Bitte keine Links.").json

    assert (answer["model"], answer["policy_source"]) == ("sites/bote/1", "given")


@pytest.mark.parametrize("site", ["niemand", "", "../bote", "a" * 10_000])
def test_unknown_site_is_told_so(client, site):
    assert screen(client, site=site).status_code == 404


def test_batch_may_ask_for_several_sites(client):
    asked = [
        {"id": 1, "comment": TEXT, "site": "bote"},
        {"id": 2, "comment": TEXT},
        {"id": 3, "comment": TEXT, "site": "?"},
    ]
    results = client.post("/v1/screen", json={"items": asked}).json["results"]

    assert [result["id"] for result in results] == [1, 2, 3]
    assert results[0]["model"] == "sites/bote/1"
    assert results[1]["model"].startswith("screening/")
    assert results[2]["error"]["type"] == "UnknownSite"
