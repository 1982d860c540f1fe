"""`POST /hooks/{site}/xmlrpc`: the update service that WordPress calls on publication, without any plugin.

A ping names the blog and not the article, so that it is no more than a reason to look for what is new.
"""

from flask import Blueprint, Response, request
from lxml import etree

from moderation.errors import BadSignature
from moderation.services.pulling import ask_for_pull
from moderation.services.sites import webhook_secrets
from moderation.text.xml import parse_xml
from moderation.web.describing import Access, Operation, described
from moderation.web.reading import read_body
from moderation.web.serving import deployment, serving, utc_now
from moderation.webhooks.schemes import SignedRequest, verify_request

SOURCE = "xmlrpc"
_PINGS = ("weblogUpdates.extendedPing", "weblogUpdates.ping")
_NO_SUCH_METHOD = -32601
_THANKS = (
    "<params><param><value><struct>"
    "<member><name>flerror</name><value><boolean>0</boolean></value></member>"
    "<member><name>message</name><value><string>Thanks for the ping.</string></value></member>"
    "</struct></value></param></params>"
)
_FAULT = (
    "<fault><value><struct>"
    f"<member><name>faultCode</name><value><int>{_NO_SUCH_METHOD}</int></value></member>"
    "<member><name>faultString</name><value><string>there is no such method</string></value></member>"
    "</struct></value></fault>"
)

pings = Blueprint("pings", __name__, url_prefix="/hooks/<site>")


@pings.post("/xmlrpc")
@described(
    Operation(
        "Take a ping of WordPress (weblogUpdates.extendedPing, XML-RPC) as a reason to look for new articles",
        tag="webhooks",
        access=Access.SENDER,
        media_type="text/xml",
        problems=(400, 401, 404, 413, 415, 503),
        query=(("token", "the secret of the source `xmlrpc`: update services can send no headers"),),
    )
)
def receive_ping(site: str) -> Response:
    """Note that the site's own sources are to be looked at."""
    raw = read_body(request.environ, deployment().settings.max_body_bytes)
    _check_token(site, raw)
    method = _method(raw)
    if method in _PINGS:
        ask_for_pull(deployment(), site, utc_now())
    serving().metrics.webhooks.labels(SOURCE, "accepted" if method in _PINGS else "ignored").inc()
    return _response(_THANKS if method in _PINGS else _FAULT)


def _check_token(site: str, raw: bytes) -> None:
    token = request.args.get("token", "")
    stated = f"Bearer {token}" if token else request.headers.get("Authorization", "")
    try:
        signed = SignedRequest({"authorization": stated}, raw)
        verify_request(signed, webhook_secrets(deployment(), site, SOURCE), utc_now())
    except BadSignature as error:
        serving().metrics.bad_signatures.labels(SOURCE, error.reason).inc()
        serving().metrics.webhooks.labels(SOURCE, "refused").inc()
        raise


def _method(raw: bytes) -> str:
    call = parse_xml(raw.lstrip())
    name = call.findtext("methodName") if etree.QName(call).localname == "methodCall" else None
    return (name or "").strip()


def _response(inside: str) -> Response:
    body = f'<?xml version="1.0" encoding="UTF-8"?><methodResponse>{inside}</methodResponse>'
    return Response(body, content_type="text/xml; charset=UTF-8")
