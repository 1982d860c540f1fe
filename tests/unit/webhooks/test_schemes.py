"""Each sender's way of signing, computed here anew with the standard library alone."""

import base64
import hmac
import json
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.errors import BadSignature
from moderation.webhooks.schemes import SCHEMES, Secret, SignedRequest, verify_request
from moderation.webhooks.signature import signed_headers

NOW = datetime(2026, 5, 4, 8, 30, tzinfo=UTC)
MS = str(int(NOW.timestamp() * 1000))
BODY = '{"post":{"title":"Über Brücken"}}'.encode()
SECRET = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
CONTENTFUL_NAMES = "content-type,x-contentful-signed-headers,x-contentful-timestamp"


def mac(message: bytes, secret: str = SECRET) -> bytes:
    return hmac.new(secret.encode(), message, sha256).digest()


def contentful(body: bytes = BODY, path: str = "/hooks/bote/contentful", query: str = "") -> dict[str, str]:
    headers = {
        "content-type": "application/vnd.contentful.management.v1+json",
        "x-contentful-signed-headers": CONTENTFUL_NAMES,
        "x-contentful-timestamp": MS,
    }
    stated = ";".join(f"{name}:{headers[name]}" for name in CONTENTFUL_NAMES.split(","))
    canonical = f"POST\n{path}{query}\n{stated}\n".encode() + body
    return headers | {"x-contentful-signature": mac(canonical).hex()}


def signed(scheme: str, body: bytes = BODY) -> dict[str, str]:
    url_safe = base64.urlsafe_b64encode(mac(MS.encode() + b"." + body)).decode().rstrip("=")
    return {
        "bearer": {"authorization": f"Bearer {SECRET}"},
        "contentful": contentful(body),
        "coral": {"x-coral-signature": f"sha256={'0' * 64},sha256={mac(body).hex()}"},
        "ghost": {"x-ghost-signature": f"sha256={mac(body + MS.encode()).hex()}, t={MS}"},
        "github": {"x-hub-signature-256": f"sha256={mac(body).hex()}"},
        "hyvor": {"x-signature": mac(body).hex()},
        "sanity": {"sanity-webhook-signature": f"t={MS},v1={url_safe}"},
        "typo3": {"webhook-signature-algo": "sha256", "webhook-signature": mac(b"hook-7:" + body).hex()},
        "wordpress": {"x-wp-webhook-signature": base64.b64encode(mac(body)).decode()},
    }[scheme]


def verify(headers: dict[str, str], body: bytes = BODY, *secrets: Secret, **changes: object) -> str | None:
    values = {"paths": ("/hooks/bote/contentful",), "identifier": "hook-7"} | changes
    return verify_request(SignedRequest(headers, body, **values), secrets, NOW)  # type: ignore[arg-type]


def reason_of(headers: dict[str, str], scheme: str, body: bytes = BODY, **changes: object) -> str:
    with pytest.raises(BadSignature) as caught:
        verify(headers, body, Secret(scheme, SECRET), **changes)
    return caught.value.reason


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_a_sender_signed_is_accepted_with_either_of_two_secrets(scheme):
    other = Secret(scheme, "f" * 64)

    assert verify(signed(scheme), BODY, Secret(scheme, SECRET), other) is None
    assert verify(signed(scheme), BODY, other, Secret(scheme, SECRET)) is None


@pytest.mark.parametrize("scheme", SCHEMES)
def test_another_secret_is_refused(scheme):
    with pytest.raises(BadSignature) as caught:
        verify(signed(scheme), BODY, Secret(scheme, "f" * 64))

    assert caught.value.reason == "mismatch"


@pytest.mark.parametrize("scheme", [name for name in SCHEMES if name != "bearer"])
def test_another_body_is_refused(scheme):
    assert reason_of(signed(scheme), scheme, BODY + b" ") == "mismatch"


@pytest.mark.parametrize("scheme", SCHEMES)
def test_without_its_header_nothing_is_accepted(scheme):
    assert reason_of({}, scheme) == "missing"


def test_without_a_secret_nothing_is_accepted():
    with pytest.raises(BadSignature):
        verify(signed("ghost"), BODY)


