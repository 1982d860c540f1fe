"""What WordPress sends on the wire, in each of its encodings and editors, and what becomes of it."""

import json
from urllib.parse import urlencode
from xml.sax.saxutils import escape

import pytest

from tests.factories import FOOTER, PARAGRAPHS
from tests.functional.cms_messages import (
    HTML,
    URL,
    wordpress,
)

pytestmark = pytest.mark.usefixtures("warm")


WORDPRESS_COMMENT = {
    "comment_ID": "81",
    "comment_post_ID": "12",
    "comment_author": "Rita",
    "comment_author_email": "rita@privat.example",
    "comment_author_IP": "192.0.2.7",
    "comment_content": "Du bist ein <b>verdammter Idiot</b>, Karin.",
    "comment_approved": "0",
    "comment_parent": "0",
    "user_id": "0",
}


def as_json(fields):
    return json.dumps(fields).encode()


def as_form(fields):
    return urlencode({f"comment_data[{name}]": value for name, value in fields["comment_data"].items()}).encode()


def as_xml(fields):
    inside = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in fields["comment_data"].items())
    return f'<?xml version="1.0"?><data><comment_data>{inside}</comment_data></data>'.encode()


@pytest.mark.parametrize("encode", [as_json, as_form, as_xml])
def test_a_wordpress_comment_is_screened_in_each_of_its_encodings(send_from, encode):
    sender = send_from("wordpress")
    sender.send(wordpress())

    answer = sender.send(encode({"comment_data": WORDPRESS_COMMENT}))

    assert answer.json == {"result": "accepted"}
    decided = sender.comment("81").json
    assert decided["outcome"] in ("reject", "hold")
    assert decided["article_id"] == "12"
    assert "insult" in {violation["category"] for violation in decided["violations"]}


@pytest.mark.parametrize("encode", [as_json, as_form, as_xml])
def test_a_wordpress_post_in_a_form_or_as_xml_is_refused_where_it_is_broken(send_from, encode):
    broken = {"comment_data": WORDPRESS_COMMENT | {"comment_ID": "", "comment_content": "a"}}

    assert send_from("wordpress").send(encode(broken)).status_code in (400, 422)


@pytest.mark.parametrize(
    "bomb",
    [
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><a><b>&b;</b></a>',
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a><b>1</b></a>',
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a><comment_content>&x;</comment_content></a>',
        b"<a>&unknown;</a>",
        b"<a>" * 5_000,
        b"<a>" * 100 + b"1" + b"</a>" * 100,
        b'<?xml version="1.0" encoding="utf-16"?><a><b>1</b></a>',
        b"<a b='" + b"x" * 100_000,
        b"<post><post_id>\xff</post_id></post>",
        b"&=&=%ff=%ff",
        b"a[b]=1&a=2",
        b"a" + b"[b]" * 50 + b"=1",
        b"&".join(b"a%d=1" % number for number in range(6_000)),
    ],
)
def test_forms_and_xml_that_are_meant_to_harm_are_refused(send_from, bomb):
    assert send_from("wordpress").send(bomb).status_code in (400, 413, 422)


def test_a_wordpress_comment_that_is_trashed_is_erased(send_from):
    sender = send_from("wordpress")
    sender.send(wordpress())
    sender.send({"comment_data": WORDPRESS_COMMENT})

    sender.send({"comment_data": WORDPRESS_COMMENT | {"comment_approved": "trash"}})

    assert sender.comment("81").status_code == 404


def test_a_late_creation_does_not_undo_an_edit(send_from):
    sender = send_from("wordpress")
    sender.send(wordpress())
    sender.send({"comment_data": WORDPRESS_COMMENT | {"comment_content": "Schöner Bericht."}}, "update_comment")

    sender.send({"comment_data": WORDPRESS_COMMENT}, "create_comment")

    assert sender.comment("81").json["outcome"] == "approve"


REST_POST = {
    "id": 12,
    "link": URL,
    "status": "publish",
    "type": "post",
    "modified_gmt": "2026-05-04T08:00:00",
    "title": {"rendered": "Fluss &#8211; Ufer"},
    "content": {"rendered": HTML, "protected": False},
}
REST_COMMENT = {
    "id": 81,
    "post": 12,
    "parent": 0,
    "author_name": "Rita",
    "content": {"rendered": "<p>Du bist ein verdammter Idiot.</p>"},
    "date_gmt": "2026-05-04T08:00:00",
    "status": "hold",
}


def test_wordpress_objects_of_its_rest_interface_are_read_too(send_from):
    sender = send_from("wordpress")

    assert sender.send(REST_POST).json == {"result": "accepted"}
    assert sender.article("12").json["title"] == "Fluss – Ufer"
    assert sender.send(REST_COMMENT).json == {"result": "accepted"}
    assert "insult" in {violation["category"] for violation in sender.comment("81").json["violations"]}


def test_paragraphs_of_wordpress_older_editor_are_divided_by_blank_lines(send_from):
    sender = send_from("wordpress")
    classic = "\r\n\r\n".join((PARAGRAPHS[0], "<h2>Die Kosten</h2>", *PARAGRAPHS[1:], FOOTER))

    sender.send(wordpress(f"[caption id='a']Bild[/caption]{classic}"))

    stored = sender.article("12").json
    assert stored["text"].count("\n\n") >= len(PARAGRAPHS)
    assert stored["policy_notice"] == FOOTER


def test_a_comment_that_was_deleted_needs_no_more_than_its_id(send_from):
    sender = send_from("wordpress")
    sender.send({"comment_data": WORDPRESS_COMMENT})

    assert sender.send({"comment_id": 81}, "delete_comment").json == {"result": "accepted"}
    assert sender.comment("81").status_code == 404


def test_a_plugin_s_own_post_types_are_ignored(send_from):
    assert send_from("wordpress").send(wordpress(post_type="revision")).json == {"result": "ignored"}
