"""What each CMS sends on the wire, in its own form and with its own signature, and what becomes of it."""

import pytest

from tests.factories import FOOTER, HEADLINE, PARAGRAPHS, page
from tests.functional.cms_messages import (
    CHANGED,
    FIRST,
    HTML,
    SECOND,
    THIRD,
    URL,
    contentful,
    ghost,
    ghost_gone,
    plain,
    sanity,
    strapi,
    wordpress,
)
from tests.functional.senders import Sender, now_ms, signature

pytestmark = pytest.mark.usefixtures("warm")

# Source; its article's id; what it sends on publication, on unpublication; events where the address names them.
CMS = [
    ("ghost", "g1", ghost, lambda at: ghost(at=at, status="draft"), "", ""),
    ("strapi", "s1", strapi, lambda at: strapi(at=at, event="entry.unpublish"), "", ""),
    ("contentful", "c1", contentful, lambda at: contentful(at=at, kind="DeletedEntry"), "", ""),
    ("sanity", "n1", sanity, lambda at: sanity(at=at, operation="delete"), "", ""),
    ("wordpress", "12", wordpress, lambda at: wordpress(at=at, status="draft"), "", ""),
    ("typo3", "p1", plain, lambda at: plain(at=at), "article.saved", "article.deleted"),
    ("generic", "p1", plain, lambda at: plain(at=at, status="draft"), "", ""),
    ("directus", "p1", lambda **a: {"event": "articles.items.update", "payload": plain(**a)}, None, "", ""),
    ("github", "p1", plain, lambda at: plain(at=at), "article.published", "article.unpublished"),
]
WITHDRAWING = [cms for cms in CMS if cms[3]]
NAMES = [cms[0] for cms in CMS]


@pytest.mark.parametrize(("source", "article_id", "state", "_gone", "event", "_"), CMS, ids=NAMES)
def test_an_article_is_stored_and_its_rules_are_read(send_from, source, article_id, state, _gone, event, _):
    sender = send_from(source)

    answer = sender.send(state(), event)

    assert (answer.status_code, answer.json) == (200, {"result": "accepted"})
    stored = sender.article(article_id).json
    assert stored["title"] == HEADLINE
    assert stored["text"].endswith(PARAGRAPHS[-1])
    assert [clause["category"] for clause in stored["policy"]["clauses"]][:1] == ["insult"]


@pytest.mark.parametrize(("source", "article_id", "state", "_gone", "event", "_"), CMS, ids=NAMES)
def test_an_update_replaces_and_a_late_older_version_does_not(send_from, source, article_id, state, _gone, event, _):
    sender = send_from(source)
    sender.send(state(html=CHANGED, at=SECOND), event)

    assert sender.send(state(html=HTML, at=FIRST), event).status_code == 200
    assert "500 Wohnungen" in sender.article(article_id).json["text"]
    assert sender.send(state(html=HTML, at=THIRD), event).status_code == 200
    assert "400 Wohnungen" in sender.article(article_id).json["text"]


@pytest.mark.parametrize(("source", "article_id", "state", "_gone", "event", "_"), CMS, ids=NAMES)
def test_a_repeated_delivery_has_no_second_effect(send_from, source, article_id, state, _gone, event, _):
    sender = send_from(source)

    first, again = sender.send(state(), event), sender.send(state(), event)

    assert (first.status_code, first.data) == (again.status_code, again.data)
    assert sender.article(article_id).json["revision"] == 1


@pytest.mark.parametrize(
    ("source", "article_id", "state", "gone", "event", "gone_event"), WITHDRAWING, ids=[cms[0] for cms in WITHDRAWING]
)
def test_what_was_withdrawn_stays_so_until_a_newer_version(
    send_from, source, article_id, state, gone, event, gone_event
):
    sender = send_from(source)
    sender.send(state(), event)

    assert sender.send(gone(SECOND), gone_event).status_code == 200
    assert sender.article(article_id).status_code == 404
    assert sender.send(state(html=CHANGED, at=FIRST), event).status_code == 200
    assert sender.article(article_id).status_code == 404
    assert sender.send(state(html=CHANGED, at=THIRD), event).status_code == 200
    assert "500 Wohnungen" in sender.article(article_id).json["text"]


