"""A fit over many shards goes on where it was ended, to the same weights; shards are made once, by whatever worker."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from moderation.services.screener import Screener
from moderation.training import site_words
from moderation.training.invented import reviews
from moderation.training.review_shards import make_shard
from moderation.training.reviews_file import ReviewGiven
from moderation.training.site_material import Grams, Material, material_in_memory
from moderation.training.site_words import fit_words

PARTS = site_words.KEPT_EVERY + 2
EACH = 12
ROOT = Path(__file__).parents[3]


class Ended(Exception):
    """Stands for whatever ends a process."""


def review(line: dict[str, object]) -> ReviewGiven:
    return ReviewGiven(str(line["id"]), str(line["comment"]), str(line["outcome"]))


@pytest.fixture(scope="module")
def whole() -> Material:
    lines = [review(line) for line in reviews(PARTS * EACH)]
    return material_in_memory(make_shard(lines, Screener.load().classifier))


def in_parts(whole: Material, folder: Path | None, *, ends_at: int | None = None) -> Material:
    """Return the material as if it were too large for memory; reading ends the process at so many parts read."""
    matrix, read = whole.grams.take(np.arange(len(whole))), [0]

    def part(number: int) -> "np.ndarray":
        read[0] += 1
        if ends_at is not None and read[0] > ends_at:
            raise Ended
        return matrix[number * EACH : (number + 1) * EACH]

    readers = [lambda number=number: part(number) for number in range(PARTS)]
    return replace(whole, grams=Grams(readers, [EACH] * PARTS, in_memory=0), checkpoints=folder)


def fit(material: Material) -> "np.ndarray":
    return fit_words(material, np.arange(len(material)), material.columns.refused, seed=3)


def test_fit_that_was_ended_goes_on_to_the_same_weights(whole: Material, tmp_path: Path) -> None:
    with pytest.raises(Ended):
        fit(in_parts(whole, tmp_path, ends_at=PARTS + site_words.KEPT_EVERY + 1))
    (kept,) = tmp_path.iterdir()
    goes_on = fit(in_parts(whole, tmp_path))

    assert kept.suffix == ".npz"
    assert np.array_equal(goes_on, fit(in_parts(whole, None)))


def test_fit_that_is_done_is_not_done_again(whole: Material, tmp_path: Path) -> None:
    first = fit(in_parts(whole, tmp_path))
    # Counting how rare the n-grams are reads every part once more; fitting reads none.
    again = fit(in_parts(whole, tmp_path, ends_at=PARTS))

    assert np.array_equal(first, again)


def test_other_verdicts_are_another_fit(whole: Material, tmp_path: Path) -> None:
    first = fit(in_parts(whole, tmp_path))
    other = in_parts(whole, tmp_path)
    turned = fit_words(other, np.arange(len(other)), ~other.columns.refused, seed=3)

    assert not np.array_equal(first, turned)


def test_products_of_parts_are_those_of_the_whole(whole: Material) -> None:
    weights = np.random.default_rng(0).normal(size=site_words.SLOTS)
    rows = np.array([PARTS * EACH - 1, 0, 40, 17, 3 * EACH])

    assert in_parts(whole, None).grams.times(weights, rows) == pytest.approx(whole.grams.times(weights, rows))


def write(file: Path, count: int) -> Path:
    file.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in reviews(count)), "utf-8")
    return file


def test_killed_retraining_goes_on_to_the_same_model(tmp_path: Path) -> None:
    file = write(tmp_path / "reviews.jsonl", 200)
    command = [sys.executable, str(ROOT / "scripts" / "retrain.py"), "--reviews", str(file), "--jobs", "2"]
    killed = subprocess.Popen([*command, "--output", str(tmp_path / "a")], start_new_session=True)
    shards = tmp_path / "a.work"
    while not (shards.is_dir() and any(shards.glob("0*[!t].npz"))) and killed.poll() is None:
        time.sleep(0.05)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait()
    for name in ("a", "b"):
        subprocess.run([*command, "--output", str(tmp_path / name)], check=True, stdout=subprocess.DEVNULL)
    first, second = ((tmp_path / name / "weights.npz").read_bytes() for name in ("a", "b"))

    assert first == second
    assert not shards.exists()
