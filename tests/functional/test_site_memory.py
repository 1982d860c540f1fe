"""What recurs on a site, over HTTP and on the command line."""

import os
import subprocess
import sys

import pytest

FOOTER = "Folgen Sie dem Kurier auf allen Kanälen und bleiben Sie informiert."


@pytest.fixture
def learnt(publisher):
    for number in range(3):
        text = f"Der Rat von {'Abcdefgh'[number] * 5} tagt.\n\nEr beriet am Montag über den Haushalt.\n\n{FOOTER}"
        assert publisher.ask("PUT", f"/articles/{number}", {"text": text}).status_code in (200, 201)
    return publisher


def test_memory_lists_what_recurs(learnt):
    memory = learnt.ask("GET", "/memory").json

    assert memory["articles"] == pytest.approx(2.94, abs=0.01)
    line = next(line for line in memory["lines"] if line["text"].startswith("Folgen Sie dem Kurier"))
    assert line["share"] == pytest.approx(1.0)
    assert line["editorial"] is None


def test_a_mark_is_respected_from_the_next_article_on(learnt):
    marked = learnt.ask("POST", "/memory/marks", {"text": FOOTER, "editorial": True})
    article = learnt.ask("PUT", "/articles/9", {"text": f"Der Rat von Neudorf tagt am Dienstag wieder.\n\n{FOOTER}"})

    assert marked.status_code == 200
    assert marked.json["lines"][0]["editorial"] is True
    assert FOOTER in article.json["text"]


@pytest.mark.parametrize(
    "body", [{}, {"text": FOOTER}, {"text": "", "editorial": True}, {"text": FOOTER, "editorial": 1}]
)
def test_what_is_no_mark_is_refused(learnt, body):
    assert learnt.ask("POST", "/memory/marks", body).status_code in (400, 422)


def test_a_text_without_letters_cannot_be_marked(learnt):
    assert learnt.ask("POST", "/memory/marks", {"text": "12:30", "editorial": True}).status_code in (400, 422)


def test_memory_needs_the_key_of_the_site(learnt):
    assert learnt.client.get(f"/v1/sites/{learnt.name}/memory").status_code == 401
    assert learnt.client.post(f"/v1/sites/{learnt.name}/memory/marks", json={}).status_code == 401


def test_the_command_shows_and_corrects(tmp_path):
    environment = {**os.environ, "MODERATION_DATA_DIR": str(tmp_path)}

    def sites(*arguments):
        command = [sys.executable, "-m", "moderation", "sites", *arguments]
        return subprocess.run(command, capture_output=True, check=True, env=environment).stdout.decode()

    sites("add", "kurier")

    assert "learnt from 0.0 articles" in sites("memory", "kurier")
    assert "boilerplate" in sites("memory", "kurier", "--boilerplate", FOOTER)
    assert "boilerplate" not in sites("memory", "kurier", "--unmark", FOOTER)
