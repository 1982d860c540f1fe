"""The main job as a publisher sees it: an article comes in, its footer is read, comments are judged by it."""

import json
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote

import pytest
from standardwebhooks import Webhook

from moderation.services.delivery import deliver_due
from moderation.webhooks.sending import make_sender

ARTICLE = """Neue Brücke über die Lauter wird teurer

Sanierung verzögert sich bis zum Herbst

Die Sanierung der Lauterbrücke in Mühlfeld kostet nach Angaben der Gemeinde rund 1,2 Millionen Euro mehr als geplant. \
Bürgermeisterin Anke Sommer sagte am Dienstag im Gemeinderat, die Preise für Stahl seien seit dem Frühjahr gestiegen.

Der Verkehr werde bis Oktober über die Kreisstraße umgeleitet. Anwohner hatten zuletzt über Lärm geklagt, die Gemeinde \
will dort nun Tempo 30 anordnen.

Liebe Leserinnen und Leser, wir freuen uns über Ihre Kommentare. Bitte bleiben Sie sachlich und beim Thema. \
Beleidigungen, Schimpfwörter und Werbung veröffentlichen wir nicht. Alle Kommentare werden vor der Veröffentlichung \
von der Redaktion geprüft. Ihre Redaktion"""
INSULT = "Diese Bürgermeisterin ist eine strohdumme Idiotin und der ganze Gemeinderat besteht aus Vollidioten!"


