"""Google's Perspective API as its clients use it."""

import json

import pytest

from moderation.services.reviews import export_reviews
from tests.factories import page

ERROR = "type.googleapis.com/google.commentanalyzer.v1alpha1.Error"
GOOD = "Danke für den ausführlichen Bericht über den Umbau."
BAD = "Halt die Fresse, du dummes Arschloch!"
GERMAN = ("TOXICITY", "SEVERE_TOXICITY", "IDENTITY_ATTACK", "INSULT", "PROFANITY", "THREAT")
OLDER = (
    "SEXUALLY_EXPLICIT",
    "INCOHERENT",
    "INFLAMMATORY",
    "LIKELY_TO_REJECT",
    "OBSCENE",
    "SPAM",
    "UNSUBSTANTIAL",
    "TOXICITY_FAST",
    "TOXICITY_EXPERIMENTAL",
    "SEVERE_TOXICITY_EXPERIMENTAL",
)
OURS = ("POLICY_INSINUATION", "POLICY_ADVERTISING", "POLICY_INSULT", "POLICY_LINKS", "POLICY_VIOLATION")


@pytest.fixture
def ask(client, publisher):
    def ask(body, *, key=None, path="", headers=None, call="analyze", query=""):
        stated = publisher.credentials.perspective_key if key is None else key
        address = path or f"/perspective/{publisher.name}/v1alpha1/comments:{call}"
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return client.post(f"{address}?key={stated}{query}", data=raw, headers=headers, content_type="application/json")

    return ask


def question(text=GOOD, attributes=("TOXICITY",), **more):
    return {"comment": {"text": text}, "requestedAttributes": {name: {} for name in attributes}, **more}


def value(answer, name="TOXICITY"):
    return answer.json["attributeScores"][name]["summaryScore"]["value"]


@pytest.mark.parametrize("name", [*GERMAN, *OLDER, *OURS])
@pytest.mark.parametrize("text", [GOOD, BAD, "Thank you for this thoughtful article.", "You are a stupid moron!"])
def test_each_attribute_is_scored(ask, name, text):
    answer = ask(question(text, [name]))

    score = answer.json["attributeScores"][name]
    assert answer.content_type == "application/json; charset=UTF-8"
    assert set(answer.json["attributeScores"]) == {name}
    assert score["summaryScore"]["type"] == "PROBABILITY"
    assert 0.0 <= score["summaryScore"]["value"] <= 1.0
    assert score["spanScores"] == [{"begin": 0, "end": len(text), "score": score["summaryScore"]}]


@pytest.mark.parametrize("name", ["TOXICITY", "INSULT", "PROFANITY", "POLICY_INSULT", "POLICY_VIOLATION"])
def test_abuse_stands_above_corals_threshold_and_thanks_below_it(ask, name):
    assert value(ask(question(BAD, [name])), name) > 0.80
    assert value(ask(question("You are a fucking idiot, shut up!", [name])), name) > 0.80
    assert value(ask(question(GOOD, [name])), name) < 0.5


@pytest.mark.parametrize("text", ["Schönen Gruß 🙂 aus Köln. Du Idiot! Bis morgen dann.", "Nur ein Satz."])
def test_spans_are_sentences_counted_in_code_points(ask, text):
    answer = ask(question(text, spanAnnotations=True))

    spans = answer.json["attributeScores"]["TOXICITY"]["spanScores"]
    assert "".join(text[span["begin"] : span["end"]] for span in spans) == text.replace(". ", ".").replace("! ", "!")
    if len(spans) > 1:
        assert max(spans, key=lambda span: span["score"]["value"])["begin"] == text.index("Du Idiot")


def test_many_sentences_end_in_one_span(ask):
    text = "Ja. " * 1000

    spans = ask(question(text, spanAnnotations=True)).json["attributeScores"]["TOXICITY"]["spanScores"]

    assert len(spans) <= 200
    assert spans[-1]["end"] == len(text.rstrip())


