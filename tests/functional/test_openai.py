"""The shape of OpenAI's moderation endpoint."""

import pytest

THEIRS = {
    "harassment",
    "harassment/threatening",
    "hate",
    "hate/threatening",
    "illicit",
    "illicit/violent",
    "self-harm",
    "self-harm/intent",
    "self-harm/instructions",
    "sexual",
    "sexual/minors",
    "violence",
    "violence/graphic",
}
GOOD, BAD = "Danke für den ausführlichen Bericht.", "Du bist ein Idiot, du Arschloch!"


@pytest.fixture
def ask(client, publisher):
    def ask(body, *, key=None, path=None):
        stated = publisher.credentials.openai_key if key is None else key
        headers = {"Authorization": f"Bearer {stated}"} if stated else {}
        kind = {"data": body} if isinstance(body, bytes) else {"json": body}
        return client.post(path or f"/openai/{publisher.name}/v1/moderations", headers=headers, **kind)

    return ask


@pytest.mark.parametrize("given", [BAD, [BAD], [{"type": "text", "text": BAD}]])
def test_one_text_gets_one_result_with_all_their_categories(ask, given):
    answer = ask({"input": given, "model": "omni-moderation-latest"})

    assert answer.status_code == 200
    assert answer.json["id"].startswith("modr-")
    (result,) = answer.json["results"]
    assert result["flagged"] is True
    for part in ("categories", "category_scores", "category_applied_input_types"):
        assert set(result[part]) >= THEIRS
        assert set(result[part]) == set(result["categories"])
    assert result["categories"]["harassment"] is True
    assert result["categories"]["policy/insult"] is True
    assert result["category_scores"]["self-harm"] == 0.0
    assert result["category_applied_input_types"]["hate"] == ["text"]


def test_several_texts_get_as_many_results_in_their_order(ask):
    results = ask({"input": [GOOD, BAD, GOOD]}).json["results"]

    assert [result["flagged"] for result in results] == [False, True, False]


def test_the_sites_own_rules_decide_what_is_flagged(ask, publisher):
    text = "Mehr dazu im Gutachten: https://stadt.example/gutachten"
    assert ask({"input": text}).json["results"][0]["flagged"] is False

    publisher.ask("PUT", "/policy", {"text": "Links sind nicht erlaubt."})

    assert ask({"input": text}).json["results"][0]["flagged"] is True


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({}, "input"),
        ({"input": None}, "input"),
        ({"input": 7}, "input"),
        ({"input": []}, "input"),
        ({"input": ""}, "input"),
        ({"input": ["a", " "]}, "input"),
        ({"input": [1]}, "input"),
        ({"input": ["a"] * 201}, "input"),
        ({"input": [{"type": "image_url", "image_url": {"url": "https://x.example/a.png"}}]}, "input"),
        ({"input": "a", "model": 7}, "model"),
        (b"{", None),
        (b"", None),
        (b"\xff", None),
        (b"[" * 100_000, None),
        (b'{"input":"\\ud800"}', None),
    ],
)
def test_errors_have_their_form(ask, body, param):
    answer = ask(body)

    assert answer.status_code == 400
    error = answer.json["error"]
    assert set(error) == {"message", "type", "param", "code"}
    assert (error["type"], error["param"]) == ("invalid_request_error", param)


@pytest.mark.parametrize("key", ["", "wrong", "x" * 5000])
def test_without_a_key_nothing_is_said(ask, key):
    answer = ask({"input": GOOD}, key=key)

    assert (answer.status_code, answer.json["error"]["code"]) == (401, "invalid_api_key")


def test_keys_of_other_sites_and_purposes_are_no_good(ask, make_publisher, publisher):
    for key in (make_publisher().credentials.openai_key, publisher.credentials.akismet_key):
        assert ask({"input": GOOD}, key=key).status_code == 401
    assert ask({"input": GOOD}, key=publisher.credentials.api_key).status_code == 200


def test_a_huge_body_is_refused_in_their_form(ask):
    assert ask(b'{"input":"' + b"a" * 8_000_001 + b'"}').json["error"]["code"] == "too_large"


def test_a_fault_of_ours_flags(make_broken):
    broken = make_broken()
    headers = {"Authorization": f"Bearer {broken.credentials.openai_key}"}

    answer = broken.client.post(f"/openai/{broken.name}/v1/moderations", json={"input": GOOD}, headers=headers)

    assert answer.json["results"][0]["flagged"] is True


@pytest.mark.parametrize("end", ["", "/"])
def test_there_is_never_a_redirect(ask, publisher, end):
    assert ask({"input": GOOD}, path=f"/openai/{publisher.name}/v1/moderations{end}").status_code == 200
    assert ask({"input": GOOD}, path=f"/openai/{publisher.name}/v1/nothing{end}").json["error"]
