"""A site that asks too much is told so by each foreign API in its own words; Coral's phase is never refused."""

import dataclasses
import hashlib
import hmac
import itertools
import json
from datetime import UTC, datetime

import pytest

from moderation.app import create_app
from moderation.services.sites import add_site
from moderation.settings import RateLimit

NUMBERS = itertools.count()


@pytest.fixture
def strict(settings):
    app = create_app(dataclasses.replace(settings, rate_limit=RateLimit(2, 60)))
    yield app.test_client(), add_site(app.extensions["moderation"], f"eilig-{next(NUMBERS)}", now=datetime.now(UTC))
    app.extensions["moderation"].close()


def test_perspective_exhausts_its_resources(strict):
    client, site = strict
    address = f"/perspective/{site.site}/v1alpha1/comments:analyze?key={site.perspective_key}"
    question = {"comment": {"text": "Danke für den Bericht."}, "requestedAttributes": {"TOXICITY": {}}}

    answers = [client.post(address, json=question) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 429, 429]
    error = answers[-1].json["error"]
    assert error["status"] == "RESOURCE_EXHAUSTED"
    assert error["details"][0]["@type"] == "type.googleapis.com/google.rpc.ErrorInfo"
    assert error["details"][0]["reason"] == "RATE_LIMIT_EXCEEDED"
    assert {"domain", "metadata"} <= set(error["details"][0])
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 60


def test_akismet_clients_are_told_neither_ham_nor_spam(strict):
    client, site = strict
    form = {"api_key": site.akismet_key, "blog": "b", "comment_content": "Danke."}

    answers = [client.post("/1.1/comment-check", data=form) for _ in range(3)]

    assert (answers[-1].status_code, answers[-1].text) == (429, "")
    assert answers[-1].headers["Retry-After"]


def test_openai_has_a_type_for_it(strict):
    client, site = strict
    headers = {"Authorization": f"Bearer {site.openai_key}"}

    answers = [
        client.post(f"/openai/{site.site}/v1/moderations", json={"input": "a"}, headers=headers) for _ in range(3)
    ]

    assert (answers[-1].status_code, answers[-1].json["error"]["type"]) == (429, "rate_limit_error")


def test_coral_would_publish_and_is_always_answered(strict):
    client, site = strict
    raw = json.dumps({"comment": {"body": "Danke für den Bericht."}}).encode()
    headers = {"X-Coral-Signature": "sha256=" + hmac.new(site.coral_secret.encode(), raw, hashlib.sha256).hexdigest()}

    answers = [client.post(f"/coral/{site.site}/phase", data=raw, headers=headers) for _ in range(5)]

    assert {answer.status_code for answer in answers} <= {200, 204}
