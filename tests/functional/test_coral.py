"""Coral's two ways to us, signed as Coral signs and read as strictly as Coral reads."""

import hashlib
import hmac
import json
import time

import pytest
from jsonschema import Draft202012Validator

from moderation.services.sites import rotate_secret
from tests.factories import NOW, page

ARTICLE = "https://www.lindental-bote.example/stadt/umbau.html"
STATUS = {"enum": ["NONE", "APPROVED", "REJECTED", "PREMOD", "SYSTEM_WITHHELD"]}
TEXT = {"type": "string", "minLength": 1}
CODES = (
    "OFFENSIVE ABUSIVE SPAM BANNED_WORD AD ILLEGAL_CONTENT HARASSMENT_BULLYING MISINFORMATION HATE_SPEECH"
    " IRRELEVANT_CONTENT OTHER"
).split()
REASON = {
    "type": "object",
    "properties": {
        "code": {"enum": CODES},
        "legalGrounds": TEXT,
        "detailedExplanation": TEXT,
        "customReason": TEXT,
    },
}
# What Coral's own schema accepts; anything else voids the answer.
ACCEPTED = Draft202012Validator(
    {
        "type": "object",
        "properties": {
            "status": STATUS,
            "tags": {"type": "array", "minItems": 1, "items": {"enum": ["FEATURED", "STAFF"]}},
            "actions": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["actionType", "reason"],
                    "properties": {
                        "actionType": {"const": "FLAG"},
                        "reason": {"enum": ["COMMENT_DETECTED_TOXIC", "COMMENT_DETECTED_SPAM"]},
                    },
                },
            },
            "moderationAction": {
                "type": "object",
                "required": ["status"],
                "properties": {"status": STATUS, "rejectionReason": REASON},
            },
        },
    }
)


def signature(body: bytes, *secrets: str) -> str:
    return ",".join("sha256=" + hmac.new(key.encode(), body, hashlib.sha256).hexdigest() for key in secrets)


def question(text: str, url: str | None = ARTICLE, action: str = "NEW") -> bytes:
    asked = {
        "action": action,
        "comment": {"body": text, "parentID": None},
        "author": {"id": "u-1", "role": "COMMENTER"},
        "story": {"id": "s-1", "url": url},
        "site": {"id": "w-1"},
        "tenantID": "t-1",
        "tenantDomain": "coral.example",
    }
    return json.dumps(asked, ensure_ascii=False, indent=2).encode()


@pytest.fixture
def ask(client, publisher):
    def ask(text, *, body=None, sign=None, path=None, **changes):
        raw = question(text, **changes) if body is None else body
        stated = signature(raw, publisher.credentials.coral_secret) if sign is None else sign
        headers = {"X-Coral-Signature": stated, "User-Agent": "Coral Moderation/9.0.0"}
        return client.post(
            path or f"/coral/{publisher.name}/phase", data=raw, headers=headers, content_type="application/json"
        )

    return ask


@pytest.fixture
def story(publisher):
    assert publisher.ask("PUT", "/articles/a-1", {"text": page(), "url": ARTICLE}).status_code == 200


def set_(publisher, **settings):
    assert publisher.ask("PUT", "/settings", settings).status_code == 200


@pytest.mark.parametrize("action", ["NEW", "EDIT"])
def test_a_comment_in_order_is_left_to_coral_or_published_as_the_site_wishes(ask, story, publisher, action):
    text = "Gut, dass auf dem Gelände endlich Wohnungen entstehen."

    left = ask(text, action=action)
    set_(publisher, coral_approved="publish")
    published = ask(text, action=action)

    assert (left.status_code, left.data) == (204, b"")
    assert (published.status_code, published.json) == (200, {"status": "APPROVED"})


