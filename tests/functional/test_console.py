"""The review console as a community editor walks through it."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.test import Client, TestResponse

from tests.browsing import Browser, add_moderator, words

RULES = (
    "Liebe Leserinnen und Leser, Beleidigungen und Schimpfwörter sind nicht erlaubt. Werbung wird gelöscht. "
    "Kommentare werden vor der Veröffentlichung geprüft."
)
HOSTILE = "<script>alert(1)</script>\N{RIGHT-TO-LEFT OVERRIDE}gnirheuf\x1b[2J " + "x" * 3000


@pytest.fixture
def moderator(app, publisher):
    return add_moderator(app, f"Eva {publisher.name}", publisher.name)


@pytest.fixture
def browser(app, moderator):
    opened = Browser(app.test_client())
    assert opened.log_in(moderator).status_code == 303
    return opened


@pytest.fixture
def site(publisher):
    publisher.ask("PUT", "/policy", {"text": RULES})
    publisher.ask("PUT", "/comments/c1", {"text": "Schade um das Geld.", "article_id": "?", "author_name": "Ada"})
    return publisher.name


def test_from_login_to_an_empty_queue(app, moderator, publisher, site):
    browser = Browser(app.test_client())
    assert browser.get("/").headers["Location"] == "/review/login"

    browser.log_in(moderator)
    overview, queue = browser.get("/"), browser.get(f"/sites/{site}/")
    decided = browser.decide(site, "c1", "reject", clause="insult", note="zu hart\r\nfinde ich")
    after = browser.get(urlsplit(decided.headers["Location"]).path.removeprefix("/review"), query_string="done=c1")

    assert "1 Kommentar wartet" in words(overview)
    for shown in ("Schade um das Geld.", "Ada", "Artikel unbekannt", "Freigeben", "Ablehnen", "ohne genannte Regel"):
        assert shown in words(queue)
    assert decided.status_code == 303
    assert "Abgelehnt: „Schade um das Geld.“" in words(after)
    assert "Hier wartet kein Kommentar." in words(after)
    review = publisher.ask("GET", "/comments/c1").json["review"]
    assert (review["outcome"], review["categories"], review["decided_by"]) == ("reject", ["insult"], moderator)
    assert review["note"] == "zu hart\nfinde ich"


def test_only_clauses_that_the_rules_state_can_be_chosen(browser, site):
    choices = re.findall(r'<option value="([^"]*)"', browser.get(f"/sites/{site}/").text)

    assert choices[0] == ""
    assert {"insult", "profanity", "advertising"} <= set(choices)
    assert "irony" not in choices
    assert browser.decide(site, "c1", "reject", clause="irony").status_code == 400
    assert browser.decide(site, "c1", "reject", clause="").status_code == 303


def test_an_approval_cites_no_clause(browser, publisher, site):
    browser.decide(site, "c1", "approve", clause="insult")

    assert publisher.ask("GET", "/comments/c1").json["review"]["categories"] == []


def test_the_second_moderator_sees_what_the_first_decided(app, browser, publisher, site):
    other = Browser(app.test_client())
    other.log_in(add_moderator(app, f"Ben {site}", site))

    browser.decide(site, "c1", "reject", clause="insult", note="Grenzfall")
    late = other.decide(site, "c1", "approve", note="mein Gedanke")

    assert late.status_code == 409
    told = words(late)
    assert f"Eva {site} hat inzwischen entschieden: abgelehnt, Beleidigung. „Grenzfall“" in told
    assert "Ihre Entscheidung wurde nicht gespeichert." in told
    assert "mein Gedanke" in told
    assert publisher.ask("GET", "/comments/c1").json["review"]["outcome"] == "reject"


def test_a_changed_comment_is_looked_at_again(browser, publisher, site):
    publisher.ask("PUT", "/comments/c1", {"text": "Ganz anders.", "article_id": "?"})

    late = browser.decide(site, "c1", "approve")

    assert late.status_code == 409
    assert "hat sich inzwischen geändert" in words(late)
    assert "Ganz anders." in words(late)


def test_a_verdict_can_be_changed_and_the_history_tells(browser, publisher, site):
    browser.decide(site, "c1", "reject", clause="insult")
    revision = publisher.ask("GET", "/comments/c1").json["revision"]

    again = browser.decide(site, "c1", "approve", revision=revision, origin="comment")
    page = browser.get(f"/sites/{site}/comment", query_string={"id": "c1", "done": 1})

    assert parse_qs(urlsplit(again.headers["Location"]).query) == {"id": ["c1"], "done": ["1"]}
    assert f"Eva {site} : abgelehnt" in words(page).replace(":", " :").replace("  ", " ")
    assert "gilt nicht mehr" in words(page)
    assert publisher.ask("GET", "/comments/c1").json["review"]["outcome"] == "approve"


def test_the_queue_is_walked_in_pages(browser, publisher, site):
    for number in range(25):
        publisher.ask("PUT", f"/comments/k{number}", {"text": f"Wortmeldung {number}.", "article_id": "?"})

    first = browser.get(f"/sites/{site}/")
    address = unescape(re.search(r'rel="next" href="/review([^"]+)"', first.text)[1])
    second = browser.get(address)

    assert "26 Kommentare warten" in words(first)
    assert (first.text.count('name="revision"'), second.text.count('name="revision"')) == (20, 6)
    assert "Wortmeldung 24." in words(second)
    assert unescape(re.search(r'action="([^"]+decision[^"]+)"', second.text)[1]).count("after=") == 1


def test_the_queue_shows_the_beginning_of_long_comments(browser, publisher, site):
    publisher.ask("PUT", "/comments/lang", {"text": "wort " * 2000 + "Schluss.", "article_id": "?"})

    queue = browser.get(f"/sites/{site}/")
    page = browser.get(f"/sites/{site}/comment", query_string={"id": "lang"})

    assert "Hier steht nur der Anfang; der Kommentar hat 10008 Zeichen." in words(queue)
    assert "Schluss." not in words(queue)
    assert "Schluss." in words(page)


def test_the_rules_are_shown_as_they_were_read(browser, site):
    page = browser.get(f"/sites/{site}/policy")

    assert '<mark title="' in page.text
    assert "Werbung wird gelöscht." in words(page)
    assert "vom Betreiber gesetzt" in words(page)


def test_a_site_without_rules_says_so(browser, publisher):
    assert "noch keine Kommentarregeln" in words(browser.get(f"/sites/{publisher.name}/policy"))


def test_articles_show_what_was_removed(browser, publisher):
    headline = "Stadtrat beschließt den Umbau des alten Güterbahnhofs"
    news = "Der Stadtrat von Lindental hat am Montagabend mit 23 zu 14 Stimmen den Umbau des Bahnhofs beschlossen."
    publisher.ask("PUT", "/articles/a/1", {"text": f"{headline}\n\n{news}\n\n{RULES}"})

    listed = browser.get(f"/sites/{publisher.name}/articles")
    shown = browser.get(f"/sites/{publisher.name}/article", query_string={"id": "a/1"})

    assert headline in words(listed)
    assert re.search(r"entfernt Kommentarregeln .*Liebe Leserinnen", words(shown))
    assert "Artikel Absatz" in words(shown)


def test_the_latest_comments_include_the_decided_ones(browser, site):
    browser.decide(site, "c1", "approve")

    assert f"freigegeben durch Eva {site}" in words(browser.get(f"/sites/{site}/latest"))


def test_english_is_spoken_on_request(browser, site):
    page = browser.get(f"/sites/{site}/", language="en-GB,en;q=0.9,de;q=0.3")

    assert '<html lang="en">' in page.text
    assert "1 comment waits" in words(page)
    assert '<html lang="de">' in browser.get(f"/sites/{site}/", language="fr").text


@pytest.mark.parametrize("field", ["text", "parent", "author_name", "article_url", "id"])
def test_hostile_texts_are_shown_as_text(browser, publisher, site, field):
    stated = HOSTILE.replace("\x1b", "").replace("x" * 3000, "") if field == "id" else HOSTILE
    stated = stated[:900] if field == "author_name" else stated
    stated = f"javascript:{stated}" if field == "article_url" else stated
    body = {"id": "böse", "text": "Nun ja.", "article_id": "?", field: stated}
    assert publisher.hook("comment.created", body).status_code == 200

    pages = [
        browser.get(f"/sites/{site}/"),
        browser.get(f"/sites/{site}/latest"),
        browser.get(f"/sites/{site}/comment", query_string={"id": body["id"]}),
    ]

    for page in pages:
        assert page.status_code == 200
        assert "<script" not in page.text
        assert 'href="javascript' not in page.text
        assert not {"\N{RIGHT-TO-LEFT OVERRIDE}", "\x1b"} & set(page.text)


def test_a_comment_with_a_strange_id_can_be_decided(browser, publisher, site):
    strange = "https://z.example/a/../b?c=1&d#e \N{SOFT HYPHEN}ü"
    publisher.hook("comment.created", {"id": strange, "text": "Wer weiß.", "article_id": "?"})
    page = browser.get(f"/sites/{site}/")
    action = unescape(re.findall(r'action="/review([^"]+decision[^"]+)"', page.text)[-1])

    answer = browser.post(action, {"token": browser.token("/"), "revision": 1, "outcome": "approve"})

    assert answer.status_code == 303
    assert "Freigegeben: „Wer weiß.“" in words(browser.get(answer.headers["Location"].removeprefix("/review")))


def test_the_console_lives_below_any_prefix(app, moderator, site):
    outer = DispatcherMiddleware(lambda *_: [], {"/zeitung/dienst": app})
    browser = Browser(Client(outer, TestResponse), "/zeitung/dienst")

    entered = browser.log_in(moderator)
    page = browser.get(f"/sites/{site}/")
    decided = browser.decide(site, "c1", "approve")

    assert entered.headers["Location"] == "/zeitung/dienst/review/"
    assert "Path=/zeitung/dienst/review;" in entered.headers["Set-Cookie"]
    own = [link for link in re.findall(r'(?:href|action)="([^"]+)"', page.text) if not link.startswith("#")]
    assert all(link.startswith("/zeitung/dienst/review/") for link in own)
    assert decided.headers["Location"].startswith(f"/zeitung/dienst/review/sites/{site}/")
