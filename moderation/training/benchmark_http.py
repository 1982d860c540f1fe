"""Requests per second of `POST /v1/screen` beside a plain Flask JSON echo, on the same server in the same run."""

import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask import Flask, Response, jsonify, request

CONNECTIONS = 8
WARM_UP_SECONDS = 1.5
ROUND_SECONDS = 2.0
ROUNDS = 5
START_SECONDS = 30.0
_COMMENT = (
    "Danke für den Bericht. Dass die Brücke nun doch erst im Herbst fertig wird, wundert mich nicht: Schon im Frühjahr "
    "hieß es auf der Sitzung, die Gelder seien knapp. Ich hätte mir gewünscht, dass man die Anwohner früher fragt. "
    "Die Umleitung durch den Ort ist für alle eine Zumutung, auch für die Geschäfte."
)
_POLICY = (
    "Bitte bleiben Sie sachlich. Beleidigungen, Schimpfwörter, Unterstellungen und Werbung werden nicht veröffentlicht."
)
BODY = {"id": "1", "comment": _COMMENT, "policy": _POLICY}


@dataclass(frozen=True, slots=True)
class HttpSpeed:
    """What was measured: medians over rounds that took turns.

    :ivar ratio: requests per second of `screen` divided by those of the echo.
    """

    screen_per_second: float
    echo_per_second: float

    @property
    def ratio(self) -> float:
        """The share of the echo's speed that screening keeps."""
        return self.screen_per_second / self.echo_per_second


def make_echo() -> Flask:
    """Return the peer: Flask as its own documentation uses it."""
    app = Flask("echo", static_folder=None)

    @app.post("/echo")
    def echo() -> Response:
        return jsonify(request.get_json())

    return app


def main() -> HttpSpeed:
    """Measure, print and return both speeds."""
    with (
        _served("moderation.app:create_app") as ours,
        _served("moderation.training.benchmark_http:make_echo") as theirs,
    ):
        speed = _measure(ours, theirs)
    sys.stdout.write(
        f"POST /v1/screen  {speed.screen_per_second:8,.0f} requests/s\n"
        f"Flask JSON echo  {speed.echo_per_second:8,.0f} requests/s\n"
        f"ratio            {speed.ratio:8.2f}\n"
    )
    return speed


def _measure(screen_port: int, echo_port: int) -> HttpSpeed:
    targets = {"screen": (screen_port, _message("/v1/screen")), "echo": (echo_port, _message("/echo"))}
    for port, message in targets.values():
        asyncio.run(_drive(port, message, WARM_UP_SECONDS))
    rounds: dict[str, list[float]] = {name: [] for name in targets}
    for _ in range(ROUNDS):
        for name, (port, message) in targets.items():
            rounds[name].append(asyncio.run(_drive(port, message, ROUND_SECONDS)))
    return HttpSpeed(statistics.median(rounds["screen"]), statistics.median(rounds["echo"]))


def _message(path: str) -> bytes:
    body = json.dumps(BODY).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode("ascii") + body


async def _drive(port: int, message: bytes, seconds: float) -> float:
    """Return requests per second over several connections, each with one request under way."""
    loop = asyncio.get_running_loop()
    ends_at = time.perf_counter() + seconds
    clients = [_Client(message, ends_at, loop.create_future()) for _ in range(CONNECTIONS)]
    began = time.perf_counter()
    for client in clients:
        await loop.create_connection(lambda client=client: client, "127.0.0.1", port)  # type: ignore[misc]
    await asyncio.gather(*(client.done for client in clients))
    return sum(client.answered for client in clients) / (time.perf_counter() - began)


@dataclass(eq=False)
class _Client(asyncio.Protocol):
    message: bytes
    ends_at: float
    done: asyncio.Future[None]
    answered: int = 0
    transport: asyncio.Transport | None = None
    received: bytearray = field(default_factory=bytearray)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(self.message)

    def data_received(self, data: bytes) -> None:
        self.received += data
        head = self.received.find(b"\r\n\r\n")
        if head < 0 or len(self.received) < head + 4 + _length(self.received[:head]):
            return
        assert self.transport is not None
        if not self.received.startswith(b"HTTP/1.1 200"):
            self.done.set_exception(RuntimeError(self.received.decode("utf-8", "replace")[:500]))
            self.transport.close()
            return
        self.answered += 1
        self.received.clear()
        if time.perf_counter() < self.ends_at:
            self.transport.write(self.message)
        else:
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        if not self.done.done():
            self.done.set_result(None)


def _length(head: bytearray) -> int:
    for line in bytes(head).lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    raise RuntimeError("an answer without Content-Length")


@contextmanager
def _served(factory: str) -> Iterator[int]:
    """Serve an application by granian, one worker, one thread; give its port."""
    port = _free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "--workers", "1"]
    command += ["--blocking-threads", "1", "--port", str(port), factory]
    with tempfile.TemporaryDirectory() as data_dir:
        environment = os.environ | {
            "MODERATION_DATA_DIR": data_dir,
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
        }
        server = subprocess.Popen(  # noqa: S603
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            _wait_for(port, server)
            yield port
        finally:
            server.terminate()
            server.wait(10)


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
