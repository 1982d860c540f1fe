"""The built wheel, installed elsewhere, works like a checkout."""

import json
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

import moderation

ROOT = Path(moderation.__file__).parent.parent
PAGE = (ROOT / "moderation" / "cli" / "data" / "article.de.html").read_bytes()


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Return the folder of commands of an environment that has the wheel, and the dependencies of this one."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    _copy_tracked(source)
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, source]
    subprocess.run(build, check=True, capture_output=True, cwd=folder)
    venv.create(folder / "env", with_pip=False)
    site_packages = next((folder / "env").glob("lib/python*/site-packages"))
    (site_packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    (wheel,) = folder.glob("*.whl")
    install = [sys.executable, "-m", "pip", "--python", folder / "env", "install", "--no-deps", "--no-index", wheel]
    subprocess.run(install, check=True, capture_output=True, cwd=folder)
    return folder / "env" / "bin"


def _copy_tracked(target: Path) -> None:
    """Copy what git tracks: an untracked file that the wheel needs must not hide here."""
    names = subprocess.run(["git", "-C", ROOT, "ls-files", "-z"], check=True, capture_output=True).stdout
    for name in filter(None, names.decode().split("\0")):
        destination = target / name
        destination.parent.mkdir(parents=True, exist_ok=True)
        destination.write_bytes((ROOT / name).read_bytes())


def run(installed: Path, *arguments: str, page: bytes = b"") -> str:
    environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    command = [installed / "moderation", *arguments]
    finished = subprocess.run(command, input=page, capture_output=True, cwd=installed, env=environment, check=False)
    assert finished.returncode == 0, finished.stderr.decode()
    return finished.stdout.decode()


def test_the_package_comes_from_the_wheel(installed):
    code = "import moderation; print(moderation.__file__)"

    output = subprocess.run([installed / "python", "-c", code], capture_output=True, check=True, cwd=installed).stdout

    assert output.decode().startswith(str(installed.parent))


def test_the_filters_work(installed):
    question = json.dumps({"id": 1, "html": PAGE.decode()}).encode()

    answer = json.loads(run(installed, "separate", "--jsonl", page=question))

    assert answer["policy_notice"]
    policy = json.loads(
        run(installed, "policy", "--jsonl", page=json.dumps({"text": answer["policy_notice"]}).encode())
    )
    assert policy["clauses"]
    comment = json.dumps({"comment": "Du Vollidiot.", "policy": answer["policy_notice"]}).encode()
    assert json.loads(run(installed, "screen", "--jsonl", page=comment))["model"].startswith("screening/")


def test_the_demo_works(installed):
    report = run(installed, "demo")

    assert "Stadtrat beschließt Sanierung" in report
    assert "policy_notice" in report
    assert "approve" in report
    assert "reject" in report


def test_the_service_starts(installed):
    code = "import moderation; print(moderation.create_app().test_client().get('/readyz').status_code)"

    output = subprocess.run(
        [installed / "python", "-c", code], capture_output=True, check=True, cwd=installed.parent
    ).stdout

    assert output.decode().strip() == "200"
