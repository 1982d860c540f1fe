"""The operator's commands about what came in and goes out, as a person types them."""

import os

import pytest
from click.testing import CliRunner

from moderation.cli.main import moderation
from moderation.errors import InvalidInput, NotFound, UnknownSite


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "environ", {**os.environ, "MODERATION_DATA_DIR": str(tmp_path)})

    def command(*arguments, fails=None, stdin=None):
        result = CliRunner().invoke(moderation, arguments, input=stdin)
        if fails is not None:
            assert isinstance(result.exception, fails), result.output
        else:
            assert result.exit_code == 0, (result.output, result.exception)
        return result.output

    command("sites", "add", "bote", "--deliver-to", "http://127.0.0.1:9/hooks")
    return command


@pytest.mark.parametrize("kind", ["ghost", "contentful", "wordpress", "typo3", "xmlrpc", "generic", "sanity", "hyvor"])
def test_each_source_has_a_secret_of_its_own(run, kind):
    first, second = (run("sites", "rotate-secret", "bote", "--kind", kind).strip() for _ in range(2))

    assert len(first) == len(second) == 64
    assert first != second
    assert f"('{kind}', 2)" in run("sites", "show", "bote")


def test_a_secret_that_the_sender_made_is_taken_over(run):
    taken = run("sites", "rotate-secret", "bote", "--kind", "typo3", "--take", "-", stdin="von-typo3-gemacht\n")

    assert taken.strip() == "von-typo3-gemacht"
    run("sites", "rotate-secret", "bote", "--kind", "typo3", "--take", "-", stdin="kurz", fails=InvalidInput)
    run("sites", "rotate-secret", "bote", "--kind", "generic", "--scheme", "geheim", fails=InvalidInput)


def test_where_decisions_go_can_be_changed(run):
    run("sites", "add", "kurier")
    assert run("sites", "deliver-to", "kurier", "https://kurier.example/hooks").startswith("delivery secret  whsec_")
    assert run("sites", "deliver-to", "kurier", "https://kurier.example/other") == ""
    assert "https://kurier.example/other" in run("sites", "list")
    run("sites", "deliver-to", "kurier")
    assert "kurier.example" not in run("sites", "list")


def test_deliveries_can_be_listed_and_replayed(run):
    assert run("deliveries", "list") == ""
    assert "0 will be sent again" in run("deliveries", "replay", "bote", "--all")
    run("deliveries", "replay", "bote", "evt_1", fails=NotFound)
    run("deliveries", "list", "unbekannt", fails=UnknownSite)
    run("deliveries", "replay", "bote", fails=SystemExit)


def test_what_was_given_up_can_be_listed_and_replayed(run):
    assert run("intake", "list") == ""
    run("intake", "replay", "bote", "1", fails=NotFound)


def test_a_worker_finds_nothing_to_do(run):
    assert run("deliver", "--once") == ""


def test_pulls_need_a_source(run):
    assert run("pull") == ""
    run("pull", "bote", fails=InvalidInput)
    run("pull", "bote", "--from", "feed", fails=SystemExit)
    run("pull", "--from", "feed", "--url", "http://127.0.0.1:9/feed", fails=SystemExit)
    # Private addresses are refused unless they are allowed.
    run("pull", "bote", "--from", "feed", "--url", "http://127.0.0.1:9/feed", fails=SystemExit)
