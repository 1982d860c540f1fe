"""The short way past Flask gives what the usual way gives; a slash at the end takes the usual one."""

import hashlib
import hmac
import json

import pytest

SHORT, USUAL = "/v1/screen", "/v1/screen/"
PASSING = ("X-Request-ID", "traceparent", "Date", "RateLimit")


def both(client, body):
    answers = [client.post(path, data=body, content_type="application/json") for path in (SHORT, USUAL)]
    return [(answer.status_code, answer.data, lasting(answer.headers)) for answer in answers]


def lasting(headers):
    return sorted((name, value) for name, value in headers if name not in PASSING)


@pytest.mark.parametrize(
    "question",
    [
        {"comment": "Danke für den Bericht."},
        {"id": "ä", "comment": "Du bist ein Idiot!", "policy": "Beleidigungen veröffentlichen wir nicht."},
        {"items": [{"id": 1, "comment": "Danke."}, {"id": 2}, {"id": 3, "comment": ""}]},
        {"items": []},
    ],
)
def test_both_ways_answer_the_same(client, question):
    short, usual = both(client, json.dumps(question))

    assert short == usual
    assert short[0] == 200


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", 400), (b"{", 400), (b"{}", 422), (b'{"comment":""}', 400), (b"[" * 99, 413), (b'{"comment":1}', 422)],
)
def test_both_ways_refuse_the_same(client, body, status):
    (short, said, _), (usual, _, _) = both(client, body)

    assert short == usual == status
    assert json.loads(said)["instance"] == SHORT


def test_it_is_counted_and_marked_like_any_request(client):
    answer = client.post(SHORT, json={"comment": "Danke."}, headers={"X-Request-ID": "anfrage-7"})

    assert answer.headers["X-Request-ID"] == "anfrage-7"
    assert answer.headers["Cache-Control"] == "no-store"
    assert 'http_requests_total{method="POST",route="/v1/screen",status="200"}' in client.get("/metrics").text


def test_a_batch_is_judged_as_its_items_are_alone(client):
    policies = [None, "Beleidigungen veröffentlichen wir nicht.", ""]
    texts = ["Danke für den Bericht.", "Ihr seid alle Idioten!", "Kauft billig auf www.billig.example", ""]
    questions = [(policy, text) for policy in policies for text in texts]
    items = [{"id": n, "comment": text, "policy": policy} for n, (policy, text) in enumerate(questions)]

    together = client.post(SHORT, json={"items": items}).json["results"]
    alone = [client.post(SHORT, json=item).json for item in items]

    for item, one, other in zip(items, together, alone, strict=True):
        assert one["id"] == item["id"]
        if item["comment"]:
            assert one["outcome"] == other["outcome"]
            assert one["scores"] == pytest.approx(other["scores"])
        else:
            assert one["error"]["detail"] == other["detail"]


# The foreign APIs


def signed(publisher, raw):
    secret = publisher.credentials.coral_secret.encode()
    return {"X-Coral-Signature": "sha256=" + hmac.new(secret, raw, hashlib.sha256).hexdigest()}


def told(answer):
    return answer.status_code, answer.data, lasting(answer.headers)


@pytest.mark.parametrize("text", ["Danke für den Bericht.", "Du bist ein Idiot!", ""])
@pytest.mark.parametrize("approved", ["no_opinion", "publish"])
def test_both_ways_answer_coral_the_same(client, publisher, text, approved):
    publisher.ask("PUT", "/settings", {"coral_approved": approved})
    raw = json.dumps({"comment": {"body": text}, "story": {"url": "https://a.example/b"}}).encode()
    path = f"/coral/{publisher.name}/phase"

    short, usual = (client.post(path + end, data=raw, headers=signed(publisher, raw)) for end in ("", "/"))

    assert told(short) == told(usual)


@pytest.mark.parametrize(
    "question",
    [
        {"comment": {"text": "Danke für den Bericht."}, "requestedAttributes": {"TOXICITY": {}}, "clientToken": "t"},
        {"comment": {"text": "Du Idiot! Ja."}, "requestedAttributes": {"INSULT": {}}, "spanAnnotations": True},
        {"comment": {"text": ""}, "requestedAttributes": {"TOXICITY": {}}},
        {"comment": {"text": "a"}, "requestedAttributes": {"NONSENSE": {}}},
    ],
)
@pytest.mark.parametrize("query", ["?key={key}", "?alt=json&key={key}", "?key=wrong", "?key=%C3%A4", ""])
def test_both_ways_answer_perspective_the_same(client, publisher, question, query):
    path = f"/perspective/{publisher.name}/v1alpha1/comments:analyze"
    stated = query.format(key=publisher.credentials.perspective_key)

    short, usual = (client.post(f"{path}{end}{stated}", json=question) for end in ("", "/"))

    assert told(short) == told(usual)


def test_the_foreign_ways_are_counted_under_their_rules(client, publisher):
    raw = b'{"comment":{"body":"Danke."}}'
    client.post(f"/coral/{publisher.name}/phase", data=raw, headers=signed(publisher, raw))

    assert 'http_requests_total{method="POST",route="/coral/<site>/phase"' in client.get("/metrics").text