@pytest.fixture
def receiver():
    received = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            received.append((dict(self.headers.items()), self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/ereignisse", received
    server.shutdown()
    server.server_close()
    thread.join()


def test_from_the_article_to_the_delivered_verdict(app, make_publisher, receiver):
    address, received = receiver
    publisher = make_publisher(address)

    article = publisher.hook("article.published", {"id": "a1", "text": ARTICLE, "url": "https://z.example/a1"})
    policy = publisher.ask("GET", "/policy")
    insult = publisher.hook("comment.created", {"id": "c1", "text": INSULT, "article_id": "a1"})
    early = publisher.ask("PUT", "/comments/c2", {"text": "Schade um das Geld.", "article_id": "a2"})
    queue = publisher.ask("GET", "/queue")
    verdict = publisher.ask("POST", "/comments/c2/review", {"outcome": "approve", "decided_by": "Eva"})
    after = publisher.ask("GET", "/queue")

    assert "Liebe Leserinnen" not in article.json["text"]
    assert "Tempo 30" in article.json["text"]
    assert {"insult", "profanity", "off_topic"} <= {clause["category"] for clause in policy.json["clauses"]}
    assert insult.json["outcome"] != "approve"
    assert insult.json["violations"][0]["quote"] in ARTICLE
    assert (early.json["outcome"], early.json["note"]) == ("hold", "the article is unknown")
    assert "c2" in [item["id"] for item in queue.json["items"]]
    assert verdict.json["review"]["outcome"] == "approve"
    assert "c2" not in [item["id"] for item in after.json["items"]]

    deployment = app.extensions["moderation"]
    report = deliver_due(deployment, make_sender(deployment.settings), datetime.now(UTC), limit=10)

    assert (report.delivered, report.failed) == (4, 0)
    events = [Webhook(publisher.credentials.delivery_secret).verify(body, headers) for headers, body in received]
    types = sorted(event["type"] for event in events)
    assert types == ["article.separated", "comment.decided", "comment.decided", "comment.reviewed"]


def test_a_comment_that_came_before_its_article_is_judged_when_it_comes(publisher):
    publisher.ask("PUT", "/comments/c1", {"text": INSULT, "article": 7})
    held = publisher.ask("GET", "/comments/c1").json

    publisher.ask("PUT", "/articles/7", {"text": ARTICLE})
    judged = publisher.ask("GET", "/comments/c1").json

    assert held["policy_version"] is None
    assert judged["violations"]
    assert judged["revision"] > held["revision"]


def test_the_operators_policy_goes_before_the_footer(publisher):
    publisher.ask("PUT", "/articles/1", {"text": ARTICLE})

    stated = publisher.ask("PUT", "/policy", {"text": "Links und Werbung sind in Kommentaren verboten."})
    in_force = publisher.ask("GET", "/policy")
    versions = publisher.ask("GET", "/policy/versions").json["versions"]

    assert stated.json["source"] == in_force.json["source"] == "operator"
    assert "insult" not in {clause["category"] for clause in in_force.json["clauses"]}
    assert [version["source"] for version in versions] == ["operator", "footer"]


def test_the_page_as_html_gives_the_same_article(publisher):
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in ARTICLE.split("\n\n"))

    flat = publisher.ask("PUT", "/articles/flat", {"text": ARTICLE}).json
    page = publisher.ask(
        "PUT", "/articles/page", {"html": f"<html><body><article>{paragraphs}</article></body></html>"}
    )

    assert page.json["policy_notice"] == flat["policy_notice"]
    assert {clause["category"] for clause in page.json["policy"]["clauses"]} == {
        clause["category"] for clause in flat["policy"]["clauses"]
    }


def test_two_moderators_cannot_overwrite_each_other(publisher):
    seen = publisher.ask("PUT", "/comments/c1", {"text": "Nun ja.", "article_id": "?"}).headers["ETag"]

    first = publisher.ask("POST", "/comments/c1/review", {"outcome": "approve"}, {"If-Match": seen})
    second = publisher.ask("POST", "/comments/c1/review", {"outcome": "reject"}, {"If-Match": seen})

    assert (first.status_code, second.status_code) == (200, 412)
    assert publisher.ask("GET", "/comments/c1").json["review"]["outcome"] == "approve"


def test_the_queue_is_read_in_pages(publisher):
    for number in range(5):
        publisher.ask("PUT", f"/comments/{number}", {"text": f"Kommentar {number}", "article_id": "?"})

    ids, after = [], ""
    for _ in range(3):
        page = publisher.ask("GET", f"/queue?limit=2&after={after}").json
        ids += [item["id"] for item in page["items"]]
        after = page["next"]

    assert (ids, after) == (["0", "1", "2", "3", "4"], None)


def test_what_is_deleted_is_gone(publisher):
    publisher.ask("PUT", "/articles/a", {"text": ARTICLE})
    publisher.ask("PUT", "/comments/c", {"text": "Nun ja.", "article_id": "a"})

    statuses = [
        publisher.ask(method, path).status_code
        for path in ("/articles/a", "/comments/c")
        for method in ("DELETE", "GET")
    ]

    assert statuses == [204, 404, 204, 404]


@pytest.mark.parametrize("identifier", ["https://z.example/a/", "a/b", "a%20b", "ä", "1/review", "x?y#z"])
def test_ids_may_be_addresses(publisher, identifier):
    path = "/comments/" + quote(identifier, safe="")

    stored = publisher.ask("PUT", path, {"text": "Nun ja.", "article_id": "?"})
    reviewed = publisher.ask("POST", path + "/review", {"outcome": "reject"})

    assert stored.json["id"] == reviewed.json["id"] == identifier
    assert publisher.ask("GET", path).json["review"]["outcome"] == "reject"


def test_a_client_that_has_the_answer_is_told_so(publisher):
    tag = publisher.ask("PUT", "/comments/c", {"text": "Nun ja.", "article_id": "?"}).headers["ETag"]

    assert publisher.ask("GET", "/comments/c", headers={"If-None-Match": tag}).status_code == 304


def test_stateless_questions_leave_nothing_behind(client):
    separated = client.post("/v1/separate", json={"id": 1, "text": ARTICLE}).json
    read = client.post("/v1/policy", json={"id": "p", "text": separated["policy_notice"]}).json
    article = {"title": "Brücke", "text": separated["text"]}
    judged = client.post(
        "/v1/screen", json={"id": "s", "comment": INSULT, "policy": separated["policy_notice"], "article": article}
    ).json

    assert (separated["id"], read["id"], judged["id"]) == (1, "p", "s")
    assert judged["outcome"] != "approve"
    assert judged["policy_source"] == "given"


def test_a_batch_answers_item_by_item(client):
    items = [{"id": 1, "comment": "Danke."}, {"id": 2}, "kein Objekt", {"id": 4, "comment": INSULT}]

    results = client.post("/v1/screen", json={"items": items}).json["results"]

    assert [result["id"] for result in results] == [1, 2, None, 4]
    assert ["error" in result for result in results] == [False, True, True, False]
    assert json.dumps(results[1]["error"]).count("comment") == 1


def test_a_batch_has_a_limit(client):
    assert client.post("/v1/policy", json={"items": [{"text": "x"}] * 1001}).status_code == 413
