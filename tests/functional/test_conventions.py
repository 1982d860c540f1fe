"""What holds for every route of our own API: repeated requests, limits, what is told about them."""

import dataclasses
import re
import threading
from datetime import UTC, datetime, timedelta

import pytest

from moderation.app import create_app
from moderation.errors import Conflict
from moderation.services import idempotency
from moderation.services.idempotency import Claimed, KeptAnswer
from moderation.settings import GENEROUS, InvalidSettings, RateLimit, Settings

COMMENT = {"text": "Du bist ein Idiot.", "article_id": "a"}
VERDICT = {"outcome": "reject"}
REVIEW = "/comments/1/review"


@pytest.fixture
def reviewed(publisher):
    publisher.ask("PUT", "/comments/1", COMMENT)
    return publisher


@pytest.fixture
def limited(settings, publisher):
    app = create_app(dataclasses.replace(settings, rate_limit=RateLimit(3, 60)))
    yield app.test_client()
    app.extensions["moderation"].close()


def review(publisher, key="k-1", verdict=VERDICT, **headers):
    return publisher.ask("POST", REVIEW, verdict, {"Idempotency-Key": key, **headers})


def revision(publisher):
    return publisher.ask("GET", "/comments/1").json["revision"]


def test_a_repeated_request_gets_the_first_answer_and_no_second_effect(reviewed):
    first, again = review(reviewed), review(reviewed)

    assert (first.status_code, first.data, first.headers["ETag"]) == (
        again.status_code,
        again.data,
        again.headers["ETag"],
    )
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert revision(reviewed) == 2


@pytest.mark.parametrize("stated", ['"k-2"', "k-2", " k-2 "])
def test_a_key_may_be_quoted(reviewed, stated):
    review(reviewed, "k-2")

    assert "Idempotency-Replayed" in review(reviewed, stated).headers


def test_a_key_is_not_used_for_another_request(reviewed):
    review(reviewed)

    answer = review(reviewed, verdict={"outcome": "approve"})

    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    assert reviewed.ask("GET", "/comments/1").json["review"]["outcome"] == "reject"


@pytest.mark.parametrize("key", ["", "ä", "a b", "x" * 256, '"', "a\tb"])
def test_a_key_that_is_none_is_refused(reviewed, key):
    assert review(reviewed, key).status_code == 400


def test_keys_belong_to_their_credential(reviewed, make_publisher):
    other = make_publisher()
    other.ask("PUT", "/comments/1", COMMENT)
    review(reviewed)

    assert "Idempotency-Replayed" not in review(other).headers


def test_without_a_valid_credential_no_key_is_claimed(reviewed, client):
    address = f"/v1/sites/{reviewed.name}{REVIEW}"

    assert client.post(address, json=VERDICT, headers={"Idempotency-Key": "k-1"}).status_code == 401
    assert "Idempotency-Replayed" not in review(reviewed).headers


def test_refusals_are_repeated_too(reviewed):
    first, again = (
        review(reviewed, verdict={"outcome": "vielleicht"}),
        review(reviewed, verdict={"outcome": "vielleicht"}),
    )

    assert (first.status_code, again.status_code) == (422, 422)
    assert "Idempotency-Replayed" in again.headers


def test_a_deleted_comment_is_quoted_by_no_repeated_answer(reviewed):
    review(reviewed)
    reviewed.ask("DELETE", "/comments/1")

    assert review(reviewed).status_code == 404


def test_a_request_that_still_runs_is_a_conflict_and_one_that_died_is_taken_over(app, reviewed):
    deployment, now = app.extensions["moderation"], datetime.now(UTC)
    claimed = Claimed("scope", "running", "digest", reviewed.name, None)
    row = idempotency.claim(deployment, claimed, now)

    with pytest.raises(Conflict):
        idempotency.claim(deployment, claimed, now)
    assert idempotency.claim(deployment, claimed, now + timedelta(minutes=3)) == row
    idempotency.keep(deployment, row, KeptAnswer(201, "text/plain", "", "da"))
    assert idempotency.claim(deployment, claimed, now).body == "da"
    assert isinstance(idempotency.claim(deployment, claimed, now + timedelta(hours=25)), int)


