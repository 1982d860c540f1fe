"""What a client may and may not send, and what it is told."""

import gzip
import json
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from moderation.web.describing import description_of

PROBLEM_FIELDS = {"type", "title", "status", "detail", "instance", "request_id"}


def assert_problem(answer, status):
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert set(answer.json) >= PROBLEM_FIELDS
    assert answer.json["status"] == status
    assert answer.json["request_id"] == answer.headers["X-Request-ID"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 404),
        ("GET", "/v1", 404),
        ("POST", "/v1/nothing", 404),
        ("GET", "/v1//screen", 404),
        ("GET", "/v1/screen", 405),
        ("DELETE", "/healthz", 405),
        ("PATCH", "/v1/screen", 405),
        ("NONSENSE", "/v1/screen", 405),
    ],
)
def test_unknown_addresses_and_methods_are_problems(client, method, path, status):
    answer = client.open(path, method=method)

    assert_problem(answer, status)
    assert (status == 405) is ("Allow" in answer.headers)


@pytest.mark.parametrize("path", ["/v1/screen", "/v1/screen/"])
def test_a_slash_at_the_end_changes_nothing(client, path):
    assert client.post(path, json={"comment": "Danke."}).status_code == 200


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"\xff\xfe{\x00}\x00", 400),
        (b"\xef\xbb\xbf{}", 400),
        (b'{"comment":NaN}', 400),
        (b'{"comment":"\\ud800"}', 400),
        (b'{"comment":"a\\u0000"}', 422),
        (b'{"comment":1}', 422),
        (b"{}", 422),
        (b"[]", 422),
        (b"[" * 50_000, 413),
        (b'{"items":' + b"[" * 50_000, 413),
        (b'{"items":1}', 422),
    ],
)
def test_bodies_that_are_no_question_are_problems(client, body, status):
    assert_problem(client.post("/v1/screen", data=body), status)


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "application/json; charset=latin-1"},
        {"Content-Type": "application/json", "Content-Encoding": "gzip"},
    ],
)
def test_what_is_not_plain_json_is_unsupported(client, headers):
    assert_problem(client.post("/v1/screen", data=gzip.compress(b"{}"), headers=headers), 415)


@pytest.mark.parametrize("content_type", [None, "application/json; charset=UTF-8", "application/vnd.x+json"])
def test_json_under_its_other_names_is_taken(client, content_type):
    assert client.post("/v1/screen", data=b'{"comment":"Danke."}', content_type=content_type).status_code == 200


def test_a_wrong_field_is_pointed_at(client):
    answer = client.post("/v1/screen", json={"comment": "Danke.", "article": {"text": 1}})

    assert answer.json["errors"] == [{"pointer": "/article/text", "detail": "Expected `str`, got `int`"}]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Authorization": "Bearer"}, 401),
        ({"Authorization": "Bearer falsch"}, 401),
        ({"Authorization": "Basic YTpi"}, 401),
        ({"Authorization": "Bearer \xff"}, 401),
        ({"Authorization": "Bearer " + "x" * 5000}, 401),
    ],
)
@pytest.mark.parametrize("path", ["/policy", "/queue", "/articles/1", "/comments/1", "/policy/versions"])
def test_sites_answer_to_their_own_key_alone(publisher, client, path, headers, status):
    answer = client.get(f"/v1/sites/{publisher.name}{path}", headers=headers)

    assert_problem(answer, status)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_foreign_key_does_not_tell_which_sites_exist(publisher, make_publisher, client):
    key = make_publisher().key

    answers = [client.get(f"/v1/sites/{name}/queue", headers=key) for name in (publisher.name, "gibt-es-nicht")]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert answers[0].json["detail"] == answers[1].json["detail"]


