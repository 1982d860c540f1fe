"""The Akismet API as WordPress and other clients use it."""

import json
from urllib.parse import urlencode

import pytest

from moderation.services.reviews import export_reviews
from moderation.services.sites import rotate_secret
from tests.factories import NOW, page

ARTICLE = "https://www.lindental-bote.example/stadt/umbau.html"
GOOD = "Gut, dass auf dem Gelände endlich Wohnungen entstehen."
BAD = "Du bist ein Idiot, du Arschloch!"
HELD = "Mein Rezept für Apfelkuchen: drei Eier, Zucker, Mehl und ein Kilo Äpfel, dann backen."
THANKS = "Thanks for making the web a better place."
FORM = "application/x-www-form-urlencoded; charset=UTF-8"
# What WordPress sends along of the visitor.
VISITOR = {
    "user_ip": "203.0.113.77",
    "user_agent": "Besucherbrowser/1.0",
    "referrer": "https://suche.example/?q=geheim",
    "comment_author_email": "vera.besucherin@example.org",
    "comment_author_url": "https://vera.example",
    "comment_author_IP": "203.0.113.77",
    "POST_ak_js": "1234",
    "HTTP_COOKIE": "sitzung=streng-geheim",
    "REMOTE_ADDR": "203.0.113.77",
    "REQUEST_URI": "/wp-comments-post.php?geheimnis=1",
}


@pytest.fixture
def call(client, publisher):
    def call(name, *, base=None, key="field", host=None, content_type=FORM, raw=None, version="1.1", **fields):
        stated = {"blog": "https://lindental-bote.example", "permalink": ARTICLE, **VISITOR}
        if key == "field":
            stated["api_key"] = publisher.credentials.akismet_key
        stated |= fields
        body = urlencode(stated).encode() if raw is None else raw
        path = f"/akismet/{publisher.name}" if base is None else base
        headers = {"Host": host} if host else {}
        return client.post(f"{path}/{version}/{name}", data=body, content_type=content_type, headers=headers)

    return call


@pytest.fixture
def story(publisher):
    publisher.ask("PUT", "/articles/a-1", {"text": page(), "url": ARTICLE})


def check(call, text, **more):
    answer = call("comment-check", comment_content=text, **more)
    assert answer.status_code == 200
    assert answer.content_type == "text/plain; charset=utf-8"
    return answer.text, answer.headers.get("X-akismet-error"), answer.headers.get("X-akismet-pro-tip")


@pytest.mark.parametrize(("kind", "told"), [("akismet", "false"), ("akismet-spam", "true"), ("akismet-ham", "false")])
def test_a_key_says_what_its_client_is_told_of_a_held_comment(call, story, publisher, app, kind, told):
    first, second = (rotate_secret(app.extensions["moderation"], publisher.name, kind, NOW) for _ in range(2))

    for key in (first, second):
        verdict, error, _ = check(call, HELD, key="none", api_key=key)
        assert (len(key), verdict, error is not None) == (12, told, kind == "akismet")
        assert check(call, BAD, key="none", api_key=key)[0] == "true"
        assert check(call, GOOD, key="none", api_key=key, base="")[0] == "false"


def test_wordpress_gets_its_three_verdicts(call, story):
    assert check(call, GOOD) == ("false", None, None)
    assert check(call, BAD) == ("true", None, None)
    assert check(call, HELD) == ("false", "held", None)


@pytest.mark.parametrize(("setting", "told"), [("spam", ("true", None, None)), ("ham", ("false", None, None))])
def test_clients_that_know_two_verdicts_are_told_what_the_site_wishes(call, story, publisher, setting, told):
    publisher.ask("PUT", "/settings", {"akismet_held": setting})

    assert check(call, HELD) == told
    assert check(call, GOOD) == ("false", None, None)
    assert check(call, BAD) == ("true", None, None)


@pytest.mark.parametrize(
    ("setting", "told"), [("held", ("false", "unjudged")), ("spam", ("true", None)), ("ham", ("true", None))]
)
def test_a_fault_of_ours_never_lets_a_comment_through(make_broken, setting, told):
    broken = make_broken()
    broken.ask("PUT", "/settings", {"akismet_held": setting})
    form = {"api_key": broken.credentials.akismet_key, "blog": "b", "comment_content": GOOD}

    answer = broken.client.post(f"/akismet/{broken.name}/1.1/comment-check", data=form)

    assert (answer.text, answer.headers.get("X-akismet-error")) == told


