"""The OpenAPI 3.1 document, made from the routes themselves and the types of their payloads."""

import re
from collections.abc import Iterator
from typing import Any

import msgspec
from flask import Blueprint, Flask, Response, current_app, request
from werkzeug.routing import Rule

from moderation.services.identifiers import MAX_ID_CHARACTERS
from moderation.services.lines import ErrorAnswer
from moderation.version import VERSION
from moderation.web.answering import answer
from moderation.web.batches import MOST_ITEMS
from moderation.web.describing import Access, Operation, described, description_of
from moderation.web.problems import CONTENT_TYPE, Problem

openapi = Blueprint("openapi", __name__)

_METHODS = ("GET", "PUT", "POST", "DELETE")
_ARGUMENT = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")
_REFERENCE = "#/components/schemas/{name}"
_DESCRIBED_STATUS = {
    200: "done",
    204: "done; no content",
    304: "not modified",
    400: "not readable",
    401: "no valid key, or a bad signature",
    403: "the key belongs to another site",
    404: "unknown",
    409: "changed meanwhile",
    412: "of another revision than stated in If-Match",
    413: "too large",
    415: "not JSON, or compressed",
    422: "a field is missing or of a wrong kind",
    429: "more requests than this client may make; Retry-After says when to come back",
    503: "not ready; try again later",
}


@openapi.get("/openapi.json")
@described(Operation("This document", tag="operations", access=Access.OPEN, gives=(dict[str, Any],)))
def document() -> Response:
    """Answer with the document; its server is the prefix that the service is mounted at."""
    response = answer(describe_api(current_app, request.script_root or "/"))
    response.headers["Cache-Control"] = "max-age=300"
    return response


