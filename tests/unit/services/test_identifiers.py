import pytest

from moderation.services.identifiers import url_key

ADDRESS = "https://bote.example/stadt/umbau.html"


@pytest.mark.parametrize(
    "same",
    [
        "http://bote.example/stadt/umbau.html",
        "https://WWW.Bote.example/stadt/umbau.html/",
        "https://bote.example:443/stadt/umbau.html#kommentar-7",
        "https://bote.example/stadt/umbau.html?utm_source=x&fbclid=1",
        " https://bote.example/stadt/umbau.html\n",
    ],
)
def test_addresses_of_one_article_are_one(same):
    assert url_key(same) == url_key(ADDRESS)


@pytest.mark.parametrize(
    "other",
    [
        "https://bote.example/stadt/Umbau.html",
        "https://bote.example/stadt/umbau.html?id=2",
        "https://bote.example:8443/stadt/umbau.html",
        "https://anderer.example/stadt/umbau.html",
    ],
)
def test_addresses_of_other_articles_differ(other):
    assert url_key(other) != url_key(ADDRESS)


def test_the_order_of_parameters_does_not_matter():
    assert url_key(f"{ADDRESS}?b=2&a=1&a=") == url_key(f"{ADDRESS}?a=&a=1&b=2") != url_key(f"{ADDRESS}?a=1&b=2")


@pytest.mark.parametrize(
    "nothing",
    [None, "", "/stadt", "mailto:x@bote.example", "https://", "https://[", "https://x:y/", "x" * 5000],
)
def test_what_names_no_article_has_no_key(nothing):
    assert url_key(nothing) is None


def test_long_addresses_have_short_keys():
    first, second = (url_key(f"https://bote.example/{'a' * 3000}{end}") for end in "xy")

    assert first != second
    assert len(first or "") <= 300
