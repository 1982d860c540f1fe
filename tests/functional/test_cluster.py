"""A filter on a Dask cluster gives the answers of one process."""

import json

import pytest
from distributed import LocalCluster

from tests.functional.test_command_line import moderation

QUESTIONS = "\n".join(
    json.dumps({"id": number, "text": f"Beleidigungen und Werbung sind verboten, höchstens {number} Zeichen."})
    for number in range(100, 300)
)


@pytest.fixture(scope="module")
def address():
    with LocalCluster(n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None, protocol="tcp") as c:
        yield c.scheduler_address


def test_a_cluster_answers_like_one_process(address):
    alone = moderation("policy", "--jsonl", text=QUESTIONS).stdout

    assert moderation("policy", "--jsonl", "--scheduler", address, text=QUESTIONS).stdout == alone


def test_a_scheduler_that_is_not_there_is_named():
    finished = moderation("policy", "--jsonl", "--scheduler", "tcp://127.0.0.1:1", text=QUESTIONS, status=1)

    assert finished.stderr.startswith(b"moderation: no Dask scheduler answers")
