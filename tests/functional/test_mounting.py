"""Anywhere: below any prefix, twice in one process, behind proxies."""

import dataclasses

import pytest
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.test import Client

from moderation.app import create_app


@pytest.fixture
def make_app(settings, tmp_path):
    apps = []

    def make(**changes):
        apps.append(create_app(dataclasses.replace(settings, **changes)))
        return apps[-1]

    yield make
    for app in apps:
        app.extensions["moderation"].close()


def test_two_applications_in_one_process_keep_apart(make_app, publisher):
    plain, strict = make_app(max_body_bytes=50), make_app(require_key="all")
    client = Client(DispatcherMiddleware(plain, {"/a/prefix": strict}))
    question = {"text": "Bitte keine Beleidigungen, keine Werbung und keine Schimpfwörter."}

    assert client.post("/v1/policy", json=question).status_code == 413
    assert client.post("/a/prefix/v1/policy", json=question).status_code == 401
    assert client.post("/a/prefix/v1/policy", json=question, headers=publisher.key).status_code == 200
    here = {"REMOTE_ADDR": "127.0.0.1"}
    assert 'status="413"' in client.get("/metrics", environ_overrides=here).text
    assert 'status="401"' in client.get("/a/prefix/metrics", environ_overrides=here).text
    assert 'status="413"' not in client.get("/a/prefix/metrics", environ_overrides=here).text


def test_the_prefix_is_part_of_what_is_told(make_app):
    client = Client(DispatcherMiddleware(make_app(), {"/a/prefix": make_app()}))

    assert client.get("/a/prefix/openapi.json").json["servers"] == [{"url": "/a/prefix"}]
    assert client.get("/a/prefix/nothing").json["instance"] == "/a/prefix/nothing"
    assert client.get("/openapi.json").json["servers"] == [{"url": "/"}]


@pytest.mark.parametrize(("proxies", "told"), [(0, "/"), (1, "/moderation"), (2, "/")])
def test_forwarded_prefixes_count_behind_trusted_proxies_alone(make_app, proxies, told):
    client = make_app(trusted_proxies=proxies).test_client()

    document = client.get("/openapi.json", headers={"X-Forwarded-Prefix": "/moderation"}).json

    assert document["servers"] == [{"url": told}]
