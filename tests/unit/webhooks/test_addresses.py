import pytest

from moderation.errors import ForbiddenTarget, InvalidInput, UnreachableTarget
from moderation.webhooks.addresses import is_public, parse_target, resolve


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",  # a v4 address in a v6 one
        "2002:7f00:1::",  # 6to4
        "64:ff9b::7f00:1",  # NAT64
        "2001:0:7f00:1::",  # Teredo
        "kein",
    ],
)
def test_addresses_of_an_own_network_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_addresses_of_the_internet_are_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    ("url", "authority", "path"),
    [
        ("https://news.example/hook", "news.example", "/hook"),
        ("https://news.example", "news.example", "/"),
        ("http://news.example:8080/a?b=c#d", "news.example:8080", "/a?b=c"),
        ("https://[2606:4700::1111]/x", "[2606:4700::1111]", "/x"),
    ],
)
def test_a_target_is_taken_apart(url, authority, path):
    target = parse_target(url)

    assert (target.authority, target.path) == (authority, path)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "news.example",
        "ftp://news.example/",
        "file:///etc/passwd",
        "http://",
        "http://a b/",
        "http://news.example:99999/",
        "http://user:word@news.example/",
        "http://news.example/\r\nX: y",
        "http://[::1/",
        "http://nächste.example/",
    ],
)
def test_other_urls_are_refused(url):
    with pytest.raises(InvalidInput):
        parse_target(url)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "http://2130706433/", "http://0x7f.1/", "http://localhost/", "http://[::1]:80/"]
)
def test_private_targets_are_refused_however_they_are_spelt(url):
    with pytest.raises(ForbiddenTarget):
        resolve(parse_target(url), allow_private=False)


def test_private_targets_are_reached_when_allowed():
    assert resolve(parse_target("http://127.0.0.1/"), allow_private=True) == ("127.0.0.1",)


@pytest.mark.parametrize("host", ["a" * 64, "a..b", "." * 3])
def test_a_host_that_cannot_exist_is_unreachable(host):
    with pytest.raises(UnreachableTarget):
        resolve(parse_target(f"http://{host}/"), allow_private=False)
