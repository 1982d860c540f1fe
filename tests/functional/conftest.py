"""One application per test file, and a site of its own for each test."""

import dataclasses
import itertools
import json
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from standardwebhooks import Webhook
from werkzeug.test import TestResponse

from moderation.app import create_app
from moderation.services.sites import SiteCredentials, add_site
from moderation.settings import Settings
from tests.functional.senders import Sender

_NUMBERS = itertools.count(1)


@dataclass(frozen=True)
class Publisher:
    """A publisher as the service sees it: its keys, and what its CMS would send."""

    client: FlaskClient
    credentials: SiteCredentials

    @property
    def name(self) -> str:
        return self.credentials.site

    @property
    def key(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.credentials.api_key}"}

    def ask(self, method: str, path: str, body: object = None, headers: dict[str, str] | None = None) -> TestResponse:
        address = f"/v1/sites/{self.name}{path}"
        return self.client.open(address, method=method, json=body, headers=self.key | (headers or {}))

    def hook(self, type_: str, data: object, message_id: str | None = None) -> TestResponse:
        return self.hook_raw(json.dumps({"type": type_, "data": data}, ensure_ascii=False), message_id)

    def hook_raw(self, body: str, message_id: str | None = None) -> TestResponse:
        identifier, now = message_id or uuid.uuid4().hex, datetime.now(UTC)
        headers = {
            "webhook-id": identifier,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": Webhook(self.credentials.webhook_secret).sign(identifier, now, body),
        }
        return self.client.post(f"/hooks/{self.name}/standard", data=body.encode(), headers=headers)


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    data_dir = tmp_path_factory.mktemp("data")
    return Settings.from_environment({"MODERATION_DATA_DIR": str(data_dir), "MODERATION_ALLOW_PRIVATE_TARGETS": "1"})


@pytest.fixture(scope="module")
def app(settings):
    app = create_app(settings)
    yield app
    app.extensions["moderation"].close()


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def make_publisher(app, client):
    def make(deliver_to: str | None = None) -> Publisher:
        name = f"zeitung-{next(_NUMBERS)}"
        deployment = app.extensions["moderation"]
        return Publisher(client, add_site(deployment, name, deliver_to=deliver_to, now=datetime.now(UTC)))

    return make


@pytest.fixture
def publisher(make_publisher):
    return make_publisher()


@pytest.fixture
def make_broken(settings, tmp_path):
    """A publisher whose service has lost its models."""
    apps = []

    def make() -> Publisher:
        broken = create_app(dataclasses.replace(settings, models_dir=tmp_path / "nowhere"))
        apps.append(broken)
        credentials = add_site(broken.extensions["moderation"], f"ohne-{next(_NUMBERS)}", now=datetime.now(UTC))
        return Publisher(broken.test_client(), credentials)

    yield make
    for app in apps:
        app.extensions["moderation"].close()


@pytest.fixture(scope="module")
def warm(app):
    """Load the models: a message that comes first may be answered before it is worked off."""
    assert app.test_client().get("/readyz").status_code == 200


@pytest.fixture
def send_from(publisher):
    return lambda source: Sender(publisher, source)
