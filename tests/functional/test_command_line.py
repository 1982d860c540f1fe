"""The command line as a person or a pipe uses it."""

import json
import subprocess
import sys

import pytest

PARAGRAPHS = (
    "Kleinstadt bekommt neue Bücherei",
    "Die Stadt Moosbrunn hat am Mittwoch den Bau einer neuen Bücherei beschlossen. Sie soll 2027 eröffnen.",
    "Die Kosten liegen nach Angaben der Verwaltung bei drei Millionen Euro. Die Opposition kritisierte den Standort.",
)
FOOTER = (
    "Bitte verzichten Sie in Ihren Kommentaren auf Beleidigungen und Schimpfwörter. "
    "Solche Beiträge veröffentlichen wir nicht. Wir prüfen jeden Kommentar vor der Veröffentlichung."
)
PAGE = "\n\n".join((*PARAGRAPHS, FOOTER))


def moderation(*arguments, text="", status=0, environment=None):
    finished = subprocess.run(
        [sys.executable, "-m", "moderation", *arguments],
        input=text.encode(),
        capture_output=True,
        check=False,
        env=environment,
    )
    assert finished.returncode == status, finished.stderr.decode()
    assert b"Traceback" not in finished.stderr
    return finished


def lines(finished):
    return [json.loads(line) for line in finished.stdout.splitlines()]


def test_separate_answers_each_line_on_its_place():
    questions = [{"id": "a", "text": PAGE}, {"id": "b"}, {"id": "c", "html": "<p>Ein Satz.</p>"}]

    finished = moderation("separate", "--jsonl", text="\n".join(map(json.dumps, questions)), status=1)

    first, second, third = lines(finished)
    assert first["policy_notice"] == FOOTER
    assert first["text"].endswith("kritisierte den Standort.")
    assert second == {"id": "b", "error": {"type": "InvalidInput", "detail": "exactly one of html and text is needed"}}
    assert third["id"] == "c"


def test_separate_blocks_cover_the_text():
    (answer,) = lines(moderation("separate", "--jsonl", text=json.dumps({"id": 1, "text": PAGE})))

    covered = [(block["start"], block["end"]) for block in answer["blocks"]]
    assert covered == sorted(covered)
    assert "".join("".join(PAGE[start:end].split()) for start, end in covered) == "".join(PAGE.split())


def test_several_processes_answer_the_same():
    questions = "\n".join(
        json.dumps({"id": number, "comment": f"Kommentar {number}, ihr Idioten!"}) for number in range(90)
    )

    assert moderation("screen", "--jsonl", text=questions).stdout == (
        moderation("screen", "--jsonl", "--jobs", "2", text=questions).stdout
    )


def test_policy_prints_the_sentence_of_each_clause():
    report = moderation("policy", text=FOOTER).stdout.decode()

    assert "insult" in report
    assert "profanity" in report
    assert "checked before publication" in report


def test_screen_judges_by_the_footer_of_the_article(tmp_path):
    article = tmp_path / "article.txt"
    article.write_text(PAGE, "utf-8")

    report = moderation(
        "screen", "--article", str(article), text="Der Stadtrat besteht aus Vollidioten."
    ).stdout.decode()

    assert "approve" not in report
    assert "Beleidigungen und Schimpfwörter" in report


def test_screen_says_which_policy_judged():
    questions = [
        {"id": 1, "comment": "Danke für den Bericht."},
        {"id": 2, "comment": "Danke für den Bericht.", "policy": FOOTER},
        {"id": 3, "comment": "Danke für den Bericht.", "policy": ""},
    ]

    answers = lines(moderation("screen", "--jsonl", text="\n".join(map(json.dumps, questions))))

    assert [answer["policy_source"] for answer in answers[:2]] == ["default", "given"]
    assert answers[2]["outcome"] == "hold"
    assert answers[2]["reason"]


def test_site_memory_learns_what_repeats(tmp_path):
    memory = tmp_path / "memory.json"
    repeated = "Unser Stadtgespräch gibt es jeden Donnerstag auch zum Nachhören in der Hörbar."
    news = (
        "Die Feuerwehr hat am Montag einen Brand in der Schreinerei gelöscht.",
        "Der Kreistag stimmte für ein neues Hallenbad am Rand der Stadt.",
        "Zwei Schwäne brüten in diesem Jahr mitten auf der Verkehrsinsel.",
        "Das Orchester eröffnet die Spielzeit mit einem Abend für Kinder.",
        "Wegen der Trockenheit darf aus dem Bach kein Wasser entnommen werden.",
        "Eine Schülerin aus Oberdorf gewann den Vorlesewettbewerb des Landes.",
    )
    pages = [f"Bericht {number}\n\n{text}\n\n{repeated}" for number, text in enumerate(news)]
    questions = "\n".join(json.dumps({"id": n, "site": "a", "text": page}) for n, page in enumerate(pages))

    answers = lines(moderation("separate", "--jsonl", "--site-memory", str(memory), text=questions))

    assert "repeated on" in " ".join(block["reason"] for block in answers[-1]["blocks"])
    assert json.loads(memory.read_text("utf-8"))["a"]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"a": 5}'])
def test_a_file_that_is_no_memory_is_refused(tmp_path, content):
    memory = tmp_path / "memory.json"
    memory.write_text(content, "utf-8")

    finished = moderation("separate", "--site-memory", str(memory), text=PAGE, status=1)

    assert b"not a site memory" in finished.stderr


def test_binary_and_empty_input_end_in_a_message():
    for text in ("", "\0\0\0"):
        assert moderation("separate", text=text, status=1).stderr.startswith(b"moderation: ")


def test_a_site_and_a_moderator_are_added(tmp_path):
    environment = {"MODERATION_DATA_DIR": str(tmp_path), "PATH": ""}

    added = moderation("sites", "add", "bote", environment=environment).stdout.decode()

    assert "whsec_" in added
    assert moderation("sites", "list", environment=environment).stdout.startswith(b"bote\tde")
    assert "whsec_" not in moderation("sites", "show", "bote", environment=environment).stdout.decode()
    assert moderation("sites", "rotate-secret", "bote", environment=environment).stdout.startswith(b"whsec_")
    moderation("users", "add", "erika", "--site", "bote", "--password", "lang genug 1", environment=environment)
    assert b"bote" in moderation("sites", "add", "bote", environment=environment, status=1).stderr


def test_check_names_faults_and_remedies(tmp_path):
    healthy = {"MODERATION_DATA_DIR": str(tmp_path), "PATH": ""}
    broken = {**healthy, "MODERATION_MODELS_DIR": str(tmp_path / "nowhere"), "MODERATION_LOG_FORMAT": "text"}

    assert not any(line.startswith(b"fault") for line in moderation("check", environment=healthy).stdout.splitlines())
    assert b"no version of model" in moderation("check", environment=broken, status=1).stdout
    assert b"MODERATION_LOG_FORMAT" in (
        moderation("check", environment={**healthy, "MODERATION_LOG_FORMAT": "xml"}, status=1).stdout
    )


def test_models_are_listed_and_shown():
    listed = moderation("models", "list").stdout.decode()

    assert "* screening/" in listed
    assert "* separation/" in listed
    assert "thresholds" in json.loads(moderation("models", "show", "screening").stdout)