def test_a_comment_without_words_is_held(call):
    assert check(call, "") == ("false", "unjudged", None)
    assert check(call, "   <br>") == ("false", "unjudged", None)


def test_an_administrator_is_never_spam(call):
    assert check(call, BAD, user_role="administrator")[0] == "false"
    assert check(call, BAD, user_role="subscriber")[0] == "true"


def test_markup_hides_nothing(call):
    assert check(call, "Du I<b>dio</b>t, du <em>Arschloch</em>!")[0] == "true"


@pytest.mark.parametrize("charset", ["ISO-8859-1", "windows-1252", "UTF-8", ""])
def test_a_blog_may_speak_another_charset(call, app, publisher, charset):
    text = "Schöne Grüße vom Güterbahnhof, ganz ohne Straße."
    fields = {
        "api_key": publisher.credentials.akismet_key,
        "blog": "b",
        "blog_charset": charset,
        "comment_content": text,
    }

    call("submit-ham", raw=urlencode(fields, encoding=charset or "cp1252").encode())

    assert lines(app, publisher)[0][0] == text


# Keys


@pytest.mark.parametrize("version_base", ["site", "root"])
def test_keys_are_found_wherever_a_client_puts_them(call, publisher, version_base):
    key = publisher.credentials.akismet_key
    base = f"/akismet/{publisher.name}" if version_base == "site" else ""
    in_path = f"/akismet/{publisher.name}/{key}" if version_base == "site" else f"/{key}"

    assert check(call, BAD, base=base)[0] == "true"
    assert check(call, BAD, base=base, key="", host=f"{key}.rest.akismet.com")[0] == "true"
    assert check(call, BAD, base=base, key="", host=f"{key}.dienst.example:8080")[0] == "true"
    assert check(call, BAD, base=in_path, key="")[0] == "true"
    assert check(call, BAD, base=base, key="")[0] == "invalid"


def verify(client, path="/1.1/verify-key", **fields):
    answer = client.post(path, data={"blog": "https://bote.example", **fields})
    assert answer.status_code == 200
    return answer


def test_verification_judges_by_the_key_that_is_to_be_verified(client, publisher):
    key = publisher.credentials.akismet_key

    assert verify(client, key=key).text == "valid"
    assert verify(client, key=key, api_key="something-else").text == "valid"
    wrong = verify(client, key="zzzzzzzzzzzz", api_key=key)
    assert wrong.text == "invalid"
    assert wrong.headers["X-akismet-debug-help"]


def test_a_key_is_bound_to_its_site(client, publisher, make_publisher):
    other = make_publisher().credentials.akismet_key

    assert verify(client, f"/akismet/{publisher.name}/1.1/verify-key", key=other).text == "invalid"
    assert (
        verify(client, f"/akismet/{publisher.name}/1.1/verify-key", key=publisher.credentials.openai_key).text
        == "invalid"
    )


def test_an_akismet_key_opens_nothing_else(client, publisher):
    headers = {"Authorization": f"Bearer {publisher.credentials.akismet_key}"}

    assert client.get(f"/v1/sites/{publisher.name}/queue", headers=headers).status_code == 401


@pytest.mark.parametrize("key", ["", " ", "\x00", "ä", "a" * 10_000, "%", "' OR 1=1"])
def test_odd_keys_are_invalid(client, key):
    assert verify(client, key=key).text == "invalid"


def test_guessing_is_slowed_down_and_does_not_lock_the_right_key_out(client, publisher, make_publisher):
    known, fresh = publisher.credentials.akismet_key, make_publisher().credentials.akismet_key
    here = {"REMOTE_ADDR": "198.51.100.9"}

    def ask(key):
        return client.post("/1.1/verify-key", data={"key": key, "blog": "b"}, environ_overrides=here).text

    assert ask(known) == "valid"
    assert {ask(f"falsch{number:06}") for number in range(70)} == {"invalid"}
    assert ask(known) == "valid"
    assert ask(fresh) == "invalid"
    assert verify(client, key=fresh).text == "valid"