def test_what_was_sent_is_mirrored(ask):
    answer = ask(question(clientToken="t-1", languages=["de"], doNotStore="true", sessionId="s", communityId="c", x=1))

    assert answer.json["clientToken"] == "t-1"
    assert answer.json["languages"] == answer.json["detectedLanguages"] == ["de"]
    assert "clientToken" not in ask(question()).json


def test_a_score_below_its_threshold_is_left_out(ask):
    def wanted(threshold):
        return ask(question() | {"requestedAttributes": {"TOXICITY": {"scoreThreshold": threshold}}})

    assert wanted(1).json["attributeScores"] == {"TOXICITY": {}}
    assert wanted(0).json["attributeScores"]["TOXICITY"]["summaryScore"]


@pytest.mark.parametrize(
    ("text", "requested", "told"),
    [
        (GOOD, None, ["de"]),
        ("Thank you for this very good article about the city.", None, ["en"]),
        (GOOD, ["en"], ["en"]),
        (GOOD, ["fr"], ["fr"]),
        (GOOD, ["de-CH"], ["de-CH"]),
        ("สวัสดีครับ ผมชอบบทความนี้", ["en"], ["en"]),
        ("Idiot!", None, ["de"]),
    ],
)
def test_what_a_text_is_in_matters_more_than_what_the_sender_says(ask, text, requested, told):
    more = {} if requested is None else {"languages": requested}

    answer = ask(question(text, **more))

    assert (answer.status_code, answer.json["languages"]) == (200, told)


@pytest.mark.parametrize("text", ["<p>Du <b>Arsch</b>loch</p>", "Du Arschloch"])
def test_markup_is_read_where_it_is_announced(ask, text):
    answer = ask(question() | {"comment": {"text": text, "type": "HTML"}})

    assert value(answer) > 0.8
    assert answer.json["attributeScores"]["TOXICITY"]["spanScores"][0]["end"] == len(text)


def context(article, parent=None):
    both = {"article": {"text": article}} | ({"parentComment": {"text": parent}} if parent else {})
    return {"articleAndParentComment": both}


def test_the_article_decides_what_is_off_topic(ask):
    about = "Der Stadtrat hat den Umbau des Güterbahnhofs beschlossen. Es entstehen Wohnungen und eine Grundschule."
    other = "Die Eishockeymannschaft gewann das Auswärtsspiel nach Verlängerung durch ein Tor des Kapitäns."
    text = "Die Wohnungen am Güterbahnhof braucht die Stadt dringend, die Grundschule auch."

    def off(article, **more):
        return value(ask(question(text, ["POLICY_OFF_TOPIC"], context=context(article, **more))), "POLICY_OFF_TOPIC")

    assert off(about) < 0.2 < off(other)
    assert off(other, parent="Und was ist mit den Wohnungen am Güterbahnhof und der Grundschule?") < off(other)
    assert off(f"<html><body><article><h1>Umbau</h1><p>{about}</p></article></body></html>") < 0.2


def test_without_an_article_nothing_is_said_about_the_topic(ask):
    assert ask(question(GOOD, ["POLICY_OFF_TOPIC"])).json["attributeScores"] == {"POLICY_OFF_TOPIC": {}}


def test_the_sites_own_rules_decide_what_violates_them(ask, publisher):
    text = "Mehr dazu im Gutachten der Stadt: https://stadt.example/gutachten"
    assert value(ask(question(text, ["POLICY_VIOLATION"])), "POLICY_VIOLATION") < 0.8

    publisher.ask("PUT", "/policy", {"text": "Links sind nicht erlaubt."})

    assert value(ask(question(text, ["POLICY_VIOLATION"])), "POLICY_VIOLATION") > 0.8


