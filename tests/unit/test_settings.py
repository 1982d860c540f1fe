import pytest

from moderation.errors import InvalidSettings
from moderation.settings import Settings, shipped_models


def test_an_empty_environment_is_enough():
    settings = Settings.from_environment({})

    assert settings.database_url == "sqlite:///var/moderation.sqlite3"
    assert settings.models_dir == shipped_models()
    assert settings.trusted_proxies == 0


def test_the_embedded_database_stands_in_the_data_directory(tmp_path):
    settings = Settings.from_environment({"MODERATION_DATA_DIR": str(tmp_path)})

    assert settings.database_url == f"sqlite:///{tmp_path}/moderation.sqlite3"


def test_all_faults_are_named_at_once():
    environment = {
        "MODERATION_TRUSTED_PROXIES": "-1",
        "MODERATION_LOG_FORMAT": "xml",
        "MODERATION_SECRET_KEY": "short",
        "MODERATION_ALLOW_PRIVATE_TARGETS": "yes",
    }

    with pytest.raises(InvalidSettings) as caught:
        Settings.from_environment(environment)
    assert len(caught.value.faults) == 4


@pytest.mark.parametrize("stated", ["one", "1.0", "²", "9" * 5000, " 1"])
def test_counts_are_plain_numbers(stated):
    with pytest.raises(InvalidSettings):
        Settings.from_environment({"MODERATION_TRUSTED_PROXIES": stated})