# Forms


@pytest.mark.parametrize("content_type", [FORM, "charset=utf-8", "", "text/plain", "application/json"])
def test_form_and_json_are_told_apart_by_what_they_are(call, publisher, content_type):
    fields = {"api_key": publisher.credentials.akismet_key, "blog": "b", "comment_content": BAD, "is_test": True}

    for raw in (json.dumps(fields).encode(), urlencode(fields).encode()):
        answer = call("comment-check", content_type=content_type, raw=raw)
        assert (answer.status_code, answer.text) == (200, "true")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[" * 100_000,
        b"{" * 100_000,
        b"\xff\xfe\x00",
        b"a=1&" * 100_000,
        b"%%%=%%%&api_key",
        b'{"api_key":["a"]}',
        b'{"api_key":"\\ud800"}',
        b"api_key=%00&comment_content=%ff",
    ],
)
def test_what_cannot_be_read_is_invalid_and_never_an_error(call, raw):
    for name in ("verify-key", "comment-check", "submit-spam", "submit-ham"):
        answer = call(name, raw=raw)
        assert (answer.status_code, answer.text) == (200, "invalid")


def test_a_huge_body_is_refused(call):
    answer = call("comment-check", raw=b"comment_content=" + b"a" * 8_000_001)

    assert answer.text not in ("true", "false")
    assert answer.status_code < 500


@pytest.mark.parametrize(("name", "status"), [("nonsense", 404), ("comment-check/", 200)])
def test_calls_and_slashes(call, name, status):
    assert call(name).status_code == status


@pytest.mark.parametrize("base", ["http://rest.akismet.com", "http://{key}.rest.akismet.com"])
def test_a_proxy_request_names_the_whole_address(call, publisher, base):
    key = publisher.credentials.akismet_key

    assert check(call, BAD, base=base.format(key=key), key="" if "{" in base else "field")[0] == "true"


def test_a_get_is_refused(client):
    assert client.get("/1.1/verify-key").status_code == 405


# Feedback


def lines(app, publisher):
    return [
        (line.comment, line.outcome, line.decided_by)
        for line in export_reviews(app.extensions["moderation"], publisher.name)
    ]


def test_feedback_becomes_an_example_and_the_last_one_counts(call, app, publisher):
    assert call("submit-spam", comment_content=HELD).text == THANKS
    assert lines(app, publisher) == [(HELD, "reject", "akismet")]

    assert call("submit-ham", comment_content=HELD).text == THANKS
    assert lines(app, publisher) == [(HELD, "approve", "akismet")]


@pytest.mark.parametrize("test", ["1", "true"])
def test_a_test_teaches_nothing(call, app, publisher, test):
    assert call("submit-spam", comment_content=HELD, is_test=test).text == THANKS
    assert lines(app, publisher) == []


def test_feedback_without_words_is_thanked_for(call, app, publisher):
    assert call("submit-ham").text == THANKS
    assert lines(app, publisher) == []


def test_nothing_of_the_visitor_is_kept(call, app, story, capfd):
    check(call, HELD, comment_author="Vera Besucherin")
    call("submit-spam", comment_content=HELD, comment_author="Vera Besucherin")

    with app.extensions["moderation"].database.read() as session:
        stored = "\n".join(session.connection().connection.driver_connection.iterdump())
    written = "".join(capfd.readouterr())
    for secret in (*VISITOR.values(), "Vera Besucherin"):
        if len(secret) > 4:
            assert secret not in stored
            assert secret not in written


# Optional calls


def test_the_optional_calls_are_answered(call, client, publisher):
    assert call("deactivate").text == "deactivated"
    assert call("usage-limit", version="1.2").json["throttled"] is False
    assert call("key-sites", version="1.2").json["total"] == 1
    address = f"/1.2/usage-limit?api_key={publisher.credentials.akismet_key}"
    assert client.get(address).json["throttled"] is False
    assert call("key-sites", version="1.2", key="").text == "invalid"
    assert call("nonsense", version="1.2").status_code == 404
