import shutil

import pytest

from moderation.model_store.registry import active_folder
from moderation.services import policyreader
from moderation.services.screener import Screener
from moderation.services.stated_rules import RuleBook
from moderation.settings import shipped_models


@pytest.fixture
def active(tmp_path, monkeypatch):
    """Two versions of the reader, the first one active; the file that names the active one."""
    for version in ("1", "2"):
        shutil.copytree(shipped_models() / "policy" / "1", tmp_path / "policy" / version)
    named = tmp_path / "policy" / "active"
    named.write_text("1")
    monkeypatch.setenv("MODERATION_MODELS_DIR", str(tmp_path))
    monkeypatch.setattr(policyreader, "_TRUSTED_SECONDS", 0.0)
    return named


def test_a_policy_given_as_text_is_made_ready_anew_by_another_reader(active):
    model = Screener.load(active_folder(shipped_models(), "screening"))
    book = RuleBook(model.thresholds, model.classifier.words)
    before = book.rules("Keine Links in Kommentaren.", None)
    assert book.rules("Keine Links in Kommentaren.", None) is before

    active.write_text("2")

    assert book.rules("Keine Links in Kommentaren.", None) is not before


def test_a_running_process_reads_rules_by_the_version_that_was_made_active(active):
    before = policyreader.read_policy("Keine Links in Kommentaren.")
    assert policyreader.read_policy("Keine Links in Kommentaren.") is before

    active.write_text("2")

    again = policyreader.read_policy("Keine Links in Kommentaren.")
    assert again is not before
    assert again == before
