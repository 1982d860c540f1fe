"""Google's discovery document of the Perspective-compatible routes: with it, Google's own client libraries work."""

from typing import Any

_STRING: dict[str, Any] = {"type": "string"}
_PARAMETERS = {
    "alt": {"type": "string", "location": "query", "default": "json", "enum": ["json"]},
    "key": {"type": "string", "location": "query", "description": "API key."},
    "prettyPrint": {"type": "boolean", "location": "query", "default": "true"},
    "fields": {"type": "string", "location": "query"},
    "quotaUser": {"type": "string", "location": "query"},
}


def discovery_document(root_url: str) -> dict[str, Any]:
    """Return the document.

    :param root_url: where the paths of the API begin, with a slash at its end.
    """
    return {
        "kind": "discovery#restDescription",
        "discoveryVersion": "v1",
        "id": "commentanalyzer:v1alpha1",
        "name": "commentanalyzer",
        "canonicalName": "Comment Analyzer",
        "version": "v1alpha1",
        "revision": "20260101",
        "title": "Perspective Comment Analyzer API",
        "description": "Scores of comments.",
        "protocol": "rest",
        "rootUrl": root_url,
        "servicePath": "",
        "baseUrl": root_url,
        "basePath": "",
        "batchPath": "batch",
        "parameters": _PARAMETERS,
        "schemas": _SCHEMAS,
        "resources": {
            "comments": {
                "methods": {
                    "analyze": _method("analyze", "AnalyzeComment"),
                    "suggestscore": _method("suggestscore", "SuggestCommentScore"),
                }
            }
        },
    }


def _method(name: str, schema: str) -> dict[str, Any]:
    return {
        "id": f"commentanalyzer.comments.{name}",
        "path": f"v1alpha1/comments:{name}",
        "flatPath": f"v1alpha1/comments:{name}",
        "httpMethod": "POST",
        "parameters": {},
        "parameterOrder": [],
        "request": {"$ref": f"{schema}Request"},
        "response": {"$ref": f"{schema}Response"},
    }


def _object(name: str, **properties: Any) -> dict[str, Any]:
    return {"id": name, "type": "object", "properties": properties}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": name}


def _map(name: str) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": _ref(name)}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


_INTEGER = {"type": "integer", "format": "int32"}
_NUMBER = {"type": "number", "format": "float"}
_BOOLEAN = {"type": "boolean"}
_ABOUT = {
    "comment": _ref("TextEntry"),
    "context": _ref("Context"),
    "languages": _list(_STRING),
    "clientToken": _STRING,
    "communityId": _STRING,
    "sessionId": _STRING,
}
_SCORED = {"attributeScores": _map("AttributeScores"), "languages": _list(_STRING), "clientToken": _STRING}
_SCHEMAS = {
    schema["id"]: schema
    for schema in (
        _object("TextEntry", text=_STRING, type=_STRING),
        _object("Context", entries=_list(_ref("TextEntry")), articleAndParentComment=_ref("ArticleAndParentComment")),
        _object("ArticleAndParentComment", article=_ref("TextEntry"), parentComment=_ref("TextEntry")),
        _object("AttributeParameters", scoreType=_STRING, scoreThreshold=_NUMBER),
        _object("Score", value=_NUMBER, type=_STRING),
        _object("SpanScore", begin=_INTEGER, end=_INTEGER, score=_ref("Score")),
        _object("AttributeScores", summaryScore=_ref("Score"), spanScores=_list(_ref("SpanScore"))),
        _object(
            "AnalyzeCommentRequest",
            **_ABOUT,
            requestedAttributes=_map("AttributeParameters"),
            doNotStore=_BOOLEAN,
            spanAnnotations=_BOOLEAN,
        ),
        _object("AnalyzeCommentResponse", **_SCORED, detectedLanguages=_list(_STRING)),
        _object("SuggestCommentScoreRequest", **_ABOUT, attributeScores=_map("AttributeScores")),
        _object("SuggestCommentScoreResponse", clientToken=_STRING),
    )
}