def test_every_route_of_a_site_asks_for_the_key(app, client):
    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith("/v1/sites/"):
            continue
        path = rule.rule.replace("<site>", "x").replace("<rest:article_id>", "1").replace("<rest:comment_id>", "1")
        for method in rule.methods - {"OPTIONS", "HEAD"}:
            assert client.open(path, method=method).status_code == 401, (method, path)


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/comments/1", {}, 400),
        ("/comments/1", {"text": None}, 400),
        ("/comments/1", {"text": "a", "created_at": "2026-03-01T12:00:00"}, 422),  # which zone?
        ("/comments/1", {"text": "a", "created_at": "0001-01-01T00:00:00+14:00"}, 422),
        ("/comments/1", {"text": "a", "author_id": ["x"]}, 422),
        ("/comments/1", {"text": "a" * 200_000}, 413),
        ("/comments/" + "x" * 600, {"text": "a"}, 400),
        ("/comments/%FF", {"text": "a"}, 400),
        ("/comments/%00", {"text": "a"}, 400),
        ("/comments/1", {"text": "a", "article_id": "x" * 600}, 400),
        ("/articles/1", {}, 400),
        ("/articles/1", {"text": 1}, 422),
        ("/policy", {"text": "Heute scheint die Sonne."}, 400),
        ("/policy", {}, 422),
    ],
)
def test_submissions_that_cannot_be_kept_are_problems(publisher, path, body, status):
    assert_problem(publisher.ask("PUT", path, body), status)


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        ({"outcome": "hold"}, {}, 422),
        ({"outcome": "approve", "categories": ["unsinn"]}, {}, 422),
        ({"outcome": "approve"}, {"If-Match": '"x"'}, 412),
        ({"outcome": "approve"}, {"If-Match": '"99"'}, 412),
        ({"outcome": "approve"}, {"If-Match": 'W/"1"'}, 412),
        ({"outcome": "approve"}, {"If-Match": '"'}, 412),
        ({"outcome": "approve"}, {"If-Match": "*"}, 200),
    ],
)
def test_verdicts_are_checked(publisher, body, headers, status):
    publisher.ask("PUT", "/comments/1", {"text": "Nun ja.", "article_id": "?"})

    assert publisher.ask("POST", "/comments/1/review", body, headers).status_code == status


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "limit=x", "limit=", "limit=1e3", "after=!", "after=ä"])
def test_pages_of_the_queue_are_asked_for_properly(publisher, query):
    assert_problem(publisher.ask("GET", f"/queue?{query}"), 400)


def test_unknown_things_are_not_found(publisher):
    for path in ("/comments/1", "/articles/1"):
        assert_problem(publisher.ask("GET", path), 404)
        assert_problem(publisher.ask("DELETE", path), 404)
    assert_problem(publisher.ask("POST", "/comments/1/review", {"outcome": "approve"}), 404)


def test_unexpected_faults_tell_nothing(app, client, capsys):
    def burst(question):
        raise RuntimeError("geheimer Kommentar")

    views = dict(app.view_functions)
    app.view_functions["stateless.policy"] = lambda: burst("geheimer Kommentar")
    try:
        answer = client.post("/v1/policy", json={"text": "geheimer Kommentar"})
    finally:
        app.view_functions.update(views)

    assert_problem(answer, 500)
    assert "geheim" not in answer.text
    logged = capsys.readouterr().err
    assert "RuntimeError" in logged
    assert "geheim" not in logged


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=8,
)
_NAMES = ["id", "text", "comment", "html", "policy", "article", "items", "type", "data", "outcome", "categories"]
_QUESTIONS = st.dictionaries(st.sampled_from([*_NAMES, "thread", "created_at", "title", "url"]), _VALUES)
_BODIES = st.binary(max_size=200) | (_VALUES | _QUESTIONS).map(lambda value: json.dumps(value).encode())


@hypothesis_settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data())
def test_nothing_that_is_sent_ends_in_a_fault_of_ours(app, client, publisher, data):
    rules = [rule for rule in app.url_map.iter_rules() if description_of(app.view_functions[rule.endpoint])]
    rule = data.draw(st.sampled_from(sorted(rules, key=lambda rule: (rule.rule, rule.endpoint))))
    identifier = data.draw(st.sampled_from(["1", "a/b", "%00", "%FF", "x" * 600]))
    path = rule.rule.replace("<site>", publisher.name)
    path = path.replace("<rest:article_id>", identifier).replace("<rest:comment_id>", identifier)
    body = data.draw(_BODIES)

    if rule.rule.startswith("/hooks/"):
        answer = publisher.hook_raw(body.decode("utf-8", "replace"))
    else:
        method = data.draw(st.sampled_from(sorted(rule.methods)))
        answer = client.open(path, method=method, data=body, headers=publisher.key)

    assert answer.status_code < 500


def test_times_are_told_with_their_zone(publisher):
    answer = publisher.ask("PUT", "/comments/1", {"text": "Nun ja.", "article_id": "?"}).json

    assert datetime.fromisoformat(answer["decided_at"]).astimezone(UTC).tzinfo is UTC
