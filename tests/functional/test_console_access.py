"""Who gets into the review console, and what a browser may do with its pages."""

import re
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from moderation.web.console import sessions
from tests.browsing import PASSWORD, Browser, add_moderator, words

PAGES = ("", "comment?id=c1", "latest", "policy", "articles", "article?id=a")


@pytest.fixture
def moderator(app, publisher):
    publisher.ask("PUT", "/comments/c1", {"text": "Schade um das Geld.", "article_id": "?"})
    return add_moderator(app, f"Eva {publisher.name}", publisher.name)


@pytest.fixture
def stranger(app):
    return Browser(app.test_client())


@pytest.fixture
def browser(app, moderator):
    opened = Browser(app.test_client())
    assert opened.log_in(moderator).status_code == 303
    return opened


def test_every_page_asks_for_the_login(app, client):
    paths = [rule.rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("console.")]

    for path in paths:
        answer = client.get(path.replace("<site>", "x").replace("<rest:_anything>", "y"))

        if "static" in path or path.endswith(("login", "logout", "decision")):
            continue
        assert answer.status_code == 303, path
        assert "/review/login" in answer.headers["Location"]


def test_the_login_leads_to_the_page_that_was_asked_for(stranger, moderator, publisher):
    wanted = f"/review/sites/{publisher.name}/comment?id=c1"

    asked = stranger.get(wanted.removeprefix("/review"))
    form = stranger.get(asked.headers["Location"].removeprefix("/review"))

    assert f'value="{wanted}"' in form.text
    assert stranger.log_in(moderator, next=wanted).headers["Location"] == wanted


@pytest.mark.parametrize(
    "elsewhere",
    ["https://x.example/", "//x.example/review/", "/review/\\x", "/review/../v1", "/v1", "/review/\r\nX: y"],
)
def test_the_login_leads_nowhere_else(stranger, moderator, elsewhere):
    assert stranger.log_in(moderator, next=elsewhere).headers["Location"] == "/review/"


@pytest.mark.parametrize(
    ("name", "password"),
    [("niemand", PASSWORD), ("", ""), (None, "falsch"), (None, ""), ("x" * 5000, "y" * 5000), ("a\0b", "c\0d")],
)
def test_a_wrong_name_and_a_wrong_password_look_the_same(stranger, moderator, name, password):
    answer = stranger.log_in(moderator if name is None else name, password)

    assert answer.status_code == 403
    assert "Name oder Passwort stimmt nicht." in words(answer)
    assert stranger.get("/").status_code == 303


def test_guessing_is_slowed_down(app, moderator):
    attacker = Browser(app.test_client())
    attacker.client.environ_base["REMOTE_ADDR"] = "203.0.113.7"

    statuses = [attacker.log_in(moderator, f"geraten {number}").status_code for number in range(6)]
    late = attacker.log_in(moderator)

    assert statuses == [403] * 5 + [429]
    assert late.status_code == 429
    assert int(late.headers["Retry-After"]) > 0
    assert Browser(app.test_client()).log_in(moderator).status_code == 303


@pytest.mark.parametrize("path", ["/login", "/logout", "/sites/x/decision?id=c1"])
@pytest.mark.parametrize("token", [None, "", "falsch", "ü"])
def test_a_form_without_its_token_does_nothing(browser, publisher, path, token):
    form = {"outcome": "approve", "revision": 1, "name": "a", "password": "b"}

    answer = browser.post(path.replace("x", publisher.name), form if token is None else form | {"token": token})

    assert answer.status_code == 403
    assert "nichts gespeichert" in words(answer)
    assert publisher.ask("GET", "/comments/c1").json["review"] is None
    assert browser.get("/").status_code == 200


def test_the_token_from_before_the_login_is_worth_nothing_after_it(stranger, moderator, publisher):
    before = stranger.token()
    stranger.log_in(moderator)

    assert stranger.decide(publisher.name, "c1", "approve", token=before).status_code == 403


def test_the_token_of_another_session_is_refused(app, browser, moderator, publisher):
    other = Browser(app.test_client())
    other.log_in(moderator)

    assert browser.decide(publisher.name, "c1", "approve", token=other.token("/")).status_code == 403


