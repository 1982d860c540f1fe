"""A browser at the review console."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from typing import Any

from flask import Flask
from werkzeug.test import Client, TestResponse

from moderation.services.users import add_user

PASSWORD = "ein langes Passwort"
GERMAN = {"Accept-Language": "de"}


@dataclass
class Browser:
    """A browser with its cookies, at the console of one installation."""

    client: Client
    prefix: str = ""

    def get(self, path: str, language: str = "de", **options: Any) -> TestResponse:
        address = f"{self.prefix}/review{path}"
        return self.client.get(address, headers={"Accept-Language": language}, **options)

    def post(self, path: str, form: dict[str, object], **options: Any) -> TestResponse:
        return self.client.post(f"{self.prefix}/review{path}", data=form, headers=GERMAN, **options)

    def token(self, path: str = "/login") -> str:
        """Return what the forms of a page send along."""
        found = re.search(r'name="token" value="([^"]+)"', self.get(path).text)
        assert found
        return found[1]

    def log_in(self, name: str, password: str = PASSWORD, **form: object) -> TestResponse:
        return self.post("/login", {"token": self.token(), "name": name, "password": password, **form})

    def decide(self, site: str, comment_id: str, outcome: str, **form: object) -> TestResponse:
        filled = {"token": self.token("/"), "revision": 1, "outcome": outcome, "origin": "queue", **form}
        return self.post(f"/sites/{site}/decision", filled, query_string={"id": comment_id})


def add_moderator(app: Flask, name: str, *sites: str) -> str:
    """Add a moderator and return the name."""
    add_user(app.extensions["moderation"], name, PASSWORD, sites, datetime.now(UTC))
    return name


def words(answer: TestResponse) -> str:
    """Return what a reader sees of a page."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", answer.text)).split())
