import subprocess
import sys
import threading
import time
from itertools import groupby
from pathlib import Path

import pytest

from moderation.errors import StorageBusy, StorageFault
from moderation.storage.turns import WriterTurns

KILLED = """
import os, sys
from pathlib import Path
from moderation.storage.turns import WriterTurns
with WriterTurns(Path(sys.argv[1]), 5).turn():
    os.kill(os.getpid(), 9)
"""


def test_a_busy_writer_does_not_take_one_turn_after_the_other(tmp_path: Path):
    order: list[str] = []
    ready = threading.Barrier(2)

    def write(name: str) -> None:
        turns = WriterTurns(tmp_path / "x", 20)
        ready.wait()
        for _ in range(40):
            with turns.turn():
                order.append(name)
                time.sleep(0.003)

    writers = [threading.Thread(target=write, args=(name,)) for name in "ab"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    both = order[: max(order.index("a"), order.index("b"), 40)]
    assert max(len(list(run)) for _, run in groupby(both)) < 20


def test_nobody_waits_longer_than_stated(tmp_path: Path):
    with WriterTurns(tmp_path / "x", 5).turn():
        started = time.monotonic()
        with pytest.raises(StorageBusy), WriterTurns(tmp_path / "x", 0.1).turn():
            pass

    assert 0.1 <= time.monotonic() - started < 3


def test_the_turn_of_a_killed_process_comes_back(tmp_path: Path):
    ended = subprocess.run([sys.executable, "-c", KILLED, tmp_path / "x"], check=False, timeout=60)

    assert ended.returncode == -9
    with WriterTurns(tmp_path / "x", 0.1).turn():
        pass


def test_an_error_gives_the_turn_back(tmp_path: Path):
    turns = WriterTurns(tmp_path / "x", 0.1)
    with pytest.raises(KeyError), turns.turn():
        raise KeyError

    with turns.turn():
        pass


def test_a_folder_that_cannot_be_written_is_a_fault(tmp_path: Path):
    with pytest.raises(StorageFault), WriterTurns(tmp_path / "missing" / "x", 0.1).turn():
        pass
