"""Publishers' servers on the loopback interface, which answer as the real ones do."""

import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from moderation.services.pull_sources import PullSource
from moderation.services.pulling import Pull
from moderation.services.sites import add_site
from moderation.webhooks.fetching import fetch
from tests.factories import NOW

get = partial(fetch, allow_private=True)


class Server:
    """A publisher's server: pages by path, and what it was asked."""

    def __init__(self):
        self.pages, self.asked, self.headers = {}, [], []

    def put(self, path, body, status=200, **headers):
        self.pages[path] = (status, body.encode() if isinstance(body, str) else body, headers)

    def answer(self, path, headers):
        self.asked.append(path)
        self.headers.append(headers)
        found = self.pages.get(path) or self.pages.get(urlsplit(path).path)
        if callable(found):
            return found(parse_qs(urlsplit(path).query))
        return found or (404, b"", {})


@pytest.fixture
def server():
    kept = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            status, body, headers = kept.answer(self.path, dict(self.headers))
            if headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
                status, body = 304, b""
            self.send_response(status)
            for name, value in {"Content-Type": "text/html", "Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        kept.url = f"http://127.0.0.1:{listening.server_port}"
        yield kept
        listening.shutdown()


@pytest.fixture
def bote(deployment):
    add_site(deployment, "bote", now=NOW)
    return deployment


@pytest.fixture
def pull(bote, server):
    def run(kind, path="", *, since=None, now=NOW, comments=False, **changes):
        source = PullSource(kind=kind, url=server.url + path, comments=comments)
        return Pull(bote, "bote", source, get, now, **({"wait": lambda _: None} | changes)).run(since)

    return run