def test_a_secret_of_another_scheme_does_not_help():
    assert reason_of(signed("github"), "hyvor") == "missing"


def test_secrets_of_two_schemes_can_be_live_at_once():
    assert verify(signed("github"), BODY, Secret("bearer", "b" * 64), Secret("github", SECRET)) is None


def test_standard_webhooks_tell_the_id_of_the_message():
    secret = "whsec_" + base64.b64encode(b"k" * 32).decode()
    headers = signed_headers("msg_1", NOW, BODY, [secret])

    assert verify(headers, BODY, Secret("standard", secret)) == "msg_1"


@pytest.mark.parametrize(
    ("scheme", "header", "value"),
    [
        ("bearer", "authorization", SECRET),
        ("bearer", "authorization", "Basic " + SECRET),
        ("bearer", "authorization", "Bearer  "),
        ("ghost", "x-ghost-signature", f"sha256={'a' * 64}"),
        ("ghost", "x-ghost-signature", f"sha256={'a' * 64} t={MS}"),
        ("ghost", "x-ghost-signature", f"t={MS}, t={MS}, sha256={'a' * 64}"),
        ("ghost", "x-ghost-signature", f"sha256={'a' * 64}, t=gestern"),
        ("ghost", "x-ghost-signature", f"sha256={'a' * 64}, t=\u0661\u0662"),
        ("ghost", "x-ghost-signature", f"sha256={'z' * 64}, t={MS}"),
        ("ghost", "x-ghost-signature", f"sha256=abc, t={MS}"),
        ("ghost", "x-ghost-signature", "ein paar Worte"),
        ("ghost", "x-ghost-signature", "\xff\xfe"),
        ("ghost", "x-ghost-signature", ",".join(["sha256=" + "a" * 64] * 99)),
        ("contentful", "x-contentful-signature", "a" * 63),
        ("contentful", "x-contentful-signature", "\xff" * 64),
        ("contentful", "x-contentful-signed-headers", "x-contentful-timestamp, ,"),
        ("contentful", "x-contentful-signed-headers", "content-type"),
        ("contentful", "x-contentful-timestamp", "1e9"),
        ("sanity", "sanity-webhook-signature", f"t={MS}"),
        ("sanity", "sanity-webhook-signature", f"t={MS},v2=AAAA"),
        ("sanity", "sanity-webhook-signature", f"t={MS},v1=****"),
        ("sanity", "sanity-webhook-signature", f"t={MS},v1=AAAA"),
        ("sanity", "sanity-webhook-signature", f"t={MS},v1=ä"),
        ("wordpress", "x-wp-webhook-signature", "a" * 44),
        ("wordpress", "x-wp-webhook-signature", "nicht base64"),
        ("wordpress", "x-wp-webhook-signature", "\xe4\xf6"),
        ("typo3", "webhook-signature-algo", "md5"),
        ("typo3", "webhook-signature", "\x00"),
        ("hyvor", "x-signature", "sha256"),
        ("github", "x-hub-signature-256", "a" * 64),
        ("github", "x-hub-signature-256", "sha1=" + "a" * 40),
    ],
)
def test_a_malformed_header_is_refused_by_name(scheme, header, value):
    assert reason_of(signed(scheme) | {header: value}, scheme) in ("malformed", "missing")


@pytest.mark.parametrize("scheme", ["ghost", "sanity", "contentful"])
@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_signature_of_another_time_is_stale(scheme, minutes):
    ms = str(int(MS) + minutes * 60_000)
    headers = {name: value.replace(MS, ms) for name, value in signed(scheme).items()}

    assert reason_of(headers, scheme) == "stale"


def test_the_typo3_identifier_is_part_of_what_is_signed():
    assert reason_of(signed("typo3"), "typo3", identifier="hook-8") == "mismatch"
    assert reason_of(signed("typo3"), "typo3", identifier="") == "missing"
    assert reason_of(signed("typo3"), "typo3", identifier="hook-7:{") == "missing"