def test_of_requests_at_once_one_takes_effect(app, reviewed):
    answers = []

    def ask():
        client = app.test_client()
        headers = reviewed.key | {"Idempotency-Key": "at-once"}
        answers.append(client.post(f"/v1/sites/{reviewed.name}{REVIEW}", json=VERDICT, headers=headers).status_code)

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert set(answers) <= {200, 409}
    assert 200 in answers
    assert revision(reviewed) == 2


@pytest.mark.parametrize("path", ["/v1/screen", "/v1/policy", "/v1/separate"])
def test_each_answer_tells_what_is_left(client, path):
    answer = client.post(path, json={"comment": "Guten Tag.", "text": "Keine Beleidigungen."})

    assert answer.headers["RateLimit-Policy"] == f'"default";q={GENEROUS.requests};w=60'
    assert re.fullmatch(r'"default";r=\d+;t=\d+', answer.headers["RateLimit"])


def test_errors_tell_what_is_left_too(publisher):
    assert "RateLimit" in publisher.ask("GET", "/comments/nie").headers


def test_the_sites_own_routes_count_down_exactly(limited, publisher):
    left = [
        limited.get(f"/v1/sites/{publisher.name}/queue", headers=publisher.key).headers["RateLimit"].split(";")[1]
        for _ in range(3)
    ]

    assert left == ["r=2", "r=1", "r=0"]


@pytest.mark.parametrize("path", ["/v1/screen", "/v1/policy"])
def test_beyond_the_limit_the_answer_is_429_and_says_when_to_come_back(limited, path):
    question = {"comment": "Guten Tag.", "text": "Keine Beleidigungen."}
    statuses = [limited.post(path, json=question).status_code for _ in range(3)]

    answer = limited.post(path, json=question)

    assert statuses == [200, 200, 200]
    assert (answer.status_code, answer.content_type) == (429, "application/problem+json")
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert answer.headers["RateLimit"].startswith('"default";r=0;t=')


def test_clients_are_counted_apart_and_invented_keys_do_not_help(limited, publisher, make_publisher):
    for _ in range(3):
        limited.post("/v1/policy", json={"text": "Kein Spam."})
    other = make_publisher()

    invented = {"Authorization": "Bearer erfunden"}
    assert limited.post("/v1/policy", json={"text": "Kein Spam."}, headers=invented).status_code == 429
    for each in (publisher, other):
        assert limited.get(f"/v1/sites/{each.name}/queue", headers=each.key).status_code == 200
    far = {"REMOTE_ADDR": "192.0.2.1"}
    assert limited.post("/v1/policy", json={"text": "Kein Spam."}, environ_overrides=far).status_code == 200


@pytest.mark.parametrize("path", ["/healthz", "/openapi.json", "/hooks/bote/ghost"])
def test_other_routes_are_not_limited(limited, path):
    for _ in range(5):
        assert limited.open(path, method="POST" if "hooks" in path else "GET").status_code != 429


@pytest.mark.parametrize("stated", ["", "100/60", "none"])
def test_limits_are_set_in_the_environment(stated):
    limit = Settings.from_environment({"MODERATION_RATE_LIMIT": stated}).rate_limit

    assert limit == {"": GENEROUS, "100/60": RateLimit(100, 60), "none": None}[stated]


@pytest.mark.parametrize("stated", ["100", "0/60", "-1/5", "viel", "1/2/3", "１/１"])
def test_limits_that_are_none_are_refused(stated):
    with pytest.raises(InvalidSettings, match="MODERATION_RATE_LIMIT"):
        Settings.from_environment({"MODERATION_RATE_LIMIT": stated})


def test_two_moderators_cannot_overwrite_each_other(reviewed):
    tag = reviewed.ask("GET", "/comments/1").headers["ETag"]

    assert reviewed.ask("POST", REVIEW, VERDICT, {"If-Match": tag}).status_code == 200
    assert reviewed.ask("POST", REVIEW, {"outcome": "approve"}, {"If-Match": tag}).status_code == 412
    assert reviewed.ask("GET", "/comments/1", headers={"If-None-Match": tag}).status_code == 200
    new = reviewed.ask("GET", "/comments/1").headers["ETag"]
    assert reviewed.ask("GET", "/comments/1", headers={"If-None-Match": new}).status_code == 304


@pytest.mark.parametrize("path", ["/queue", "/settings", "/comments/1", "/policy/versions"])
def test_every_read_can_be_repeated_cheaply(reviewed, path):
    first = reviewed.ask("GET", path)
    again = reviewed.ask("GET", path, headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, again.status_code, again.data) == (200, 304, b"")
