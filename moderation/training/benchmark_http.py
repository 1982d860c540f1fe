"""Requests per second beside a plain Flask JSON echo, on the same server in the same run.

Measured are the three questions that come with every comment: `POST /v1/screen`, Coral's external moderation phase with
its signature, and Perspective's `comments:analyze` with its key.
"""

import asyncio
import hmac
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from flask import Flask, Response, jsonify, request

from moderation.services.articles import ArticleSubmission, ingest
from moderation.services.deployment import open_deployment
from moderation.services.sites import add_site
from moderation.settings import Settings

CONNECTIONS = 8
WARM_UP_SECONDS = 1.5
ROUND_SECONDS = 2.0
ROUNDS = 5
START_SECONDS = 180.0
_COMMENT = (
    "Danke für den Bericht. Dass die Brücke nun doch erst im Herbst fertig wird, wundert mich nicht: Schon im Frühjahr "
    "hieß es auf der Sitzung, die Gelder seien knapp. Ich hätte mir gewünscht, dass man die Anwohner früher fragt. "
    "Die Umleitung durch den Ort ist für alle eine Zumutung, auch für die Geschäfte."
)
_POLICY = (
    "Bitte bleiben Sie sachlich. Beleidigungen, Schimpfwörter, Unterstellungen und Werbung werden nicht veröffentlicht."
)
_URL = "https://www.lindental-bote.example/stadt/bruecke.html"
_ARTICLE = (
    "Brücke wird erst im Herbst fertig\n\nDie Sanierung der Mühlbrücke dauert länger als geplant. Wie die Stadt am "
    "Montag mitteilte, fehlen Teile für das Geländer; die Umleitung durch den Ort bleibt bis Oktober bestehen.\n\nDie "
    "Läden an der Hauptstraße klagen über weniger Kundschaft. Anwohner hatten im Frühjahr vor dem Verkehr gewarnt."
)
BODY = {"id": "1", "comment": _COMMENT, "policy": _POLICY}


@dataclass(frozen=True, slots=True)
class HttpSpeed:
    """Medians over rounds that took turns.

    :ivar per_second: requests answered per second, by route.
    :ivar slowest: milliseconds within which 99 of 100 requests were answered, all connections busy, by route.
    :ivar echo_per_second: those of the peer.
    """

    per_second: dict[str, float]
    slowest: dict[str, float]
    echo_per_second: float

    def ratio(self, route: str) -> float:
        """Return the share of the echo's speed that a route keeps."""
        return self.per_second[route] / self.echo_per_second


def make_echo() -> Flask:
    """Return the peer: Flask as its own documentation uses it."""
    app = Flask("echo", static_folder=None)

    @app.post("/echo")
    def echo() -> Response:
        return jsonify(request.get_json())

    return app


def main() -> HttpSpeed:
    """Measure, print and return all speeds."""
    with tempfile.TemporaryDirectory() as data_dir:
        messages = _prepare(Path(data_dir))
        with (
            served("moderation.app:create_app", data_dir) as ours,
            served("moderation.training.benchmark_http:make_echo", data_dir) as theirs,
        ):
            targets = {name: (ours, message) for name, message in messages.items()}
            speed = _measure(targets, (theirs, _message("/echo", BODY)))
    for name, per_second in speed.per_second.items():
        rate = f"{per_second:8,.0f} requests/s  ratio {speed.ratio(name):.2f}"
        sys.stdout.write(f"{name:<22} {rate}  99 of 100 within {speed.slowest[name]:.1f} ms\n")
    sys.stdout.write(f"{'Flask JSON echo':<22} {speed.echo_per_second:8,.0f} requests/s\n")
    return speed


def _prepare(data_dir: Path) -> dict[str, bytes]:
    """Make a site with an article and rules; return the message that asks for each route, by its name."""
    settings = Settings.from_environment({"MODERATION_DATA_DIR": str(data_dir)})
    now = datetime.now(UTC)
    deployment = open_deployment(settings)
    try:
        site = add_site(deployment, "bote", now=now)
        ingest(deployment, "bote", ArticleSubmission("a-1", text=f"{_ARTICLE}\n\n{_POLICY}", url=_URL), now)
    finally:
        deployment.close()
    phase = {
        "action": "NEW",
        "comment": {"body": f"<div>{_COMMENT}</div>", "parentID": None},
        "author": {"id": "u-1", "role": "COMMENTER"},
        "story": {"id": "s-1", "url": _URL},
        "site": {"id": "w-1"},
        "tenantID": "t-1",
        "tenantDomain": "coral.example",
    }
    raw = json.dumps(phase, ensure_ascii=False, indent=2).encode()
    signature = hmac.new(site.coral_secret.encode(), raw, sha256).hexdigest()
    scores = {"comment": {"text": _COMMENT}, "requestedAttributes": {"TOXICITY": {}}, "languages": ["de"]}
    analyze = f"/perspective/bote/v1alpha1/comments:analyze?key={site.perspective_key}"
    return {
        "POST /v1/screen": _message("/v1/screen", BODY),
        "Coral phase": _raw_message("/coral/bote/phase", raw, f"X-Coral-Signature: sha256={signature}\r\n"),
        "comments:analyze": _message(analyze, scores),
    }


