import stat
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from moderation.errors import ModelFault, StorageFault
from moderation.services.deployment import ActiveModel, open_deployment, readiness, upgrade_database
from moderation.services.secrets import KEY_FILE, open_vault
from moderation.services.sites import add_site, list_sites
from tests.factories import NOW, settings


def test_a_deployment_with_schema_and_models_is_ready(deployment):
    assert readiness(deployment) == []


def test_missing_models_are_named_and_do_not_stop_the_service(tmp_path, database_url):
    bare = settings(tmp_path, database_url=database_url, models_dir=tmp_path / "none")

    with closing(open_deployment(bare, migrate=False)) as deployment:
        reasons = " ".join(readiness(deployment))

    assert "separation" in reasons
    assert "screening" in reasons


def test_the_embedded_database_is_made_where_there_is_none(tmp_path: Path):
    with closing(open_deployment(settings(tmp_path / "new" / "folder"))) as deployment:
        add_site(deployment, "bote", now=NOW)
        assert [site.name for site in list_sites(deployment)] == ["bote"]
    assert stat.S_IMODE((tmp_path / "new" / "folder" / "moderation.sqlite3").stat().st_mode) == 0o600


def test_a_configured_database_is_not_changed_unasked(tmp_path: Path):
    configured = settings(tmp_path, database_url=f"sqlite:///{tmp_path / 'configured.sqlite3'}")

    with closing(open_deployment(configured)) as deployment:
        assert any("database upgrade" in reason for reason in readiness(deployment))
        with pytest.raises(StorageFault, match="database upgrade"):
            list_sites(deployment)
    assert upgrade_database(configured)[0] is None
    with closing(open_deployment(configured)) as deployment:
        assert list_sites(deployment) == []


def test_a_database_that_cannot_be_reached_is_a_reason_and_no_traceback(tmp_path: Path):
    away = settings(tmp_path, database_url="postgresql://nobody@127.0.0.1:9/none", database_wait_seconds=1)

    with closing(open_deployment(away)) as deployment:
        assert any("database" in reason for reason in readiness(deployment))


def test_a_key_is_made_once_for_its_owner_alone(tmp_path: Path):
    keyless = settings(tmp_path, secret_key="")

    with ThreadPoolExecutor(4) as pool:
        vaults = list(pool.map(lambda _: open_vault(keyless), range(8)))

    sealed = vaults[0].seal("secret")
    assert {vault.open(sealed) for vault in vaults} == {"secret"}
    assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [KEY_FILE]


@pytest.mark.parametrize("content", [b"", b"short", b"\xff\xfe" * 20])
def test_a_damaged_key_file_is_not_replaced(tmp_path: Path, content):
    (tmp_path / KEY_FILE).write_bytes(content)

    with pytest.raises(StorageFault):
        open_vault(settings(tmp_path, secret_key=""))
    assert (tmp_path / KEY_FILE).read_bytes() == content


def write_version(models: Path, version: str) -> None:
    folder = models / "toy" / version
    folder.mkdir(parents=True)
    (folder / "card.json").write_text("{}")
    (models / "toy" / "active").write_text(version)


def test_another_active_version_is_loaded_and_a_missing_one_is_a_fault(tmp_path: Path):
    loaded: list[str] = []
    model = ActiveModel(tmp_path, "toy", lambda folder: loaded.append(folder.name) or folder.name, check_seconds=0.0)
    with pytest.raises(ModelFault):
        model.get()

    write_version(tmp_path, "one")
    assert [model.get(), model.get()] == ["one", "one"]
    write_version(tmp_path, "two")
    assert model.get() == "two"
    assert loaded == ["one", "two"]

    (tmp_path / "toy" / "active").write_text("three")
    with pytest.raises(ModelFault):
        model.get()
