"""The foreign APIs below a prefix, beside another application and behind a proxy; never a redirect."""

import dataclasses
import hashlib
import hmac
import json

import pytest
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.test import Client

from moderation.app import create_app

QUESTION = {"comment": {"text": "Danke für den Bericht."}, "requestedAttributes": {"TOXICITY": {}}}


@pytest.fixture
def mounted(app):
    return Client(DispatcherMiddleware(lambda _environ, start: start("404 Not Found", []) or [], {"/a/prefix": app}))


def asked(client, publisher, prefix, end):
    """Ask every contract route once; return the answers by route."""
    name, keys = publisher.name, publisher.credentials
    phase = json.dumps({"comment": {"body": "Danke für den Bericht."}}, indent=2).encode()
    event = json.dumps({"id": f"e{prefix}{end}", "type": "COMMENT_CREATED", "data": {}}, indent=2).encode()

    def signed(raw):
        return {"X-Coral-Signature": "sha256=" + hmac.new(keys.coral_secret.encode(), raw, hashlib.sha256).hexdigest()}

    below = f"{prefix}/perspective/{name}/v1alpha1"
    form = {
        "key": keys.akismet_key,
        "api_key": keys.akismet_key,
        "blog": "b",
        "comment_content": "Danke.",
        "is_test": "1",
    }
    feedback = {"comment": {"text": "Unfug."}, "attributeScores": {"TOXICITY": {"summaryScore": {"value": 1}}}}
    bearer = {"Authorization": f"Bearer {keys.openai_key}"}
    key = f"?key={keys.perspective_key}"
    answers = {
        "phase": client.post(f"{prefix}/coral/{name}/phase{end}", data=phase, headers=signed(phase)),
        "event": client.post(f"{prefix}/hooks/{name}/coral{end}", data=event, headers=signed(event)),
        "analyze": client.post(f"{below}/comments:analyze{end}{key}", json=QUESTION),
        "suggestscore": client.post(f"{below}/comments:suggestscore{end}{key}", json=feedback),
        "discovery": client.get(f"{prefix}/perspective/{name}/$discovery/rest{end}?version=v1alpha1"),
        "openai": client.post(f"{prefix}/openai/{name}/v1/moderations{end}", json={"input": "a"}, headers=bearer),
    }
    for call in ("verify-key", "comment-check", "submit-spam", "submit-ham", "deactivate"):
        answers[f"akismet {call}"] = client.post(f"{prefix}/akismet/{name}/1.1/{call}{end}", data=form)
        answers[f"root {call}"] = client.post(f"{prefix}/1.1/{call}{end}", data=form)
    return answers


@pytest.mark.parametrize("end", ["", "/"])
def test_every_route_is_answered_at_the_root_and_below_a_prefix(client, mounted, publisher, end):
    for place, prefix in ((client, ""), (mounted, "/a/prefix")):
        answers = asked(place, publisher, prefix, end)
        assert {
            route: answer.status_code for route, answer in answers.items() if answer.status_code not in (200, 204)
        } == {}


def test_the_discovery_document_leads_below_the_prefix(mounted, publisher):
    document = mounted.get(f"/a/prefix/perspective/{publisher.name}/$discovery/rest").json

    assert document["rootUrl"] == f"http://localhost/a/prefix/perspective/{publisher.name}/"


def test_behind_a_proxy_it_leads_through_the_proxy(settings, publisher):
    app = create_app(dataclasses.replace(settings, trusted_proxies=1))
    headers = {
        "X-Forwarded-For": "203.0.113.7",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "dienst.example",
        "X-Forwarded-Prefix": "/moderation",
    }
    try:
        document = app.test_client().get(f"/perspective/{publisher.name}/$discovery/rest", headers=headers).json
    finally:
        app.extensions["moderation"].close()

    assert document["rootUrl"] == f"https://dienst.example/moderation/perspective/{publisher.name}/"


@pytest.mark.parametrize("prefix", ["", "/a/prefix"])
def test_errors_keep_their_form_below_a_prefix(client, mounted, publisher, prefix):
    place = mounted if prefix else client

    google = place.post(f"{prefix}/perspective/{publisher.name}/v1alpha1/comments:analyze", json=QUESTION)
    openai = place.post(f"{prefix}/openai/{publisher.name}/v1/moderations", json={"input": "a"})
    akismet = place.post(f"{prefix}/1.1/verify-key", data={"key": "wrong", "blog": "b"})

    assert google.json["error"]["status"] == "PERMISSION_DENIED"
    assert openai.json["error"]["code"] == "invalid_api_key"
    assert akismet.text == "invalid"