def describe_api(app: Flask, server: str) -> dict[str, Any]:
    """Return the OpenAPI document of an application."""
    operations = list(_described(app))
    types = list(dict.fromkeys(_types(operations)))
    schemas, components = msgspec.json.schema_components(types, ref_template=_REFERENCE)
    schema_of = dict(zip(types, schemas, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for rule, method, operation in operations:
        paths.setdefault(path_of(rule), {})[method.lower()] = _operation(rule, method, operation, schema_of)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "moderation",
            "version": VERSION,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": server}],
        "paths": dict(sorted(paths.items())),
        "components": {"schemas": components, "securitySchemes": _SECURITY_SCHEMES},
    }


def path_of(rule: Rule) -> str:
    """Return the path of a rule in OpenAPI's notation."""
    return _ARGUMENT.sub(r"{\1}", rule.rule)


def _described(app: Flask) -> Iterator[tuple[Rule, str, Operation]]:
    for rule in app.url_map.iter_rules():
        operation = description_of(app.view_functions[rule.endpoint])
        if operation is None:
            continue
        for method in _METHODS:
            if method in (rule.methods or ()):
                yield rule, method, operation


def _types(operations: list[tuple[Rule, str, Operation]]) -> Iterator[Any]:
    yield from (Problem, ErrorAnswer)
    for _, _, operation in operations:
        yield from operation.takes
        yield from operation.gives
        if operation.fault is not None:
            yield operation.fault


def _operation(rule: Rule, method: str, operation: Operation, schema_of: dict[Any, Any]) -> dict[str, Any]:
    described_operation: dict[str, Any] = {
        "operationId": rule.endpoint.replace(".", "_"),
        "summary": operation.summary,
        "tags": [operation.tag],
        "security": _SECURITY[operation.access],
        "parameters": list(_parameters(rule, operation)),
        "responses": _responses(operation, schema_of),
    }
    if operation.takes and method != "GET":
        schema = _one_of([schema_of[kind] for kind in operation.takes])
        if operation.batches:
            schema = {"anyOf": [schema, _many("items", schema, maxItems=MOST_ITEMS)]}
        described_operation["requestBody"] = {
            "required": True,
            "content": {operation.takes_media_type: {"schema": schema}},
        }
    return described_operation


def _parameters(rule: Rule, operation: Operation) -> Iterator[dict[str, Any]]:
    string = {"type": "string"}
    for name in _ARGUMENT.findall(rule.rule):
        yield {"name": name, "in": "path", "required": True, "schema": _ARGUMENTS.get(name, string)}
    for name, meaning in operation.query:
        yield {"name": name, "in": "query", "description": meaning, "schema": _QUERY.get(name, string)}
    for name, meaning in operation.headers:
        yield {"name": name, "in": "header", "description": meaning, "schema": string}
    if "POST" in (rule.methods or ()) and operation.access is Access.SITE_KEY:
        yield {"name": "Idempotency-Key", "in": "header", "description": _IDEMPOTENCY, "schema": string}


def _responses(operation: Operation, schema_of: dict[Any, Any]) -> dict[str, Any]:
    done: dict[str, Any] = {"description": _DESCRIBED_STATUS[operation.status]}
    if operation.gives:
        schema = _one_of([schema_of[kind] for kind in operation.gives])
        if operation.batches:
            schema = {"anyOf": [schema, _many("results", _one_of([schema, schema_of[ErrorAnswer]]))]}
        done["content"] = {operation.media_type: {"schema": schema}}
    others = {str(status): {"description": meaning} for status, meaning in operation.others}
    if operation.fault is None:
        problem = {"content": {CONTENT_TYPE: {"schema": schema_of[Problem]}}}
    else:
        problem = {"content": {"application/json": {"schema": schema_of[operation.fault]}}}
    limited = (429,) if operation.access in _LIMITED else ()
    problems = sorted({*operation.problems, *limited})
    refused = {str(status): {"description": _DESCRIBED_STATUS[status], **problem} for status in problems}
    return {
        str(operation.status): done,
        **others,
        **refused,
        "default": {"description": "any other problem", **problem},
    }


def _one_of(schemas: list[Any]) -> Any:
    return schemas[0] if len(schemas) == 1 else {"anyOf": schemas}


def _many(name: str, schema: Any, **limits: int) -> dict[str, Any]:
    array = {"type": "array", "items": schema, **limits}
    return {"type": "object", "required": [name], "properties": {name: array}}


_IDEMPOTENCY = "1 to 255 printable characters; the same request under the same key is answered as the first time"
_ID = {"type": "string", "minLength": 1, "maxLength": MAX_ID_CHARACTERS, "pattern": r"^[^\u0000-\u001f\u007f-\u009f]+$"}
_ARGUMENTS: dict[str, Any] = {
    "article_id": _ID,
    "comment_id": _ID,
    "site": {"type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,62}$"},
}
_QUERY: dict[str, Any] = {"limit": {"type": "integer", "minimum": 1, "maximum": 200}}
_SECURITY_SCHEMES = {
    "siteKey": {"type": "http", "scheme": "bearer", "description": "the API key of the site"},
    "coralSignature": {
        "type": "apiKey",
        "in": "header",
        "name": "X-Coral-Signature",
        "description": "Coral's signature over the raw body",
    },
    "queryKey": {"type": "apiKey", "in": "query", "name": "key", "description": "a key of the kind perspective"},
    "foreignKey": {"type": "http", "scheme": "bearer", "description": "a key of the kind perspective or openai"},
    "monitoring": {"type": "http", "scheme": "bearer", "description": "MODERATION_METRICS_TOKEN"},
    "standardWebhooks": {
        "type": "apiKey",
        "in": "header",
        "name": "webhook-signature",
        "description": "Standard Webhooks signature, with webhook-id and webhook-timestamp",
    },
    "sender": {
        "type": "http",
        "scheme": "bearer",
        "description": "the secret of the source, or a signature with it in the sender's own header",
    },
}
_LIMITED = (Access.KEY_IF_CONFIGURED, Access.SITE_KEY)
_SECURITY: dict[Access, list[dict[str, list[str]]]] = {
    Access.OPEN: [],
    Access.KEY_IF_CONFIGURED: [{}, {"siteKey": []}],
    Access.SITE_KEY: [{"siteKey": []}],
    Access.SIGNATURE: [{"standardWebhooks": []}],
    Access.SENDER: [{"sender": []}],
    Access.CORAL: [{"coralSignature": []}],
    Access.KEY_OR_QUERY: [{"queryKey": []}, {"foreignKey": []}],
    Access.KEY_IN_FORM: [],
    Access.FOREIGN_KEY: [{"foreignKey": []}],
    Access.MONITORING: [{}, {"monitoring": []}],
}
