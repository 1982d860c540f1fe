"""Activating models under load over HTTP: every answer bears exactly the scores of the model it names, none fails."""

import http.client
import json
import shutil
import sys
import threading
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

from moderation.comment.classifier import MODEL
from moderation.model_store.registry import activate, active_folder
from moderation.services.deployment import open_deployment
from moderation.services.screener import Screener
from moderation.services.site_models import SITES
from moderation.services.sites import add_site
from moderation.settings import Settings, shipped_models
from moderation.training import invented
from moderation.training.benchmark_http import served
from moderation.training.retraining import Request, retrain

SITE, VERSIONS = "bote", ("1", "2")
PAUSE_SECONDS = 0.2
PATIENCE_SECONDS, LASTING_SECONDS = 60.0, 2.0
CONNECTIONS = 4
_TEXTS = 20
_REVIEWS = 120
_POLICY = "Bitte keine Beleidigungen, keine Werbung und keine Unterstellungen."

Expected = Mapping[str, Mapping[str, Mapping[str, float]]]


@dataclass(slots=True)
class Seen:
    """What came back over one or several connections.

    :ivar wrong: answers whose scores are not those of the model they name; `failed` what was no answer at all.
    :ivar switches: how often an answer named another model than the one before on the same connection.
    """

    answers: int = 0
    wrong: int = 0
    failed: list[str] = field(default_factory=list)
    switches: int = 0
    models: set[str] = field(default_factory=set)

    def add(self, other: "Seen") -> None:
        """Count what came over another connection."""
        self.answers += other.answers
        self.wrong += other.wrong
        self.failed += other.failed
        self.switches += other.switches
        self.models |= other.models


def main(activations: int, *, workers: int = 2, threads: int = 2, pause: float = PAUSE_SECONDS) -> Seen:
    """Activate two models in turn while several connections ask; print and return what they saw."""
    with TemporaryDirectory() as temporary:
        home = Path(temporary)
        seen = ask_while_activating(home, _prepare(home), activations, workers=workers, threads=threads, pause=pause)
    told = f"{activations} activations, {seen.answers:,} answers by {', '.join(sorted(seen.models))}: "
    sys.stdout.write(
        f"{told}{len(seen.failed)} failed, {seen.wrong} with other scores than those of the model they name; "
        f"{seen.switches} times a connection saw the model change\n"
    )
    return seen


def ask_while_activating(
    home: Path, models: Path, activations: int, *, workers: int, threads: int, pause: float
) -> Seen:
    """Serve a folder of models, activate two versions of the site's own in turn, and ask all the while.

    :param home: the data directory, without a database yet.
    """
    deployment = open_deployment(Settings.from_environment({"MODERATION_DATA_DIR": str(home)}))
    try:
        add_site(deployment, SITE, now=datetime.now(UTC))
    finally:
        deployment.close()
    expected = _expected(models)
    environment = {"MODERATION_MODELS_DIR": str(models)}
    with served("moderation.app:create_app", str(home), workers, threads, environment) as port:
        return _load(port, expected, models, activations, pause)


def _prepare(home: Path) -> Path:
    models = home / "models"
    shutil.copytree(shipped_models(), models, ignore=shutil.ignore_patterns("__pycache__"))
    base = active_folder(models, MODEL)
    for version in VERSIONS:
        reviews = home / f"{version}.jsonl"
        lines = invented.reviews(_REVIEWS, seed=int(version))
        reviews.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
        retrain(Request(reviews, models / SITES / SITE / version, base, site=SITE))
    activate(models / SITES, SITE, VERSIONS[0])
    return models


def _expected(models: Path) -> Expected:
    texts = [text for text, _ in invented.comments(_TEXTS, seed=9)]
    screeners = [Screener.load(models / SITES / SITE / version) for version in VERSIONS]
    return {
        screener.label: {text: dict(screener.screen(text, policy=_POLICY).scores) for text in texts}
        for screener in screeners
    }


def _activate(models: Path, activations: int, pause: float) -> None:
    for number in range(activations):
        activate(models / SITES, SITE, VERSIONS[(number + 1) % len(VERSIONS)])
        time.sleep(pause)


def _load(port: int, expected: Expected, models: Path, activations: int, pause: float) -> Seen:
    over = threading.Event()
    total, each = Seen(), [Seen() for _ in range(CONNECTIONS)]
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        asking = [pool.submit(_ask, port, expected, over, seen) for seen in each]
        try:
            _activate(models, activations, pause)
            ends_at = time.monotonic() + PATIENCE_SECONDS
            # Workers look for another model once a second: a busy machine may have missed one that did not last.
            while (missing := set(expected).difference(*(seen.models for seen in each))) and time.monotonic() < ends_at:
                activate(models / SITES, SITE, min(missing).rpartition("/")[2])
                time.sleep(LASTING_SECONDS)
        finally:
            over.set()
        for connection in asking:
            connection.result()
    for seen in each:
        total.add(seen)
    return total


def _ask(port: int, expected: Expected, over: threading.Event, seen: Seen) -> None:
    before = None
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for text in cycle(next(iter(expected.values()))):
        if over.is_set():
            connection.close()
            return
        body = json.dumps({"comment": text, "site": SITE, "policy": _POLICY}).encode()
        try:
            connection.request("POST", "/v1/screen", body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException) as error:
            seen.failed.append(type(error).__name__)
            connection.close()
            continue
        if answer.status != http.client.OK:
            seen.failed.append(str(answer.status))
            continue
        given = json.loads(content)
        seen.answers += 1
        seen.models.add(given["model"])
        seen.wrong += given["scores"] != expected.get(given["model"], {}).get(text)
        seen.switches += before not in (None, given["model"])
        before = given["model"]
