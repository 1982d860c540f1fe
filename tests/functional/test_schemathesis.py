"""The API is what its OpenAPI document says: asked at random by a tool that nobody here wrote."""

from datetime import UTC, datetime

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from moderation.services.sites import rotate_secret

# What a text means no schema can say ("no rule is found in it"), so that sound requests may still be refused.
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    unsupported_method,
]
EXAMPLES = settings(
    max_examples=12, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


@pytest.fixture(scope="module")
def operations(app):
    schema = schemathesis.openapi.from_wsgi("/openapi.json", app)
    return [result.ok() for result in schema.get_all_operations()]


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_every_operation_keeps_its_word(app, operations, publisher, mode):
    secret = rotate_secret(app.extensions["moderation"], publisher.name, "generic", datetime.now(UTC))
    for operation in operations:
        key = secret if "/hooks" in operation.path else publisher.credentials.api_key
        try:
            given(case=operation.as_strategy(generation_mode=mode))(EXAMPLES(asking(publisher.name, key)))()
        except Unsatisfiable:
            # Nothing can be wrong about a request that has neither parameters nor a body.
            assert mode is GenerationMode.NEGATIVE


def asking(site, key):
    def ask(case):
        for name, value in (("site", site), ("source", "generic")):
            if name in (case.path_parameters or {}):
                case.path_parameters[name] = value
        case.call_and_validate(headers={"Authorization": f"Bearer {key}"}, checks=CHECKS)

    return ask