def test_a_refusal_tells_the_authors_the_publishers_own_sentence(ask, story):
    answer = ask("Was für ein Idiot hat das beschlossen, du Arschloch!")

    assert answer.status_code == 200
    action = answer.json["moderationAction"]
    assert answer.json["status"] == action["status"] == "REJECTED"
    assert action["rejectionReason"] == {
        "code": "ABUSIVE",
        "detailedExplanation": "Beleidigungen und Schimpfwörter sind nicht erlaubt.",
    }
    assert answer.json["actions"] == [{"actionType": "FLAG", "reason": "COMMENT_DETECTED_TOXIC"}]


def test_what_is_held_is_withheld_without_a_notice_to_the_author(ask, story):
    answer = ask("Mein Rezept für Apfelkuchen: drei Eier, Zucker, Mehl und ein Kilo Äpfel, dann backen.")

    assert answer.json["status"] == "SYSTEM_WITHHELD"
    assert "moderationAction" not in answer.json


def test_markup_hides_nothing(ask, story):
    assert ask("<div>Du bist ein I<b>dio</b>t!</div>").json["status"] == "REJECTED"
    assert ask("<script>Du bist ein Idiot!</script>").status_code == 200


def test_an_unknown_story_is_judged_without_unless_the_site_holds_it(ask, story, publisher):
    text = "Gut, dass auf dem Gelände endlich Wohnungen entstehen."
    elsewhere = "https://www.lindental-bote.example/anderes.html"

    assert ask(text, url=elsewhere).status_code == 204
    assert ask(text, url=None).status_code == 204
    set_(publisher, hold_unknown_article=True)
    assert ask(text, url=elsewhere).json == {"status": "SYSTEM_WITHHELD", "actions": []}
    assert ask(text).status_code == 204


def test_an_article_is_known_as_soon_as_it_has_arrived(ask, publisher):
    set_(publisher, hold_unknown_article=True)
    text = "Gut, dass auf dem Gelände endlich Wohnungen entstehen."
    assert ask(text).status_code == 200

    publisher.ask("PUT", "/articles/a-1", {"text": page(), "url": ARTICLE + "?utm_source=x"})

    assert ask(text).status_code == 204


def test_rules_hold_from_the_next_comment_on(ask, story, publisher):
    link = "Mehr dazu steht im Gutachten: https://stadt.example/gutachten"
    assert ask(link).status_code == 204

    publisher.ask("PUT", "/policy", {"text": "Links sind nicht erlaubt. Beleidigungen werden gelöscht."})

    assert ask(link).json["status"] in ("SYSTEM_WITHHELD", "REJECTED")


@pytest.mark.parametrize(
    "text",
    [
        "Danke.",
        "Du Arschloch!",
        "Kauft jetzt billige Uhren auf www.uhren-billig.example, nur heute 50 % Rabatt!",
        "GEHT DOCH ALLE WEG!!!!!!",
        "Man sollte euch alle aufhängen.",
        "Der Stadtrat ist doch gekauft, bezahlt von der Genossenschaft.",
        "Rufen Sie mich an: 0171 2345678, Weststraße 5, 12345 Lindental",
        "a",
        "🙂",
        "",
        "   ",
        "x" * 30_000,
        "Lorem ipsum dolor sit amet consectetur.",
    ],
)
@pytest.mark.parametrize("insinuation", ["MISINFORMATION", "OTHER"])
def test_corals_strict_schema_takes_every_answer(ask, story, publisher, text, insinuation):
    publisher.ask(
        "PUT",
        "/policy",
        {
            "text": "Beleidigungen, Unterstellungen, Werbung, Links, Schimpfwörter, Großschreibung und persönliche "
            "Daten sind verboten. Bleiben Sie beim Thema. Begründen Sie Ihre Meinung. Solche Kommentare löschen wir."
        },
    )
    set_(publisher, coral_insinuation=insinuation)

    answer = ask(text)

    assert answer.status_code in (200, 204)
    if answer.status_code == 200:
        ACCEPTED.validate(answer.json)
        assert ("moderationAction" in answer.json) is (answer.json["status"] == "REJECTED")
        assert None not in answer.json.values()


