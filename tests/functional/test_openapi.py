"""The OpenAPI document says what the routes are, no more and no less."""

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from moderation.web.openapi import path_of


@pytest.fixture
def document(client):
    return client.get("/openapi.json").json


def described(document):
    return {(path, method.upper()) for path, item in document["paths"].items() for method in item}


def test_it_is_valid(document):
    validate(document)


def test_it_describes_every_route_and_no_other(app, document):
    served = {
        (path_of(rule), method)
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"OPTIONS", "HEAD"}
        if not rule.rule.startswith("/review/")  # pages for people
    }

    assert described(document) == served


def test_a_path_has_its_parameters(document):
    for path, item in document["paths"].items():
        for operation in item.values():
            named = {parameter["name"] for parameter in operation["parameters"] if parameter["in"] == "path"}
            assert named == {part[1:-1] for part in path.split("/") if part.startswith("{")}


def test_each_operation_is_named_once(document):
    names = [operation["operationId"] for item in document["paths"].values() for operation in item.values()]

    assert len(names) == len(set(names))


def test_routes_of_sites_need_the_key(document):
    for path, item in document["paths"].items():
        for operation in item.values():
            assert (operation["security"] == [{"siteKey": []}]) is path.startswith("/v1/sites/")


def test_a_true_answer_fits_its_description(client, document):
    answer = client.post("/v1/screen", json={"id": 1, "comment": "Danke für den Bericht."})
    response = document["paths"]["/v1/screen"]["post"]["responses"][str(answer.status_code)]

    schema = response["content"]["application/json"]["schema"] | {"components": document["components"]}
    Draft202012Validator(schema).validate(answer.json)
