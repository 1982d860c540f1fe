"""Anywhere: below any prefix, twice in one process, behind proxies."""

import dataclasses

import pytest
from flask import Flask
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


def test_the_prefix_of_a_proxy_stands_before_that_of_the_dispatcher(make_app):
    client = Client(DispatcherMiddleware(make_app(), {"/moderation": make_app(trusted_proxies=1)}))

    def told(**headers):
        return client.get("/moderation/openapi.json", headers=headers).json["servers"]

    assert told(**{"X-Forwarded-Prefix": "/zeitung"}) == [{"url": "/zeitung/moderation"}]
    assert told(**{"X-Forwarded-Prefix": "/zeitung/"}) == [{"url": "/zeitung/moderation"}]
    assert told() == [{"url": "/moderation"}]


def test_beside_a_site_of_its_own_it_answers_below_its_prefix_alone(make_app, publisher):
    site = Flask("site")
    site.get("/")(lambda: "Lindental-Bote")
    site.wsgi_app = DispatcherMiddleware(site.wsgi_app, {"/moderation": make_app()})
    client = site.test_client()

    assert client.get("/").text == "Lindental-Bote"
    assert client.get("/v1/screen").status_code == 404
    answer = client.put(
        f"/moderation/v1/sites/{publisher.name}/comments/1", json={"text": "Guten Tag."}, headers=publisher.key
    )
    assert answer.status_code == 200
    assert client.post("/moderation/v1/screen", json={"comment": "Guten Tag."}).status_code == 200


SITE_ROUTES = ("", "/queue", "/policy", "/settings", "/articles/a", "/comments/c")


@pytest.mark.parametrize("prefix", ["", "/a/prefix"])
@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        *(("GET", f"/v1/sites/bote{route}") for route in SITE_ROUTES),
        ("POST", "/v1/screen"),
        ("POST", "/v1/policy"),
        ("POST", "/v1/separate"),
        ("POST", "/hooks/bote/standard"),
        ("POST", "/hooks/bote/xmlrpc"),
        ("POST", "/hooks/bote/generic/article.published"),
        ("GET", "/healthz"),
        ("GET", "/readyz"),
        ("GET", "/openapi.json"),
    ],
)
def test_no_route_of_a_contract_is_answered_with_a_redirect(make_app, prefix, slash, method, path):
    client = Client(DispatcherMiddleware(make_app(), {"/a/prefix": make_app()}))

    answer = client.open(prefix + path + slash, method=method, data=b"{}", base_url="http://other.example")

    assert not 300 <= answer.status_code < 400
    assert "Location" not in answer.headers