def test_one_good_signature_among_several_is_enough(ask, publisher, app):
    raw, secret = question("Danke."), publisher.credentials.coral_secret
    newer = rotate_secret(app.extensions["moderation"], publisher.name, "coral", NOW)

    for secrets in ((secret,), (newer,), ("empsec_unknown", newer), (secret, "empsec_unknown")):
        assert ask("", body=raw, sign=signature(raw, *secrets)).status_code == 204


@pytest.mark.parametrize(
    "stated",
    [
        "",
        "sha256",
        "sha256=",
        "sha256=00",
        "sha256=" + "0" * 64,
        "sha256=" + "g" * 64,
        "v1,AAAA",
        ",,,",
        "sha256=\xff",
        "=" * 900,
    ],
)
def test_without_a_good_signature_nothing_is_judged(ask, stated):
    answer = ask("Danke.", sign=stated)

    assert answer.status_code == 401
    assert answer.content_type == "application/problem+json"


def test_refusals_are_counted_once(ask, client):
    def refusals():
        lines = client.get("/metrics").text.splitlines()
        return sum(
            float(line.split()[1])
            for line in lines
            if line.startswith('webhook_signature_failures_total{reason="mismatch",source="coral"')
        )

    before = refusals()
    ask("Danke.", sign="sha256=" + "0" * 64)

    assert refusals() == before + 1


def test_the_secret_of_another_site_is_no_good(ask, make_publisher):
    raw = question("Danke.")

    assert ask("", body=raw, sign=signature(raw, make_publisher().credentials.coral_secret)).status_code == 401


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"{}",
        b'{"comment":null}',
        b'{"comment":{"body":7}}',
        b'{"comment":{"body":"a\\u0000b"}}',
        b'{"comment":{"body":"\\ud800"}}',
        b'\xff\xfe{"comment":{"body":"Danke."}}',
        b"[" * 100_000,
        b'{"comment":{"body":"' + b"a" * 2_000_000 + b'"}}',
    ],
)
def test_a_signed_question_that_cannot_be_read_is_withheld(ask, raw):
    answer = ask("", body=raw)

    assert answer.status_code == 200
    assert answer.json["status"] == "SYSTEM_WITHHELD"
    ACCEPTED.validate(answer.json)


def test_a_fault_of_ours_withholds_and_tells_the_operator(make_broken, client):
    broken = make_broken()
    raw = question("Danke.")
    headers = {"X-Coral-Signature": signature(raw, broken.credentials.coral_secret)}

    answer = broken.client.post(f"/coral/{broken.name}/phase", data=raw, headers=headers)

    assert answer.json == {"status": "SYSTEM_WITHHELD", "actions": []}
    assert 'moderation_unjudged_total{source="coral"} 1.0' in broken.client.get("/metrics").text


@pytest.mark.parametrize("end", ["", "/"])
def test_there_is_never_a_redirect(ask, publisher, end):
    assert ask("Danke.", path=f"/coral/{publisher.name}/phase{end}").status_code == 204
    assert ask("Danke.", path=f"http://dienst.example/coral/{publisher.name}/phase{end}").status_code == 204


def test_unknown_sites_and_methods_are_refused(client, ask):
    assert ask("Danke.", path="/coral/nobody/phase").status_code == 404
    assert client.get("/coral/nobody/phase").status_code == 405


def test_a_comment_is_judged_well_within_corals_patience(ask, story):
    ask("Danke für den Bericht.")
    times = []
    for number in range(200):
        began = time.perf_counter()
        ask(f"Gut, dass dort {number} Wohnungen entstehen, aber was wird aus dem Verkehr in der Weststraße?")
        times.append(time.perf_counter() - began)

    # Coral waits for 200 ms; the aim of 50 ms is held on a machine of one's own, see the benchmark.
    assert sorted(times)[150] < 0.2