@pytest.mark.parametrize("way", ["bearer", "header", "own"])
def test_the_key_may_come_otherwise(client, publisher, way):
    key = publisher.credentials.api_key if way == "own" else publisher.credentials.perspective_key
    headers = {"X-Goog-Api-Key": key} if way == "header" else {"Authorization": f"Bearer {key}"}

    answer = client.post(f"/perspective/{publisher.name}/v1alpha1/comments:analyze", json=question(), headers=headers)

    assert answer.status_code == 200


@pytest.mark.parametrize("key", ["", "wrong", "ä", "x" * 5000])
def test_without_a_key_nothing_is_said(ask, key):
    answer = ask(question(), key=key)

    assert (answer.status_code, answer.json["error"]["status"]) == (403, "PERMISSION_DENIED")


def test_keys_of_other_sites_and_purposes_are_no_good(ask, make_publisher, publisher):
    for key in (make_publisher().credentials.perspective_key, publisher.credentials.akismet_key):
        assert ask(question(), key=key).status_code == 403


@pytest.mark.parametrize(
    ("body", "error_type", "message"),
    [
        (question(""), "COMMENT_EMPTY", "Comment must be non-empty."),
        (question("  \n"), "COMMENT_EMPTY", "Comment must be non-empty."),
        ({"requestedAttributes": {"TOXICITY": {}}}, "COMMENT_EMPTY", "Comment must be non-empty."),
        (question("ä" * 10_241), "COMMENT_TOO_LONG", "Comment text too long."),
        (question(attributes=()), "NO_REQUESTED_ATTRIBUTES", "Missing requested_attributes"),
        ({"comment": {"text": GOOD}}, "NO_REQUESTED_ATTRIBUTES", "Missing requested_attributes"),
        (question(attributes=["NONSENSE"]), "INVALID_REQUEST", "Unknown requested attribute: NONSENSE"),
        (question(attributes=["FLIRTATION"]), "INVALID_REQUEST", "Unknown requested attribute: FLIRTATION"),
        (
            question() | {"requestedAttributes": {"INSULT": {"scoreType": "STD_DEV_SCORE"}}},
            "INVALID_REQUEST",
            "Requested score type STD_DEV_SCORE is not supported by attribute INSULT",
        ),
        (
            question(context={"entries": [{"text": "a"}], "articleAndParentComment": {"article": {"text": "b"}}}),
            "INVALID_REQUEST",
            "Context can have either entries or article_and_parent_comment",
        ),
        (question("12345 !!! 678"), "LANGUAGE_DETECTION_FAILED", "Unable to detect language"),
        (b"{", "INVALID_REQUEST", ""),
        (b"", "INVALID_REQUEST", ""),
        (b"[1]", "INVALID_REQUEST", ""),
        (b'{"comment":{"text":7}}', "INVALID_REQUEST", ""),
        (b'{"comment":{"text":"\xff"}}', "INVALID_REQUEST", ""),
        (b'{"comment":{"text":"\\ud800"}}', "INVALID_REQUEST", ""),
        (b"[" * 100_000, "INVALID_REQUEST", ""),
        (
            b'{"comment":{"text":"a"},"requestedAttributes":{"TOXICITY":{"scoreThreshold":1e999}}}',
            "INVALID_REQUEST",
            "",
        ),
        (question() | {"comment": {"text": GOOD, "type": "MARKDOWN"}}, "INVALID_REQUEST", ""),
    ],
)
def test_errors_are_googles_word_for_word(ask, body, error_type, message):
    answer = ask(body)

    error = answer.json["error"]
    assert (answer.status_code, error["code"], error["status"]) == (400, 400, "INVALID_ARGUMENT")
    assert answer.content_type == "application/json; charset=UTF-8"
    assert error["details"][0] == {"@type": ERROR, "errorType": error_type}
    assert message in error["message"]


@pytest.mark.parametrize("text", ["สวัสดีครับ ผมชอบบทความนี้", GOOD])
def test_a_language_that_is_not_served_is_named(ask, text):
    error = ask(question(text, ["THREAT"], languages=["th"])).json["error"]

    assert error["message"] == "Attribute THREAT does not support request languages: th"
    detail = error["details"][0]
    assert detail["errorType"] == "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE"
    assert detail["languageNotSupportedByAttributeError"] == {
        "detectedLanguages": ["th" if text != GOOD else "de"],
        "requestedLanguages": ["th"],
        "attribute": "THREAT",
    }