def test_foreign_sites_are_as_unknown_as_those_that_do_not_exist(browser, make_publisher):
    foreign = make_publisher()
    foreign.ask("PUT", "/comments/c1", {"text": "Fremdes Wort.", "article_id": "?"})

    for name in (foreign.name, "gibt-es-nicht"):
        for path in PAGES:
            answer = browser.get(f"/sites/{name}/{path}")
            assert answer.status_code == 404
            assert name not in words(answer)
        assert browser.decide(name, "c1", "approve").status_code == 404
    assert foreign.ask("GET", "/comments/c1").json["review"] is None
    assert foreign.name not in browser.get("/").text


def test_logging_out_ends_the_session(browser):
    left = browser.post("/logout", {"token": browser.token("/")})

    assert left.headers["Location"] == "/review/login"
    assert browser.get("/").status_code == 303
    assert browser.get("/logout").status_code in (303, 404, 405)


def seal(app, session):
    return app.extensions["moderation"].vault.seal(msgspec.json.encode(session).decode())


@pytest.mark.parametrize(("age", "status"), [(timedelta(hours=11, minutes=59), 200), (timedelta(hours=12), 303)])
def test_a_session_ends_after_twelve_hours(app, stranger, moderator, age, status):
    session = sessions.begin(moderator, datetime.now(UTC) - age)
    stranger.client.set_cookie(sessions.COOKIE, seal(app, session), path="/review")

    assert stranger.get("/").status_code == status


@pytest.mark.parametrize("forged", ["", "x", "a" * 3900, "gAAAAA==", "\xff", '"'])
def test_a_cookie_that_is_not_ours_opens_nothing(app, stranger, moderator, forged):
    stranger.client.set_cookie(sessions.COOKIE, forged, path="/review")

    assert stranger.get("/").status_code == 303


@pytest.mark.parametrize("sealed", ["whsec_abc", "{}", '{"user":"x"}', "[]"])
def test_another_sealed_secret_is_no_session(app, stranger, sealed):
    stranger.client.set_cookie(sessions.COOKIE, app.extensions["moderation"].vault.seal(sealed), path="/review")

    assert stranger.get("/").status_code == 303


def test_a_session_of_nobody_opens_nothing(app, stranger):
    session = sessions.begin("niemand", datetime.now(UTC))
    stranger.client.set_cookie(sessions.COOKIE, seal(app, session), path="/review")

    assert stranger.get("/").status_code == 303


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_cookie_is_closed_to_scripts_and_to_other_sites(stranger, scheme):
    cookie = stranger.get("/login", base_url=f"{scheme}://dienst.example").headers["Set-Cookie"]

    assert {"HttpOnly", "SameSite=Lax", "Path=/review"} <= set(cookie.split("; "))
    assert ("Secure" in cookie.split("; ")) is (scheme == "https")


@pytest.mark.parametrize(
    "path", ["/login", "/", "/nichts", "/sites/x/", "/sites/{site}/", "/sites/{site}/comment?id=c1"]
)
def test_pages_are_neither_framed_nor_kept_nor_scripted(browser, publisher, path):
    answer = browser.get(path.format(site=publisher.name))

    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert not re.search(r"<script|<style|<[^>]+ (style|on\w+)=", answer.text)


@pytest.mark.parametrize(
    "change",
    [
        {"revision": ""},
        {"revision": "x"},
        {"revision": "9" * 40},
        {"outcome": "hold"},
        {"outcome": ""},
        {"note": "x" * 4001},
        {"note": "a\0b"},
        {"clause": "unsinn", "outcome": "reject"},
    ],
)
def test_forms_that_nobody_was_shown_are_refused(browser, publisher, change):
    answer = browser.decide(publisher.name, "c1", **{"outcome": "approve", **change})

    assert answer.status_code == 400
    assert publisher.ask("GET", "/comments/c1").json["review"] is None


def test_a_form_that_is_too_large_is_refused(browser, publisher):
    assert browser.decide(publisher.name, "c1", "approve", note="x" * 200_000).status_code == 413


@pytest.mark.parametrize("query", ["", "id=", "id=%00", "id=a%0Ab", "id=" + "x" * 600])
def test_ids_that_cannot_be_are_refused(browser, publisher, query):
    assert browser.get(f"/sites/{publisher.name}/comment?{query}").status_code == 400


@pytest.mark.parametrize("query", ["after=!", "after=AAAA", "done=%00"])
def test_places_in_the_queue_that_cannot_be_are_refused(browser, publisher, query):
    assert browser.get(f"/sites/{publisher.name}/?{query}").status_code == 400


def test_the_style_sheet_is_served(stranger):
    with stranger.get("/static/console.css") as answer:
        assert answer.content_type.startswith("text/css")
