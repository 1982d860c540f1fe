import configparser
import subprocess
import sys
from pathlib import Path

import pytest

import moderation

ROOT = Path(moderation.__file__).parent.parent


def test_importing_the_package_brings_no_heavy_library():
    code = "import sys, moderation; print({'sklearn', 'flask', 'sqlalchemy', 'numpy'} & set(sys.modules))"

    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert output.strip() == "set()"


@pytest.mark.parametrize(
    "call", ["moderation.separate('<p>Ein Satz.</p>')", "moderation.Screener.load().screen('Gut.')"]
)
def test_separating_and_screening_need_no_scikit_learn_flask_or_database(call):
    code = f"import sys, moderation; {call}; print({{'sklearn', 'flask', 'sqlalchemy'}} & set(sys.modules))"

    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert output.strip() == "set()"


def test_the_public_face_is_complete():
    assert set(moderation.__all__) <= set(dir(moderation))
    assert all(getattr(moderation, name) for name in moderation.__all__)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'judge'"):
        moderation.judge  # noqa: B018 - the look-up is the test


def test_every_folder_of_the_package_is_listed_for_the_wheel():
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", "utf-8")
    listed = set(config["options"]["packages"].split()) - {"moderation.shipped_models"}

    folders = {path.parent for path in (ROOT / "moderation").rglob("*.py")}

    assert listed == {".".join(folder.relative_to(ROOT).parts) for folder in folders}
