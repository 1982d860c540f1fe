"""What those see who run the service."""

import dataclasses
import json
import re

import pytest

from moderation.app import create_app


@pytest.fixture
def make_client(settings, tmp_path):
    """Build an application whose settings differ."""
    apps = []

    def make(**changes):
        app = create_app(dataclasses.replace(settings, **changes))
        apps.append(app)
        return app.test_client()

    yield make
    for app in apps:
        app.extensions["moderation"].close()


def test_it_is_up_and_ready(client):
    assert client.get("/healthz").json["status"] == "up"
    assert client.get("/readyz").json == {"status": "ready", "reasons": []}
    assert client.get("/readyz").headers["Cache-Control"] == "no-store"


def test_without_models_it_is_up_but_not_ready(make_client, tmp_path):
    client = make_client(models_dir=tmp_path)

    answer = client.get("/readyz")

    assert client.get("/healthz").status_code == 200
    assert (answer.status_code, len(answer.json["reasons"])) == (503, 2)
    assert answer.headers["Retry-After"]


def test_without_models_questions_are_answered_503(make_client, tmp_path):
    answer = make_client(models_dir=tmp_path).post("/v1/screen", json={"comment": "Danke."})

    assert (answer.status_code, answer.content_type) == (503, "application/problem+json")
    assert answer.headers["Retry-After"]


def test_without_a_database_it_says_so(make_client, tmp_path):
    client = make_client(database_url=f"sqlite:///{tmp_path}/leer.sqlite3")

    assert client.get("/readyz").status_code == 503
    assert client.get("/v1/sites/a/queue", headers={"Authorization": "Bearer x"}).status_code == 503
    assert client.get("/metrics").status_code == 200


def test_metrics_name_the_rule_and_never_the_path(client, publisher):
    publisher.ask("PUT", "/comments/geheim-17", {"text": "Nun ja.", "article_id": "?"})
    client.get("/geheim-18")
    client.open("/", method="GEHEIM")

    text = client.get("/metrics").text

    assert re.search(r'http_requests_total\{method="PUT",route="[^"]*/comments/<rest:comment_id>",status="200"}', text)
    assert f'moderation_queue_depth{{site="{publisher.name}"}} 1.0' in text
    assert 'model_info{model="screening"' in text
    assert "geheim" not in text.lower()


@pytest.mark.parametrize(
    "name",
    [
        "http_requests_total",
        "http_request_duration_seconds",
        "moderation_decisions_total",
        "moderation_score",
        "moderation_queue_depth",
        "moderation_queue_oldest_seconds",
        "webhook_received_total",
        "webhook_signature_failures_total",
        "webhook_delivery_total",
        "model_info",
        "article_pending_total",
    ],
)
def test_every_metric_is_there(client, name):
    assert f"# TYPE {name} " in client.get("/metrics").text


@pytest.mark.parametrize(
    ("token", "headers", "address", "status"),
    [
        ("", {}, "127.0.0.1", 200),
        ("", {}, "::1", 200),
        ("", {}, "192.0.2.1", 403),
        ("", {"X-Forwarded-For": "192.0.2.1"}, "127.0.0.1", 403),
        ("z" * 16, {}, "127.0.0.1", 401),
        ("z" * 16, {"Authorization": "Bearer falsch"}, "127.0.0.1", 401),
        ("z" * 16, {"Authorization": "Bearer " + "z" * 16}, "192.0.2.1", 200),
    ],
)
def test_metrics_are_protected(make_client, token, headers, address, status):
    client = make_client(metrics_token=token)

    answer = client.get("/metrics", headers=headers, environ_overrides={"REMOTE_ADDR": address})

    assert answer.status_code == status


def test_the_stateless_routes_can_ask_for_a_key(make_client, publisher):
    client = make_client(require_key="all")
    question = {"text": "Bitte keine Beleidigungen."}

    assert client.post("/v1/policy", json=question).status_code == 401
    assert client.post("/v1/policy", json=question, headers=publisher.key).status_code == 200


@pytest.mark.parametrize("stated", ["a", "Anfrage-1_2.3", "x" * 128])
def test_a_request_keeps_its_id(client, stated):
    assert client.get("/healthz", headers={"X-Request-ID": stated}).headers["X-Request-ID"] == stated


@pytest.mark.parametrize("stated", [None, "", "a b", "x" * 129, "ä", "a\tb"])
def test_an_unfit_request_id_is_replaced(client, stated):
    headers = {} if stated is None else {"X-Request-ID": stated}

    assert re.fullmatch("[0-9a-f]{24}", client.get("/healthz", headers=headers).headers["X-Request-ID"])


def test_a_trace_is_continued(client):
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"

    answer = client.get("/nothing", headers={"traceparent": f"00-{trace}-00f067aa0ba902b7-01"})

    assert answer.headers["traceparent"].split("-")[1] == trace


def test_each_request_is_logged_as_configured(make_client, capsys):
    client = make_client(log_format="json")
    client.post("/v1/policy", json={"text": "Ein geheimer Satz."}, headers={"X-Request-ID": "anfrage-1"})

    line = json.loads(capsys.readouterr().err.splitlines()[-1])

    assert (line["method"], line["route"], line["status"]) == ("POST", "/v1/policy", 200)
    assert line["request_id"] == "anfrage-1"
    assert "geheim" not in str(line)


def test_a_busy_database_asks_to_come_back(make_client, settings, publisher):
    client = make_client(database_wait_seconds=0.2)
    database = publisher.client.application.extensions["moderation"].database

    with database.write() as session:
        session.connection()  # this is where the transaction begins
        answer = client.put(f"/v1/sites/{publisher.name}/comments/1", json={"text": "Nun ja."}, headers=publisher.key)

    assert (answer.status_code, answer.content_type) == (503, "application/problem+json")
    assert answer.headers["Retry-After"]
