"""What Hyvor Talk sends of comments on the wire, and what becomes of it."""

import pytest

from tests.functional.cms_messages import URL, plain

pytestmark = pytest.mark.usefixtures("warm")


def hyvor(event="comment.create", body="<p>Du bist ein verdammter Idiot.</p>", **changes):
    data = {
        "id": 5,
        "body_html": body,
        "created_at": 1_777_880_000,
        "page": {"identifier": "p1", "url": URL},
        "user": {"id": 9, "name": "Rita", "email": "rita@privat.example"},
        "parent_id": None,
    }
    return {"event": event, "data": data | changes}


def test_a_hyvor_comment_is_screened_changed_and_deleted(send_from):
    send_from("generic").send(plain())
    sender = send_from("hyvor")

    assert sender.send(hyvor()).status_code == 200
    assert "insult" in {violation["category"] for violation in sender.comment("5").json["violations"]}
    sender.send(hyvor("comment.edit", "<p>Schöner Bericht.</p>", updated_at=1_777_880_100))
    assert sender.comment("5").json["outcome"] == "approve"
    sender.send(hyvor("comment.update", "<p>Du Idiot.</p>", updated_at=1_777_880_050))
    assert sender.comment("5").json["outcome"] == "approve"
    sender.send(hyvor("comment.delete"))
    assert sender.comment("5").status_code == 404
    sender.send(hyvor(id=5, body="<p>spät, später</p>"))
    assert sender.comment("5").status_code == 404


def test_hyvor_events_that_we_do_not_use_are_answered_exactly_200(send_from):
    answer = send_from("hyvor").send({"event": "flag.created", "data": {"id": 1}})

    assert (answer.status_code, answer.json) == (200, {"result": "ignored"})
