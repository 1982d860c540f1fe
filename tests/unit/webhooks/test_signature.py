import base64
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook

from moderation.errors import BadSignature, InvalidInput
from moderation.webhooks.signature import sign, signed_headers, verify

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
SECRET = "whsec_" + base64.b64encode(bytes(range(24))).decode()
OTHER = "whsec_" + base64.b64encode(bytes(range(1, 33))).decode()
BODY = '{"type":"comment.created","data":{"text":"Schöner Artikel"}}'.encode()
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PRIVATE = "whsk_" + base64.b64encode(KEY.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())).decode()
PUBLIC = "whpk_" + base64.b64encode(KEY.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


def headers(body=BODY, secrets=(SECRET,), sent_at=NOW, prefix="webhook", message_id="msg_1"):
    signed = signed_headers(message_id, sent_at, body, secrets)
    return {name.replace("webhook", prefix): value for name, value in signed.items()}


def test_a_foreign_client_is_understood():
    signature = Webhook(SECRET).sign("msg_1", NOW, BODY.decode())
    received = {"webhook-id": "msg_1", "webhook-timestamp": str(int(NOW.timestamp())), "webhook-signature": signature}

    assert verify(received, BODY, [SECRET], NOW) == "msg_1"


def test_a_foreign_receiver_understands_us():
    now = datetime.now(UTC)

    assert Webhook(SECRET).verify(BODY, headers(sent_at=now))["type"] == "comment.created"


@pytest.mark.parametrize(
    ("signing", "checking"),
    [
        ([SECRET], [SECRET]),
        ([SECRET], [OTHER, SECRET]),  # ours is being replaced
        ([OTHER, SECRET], [SECRET]),  # theirs is being replaced
        ([PRIVATE], [PUBLIC]),
        ([PRIVATE], [PRIVATE]),
        ([PRIVATE, SECRET], [SECRET]),
        ([SECRET.rstrip("=")], [SECRET]),
    ],
)
def test_any_pair_of_signature_and_secret_is_enough(signing, checking):
    assert verify(headers(secrets=signing), BODY, checking, NOW) == "msg_1"


@pytest.mark.parametrize("version", ["v2,AAAA", "v1b,AAAA"])
def test_unknown_versions_are_skipped(version):
    received = headers()
    received["webhook-signature"] = f"{version} {received['webhook-signature']}"

    assert verify(received, BODY, [SECRET], NOW) == "msg_1"


def test_the_names_of_svix_are_aliases():
    assert verify(headers(prefix="svix"), BODY, [SECRET], NOW) == "msg_1"


def test_missing_padding_is_forgiven():
    received = headers()
    received["webhook-signature"] = received["webhook-signature"].rstrip("=")

    assert verify(received, BODY, [SECRET], NOW) == "msg_1"


@pytest.mark.parametrize("seconds", [-300, 300])
def test_five_minutes_are_tolerated(seconds):
    assert verify(headers(sent_at=NOW + timedelta(seconds=seconds)), BODY, [SECRET], NOW)


@pytest.mark.parametrize("seconds", [-301, 301])
def test_more_than_five_minutes_are_stale(seconds):
    with pytest.raises(BadSignature) as caught:
        verify(headers(sent_at=NOW + timedelta(seconds=seconds)), BODY, [SECRET], NOW)

    assert caught.value.reason == "stale"


@pytest.mark.parametrize(
    ("body", "secrets", "changed"),
    [
        (BODY + b" ", [SECRET], {}),
        (BODY, [OTHER], {}),
        (BODY, [], {}),
        (BODY, [PUBLIC], {}),
        (BODY, [SECRET], {"webhook-id": "msg_2"}),
        (BODY, [SECRET], {"webhook-signature": "v2,AAAA"}),
    ],
)
def test_what_was_not_signed_with_the_secret_does_not_match(body, secrets, changed):
    with pytest.raises(BadSignature) as caught:
        verify(headers() | changed, body, secrets, NOW)

    assert caught.value.reason == "mismatch"


@pytest.mark.parametrize("missing", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_each_header_is_needed(missing):
    received = headers()
    del received[missing]

    with pytest.raises(BadSignature) as caught:
        verify(received, BODY, [SECRET], NOW)

    assert caught.value.reason == "missing"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("webhook-signature", "v1"),
        ("webhook-signature", "v1 AAAA"),
        ("webhook-signature", "v1,"),
        ("webhook-signature", "v1,====,"),
        ("webhook-signature", "v1,A"),
        ("webhook-signature", "v1,ä"),
        ("webhook-signature", "sha256=abc"),
        ("webhook-signature", " ".join(["v1,AAAA"] * 33)),
        ("webhook-id", "a.b"),
        ("webhook-id", "x" * 256),
        ("webhook-id", "\udcff"),
        ("webhook-timestamp", "1.5"),
        ("webhook-timestamp", "-1"),
        ("webhook-timestamp", "٣"),
        ("webhook-timestamp", "9" * 5000),
    ],
)
def test_malformed_headers_are_told_apart(name, value):
    with pytest.raises(BadSignature) as caught:
        verify(headers() | {name: value}, BODY, [SECRET], NOW)

    assert caught.value.reason == "malformed"


@given(st.dictionaries(st.sampled_from(sorted(headers())), st.text(), min_size=3), st.binary())
def test_no_header_raises_anything_else(received, body):
    with pytest.raises(BadSignature):
        verify(received, body, [SECRET, PUBLIC], NOW)


@pytest.mark.parametrize("secret", ["", "geheim", "whsec_", "whsec_ä", "whsk_AAAA", "whpk_AAAA"])
def test_a_secret_of_another_form_is_refused(secret):
    with pytest.raises(InvalidInput):
        sign("msg_1", NOW, BODY, [secret])