def _measure(targets: dict[str, tuple[int, bytes]], echo: tuple[int, bytes]) -> HttpSpeed:
    everyone = targets | {"echo": echo}
    for port, message in everyone.values():
        asyncio.run(_drive(port, message, WARM_UP_SECONDS))
    rounds: dict[str, list[float]] = {name: [] for name in everyone}
    waits: dict[str, list[float]] = {name: [] for name in everyone}
    for _ in range(ROUNDS):
        for name, (port, message) in everyone.items():
            rate, seconds = asyncio.run(_drive(port, message, ROUND_SECONDS))
            rounds[name].append(rate)
            waits[name] += seconds
    medians = {name: statistics.median(measured) for name, measured in rounds.items()}
    slowest = {name: 1000 * statistics.quantiles(waits[name], n=100)[98] for name in targets}
    return HttpSpeed({name: medians[name] for name in targets}, slowest, medians["echo"])


def _message(path: str, body: object) -> bytes:
    return _raw_message(path, json.dumps(body, ensure_ascii=False).encode())


def _raw_message(path: str, body: bytes, headers: str = "") -> bytes:
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"{headers}Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode("ascii") + body


async def _drive(port: int, message: bytes, seconds: float) -> tuple[float, list[float]]:
    """Return requests per second over several connections, each with one request under way, and each one's seconds."""
    loop = asyncio.get_running_loop()
    ends_at = time.perf_counter() + seconds
    clients = [_Client(message, ends_at, loop.create_future()) for _ in range(CONNECTIONS)]
    began = time.perf_counter()
    for client in clients:
        await loop.create_connection(lambda client=client: client, "127.0.0.1", port)  # type: ignore[misc]
    await asyncio.gather(*(client.done for client in clients))
    waits = [wait for client in clients for wait in client.waits]
    return len(waits) / (time.perf_counter() - began), waits


@dataclass(eq=False)
class _Client(asyncio.Protocol):
    message: bytes
    ends_at: float
    done: asyncio.Future[None]
    asked_at: float = 0.0
    waits: list[float] = field(default_factory=list)
    transport: asyncio.Transport | None = None
    received: bytearray = field(default_factory=bytearray)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self._ask()

    def _ask(self) -> None:
        assert self.transport is not None
        self.asked_at = time.perf_counter()
        self.transport.write(self.message)

    def data_received(self, data: bytes) -> None:
        self.received += data
        head = self.received.find(b"\r\n\r\n")
        if head < 0 or len(self.received) < head + 4 + _length(self.received[:head]):
            return
        assert self.transport is not None
        if not self.received.startswith((b"HTTP/1.1 200", b"HTTP/1.1 204")):
            self.done.set_exception(RuntimeError(self.received.decode("utf-8", "replace")[:500]))
            self.transport.close()
            return
        self.waits.append(time.perf_counter() - self.asked_at)
        self.received.clear()
        if time.perf_counter() < self.ends_at:
            self._ask()
        else:
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        if not self.done.done():
            self.done.set_result(None)


def _length(head: bytearray) -> int:
    if head.startswith(b"HTTP/1.1 204"):
        return 0
    for line in bytes(head).lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    raise RuntimeError("an answer without Content-Length")


@contextmanager
def served(
    factory: str, data_dir: str, workers: int = 1, threads: int = 1, variables: Mapping[str, str] | None = None
) -> Iterator[int]:
    """Serve an application by granian; give its port.

    :param threads: of each worker; `variables` what else it finds in its environment.
    """
    port = _free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "--workers", str(workers)]
    command += ["--blocking-threads", str(threads), "--port", str(port), factory]
    environment = os.environ | {
        "MODERATION_DATA_DIR": data_dir,
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        **(variables or {}),
    }
    server = subprocess.Popen(  # noqa: S603
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(60)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    ends_at = time.monotonic() + START_SECONDS
    while time.monotonic() < ends_at and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the server did not start")


if __name__ == "__main__":
    main()
