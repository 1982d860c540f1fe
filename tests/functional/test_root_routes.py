"""Where a client only has a proxy setting, it asks for the other service's own paths, at the root."""

import pytest

QUESTION = {"comment": {"text": "Danke für den Bericht."}, "requestedAttributes": {"TOXICITY": {}}}
FEEDBACK = {"comment": {"text": "Unfug."}, "attributeScores": {"TOXICITY": {"summaryScore": {"value": 1}}}}
GOOGLE = "https://commentanalyzer.googleapis.com"


@pytest.mark.parametrize("host", ["", GOOGLE])
@pytest.mark.parametrize(("call", "body"), [("analyze", QUESTION), ("suggestscore", FEEDBACK)])
def test_the_key_alone_tells_the_site(client, publisher, host, call, body):
    path = f"{host}/v1alpha1/comments:{call}"

    assert client.post(f"{path}?key={publisher.credentials.perspective_key}", json=body).status_code == 200
    assert client.post(f"{path}?key=wrong", json=body).json["error"]["status"] == "PERMISSION_DENIED"
