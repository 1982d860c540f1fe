import pytest
from flask import Flask

from moderation.errors import InvalidInput
from moderation.web import paths


def matched(path, method="GET"):
    app = Flask("moderation", static_folder=None)
    paths.register(app)
    app.add_url_rule("/c/<rest:id>", "show", methods=["GET"])
    app.add_url_rule("/c/<rest:id>/review", "review", methods=["POST"])
    endpoint, arguments = app.url_map.bind("localhost").match(path, method=method)
    return endpoint, arguments["id"]


@pytest.mark.parametrize(
    "identifier",
    [
        "5",
        "a b",
        "ä",
        "a/b",
        "https://zeitung.example/a",
        "https://zeitung.example/a/",
        "a//b",
        "review",
        "a/review",
        "?",
        "a%2Fb",
        "/a",
    ],
)
def test_the_rest_of_the_path_is_the_id(identifier):
    assert matched(f"/c/{identifier}") == ("show", identifier)


@pytest.mark.parametrize("identifier", ["5", "a/b", "review", "a/review", "https://zeitung.example/a/"])
def test_what_follows_an_id_is_told_from_it(identifier):
    assert matched(f"/c/{identifier}/review", "POST") == ("review", identifier)


@pytest.mark.parametrize("identifier", ["", "x" * 513, "a\x00", "a\nb", "\ufffd", "\x85"])
def test_unfit_ids_are_refused(identifier):
    with pytest.raises(InvalidInput):
        paths.checked_id(identifier)


def test_numbers_are_ids_too():
    assert paths.checked_id(17) == "17"
