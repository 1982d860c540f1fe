"""CMSs as they send: each signature computed anew with the standard library; all texts are invented."""

import base64
import hmac
import json
import time
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from moderation.services.sites import rotate_secret
from tests.factories import NOW

SCHEMES = {"directus": "bearer", "generic": "bearer", "strapi": "bearer"}


def now_ms() -> str:
    return str(int(time.time() * 1000))


def mac(secret: str, message: bytes) -> bytes:
    return hmac.new(secret.encode(), message, sha256).digest()


def signature(scheme: str, secret: str, body: bytes, path: str, ms: str) -> dict[str, str]:
    """Return the headers a sender of this kind would add."""
    match scheme:
        case "bearer":
            return {"Authorization": f"Bearer {secret}"}
        case "ghost":
            return {"X-Ghost-Signature": f"sha256={mac(secret, body + ms.encode()).hex()}, t={ms}"}
        case "wordpress":
            return {"X-WP-Webhook-Signature": base64.b64encode(mac(secret, body)).decode()}
        case "typo3":
            return {
                "Webhook-Signature-Algo": "sha256",
                "Webhook-Signature": mac(secret, b"hook-1:" + body).hex(),
            }
        case "hyvor":
            return {"X-Signature": mac(secret, body).hex()}
        case "github":
            return {"X-Hub-Signature-256": "sha256=" + mac(secret, body).hex()}
        case "sanity":
            encoded = base64.urlsafe_b64encode(mac(secret, f"{ms}.".encode() + body)).decode().rstrip("=")
            return {"sanity-webhook-signature": f"t={ms},v1={encoded}"}
    assert scheme == "contentful"
    names = "x-contentful-signed-headers,x-contentful-timestamp"
    stated = f"x-contentful-signed-headers:{names};x-contentful-timestamp:{ms}"
    path, _, query = path.partition("?")
    whole = path + (f"?{quote(quote(query, safe=''), safe='')}" if query else "")
    canonical = f"POST\n{whole}\n{stated}\n".encode() + body
    return {
        "X-Contentful-Signature": mac(secret, canonical).hex(),
        "X-Contentful-Signed-Headers": names,
        "X-Contentful-Timestamp": ms,
    }


@dataclass
class Sender:
    """One CMS of one site."""

    publisher: Any
    source: str
    prefix: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        deployment = self.publisher.client.application.extensions["moderation"]
        self.secret = rotate_secret(deployment, self.publisher.name, self.source, NOW)

    @property
    def path(self) -> str:
        query = "?identifier=hook-1" if self.source == "typo3" else ""
        return f"/hooks/{self.publisher.name}/{self.source}{query}"

    def send(self, body: Any, event: str = "", **headers: str) -> Any:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        scheme = SCHEMES.get(self.source, self.source)
        base, _, query = self.path.partition("?")
        path = base + (f"/{event}" if event else "") + (f"?{query}" if query else "")
        signed = signature(scheme, self.secret, raw, path, now_ms())
        return self.publisher.client.post(path, data=raw, headers=signed | self.headers | headers)

    def article(self, article_id: str) -> Any:
        return self.publisher.ask("GET", f"/articles/{article_id}")

    def comment(self, comment_id: str) -> Any:
        return self.publisher.ask("GET", f"/comments/{comment_id}")
