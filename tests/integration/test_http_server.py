"""Over real sockets: the limits that only a real server shows, on both servers that we name."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

WERKZEUG = """
from werkzeug.serving import run_simple
from moderation.app import create_app
run_simple("127.0.0.1", {port}, create_app(), threaded=True)
"""
SERVERS = {
    "granian": ["-m", "granian", "--interface", "wsgi", "--factory", "--port", "{port}", "moderation.app:create_app"],
    "werkzeug": ["-c", WERKZEUG],
}


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@contextmanager
def served(name, data_dir, **changes):
    port = free_port()
    command = [sys.executable, *(part.replace("{port}", str(port)) for part in SERVERS[name])]
    environment = os.environ | {"MODERATION_DATA_DIR": str(data_dir), "MODERATION_MAX_BODY_BYTES": "1000000"} | changes
    root = Path(__file__).parents[2]
    log = (data_dir / "log").open("wb")
    process = subprocess.Popen(command, env=environment, cwd=root, stdout=log, stderr=log)
    try:
        wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(10)
        log.close()


def wait_for(port, process):
    ends_at = time.monotonic() + 30
    while time.monotonic() < ends_at:
        assert process.poll() is None, "the server did not start"
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server does not listen")


@pytest.fixture(scope="module", params=sorted(SERVERS))
def port(request, tmp_path_factory):
    with served(request.param, tmp_path_factory.mktemp(request.param)) as port:
        yield port


def answer_to(port, head, pieces):
    """Send raw bytes; return the status and body of the answer, which may come before all is sent."""
    with socket.create_connection(("127.0.0.1", port), 20) as connection:
        connection.sendall(head)
        try:
            for piece in pieces:
                connection.sendall(piece)
        except OSError:
            pass  # the server has heard enough
        response = http.client.HTTPResponse(connection)
        response.begin()
        return response.status, response.read()


def test_a_question_is_answered(port):
    body = json.dumps({"text": "Bitte keine Beleidigungen."}).encode()

    status, answer = answer_to(
        port, b"POST /v1/policy HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body), [body]
    )

    assert status == 200
    assert json.loads(answer)["clauses"]


def test_a_chunked_body_is_read(port):
    body = json.dumps({"text": "Bitte keine Beleidigungen."}).encode()
    chunks = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)

    status, _ = answer_to(port, b"POST /v1/policy HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n", [chunks])

    assert status == 200


def test_a_body_that_announces_itself_as_too_large_is_not_awaited(port):
    began = time.monotonic()

    status, answer = answer_to(
        port, b"POST /v1/policy HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\n", [b"{"]
    )

    assert (status, json.loads(answer)["status"]) == (413, 413)
    assert time.monotonic() - began < 5


def test_a_hundred_megabytes_are_refused_quickly(port):
    began = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("POST", "/v1/policy", body=b" " * 100_000_000)
        status = connection.getresponse().status
    except (BrokenPipeError, ConnectionResetError):
        status = 413  # refused while still sending: the server closed the connection
    finally:
        connection.close()

    assert status == 413
    assert time.monotonic() - began < 10


def test_an_endless_chunked_body_is_refused(port):
    chunk = b"10000\r\n" + b" " * 65_536 + b"\r\n"

    try:
        status, _ = answer_to(
            port, b"POST /v1/policy HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n", [chunk] * 200
        )
    except ConnectionError:
        status = 413

    assert status == 413


def test_a_body_that_breaks_off_is_not_taken_for_a_whole_one(port):
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        connection.sendall(b"POST /v1/policy HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n" + b'{"text":"a"}')
        connection.shutdown(socket.SHUT_WR)
        answer = connection.recv(65_536)

    assert b" 200 " not in answer.partition(b"\r\n")[0]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (b"/v1/sites/a/comments/https%3A%2F%2Fz.example%2Fa%2F", 401),
        (b"/v1/sites/a/comments/%00%FF", 401),
        (b"/v1//policy", 404),
        (b"/%2e%2e/etc/passwd", 404),
        (b"/" + b"a" * 5000, 404),
    ],
)
def test_odd_paths_are_answered(port, path, status):
    assert answer_to(port, b"GET %s HTTP/1.1\r\nHost: x\r\n\r\n" % path, [])[0] == status


def test_it_lives_after_all_that(port):
    assert answer_to(port, b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", [])[0] == 200
