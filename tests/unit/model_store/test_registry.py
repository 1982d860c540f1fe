import numpy as np
import pytest

from moderation.errors import UnknownModel
from moderation.model_store.folder import write_model
from moderation.model_store.registry import activate, active_folder, list_versions, roll_back, version_folder


@pytest.fixture
def models_dir(tmp_path):
    for version in ("1", "2"):
        card = {"name": "example", "version": version, "format": "example/1"}
        write_model(tmp_path / "example" / version, card, {"weights": np.zeros(1)})
    return tmp_path


def test_no_version_is_active_before_one_is_activated(models_dir):
    with pytest.raises(UnknownModel, match="no version of model 'example' is active"):
        active_folder(models_dir, "example")


def test_activated_version_is_the_active_one(models_dir):
    activate(models_dir, "example", "2")

    assert active_folder(models_dir, "example") == models_dir / "example" / "2"
    assert [(item.version, item.active) for item in list_versions(models_dir)] == [("1", False), ("2", True)]


def test_rolling_back_returns_to_the_version_before(models_dir):
    activate(models_dir, "example", "1")
    activate(models_dir, "example", "2")

    assert roll_back(models_dir, "example") == "1"
    assert roll_back(models_dir, "example") == "2"


def test_rolling_back_without_history_is_refused(models_dir):
    activate(models_dir, "example", "1")

    with pytest.raises(UnknownModel, match="was active before"):
        roll_back(models_dir, "example")


@pytest.mark.parametrize(
    ("name", "version"), [("example", "3"), ("other", "1"), ("..", "1"), ("example", "../2"), ("", ""), ("a/b", "1")]
)
def test_unknown_or_unsafe_names_are_refused(models_dir, name, version):
    with pytest.raises(UnknownModel):
        version_folder(models_dir, name, version)


def test_failed_activation_leaves_the_active_version(models_dir):
    activate(models_dir, "example", "1")

    with pytest.raises(UnknownModel):
        activate(models_dir, "example", "9")
    assert active_folder(models_dir, "example").name == "1"
