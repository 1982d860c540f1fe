"""A message that was answered 200 is never lost, whatever happens to the process that took it in."""

import os
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime

import pytest

from moderation.services import articles, inbox
from moderation.services.deployment import open_deployment
from moderation.services.sites import add_site, rotate_secret
from moderation.settings import Settings
from tests.integration.test_deploy import ROOT, ask, ghost, granian_environment
from tests.integration.test_http_server import free_port, wait_for

SENDERS, EACH = 4, 8


@pytest.fixture
def publisher(database_url, tmp_path):
    environment = {
        "MODERATION_DATA_DIR": str(tmp_path),
        "MODERATION_DATABASE_URL": database_url,
        "MODERATION_SECRET_KEY": "a key that only the tests use",
    }
    deployment = open_deployment(Settings.from_environment(environment), migrate=False)
    add_site(deployment, "bote", now=datetime.now(UTC))
    yield deployment, environment, rotate_secret(deployment, "bote", "ghost", datetime.now(UTC))
    deployment.close()


def test_what_was_acknowledged_is_worked_off_after_the_process_was_killed(publisher, tmp_path):
    deployment, environment, secret = publisher
    port, acknowledged = free_port(), set()
    settings = granian_environment(port) | environment | {"PYTHONPATH": str(ROOT), "MODERATION_LOG_FORMAT": "none"}
    process = subprocess.Popen(
        [sys.executable, "-m", "granian", "moderation.app:create_app"],
        env=os.environ | settings,
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    halfway = threading.Event()

    def send(first):
        for number in range(first, first + EACH):
            try:
                status, *_ = ask(port, "POST", "/hooks/bote/ghost", *ghost(secret, number))
            except OSError:
                return
            if status == 200:
                acknowledged.add(f"g{number}")
            if len(acknowledged) >= SENDERS * EACH // 2:
                halfway.set()

    wait_for(port, process)
    threads = [threading.Thread(target=send, args=(first,)) for first in range(0, SENDERS * EACH, EACH)]
    for thread in threads:
        thread.start()
    halfway.wait(60)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for thread in threads:
        thread.join()

    inbox.work_off_due(deployment, datetime.now(UTC) + inbox.CLAIM, limit=100)

    assert len(acknowledged) >= SENDERS * EACH // 2
    for article_id in acknowledged:
        assert articles.get(deployment, "bote", article_id).id == article_id
