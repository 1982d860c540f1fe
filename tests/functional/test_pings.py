"""WordPress without a plugin: its update service pings us in XML-RPC."""

import xmlrpc.client
from datetime import UTC, datetime

import pytest

from moderation.services.sites import rotate_secret
from moderation.storage import pulls


@pytest.fixture
def token(app, publisher):
    return rotate_secret(app.extensions["moderation"], publisher.name, "xmlrpc", datetime.now(UTC))


@pytest.fixture
def ping(client, publisher, token):
    def send(method="weblogUpdates.extendedPing", body=None, stated=None, slash=""):
        arguments = ("Lindental-Bote", "https://bote.example/", "https://bote.example/feed/")
        call = xmlrpc.client.dumps(arguments, method).encode() if body is None else body
        path = f"/hooks/{publisher.name}/xmlrpc{slash}?token={stated or token}"
        return client.post(path, data=call, content_type="text/xml")

    return send


def asked_for(app, site):
    with app.extensions["moderation"].database.read() as session:
        return pulls.asked_for(session, site)[0]


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize("method", ["weblogUpdates.extendedPing", "weblogUpdates.ping"])
def test_a_ping_is_thanked_for_and_asks_for_a_pull(app, publisher, ping, method, slash):
    answer = ping(method, slash=slash)

    (told,), _ = xmlrpc.client.loads(answer.data)
    assert told == {"flerror": False, "message": "Thanks for the ping."}
    assert asked_for(app, publisher.name) is not None


def test_other_methods_are_answered_with_a_fault(ping):
    with pytest.raises(xmlrpc.client.Fault) as caught:
        xmlrpc.client.loads(ping("system.listMethods").data)

    assert caught.value.faultCode == -32601


def test_without_its_token_a_ping_asks_for_nothing(app, publisher, ping):
    assert ping(stated="f" * 64).status_code == 401
    assert asked_for(app, publisher.name) is None


@pytest.mark.parametrize("body", [b"", b"{}", b"<methodCall>", b"<!DOCTYPE a []><methodCall/>", b"\xff\xfe<a/>"])
def test_a_ping_that_is_no_xml_is_refused(ping, body):
    assert ping(body=body).status_code == 400