@pytest.mark.parametrize(
    ("source", "article_id", "state", "gone", "event", "gone_event"), WITHDRAWING, ids=[cms[0] for cms in WITHDRAWING]
)
def test_a_withdrawal_that_overtakes_its_article_holds(send_from, source, article_id, state, gone, event, gone_event):
    sender = send_from(source)

    sender.send(gone(SECOND), gone_event)

    assert sender.send(state(at=FIRST), event).status_code == 200
    assert sender.article(article_id).status_code == 404


@pytest.mark.parametrize(
    ("source", "article_id", "state", "gone", "event", "gone_event"), WITHDRAWING, ids=[cms[0] for cms in WITHDRAWING]
)
def test_a_late_withdrawal_does_not_take_back_a_newer_version(
    send_from, source, article_id, state, gone, event, gone_event
):
    sender = send_from(source)
    sender.send(state(at=THIRD), event)

    sender.send(gone(SECOND), gone_event)

    assert sender.article(article_id).status_code == 200


@pytest.mark.parametrize("source", NAMES)
def test_without_a_good_signature_nothing_is_stored(publisher, client, source):
    sender = Sender(publisher, source)
    path = sender.path

    assert client.post(path, json=plain()).status_code == 401
    sender.secret = "f" * 64
    assert sender.send(plain()).status_code == 401
    assert sender.article("p1").status_code == 404


@pytest.mark.parametrize("source", NAMES)
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" ",
        b"{",
        b"[]",
        b"{}",
        b"null",
        b'{"post":{"current":{"status":"published"}}}',
        b'{"id":"p1"}',
        b'{"id":"p1","html":" "}',
        b'{"id":"","html":"<p>Text</p>"}',
        b'{"id":{},"html":[]}',
        b'{"event":"entry.publish","entry":[]}',
        b'{"event":"entry.publish","entry":{"documentId":"a"}}',
        b'{"sys":{"type":"Entry"},"fields":[]}',
        b'{"sys":{"type":"Entry","id":"c"},"fields":{}}',
        b'{"id":"p1","html":"\\u0000"}',
        b'{"id":"p1","html":"\xff"}',
        b'{"id":"p1","html":"\\ud800"}',
        b"[" * 100_000,
        b'{"a":' * 200 + b"1" + b"}" * 200,
        b"ein paar Worte",
        b"\xef\xbb\xbf{}",
        b"<a>",
        b"\x00\xff\xfe",
    ],
)
def test_a_signed_body_that_says_nothing_sensible_is_refused_and_leaves_nothing(send_from, source, body):
    sender = send_from(source)

    answer = sender.send(body)

    if answer.status_code == 200:
        # A sender's own forms of other things: of no use to us, and no fault.
        assert answer.json == {"result": "ignored"}
    else:
        assert 400 <= answer.status_code < 500, answer.text
        assert answer.content_type == "application/problem+json"
    assert sender.article("p1").status_code == 404


@pytest.mark.parametrize("source", NAMES)
@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize("prefix", ["", "/eine/vorsilbe"])
def test_nothing_is_answered_with_a_redirect(publisher, client, source, slash, prefix):
    path = f"/hooks/{publisher.name}/{source}{slash}"

    answer = client.post(path, data=b"{}", environ_overrides={"SCRIPT_NAME": prefix})

    assert answer.status_code == 401
    assert "Location" not in answer.headers


def test_a_source_that_is_not_known_is_not_found(publisher, client):
    assert client.post(f"/hooks/{publisher.name}/typo4", data=b"{}").status_code == 404


def test_contentful_signatures_hold_below_a_prefix(publisher, client):
    sender = Sender(publisher, "contentful")
    path = f"/moderation{sender.path}"
    raw = b'{"sys":{"type":"Asset","id":"a"}}'
    headers = signature("contentful", sender.secret, raw, path, now_ms())
    answer = client.post(sender.path, data=raw, headers=headers, environ_overrides={"SCRIPT_NAME": "/moderation"})

    assert answer.json == {"result": "ignored"}


