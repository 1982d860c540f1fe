"""Client libraries that nobody here wrote, over real sockets: only the address they are told is ours."""

import http.client
import json
import os
import shutil
import subprocess
from datetime import UTC, datetime

import akismet
import httpx
import openai
import pytest
from googleapiclient import discovery
from googleapiclient.errors import HttpError
from standardwebhooks import Webhook as StandardWebhook
from svix.webhooks import Webhook as SvixWebhook

from moderation.services.deployment import open_deployment
from moderation.services.reviews import export_reviews
from moderation.services.sites import add_site
from tests.factories import settings
from tests.integration.test_http_server import served

GOOD, BAD = "Danke für den ausführlichen Bericht über den Umbau.", "Du bist ein Idiot, du Arschloch!"
NODE_CLIENTS = ("akismet-api@6.0.0", "perspective-api-client@3.1.0")


@pytest.fixture(scope="session")
def node_folder(request):
    """Where the clients for Node are; kept from one run to the next."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("there is no Node here to run its clients")
    folder = request.config.cache.mkdir("node-clients")
    if not all((folder / "node_modules" / name.partition("@")[0]).is_dir() for name in NODE_CLIENTS):
        command = [
            "npm",
            "install",
            "--prefix",
            str(folder),
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            *NODE_CLIENTS,
        ]
        done = subprocess.run(command, capture_output=True, timeout=300, check=False)
        if done.returncode:
            pytest.skip("the clients for Node cannot be installed: no package registry is in reach")
    return folder / "node_modules"


@pytest.fixture(scope="module", params=["granian", "werkzeug"])
def service(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param)
    deployment = open_deployment(settings(folder))
    credentials = add_site(deployment, "bote", now=datetime.now(UTC))
    environment = {"MODERATION_SECRET_KEY": settings(folder).secret_key}
    with served(request.param, folder, **environment) as port:
        yield port, credentials, deployment
    deployment.close()


@pytest.fixture
def port(service):
    return service[0]


@pytest.fixture
def site(service):
    return service[1]


@pytest.fixture
def deployment(service):
    return service[2]


@pytest.fixture
def analyzer(port, site):
    with discovery.build(
        "commentanalyzer",
        "v1alpha1",
        developerKey=site.perspective_key,
        discoveryServiceUrl=f"http://127.0.0.1:{port}/perspective/bote/$discovery/rest?version=v1alpha1",
        static_discovery=False,
    ) as client:
        yield client


def test_googles_client_analyzes(analyzer):
    question = {"comment": {"text": BAD}, "requestedAttributes": {"TOXICITY": {}, "POLICY_VIOLATION": {}}}

    answer = analyzer.comments().analyze(body=question | {"languages": ["de"], "clientToken": "t"}).execute()

    assert answer["attributeScores"]["TOXICITY"]["summaryScore"]["value"] > 0.8
    assert answer["attributeScores"]["TOXICITY"]["spanScores"][0]["score"]["value"] > 0.8
    assert answer["clientToken"] == "t"


def test_googles_client_is_told_of_errors(analyzer):
    with pytest.raises(HttpError) as caught:
        analyzer.comments().analyze(body={"comment": {"text": ""}, "requestedAttributes": {"TOXICITY": {}}}).execute()

    assert caught.value.status_code == 400
    assert "Comment must be non-empty." in str(caught.value)
    assert caught.value.error_details[0]["errorType"] == "COMMENT_EMPTY"


def test_googles_client_reports_decisions(analyzer, deployment):
    scores = {"TOXICITY": {"summaryScore": {"value": 1}}}

    answer = (
        analyzer.comments()
        .suggestscore(
            body={"comment": {"text": "So ein Unfug."}, "attributeScores": scores, "clientToken": "comment:1"}
        )
        .execute()
    )

    assert answer == {"clientToken": "comment:1"}
    assert "So ein Unfug." in {line.comment for line in export_reviews(deployment, "bote")}


@pytest.mark.parametrize("base", ["", "/akismet/bote"])
def test_the_akismet_client_of_pypi(port, site, monkeypatch, base):
    monkeypatch.setattr("akismet._common._API_URL", f"http://127.0.0.1:{port}{base}")
    config = akismet.Config(key=site.akismet_key, url="https://bote.example")
    with (
        httpx.Client(timeout=20) as http,
        akismet.SyncClient.validated_client(http_client=http, config=config) as client,
    ):
        assert (
            client.comment_check("203.0.113.7", comment_content=GOOD, comment_type="comment")
            == akismet.CheckResponse.HAM
        )
        assert client.comment_check("203.0.113.7", comment_content=BAD) == akismet.CheckResponse.SPAM
        assert client.submit_spam("203.0.113.7", comment_content="Billige Uhren!") is True
        assert client.submit_ham("203.0.113.7", comment_content=GOOD) is True
        assert client.usage_limit()["throttled"] is False


def test_the_akismet_client_of_pypi_is_told_of_a_wrong_key(port, monkeypatch):
    monkeypatch.setattr("akismet._common._API_URL", f"http://127.0.0.1:{port}")
    config = akismet.Config(key="zzzzzzzzzzzz", url="https://bote.example")

    with httpx.Client(timeout=20) as http, pytest.raises(akismet.APIKeyError):
        akismet.SyncClient.validated_client(http_client=http, config=config)


def test_openais_client(port, site):
    with openai.OpenAI(api_key=site.openai_key, base_url=f"http://127.0.0.1:{port}/openai/bote/v1") as client:
        given = client.moderations.create(input=[GOOD, BAD], model="omni-moderation-latest")

    assert [result.flagged for result in given.results] == [False, True]
    assert given.results[1].categories.harassment is True
    assert given.results[0].category_scores.self_harm_instructions == 0.0
    assert given.results[0].categories.sexual_minors is False


def test_openais_client_is_told_of_errors(port, site):
    base = f"http://127.0.0.1:{port}/openai/bote/v1"
    with (
        openai.OpenAI(api_key="wrong", base_url=base, max_retries=0) as client,
        pytest.raises(openai.AuthenticationError),
    ):
        client.moderations.create(input=GOOD)
    with (
        openai.OpenAI(api_key=site.openai_key, base_url=base, max_retries=0) as client,
        pytest.raises(openai.BadRequestError) as caught,
    ):
        client.moderations.create(input="")
    assert caught.value.param == "input"


@pytest.mark.parametrize("kind", [StandardWebhook, SvixWebhook])
def test_signers_of_webhooks(port, site, kind):
    body = json.dumps({"type": "comment.created", "data": {"id": kind.__module__, "text": GOOD}}, ensure_ascii=False)
    name, now = f"msg_{kind.__module__.partition('.')[0]}", datetime.now(UTC)
    prefix = "svix" if kind is SvixWebhook else "webhook"
    headers = {
        f"{prefix}-id": name,
        f"{prefix}-timestamp": str(int(now.timestamp())),
        f"{prefix}-signature": kind(site.webhook_secret).sign(name, now, body),
    }

    answer = httpx.post(
        f"http://127.0.0.1:{port}/hooks/bote/standard", content=body.encode(), headers=headers, timeout=20
    )

    assert answer.status_code == 200


def raw_answer(port, target, host, body, content_type):
    """Ask as a client asks that takes us for its HTTP proxy."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.putrequest("POST", target, skip_host=True)
    for name, value in {"Host": host, "Content-Type": content_type, "Content-Length": str(len(body))}.items():
        connection.putheader(name, value)
    connection.endheaders(body)
    answer = connection.getresponse()
    given = answer.status, answer.read()
    connection.close()
    return given