@pytest.mark.parametrize(
    ("path", "query", "canonical"),
    [
        ("/a/hooks/bote/contentful", "", "/a/hooks/bote/contentful"),
        ("/hooks/b%C3%B6te", "", "/hooks/b%25C3%25B6te"),
        ("/hooks/bote/contentful", "a=1&b=ü", "/hooks/bote/contentful?a%253D1%2526b%253D%25C3%25BC"),
    ],
)
def test_contentful_signs_path_and_query_in_its_own_spelling(path, query, canonical):
    headers = contentful(path=canonical)

    assert verify(headers, BODY, Secret("contentful", SECRET), paths=(path,), query=query) is None
    assert reason_of(headers, "contentful", paths=("/other",), query=query) == "mismatch"


def test_signatures_are_over_bytes_not_over_json():
    body = json.dumps(json.loads(BODY), indent=2).encode()

    assert reason_of(signed("github"), "github", body) == "mismatch"


HEADERS = (
    "authorization x-ghost-signature x-contentful-signature x-contentful-signed-headers x-contentful-timestamp"
    " sanity-webhook-signature x-wp-webhook-signature webhook-signature webhook-signature-algo x-signature"
    " x-hub-signature-256 webhook-id webhook-timestamp"
).split()
VALUES = st.one_of(
    st.text(alphabet=st.characters(max_codepoint=255), max_size=80),
    st.text(alphabet="t=,v1sha256 .:;-_0123456789abcdef", max_size=90),
)


@pytest.mark.parametrize("scheme", [*SCHEMES, "standard"])
@settings(max_examples=200, deadline=None)
@given(headers=st.dictionaries(st.sampled_from(HEADERS), VALUES), identifier=VALUES, query=VALUES)
def test_no_header_ends_in_anything_but_a_refusal(scheme, headers, identifier, query):
    secret = "whsec_" + base64.b64encode(b"k" * 32).decode() if scheme == "standard" else SECRET

    with pytest.raises(BadSignature):
        verify(headers, BODY, Secret(scheme, secret), identifier=identifier, query=query)


# Made with the senders' own libraries for Node, @contentful/node-apps-toolkit 3.16 and @sanity/webhook 4.
CONTENTFUL_BODY = '{"sys":{"type":"Entry","id":"c1"},"fields":{"t":{"de":"Ü"}}}'.encode()
CONTENTFUL_HEADERS = {
    "content-type": "application/vnd.contentful.management.v1+json",
    "x-contentful-topic": "ContentManagement.Entry.publish",
    "x-contentful-signed-headers": "content-type,x-contentful-signed-headers,x-contentful-timestamp,x-contentful-topic",
}


@pytest.mark.parametrize(
    ("address", "signature", "ms"),
    [
        ("/hooks/bote/contentful", "eee54d19584f814357e0145a309921cb6574c8f3fae5258abcd78b252ca15455", "1795734177737"),
        (
            "/hooks/bote/contentful?a=1&b=%C3%BC",
            "2fb91e20c5c64e2b5e5297c7bd958d661e9ff0ab404fc9a3fd20c5d8d4cb1527",
            "1795734177753",
        ),
        (
            "/m%20x/hooks/bote/contentful",
            "76b3467acbe68a66e3f274b82e17dd5135298db602859b73bc0d16a683acd40b",
            "1795734177763",
        ),
    ],
)
def test_what_contentful_s_own_library_signed_is_accepted(address, signature, ms):
    path, _, query = address.partition("?")
    headers = CONTENTFUL_HEADERS | {"x-contentful-signature": signature, "x-contentful-timestamp": ms}
    signed = SignedRequest(headers, CONTENTFUL_BODY, paths=(path,), query=query)
    secret = Secret("contentful", "0123456789abcdef" * 4)

    assert verify_request(signed, [secret], datetime.fromtimestamp(int(ms) / 1000, UTC)) is None


def test_what_sanity_s_own_library_signed_is_accepted():
    header = "t=1795734178293,v1=0GYcIhoNaT8QKRRKz0iCOyt4SSMZuu_Wcet81O5V1WM"
    signed = SignedRequest({"sanity-webhook-signature": header}, '{"_id":"a","t":"Ü"}'.encode())
    at = datetime.fromtimestamp(int(header[2:12]), UTC)

    assert verify_request(signed, [Secret("sanity", "geheim-geheim")], at) is None
