"""Retraining on as many invented reviews as one likes: time, processor time, the most memory held."""

import json
import os
import resource
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from moderation.model_store.folder import WEIGHTS
from moderation.training import invented

_SCRIPT = Path(__file__).parents[2] / "scripts" / "retrain.py"


def main(reviews: int, jobs: int, *, folder: Path | None = None) -> None:
    """Retrain in a process of its own and print what it took.

    :param folder: where reviews and model stay; a temporary one without.
    """
    with TemporaryDirectory() as temporary:
        home = folder or Path(temporary)
        home.mkdir(parents=True, exist_ok=True)
        file = home / f"reviews-{reviews}.jsonl"
        if not file.exists():
            with file.open("w", encoding="utf-8") as stream:
                stream.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in invented.reviews(reviews))
        output = home / f"model-{reviews}"
        command = [sys.executable, str(_SCRIPT), "--reviews", str(file), "--output", str(output)]
        begun = time.monotonic()
        subprocess.run([*command, "--jobs", str(jobs)], check=True, env=os.environ)  # noqa: S603
        wall = time.monotonic() - begun
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        digest = sha256((output / WEIGHTS).read_bytes()).hexdigest()
    sys.stdout.write(
        f"{reviews:,} reviews: {wall:,.0f} s, {used.ru_utime + used.ru_stime:,.0f} s of processor time, "
        f"at most {used.ru_maxrss / 1024:,.0f} MiB in one process; weights {digest[:16]}\n"
    )
