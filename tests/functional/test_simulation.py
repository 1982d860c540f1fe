import pytest

PAGE = (
    "Stadtrat beschließt den Umbau\n\nDer Stadtrat von Lindental hat den Umbau des Güterbahnhofs beschlossen. Dort "
    "entstehen Wohnungen.\n\nBitte verzichten Sie auf Beleidigungen und Schimpfwörter. Solche Kommentare "
    "veröffentlichen wir nicht. Ihre Redaktion"
)


@pytest.fixture
def filled(publisher):
    assert publisher.ask("PUT", "/articles/a-1", {"text": PAGE}).status_code in (200, 201, 202)
    body = {"comment": "Der Umbau ist eine verfickte Idee, du Arschloch.", "article_id": "a-1"}
    assert publisher.ask("PUT", "/comments/c-1", body).json["outcome"] == "reject"
    return publisher


def test_an_operator_sees_what_other_settings_would_change(filled):
    answer = filled.ask("POST", "/simulate", {"settings": {"actions": {"profanity": "off", "insult": "hold"}}})

    assert answer.status_code == 200
    assert answer.json["comments"] == 1
    assert (answer.json["before"]["reject"], answer.json["after"]["reject"]) == (1, 0)
    assert answer.json["changes"][0]["id"] == "c-1"
    assert filled.ask("GET", "/comments/c-1").json["outcome"] == "reject"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"settings": {"actions": {"profanity": "explode"}}}, 422),
        ({"settings": {}, "last": 0}, 422),
        ({"settings": {}, "lsat": 5}, 422),
    ],
)
def test_what_makes_no_sense_is_a_clear_error(filled, body, status):
    answer = filled.ask("POST", "/simulate", body)

    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"


def test_without_verdicts_nothing_can_be_promised(filled):
    answer = filled.ask("POST", "/guarantee", {"promise": {"wrongly_refused": 0.01}, "apply": True})

    assert answer.status_code == 200
    assert answer.json["refuse"]["supported"] is False
    assert "do not support" in answer.json["statement"]
    assert answer.json["applied"]["refuse_from"] > 1
    assert filled.ask("GET", "/settings").json["screening"]["automatic"] == answer.json["applied"]


def test_the_answer_names_the_words_without_which_it_would_pass(filled):
    text = "Der Umbau des Güterbahnhofs freut mich sehr, nur der Planer ist ein Arschloch gewesen, aber sei es drum."
    removal = filled.ask("PUT", "/comments/c-2", {"comment": text, "article_id": "a-1"}).json["removal"]

    assert "Arschloch" in removal["sentence"]
    assert all(text[span["start"] : span["end"]] == span["text"] for span in removal["spans"])