LIST = "<ul><li>400 Wohnungen entstehen.</li><li>Dazu kommt eine Grundschule.</li></ul>"
QUOTE = "Das ist ein guter Tag für die Stadt, sagte Albers am Abend."
LINK = 'Mehr dazu steht <a href="https://bote.example/mehr">auf dieser Seite</a> der Verwaltung.'
INSERTED = f"<h2>Was gebaut wird</h2>{LIST}<blockquote>{QUOTE}</blockquote><p>{LINK}</p>"
RICH = HTML.replace(f"<p>{FOOTER}</p>", f"{INSERTED}<p>{FOOTER}</p>")
FLAT_LIST = " * 400 Wohnungen entstehen.\n * Dazu kommt eine Grundschule."
FLAT_LINK = "Mehr dazu steht auf dieser Seite [https://bote.example/mehr] der Verwaltung."
FLAT = "\n\n".join((*PARAGRAPHS, "\nWas gebaut wird", FLAT_LIST, f"> {QUOTE}", FLAT_LINK, FOOTER))


@pytest.mark.parametrize(
    ("html", "plaintext"), [(HTML, "\n\n".join((*PARAGRAPHS, FOOTER))), (RICH, FLAT)], ids=["plain", "rich"]
)
def test_html_and_flattened_text_give_the_same_text_and_rules(make_publisher, html, plaintext):
    one, other = Sender(make_publisher(), "ghost"), Sender(make_publisher(), "ghost")
    one.send(ghost(html))
    other.send(ghost(html=None, plaintext=plaintext))

    first, second = one.article("g1").json, other.article("g1").json

    assert first["text"] == second["text"]
    assert first["policy_notice"] == second["policy_notice"]
    assert first["policy"]["clauses"] == second["policy"]["clauses"]


def test_a_typo3_record_that_holds_its_text_needs_no_fetching(send_from):
    sender = send_from("typo3")
    sender.send({"identifier": "p1", "title": HEADLINE, "url": URL, "bodytext": HTML})

    assert sender.article("p1").json["text"].endswith(PARAGRAPHS[-1])


def test_ghost_events_have_addresses_of_their_own(send_from):
    sender = send_from("ghost")
    sender.send(ghost())

    sender.send(ghost(at=SECOND), "post.unpublished")

    assert sender.article("g1").status_code == 404


def test_a_deleted_ghost_post_is_gone(send_from):
    sender = send_from("ghost")
    sender.send(ghost())

    sender.send(ghost_gone())

    assert sender.article("g1").status_code == 404


def test_ghost_messages_about_members_are_ignored(send_from):
    assert send_from("ghost").send({"member": {"current": {"id": "m", "email": "a@b.example"}}}).json == {
        "result": "ignored"
    }


def test_a_strapi_draft_does_not_touch_what_is_published(send_from):
    sender = send_from("strapi")
    sender.send(strapi())

    answer = sender.send(strapi(html=CHANGED, at=SECOND, event="entry.update", publishedAt=None))

    assert answer.json == {"result": "ignored"}
    assert "400 Wohnungen" in sender.article("s1").json["text"]


@pytest.mark.parametrize("topic", ["Entry.save", "Asset.publish", "ContentType.publish", "Entry.auto_save"])
def test_contentful_topics_without_a_published_entry_are_ignored(send_from, topic):
    answer = send_from("contentful").send(contentful(), **{"X-Contentful-Topic": f"ContentManagement.{topic}"})

    assert answer.json == {"result": "ignored"}


def test_directus_items_that_were_changed_at_once_are_taken_one_by_one(send_from):
    sender = send_from("directus")
    sender.send([plain(id=1), plain(id=2, html=CHANGED), plain(id=3, status="draft")])
    assert [sender.article(number).status_code for number in (1, 2, 3)] == [200, 200, 404]

    sender.send({"event": "articles.items.delete", "keys": ["1", "2"], "collection": "articles"})

    assert [sender.article(number).status_code for number in (1, 2)] == [404, 404]


