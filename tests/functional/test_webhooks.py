"""Standard Webhooks as a foreign sender sends them."""

import json

import pytest

COMMENT = {"id": 17, "text": "Schade um das Geld.", "article_id": 4}


def test_a_repeated_message_gets_the_first_answer_and_no_second_effect(publisher):
    first = publisher.hook("comment.created", COMMENT, "msg_1")
    again = publisher.hook("comment.created", COMMENT, "msg_1")

    assert (first.status_code, again.status_code) == (200, 200)
    assert first.data == again.data
    assert publisher.ask("GET", "/comments/17").json["revision"] == 1


def test_an_id_is_not_used_for_another_message(publisher):
    publisher.hook("comment.created", COMMENT, "msg_1")

    assert publisher.hook("comment.created", COMMENT | {"text": "Anders."}, "msg_1").status_code == 409


def test_ids_belong_to_their_site(publisher, make_publisher):
    publisher.hook("comment.created", COMMENT, "msg_1")

    assert make_publisher().hook("comment.created", COMMENT | {"text": "Anders."}, "msg_1").status_code == 200


def test_what_could_not_be_done_can_be_sent_again(publisher):
    assert publisher.hook("comment.created", {"text": "ohne Nummer"}, "msg_1").status_code == 422
    assert publisher.hook("comment.created", COMMENT, "msg_1").status_code == 200


@pytest.mark.parametrize("type_", ["user.created", "article", "", "article.published.twice"])
def test_types_that_we_do_not_use_are_answered_200(publisher, type_):
    answer = publisher.hook(type_, {})

    assert (answer.status_code, answer.json) == (200, {"result": "ignored"})


@pytest.mark.parametrize("type_", ["article.deleted", "article.unpublished", "comment.deleted"])
def test_what_was_never_there_may_be_withdrawn(publisher, type_):
    assert publisher.hook(type_, {"id": "nie gesehen"}).json == {"result": "accepted"}


ARTICLE = {
    "id": 4,
    "text": "Der Stadtrat hat den Umbau des Bahnhofs beschlossen.",
    "updated_at": "2026-05-04T08:00:00Z",
}


@pytest.mark.parametrize(
    ("kind", "state", "path"),
    [
        ("article", ARTICLE, "/articles/4"),
        ("comment", COMMENT | {"updated_at": "2026-05-04T08:00:00Z"}, "/comments/17"),
    ],
)
def test_a_late_delivery_does_not_bring_back_what_was_withdrawn(publisher, kind, state, path):
    publisher.hook(f"{kind}.deleted", {"id": state["id"], "updated_at": "2026-05-04T09:00:00Z"})

    assert publisher.hook(f"{kind}.updated", state).json == {"result": "ignored"}
    assert publisher.ask("GET", path).status_code == 404
    assert publisher.ask("PUT", path, state).status_code == 409
    assert publisher.hook(f"{kind}.updated", state | {"updated_at": "2026-05-04T10:00:00Z"}).status_code == 200
    assert publisher.ask("GET", path).status_code == 200


def test_an_older_comment_does_not_overwrite_a_newer_one(publisher):
    publisher.hook("comment.updated", COMMENT | {"updated_at": "2026-05-04T09:00:00Z"})
    publisher.hook("comment.created", COMMENT | {"text": "Alt.", "updated_at": "2026-05-04T08:00:00Z"})

    assert publisher.ask("GET", "/comments/17").json["revision"] == 1


def test_a_withdrawn_comment_is_gone(publisher):
    publisher.hook("comment.created", COMMENT)
    publisher.hook("comment.deleted", {"id": 17})

    assert publisher.ask("GET", "/comments/17").status_code == 404


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        ("", 400, None),
        ("{", 400, None),
        ("[]", 422, ""),
        ("{}", 422, ""),
        ('{"type":1}', 422, "/type"),
        ('{"type":"comment.created","data":[]}', 422, "/data"),
        ('{"type":"comment.created","data":{"id":null}}', 422, "/data/id"),
        ('{"type":"comment.created","data":{"id":1,"text":"a","created_at":"gestern"}}', 422, "/data/created_at"),
        ('{"type":"comment.created","data":{"id":1}}', 400, None),
        ('{"type":"comment.created","data":{"id":1,"text":"a\\u0000"}}', 422, "/data/text"),
        ('{"type":"article.created","data":{"id":1}}', 400, None),
        ('{"type":"article.created","data":{"id":"","text":"a"}}', 400, None),
    ],
)
def test_a_signed_message_that_says_nothing_sensible_is_refused(publisher, body, status, pointer):
    answer = publisher.hook_raw(body)

    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    if pointer is not None:
        assert answer.json["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"webhook-id": "a"},
        {"webhook-id": "a", "webhook-timestamp": "x", "webhook-signature": "v1"},
        {"webhook-id": "a", "webhook-timestamp": "1", "webhook-signature": "v1,AAAA"},
        {"webhook-id": "\xff", "webhook-timestamp": "1", "webhook-signature": "v1,\xff"},
    ],
)
def test_without_a_good_signature_nothing_is_read(publisher, client, headers):
    body = json.dumps({"type": "comment.created", "data": COMMENT})

    answer = client.post(f"/hooks/{publisher.name}/standard", data=body, headers=headers)

    assert answer.status_code == 401
    assert "WWW-Authenticate" not in answer.headers
    assert publisher.ask("GET", "/comments/17").status_code == 404


def test_the_secret_of_another_site_is_no_good(publisher, make_publisher):
    foreign = make_publisher().credentials
    forged = type(publisher)(
        publisher.client, type(foreign)(publisher.name, foreign.api_key, foreign.webhook_secret, None)
    )

    assert forged.hook("comment.created", COMMENT).status_code == 401


def test_refusals_are_counted_by_reason(publisher, client):
    client.post(f"/hooks/{publisher.name}/standard", data="{}")

    metrics = client.get("/metrics").text

    assert 'webhook_signature_failures_total{reason="missing",source="standard"}' in metrics
    assert 'webhook_received_total{result="refused",source="standard"}' in metrics