def test_a_detected_language_that_is_not_served_is_named_too(ask):
    error = ask(question("สวัสดีครับ ผมชอบบทความนี้", ["TOXICITY"])).json["error"]

    assert error["message"] == "Attribute TOXICITY does not support request languages: th"


def test_a_body_above_every_limit_is_too_long(ask):
    answer = ask(b'{"comment":{"text":"' + b"a" * 8_000_001 + b'"}}')

    assert answer.json["error"]["details"][0]["errorType"] == "COMMENT_TOO_LONG"


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "v1alpha1/comments:analyze"), ("POST", "v1/nothing"), ("PUT", "")]
)
def test_what_is_not_there_is_told_in_googles_form(client, publisher, method, path):
    answer = client.open(f"/perspective/{publisher.name}/{path}", method=method)

    assert answer.status_code in (404, 405)
    assert answer.json["error"]["code"] == answer.status_code


@pytest.mark.parametrize("call", ["analyze", "suggestscore"])
@pytest.mark.parametrize("spelling", ["comments:{}", "comments%3A{}", "comments%3a{}/", "comments:{}/"])
@pytest.mark.parametrize("host", ["", "http://proxy.example"])
def test_every_spelling_of_the_address_is_answered_at_once(ask, publisher, call, spelling, host):
    path = f"{host}/perspective/{publisher.name}/v1alpha1/{spelling.format(call)}"
    scores = {"attributeScores": {"TOXICITY": {"summaryScore": {"value": 1}}}}

    assert ask(question() | scores, path=path, query="&alt=json&prettyPrint=false&fields=x").status_code == 200


def test_nothing_of_a_question_is_stored(ask, app, publisher):
    marker = "Quittengelee mit Sternanis und Zimtblüte"
    for body in (question(marker), question(marker, doNotStore=False), question(marker, doNotStore=True)):
        ask(body)
    ask(
        question(marker) | {"attributeScores": {"INSULT": {"summaryScore": {"value": 1}}}, "doNotStore": True},
        call="suggestscore",
    )

    dump = app.extensions["moderation"].database
    with dump.read() as session:
        lines = "\n".join(session.connection().connection.driver_connection.iterdump())
    assert marker not in lines


def test_a_fault_of_ours_scores_like_what_is_held_and_is_told(make_broken):
    broken = make_broken()
    key = broken.credentials.perspective_key

    answer = broken.client.post(
        f"/perspective/{broken.name}/v1alpha1/comments:analyze?key={key}", json=question(spanAnnotations=True)
    )

    assert value(answer) > 0.80
    assert 'moderation_unjudged_total{source="perspective"} 1.0' in broken.client.get("/metrics").text


# Feedback

CORAL = {
    "comment": {"text": "So ein Unfug, der Autor ist doch gekauft."},
    "context": {
        "entries": [
            {
                "text": json.dumps(
                    {
                        "url": "https://www.lindental-bote.example/stadt/umbau.html?commentID=c-7&seite=2",
                        "reply_to_id_Coral_comment_id": "",
                        "Coral_comment_id": "c-7",
                    }
                )
            }
        ]
    },
    "languages": ["de"],
    "communityId": "Coral:https://coral.example",
    "clientToken": "comment:c-7",
}


def feedback(value, attribute="TOXICITY", **changes):
    return CORAL | {"attributeScores": {attribute: {"summaryScore": {"value": value}}}} | changes


def examples(app, publisher):
    return list(export_reviews(app.extensions["moderation"], publisher.name))