def test_a_sanity_draft_is_ignored(send_from):
    assert send_from("sanity").send(sanity(_id="drafts.n1")).json == {"result": "ignored"}


def test_rich_text_is_read_as_the_page_it_stands_for(send_from):
    def block(text):
        return {"_type": "block", "style": "normal", "children": [{"_type": "span", "text": text}]}

    sender = send_from("sanity")
    body = sanity(body=[block(text) for text in (*PARAGRAPHS, FOOTER)])
    del body["html"]
    sender.send(body)
    other = send_from("contentful")
    paragraphs = [
        {"nodeType": "paragraph", "content": [{"nodeType": "text", "value": text, "marks": []}]}
        for text in (*PARAGRAPHS, FOOTER)
    ]
    entry = contentful()
    entry["fields"]["body"]["de"] = {"nodeType": "document", "data": {}, "content": paragraphs}
    other.send(entry)
    third = send_from("generic")
    third.send(plain())

    texts = {third.article(name).json["text"] for name in ("n1", "c1", "p1")}

    assert len(texts) == 1
    assert texts.pop().endswith(PARAGRAPHS[-1])


def test_a_site_s_own_mapping_finds_fields_anywhere(publisher, send_from):
    mapping = {
        "id": "/doc/nr",
        "url_template": "https://zeitung.example/{/doc/slug}",
        "title": "/doc/kopf",
        "html": "/doc/inhalt/0",
        "status": "/doc/stand",
        "published": ["frei"],
        "published_at": "/doc/datum",
    }
    assert publisher.ask("PUT", "/settings", {"webhook_mappings": {"generic": mapping}}).status_code == 200
    sender = send_from("generic")
    doc = {"nr": 77, "slug": "umbau", "kopf": HEADLINE, "inhalt": [HTML], "stand": "frei", "datum": FIRST}

    assert sender.send({"doc": doc}).json == {"result": "accepted"}
    stored = sender.article("77").json
    assert stored["url"] == "https://zeitung.example/umbau"
    assert stored["metadata"]["published"] == FIRST
    sender.send({"doc": doc | {"stand": "gesperrt"}})
    assert sender.article("77").status_code == 404


def test_a_trial_message_is_answered_200(send_from):
    sender = send_from("github")

    answer = sender.send({"zen": "Keep it simple.", "hook_id": 1}, **{"X-GitHub-Event": "ping"})

    assert (answer.status_code, answer.json) == (200, {"result": "ignored"})


def test_generic_comments_are_screened(send_from):
    sender = send_from("generic")
    sender.send(plain())

    sender.send({"id": "k1", "text": "Du bist ein verdammter Idiot.", "article_id": "p1"}, "comment.created")

    assert "insult" in {violation["category"] for violation in sender.comment("k1").json["violations"]}


def test_two_secrets_are_live_until_the_next_rotation(publisher):
    old = Sender(publisher, "ghost")
    new = Sender(publisher, "ghost")

    assert old.send(ghost()).status_code == 200
    assert new.send(ghost(at=SECOND)).status_code == 200
    Sender(publisher, "ghost")
    assert old.send(ghost(at=THIRD)).status_code == 401


def test_a_page_that_cannot_be_read_is_refused_and_may_be_sent_again(send_from):
    sender = send_from("generic")
    hopeless = plain(html="a" * 4_100_000)

    assert sender.send(hopeless).status_code == 413
    assert sender.send(hopeless).status_code == 413
    assert sender.send(plain()).status_code == 200


def test_flattened_text_of_a_generic_sender_equals_its_page(make_publisher):
    one, other = Sender(make_publisher(), "generic"), Sender(make_publisher(), "generic")
    one.send(plain())
    text = plain(text=page().partition("\n\n")[2])
    del text["html"]
    other.send(text)

    first, second = one.article("p1").json, other.article("p1").json

    assert (first["text"], first["policy"]["clauses"]) == (second["text"], second["policy"]["clauses"])