def test_absolute_targets_are_answered(port, site):
    form = f"blog=b&comment_content={BAD}".encode()
    host = f"{site.akismet_key}.rest.akismet.com"
    question = json.dumps({"comment": {"text": BAD}, "requestedAttributes": {"TOXICITY": {}}}).encode()
    google = f"commentanalyzer.googleapis.com/v1alpha1/comments:analyze?key={site.perspective_key}"

    told = raw_answer(port, f"http://{host}/1.1/comment-check", host, form, "application/x-www-form-urlencoded")
    assert told == (200, b"true")
    for scheme in ("http", "https"):
        status, given = raw_answer(
            port, f"{scheme}://{google}", "commentanalyzer.googleapis.com", question, "application/json"
        )
        assert (status, "attributeScores" in json.loads(given)) == (200, True)


def test_an_encoded_colon_is_a_colon(port, site):
    for spelling in ("comments%3Aanalyze", "comments%3aanalyze/"):
        address = f"/perspective/bote/v1alpha1/{spelling}?key={site.perspective_key}"
        body = json.dumps({"comment": {"text": GOOD}, "requestedAttributes": {"TOXICITY": {}}}).encode()
        assert raw_answer(port, address, "x", body, "application/json")[0] == 200


# Node

NODE_AKISMET = """
const dns = require('dns')
// A name like <key>.rest.akismet.com is to lead here, as in a hosts file.
dns.lookup = (host, options, done) => {
  const callback = typeof options === 'function' ? options : done
  return options && options.all ? callback(null, [{address: '127.0.0.1', family: 4}]) : callback(null, '127.0.0.1', 4)
}
const {AkismetClient} = require('akismet-api')
const [port, key, good, bad] = process.argv.slice(1)
const client = new AkismetClient({key, blog: 'https://bote.example', host: `dienst.example:${port}`, protocol: 'http'})
const wrong = new AkismetClient({key: 'zzzzzzzzzzzz', blog: 'b', host: `dienst.example:${port}`, protocol: 'http'})
const main = async () => ({
  verified: await client.verifyKey(),
  wrong: await wrong.verifyKey(),
  good: await client.checkSpam({ip: '203.0.113.7', useragent: 'x', content: good}),
  bad: await client.checkSpam({ip: '203.0.113.7', useragent: 'x', content: bad}),
  spam: (await client.submitSpam({ip: '203.0.113.7', content: bad})).text,
  ham: (await client.submitHam({ip: '203.0.113.7', content: good})).text
})
main().then(told => console.log(JSON.stringify(told)), error => { console.error(error); process.exit(1) })
"""
NODE_PERSPECTIVE = """
const axios = require('axios')
const Perspective = require('perspective-api-client')
// Its address is fixed. To a proxy it would speak TLS, for which there is no certificate here.
axios.interceptors.request.use(asked => ({...asked, url: asked.url.replace('https:', 'http:')}))
const [key, bad] = process.argv.slice(1)
const main = async () => {
  const client = new Perspective({apiKey: key})
  const told = await client.analyze(bad, {attributes: ['toxicity', 'insult'], languages: ['de']})
  let refused = null
  try { await new Perspective({apiKey: 'wrong'}).analyze(bad) } catch (error) { refused = error.message }
  return {toxicity: told.attributeScores.TOXICITY.summaryScore.value, refused}
}
main().then(told => console.log(JSON.stringify(told)), error => { console.error(error); process.exit(1) })
"""


def node(folder, script, *arguments, **environment):
    stated = {"PATH": os.environ["PATH"], "NODE_PATH": str(folder), **environment}
    done = subprocess.run(
        ["node", "-e", script, "--", *arguments], env=stated, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_akismet_client_of_npm(port, site, node_folder):
    told = node(node_folder, NODE_AKISMET, str(port), site.akismet_key, GOOD, BAD)

    thanks = "Thanks for making the web a better place."
    assert told == {"verified": True, "wrong": False, "good": False, "bad": True, "spam": thanks, "ham": thanks}


def test_the_perspective_client_of_npm_by_its_proxy_setting(port, site, node_folder):
    proxy = f"http://127.0.0.1:{port}"

    told = node(node_folder, NODE_PERSPECTIVE, site.perspective_key, BAD, http_proxy=proxy)

    assert told["toxicity"] > 0.8
    assert "permission" in told["refused"]
