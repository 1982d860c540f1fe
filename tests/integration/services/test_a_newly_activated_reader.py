import shutil

from moderation.services import policyreader
from moderation.settings import shipped_models


def test_a_running_process_reads_rules_by_the_version_that_was_made_active(tmp_path, monkeypatch):
    for version in ("1", "2"):
        shutil.copytree(shipped_models() / "policy" / "1", tmp_path / "policy" / version)
    active = tmp_path / "policy" / "active"
    active.write_text("1")
    monkeypatch.setenv("MODERATION_MODELS_DIR", str(tmp_path))
    monkeypatch.setattr(policyreader, "_TRUSTED_SECONDS", 0.0)
    before = policyreader.read_policy("Keine Links in Kommentaren.")
    assert policyreader.read_policy("Keine Links in Kommentaren.") is before

    active.write_text("2")

    again = policyreader.read_policy("Keine Links in Kommentaren.")
    assert again is not before
    assert again == before
