"""The configurations that we ship: each server is started with its own and answers as the contracts say."""

import hmac
import http.client
import json
import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
import yaml

from moderation.services.deployment import open_deployment
from moderation.services.sites import add_site, rotate_secret
from moderation.settings import Settings
from tests.factories import FOOTER, HEADLINE, PARAGRAPHS
from tests.integration.test_http_server import free_port, wait_for

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
HTML = "".join(f"<p>{paragraph}</p>" for paragraph in (*PARAGRAPHS, FOOTER))
NAMES = ("granian", "gunicorn")


def granian_environment(port):
    lines = (line for line in (DEPLOY / "granian.env").read_text().splitlines() if line and line[0] != "#")
    return dict(line.split("=", 1) for line in lines) | {"GRANIAN_PORT": str(port)}


def commands(name, port):
    if name == "granian":
        return ["-m", "granian", "moderation.app:create_app"], granian_environment(port)
    return ["-m", "gunicorn", "--config", str(DEPLOY / "gunicorn.conf.py")], {"MODERATION_BIND": f"127.0.0.1:{port}"}


@contextmanager
def served(name, data_dir):
    port = free_port()
    arguments, settings = commands(name, port)
    ours = {"MODERATION_DATA_DIR": str(data_dir), "MODERATION_TRUSTED_PROXIES": "1", "PYTHONPATH": str(ROOT)}
    log = (data_dir / "log").open("wb")
    process = subprocess.Popen(
        [sys.executable, *arguments], env=os.environ | settings | ours, cwd=data_dir, stdout=log, stderr=log
    )
    try:
        wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(40)
        log.close()


@pytest.fixture(scope="module", params=NAMES)
def publisher(request, tmp_path_factory):
    data_dir = tmp_path_factory.mktemp(request.param)
    deployment = open_deployment(Settings.from_environment({"MODERATION_DATA_DIR": str(data_dir)}))
    key = add_site(deployment, "bote", now=datetime.now(UTC)).api_key
    secret = rotate_secret(deployment, "bote", "ghost", datetime.now(UTC))
    deployment.close()
    with served(request.param, data_dir) as port:
        ask(port, "GET", "/readyz")
        yield port, key, secret


def ask(port, method, target, body=b"", headers=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request(method, target, body=body, headers=headers or {})
    answer = connection.getresponse()
    found = answer.status, dict(answer.getheaders()), answer.read()
    connection.close()
    return found


def ghost(secret, number):
    current = {"id": f"g{number}", "title": HEADLINE, "html": HTML, "status": "published", "updated_at": "2026-05-04"}
    body = json.dumps({"post": {"current": current, "previous": {}}}).encode()
    ms = str(int(time.time() * 1000))
    signature = hmac.new(secret.encode(), body + ms.encode(), sha256).hexdigest()
    return body, {"X-Ghost-Signature": f"sha256={signature}, t={ms}", "Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("number", "target", "more"),
    [
        (1, "/hooks/bote/ghost", {}),
        (2, "/hooks/bote/ghost/", {}),
        (3, "http://moderation.example/hooks/bote/ghost", {"Host": "moderation.example"}),
        (4, "/hooks/bote/ghost/post.published", {"X-Forwarded-Prefix": "/moderation", "X-Forwarded-Proto": "https"}),
    ],
)
def test_a_webhook_is_taken_in_within_two_seconds(publisher, number, target, more):
    port, key, secret = publisher
    body, headers = ghost(secret, number)

    began = time.monotonic()
    status, told, answer = ask(port, "POST", target, body, headers | more)

    assert (status, "Location" in told) == (200, False)
    assert json.loads(answer)["result"] in ("accepted", "queued")
    assert time.monotonic() - began < 2
    for _ in range(100):
        stored = ask(port, "GET", f"/v1/sites/bote/articles/g{number}", headers={"Authorization": f"Bearer {key}"})
        if stored[0] == 200:
            break
        time.sleep(0.1)
    assert json.loads(stored[2])["text"].endswith(PARAGRAPHS[-1])


def test_a_prefix_of_the_proxy_is_told(publisher):
    port, *_ = publisher

    document = json.loads(ask(port, "GET", "/openapi.json", headers={"X-Forwarded-Prefix": "/moderation"})[2])

    assert document["servers"] == [{"url": "/moderation"}]


def test_errors_are_ours_and_not_the_server_s(publisher):
    port, *_ = publisher

    status, headers, _ = ask(port, "POST", "/hooks/bote/ghost", b"{}")

    assert (status, headers.get("Content-Type") or headers["content-type"]) == (401, "application/problem+json")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
@pytest.mark.parametrize("unit", ["moderation.service", "moderation-worker.service"])
def test_units_are_sound(unit, tmp_path):
    # The units name the paths of an installation; what is checked is everything else.
    text = (DEPLOY / unit).read_text()
    for command in ("moderation", "granian"):
        text = text.replace(f"/opt/moderation/.venv/bin/{command} ", "/bin/true ")
    (tmp_path / unit).write_text(text.replace("Wants=network-online.target moderation-worker.service", ""))

    checked = subprocess.run(
        ["systemd-analyze", "verify", str(tmp_path / unit)], capture_output=True, text=True, check=False
    )

    assert unit not in checked.stderr, checked.stderr


def test_containers_run_what_the_program_has():
    composed = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    described = (DEPLOY / "Containerfile").read_text()

    assert set(composed["services"]) == {"database", "upgrade", "service", "worker"}
    assert composed["services"]["worker"]["command"] == ["moderation", "deliver"]
    for name, value in granian_environment(8000).items():
        if name not in ("GRANIAN_HOST", "GRANIAN_WORKERS", "GRANIAN_BACKLOG"):
            assert f"{name}={value}" in described