def test_a_moderators_decision_becomes_an_example(ask, app, publisher):
    answer = ask(feedback(1), call="suggestscore")

    assert (answer.status_code, answer.json) == (200, {"clientToken": "comment:c-7"})
    (line,) = examples(app, publisher)
    assert (line.comment, line.outcome, line.decided_by) == (CORAL["comment"]["text"], "reject", "suggestscore")


def test_the_last_decision_about_a_comment_counts(ask, app, publisher):
    for value in (1, 0, 1, 0):
        ask(feedback(value), call="suggestscore")
    ask(feedback(1, clientToken="comment:c-8"), call="suggestscore")

    assert [line.outcome for line in examples(app, publisher)] == ["approve", "reject"]


@pytest.mark.parametrize(
    ("attribute", "categories"),
    [("TOXICITY", []), ("POLICY_VIOLATION", []), ("INSULT", ["insult"]), ("POLICY_INSINUATION", ["insinuation"])],
)
def test_an_attribute_of_one_clause_names_the_clause(ask, app, publisher, attribute, categories):
    ask(feedback(1, attribute), call="suggestscore")

    assert examples(app, publisher)[0].categories == categories


def test_examples_find_their_article_and_wait_in_no_queue(ask, app, publisher):
    publisher.ask(
        "PUT", "/articles/a-1", {"text": page(), "url": "https://www.lindental-bote.example/stadt/umbau.html?seite=2"}
    )
    ask(feedback(1), call="suggestscore")

    assert examples(app, publisher)[0].article is not None
    assert publisher.ask("GET", "/queue").json["items"] == []


def test_spans_and_missing_tokens_are_taken(ask, app, publisher):
    body = {
        "comment": {"text": "Unfug."},
        "attributeScores": {"INSULT": {"spanScores": [{"score": {"value": 0.2}}, {"score": {"value": 0.9}}]}},
    }

    assert ask(body, call="suggestscore").json == {}
    assert ask(body, call="suggestscore").json == {}
    assert [line.outcome for line in examples(app, publisher)] == ["reject"]


@pytest.mark.parametrize(
    "body",
    [
        feedback(2),
        feedback(-1),
        feedback(1, comment={"text": ""}),
        feedback(1) | {"attributeScores": {}},
        feedback(1) | {"attributeScores": {"TOXICITY": {}}},
        feedback("viel"),
        b"{",
    ],
)
def test_feedback_that_says_nothing_is_refused(ask, app, publisher, body):
    answer = ask(body, call="suggestscore")

    assert (answer.status_code, answer.json["error"]["status"]) == (400, "INVALID_ARGUMENT")
    assert examples(app, publisher) == []


def test_an_example_is_erased_like_a_comment(ask, app, publisher):
    ask(feedback(1), call="suggestscore")
    (line,) = examples(app, publisher)

    assert publisher.ask("DELETE", f"/comments/{line.id}").status_code == 204
    assert examples(app, publisher) == []


def test_odd_contexts_do_no_harm(ask, app, publisher):
    for text in ("{", '{"url":7}', '{"url":"http://[::1"}', "{" * 5000, "kein JSON", '{"url":"' + "a" * 9000 + '"}'):
        assert ask(feedback(1, context={"entries": [{"text": text}]}), call="suggestscore").status_code == 200


# Discovery


@pytest.mark.parametrize(
    "path", ["$discovery/rest", "%24discovery/rest", "v1alpha1/$discovery/rest", "$discovery/rest/"]
)
def test_the_discovery_document_names_our_own_address(client, publisher, path):
    answer = client.get(f"/perspective/{publisher.name}/{path}?version=v1alpha1")

    assert answer.json["rootUrl"] == f"http://localhost/perspective/{publisher.name}/"
    assert client.get("/$discovery/rest?version=v1alpha1").json["rootUrl"] == "http://localhost/"
    assert answer.json["resources"]["comments"]["methods"]["analyze"]["path"] == "v1alpha1/comments:analyze"


def test_no_other_version_is_served(client, publisher):
    assert client.get(f"/perspective/{publisher.name}/$discovery/rest?version=v2").status_code == 400
