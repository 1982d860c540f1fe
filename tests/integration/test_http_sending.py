"""Sending over real sockets: a receiver on the loopback interface, honest or not."""

import base64
import socket
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from standardwebhooks import Webhook

from moderation.webhooks import connecting
from moderation.webhooks.sending import OutboundMessage, SendResult, retry_after, send

SECRET = "whsec_" + base64.b64encode(b"s" * 24).decode()
BODY = b'{"type":"comment.decided","data":{}}'


@contextmanager
def receiver(status=200, headers=(), body=b""):
    received = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            content = self.rfile.read(int(self.headers["Content-Length"]))
            received.append((self.path, dict(self.headers.items()), content))
            self.send_response(status)
            for name, value in headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield server.server_port, received
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def careless_receiver(answer):
    """A server that says the same bytes to everyone."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve():
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        yield listener.getsockname()[1]
        thread.join()


def message(port, host="127.0.0.1"):
    return OutboundMessage(f"http://{host}:{port}/hook?site=1", "msg_1", BODY, [SECRET])


def now():
    return datetime.now(UTC)


def test_a_message_arrives_signed():
    with receiver() as (port, received):
        result = send(message(port, "localhost"), now(), allow_private=True)

    path, headers, body = received[0]
    assert result == SendResult(200)
    assert (path, headers["Host"]) == ("/hook?site=1", f"localhost:{port}")
    assert Webhook(SECRET).verify(body, headers) == {"type": "comment.decided", "data": {}}


def test_the_own_network_is_refused_by_default():
    with receiver() as (port, received):
        result = send(message(port), now(), allow_private=False)

    assert result.status is None
    assert "not public" in result.error
    assert received == []


def test_redirects_are_not_followed():
    with receiver(302, [("Location", "/elsewhere")]) as (port, received):
        result = send(message(port), now(), allow_private=True)

    assert (result.status, result.delivered, len(received)) == (302, False, 1)


def test_the_wish_to_wait_is_passed_on():
    with receiver(503, [("Retry-After", "120")]) as (port, _):
        assert send(message(port), now(), allow_private=True) == SendResult(503, retry_after=120)


def test_an_endless_answer_is_cut(monkeypatch):
    with receiver(body=b"x" * 3_000_000) as (port, _):
        assert send(message(port), now(), allow_private=True).delivered


@pytest.mark.parametrize("answer", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 500 + b"\r\n"])
def test_answers_that_are_no_http_are_errors(answer):
    with careless_receiver(answer) as port:
        result = send(message(port), now(), allow_private=True)

    assert result.status is None
    assert "127.0.0.1" in result.error


def test_silence_ends(monkeypatch):
    monkeypatch.setattr(connecting, "TIMEOUT_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        result = send(message(listener.getsockname()[1]), now(), allow_private=True)

    assert "Timeout" in result.error


def test_a_trickle_ends(monkeypatch):
    monkeypatch.setattr(connecting, "TIMEOUT_SECONDS", 0.3)
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def trickle():
            connection, _ = listener.accept()
            with connection:
                while not stop.wait(0.05):
                    try:
                        connection.sendall(b"H")
                    except OSError:
                        return

        thread = threading.Thread(target=trickle)
        thread.start()
        result = send(message(listener.getsockname()[1]), now(), allow_private=True)
        stop.set()
        thread.join()

    assert result.status is None


def test_nobody_there_is_an_error():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    assert send(message(port), now(), allow_private=True).error


@pytest.mark.parametrize("url", ["", "ftp://news.example/", "http://127.0.0.1:0x/"])
def test_a_target_that_is_none_is_an_error(url):
    assert send(OutboundMessage(url, "msg_1", BODY, [SECRET]), now(), allow_private=True).error


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("7", 7),
        ("99999999999999", 86_400),
        ("Sun, 01 Mar 2026 12:01:00 GMT", 60),
        ("Sun, 01 Mar 2026 11:00:00 GMT", 0),
        ("bald", None),
        ("-1", None),
    ],
)
def test_retry_after_is_read_in_both_forms(header, seconds):
    assert retry_after(header, datetime(2026, 3, 1, 12, tzinfo=UTC)) == seconds