# Webhooks


def event(type_: str, event_id: str = "e-1", **data: object) -> bytes:
    told = {
        "id": event_id,
        "type": type_,
        "data": data,
        "createdAt": "2026-05-04T08:30:00.000Z",
        "tenantID": "t-1",
        "tenantDomain": "coral.example",
    }
    return json.dumps(told, indent=2).encode()


@pytest.fixture
def tell(client, publisher, app):
    secret = rotate_secret(
        app.extensions["moderation"], publisher.name, "coral-webhook", NOW, value="whsec_not+base64!"
    )

    def tell(raw, sign=None, path=None):
        headers = {"X-Coral-Signature": sign or signature(raw, secret), "X-Coral-Event": "x"}
        return client.post(path or f"/hooks/{publisher.name}/coral", data=raw, headers=headers)

    return tell


@pytest.mark.parametrize(
    ("type_", "data"),
    [
        ("STORY_CREATED", {"storyID": "s", "storyURL": ARTICLE, "siteID": "w"}),
        ("COMMENT_CREATED", {"storyID": "s", "siteID": "w", "commentID": "c"}),
        ("COMMENT_REPLY_CREATED", {"commentID": "c", "ancestorIDs": ["a"]}),
        ("COMMENT_ENTERED_MODERATION_QUEUE", {"queue": "REPORTED", "commentID": "c", "status": "NONE"}),
        ("COMMENT_LEFT_MODERATION_QUEUE", {"queue": "REPORTED", "commentID": "nie gesehen", "status": "REJECTED"}),
        ("SOMETHING_NEW", {}),
    ],
)
def test_events_are_answered_200_whether_we_use_them_or_not(tell, type_, data):
    answer = tell(event(type_, **data))

    assert (answer.status_code, answer.json) == (200, {"result": "ignored"})


@pytest.mark.parametrize(("status", "outcome"), [("APPROVED", "approve"), ("REJECTED", "reject")])
def test_what_a_moderator_decided_in_coral_is_a_review_of_a_comment_we_know(tell, publisher, status, outcome):
    publisher.ask("PUT", "/comments/c-9", {"text": "Na ja."})
    raw = event("COMMENT_LEFT_MODERATION_QUEUE", commentID="c-9", status=status, queue="PENDING")

    first, again = tell(raw), tell(raw)

    assert first.json == again.json == {"result": "accepted"}
    review = publisher.ask("GET", "/comments/c-9").json["review"]
    assert (review["outcome"], review["decided_by"]) == (outcome, "coral")


@pytest.mark.parametrize("status", ["NONE", "PREMOD", "SYSTEM_WITHHELD", "", None, 7])
def test_what_is_no_decision_is_no_review(tell, publisher, status):
    publisher.ask("PUT", "/comments/c-9", {"text": "Na ja."})

    answer = tell(event("COMMENT_LEFT_MODERATION_QUEUE", commentID="c-9", status=status))

    assert answer.status_code in (200, 422)
    assert publisher.ask("GET", "/comments/c-9").json["review"] is None


def test_an_event_that_comes_twice_takes_effect_once(tell):
    first, again = tell(event("COMMENT_CREATED", "e-7")), tell(event("COMMENT_CREATED", "e-7"))

    assert (first.status_code, again.status_code) == (200, 200)


@pytest.mark.parametrize("sign", ["v1,AAAA", "sha256=" + "0" * 64])
def test_an_event_that_coral_did_not_sign_is_refused(tell, sign):
    assert tell(event("COMMENT_CREATED"), sign).status_code == 401


@pytest.mark.parametrize("raw", [b"{", b"[]", b"{}", b"\xff", b"[" * 100_000])
def test_a_signed_event_that_says_nothing_is_refused(tell, raw):
    assert tell(raw).status_code in (400, 413, 422)
