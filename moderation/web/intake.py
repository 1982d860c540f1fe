"""`POST /hooks/{site}/{source}`: what CMSs and comment platforms send, each signed and written in its own way.

Before the answer there is no more than verification and storage; what is heavy is waited for only as long as every
sender waits.
"""

import time
from dataclasses import replace
from functools import partial
from hashlib import sha256
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from flask import Blueprint, Response, request

from moderation.errors import BadSignature, InvalidInput, NotFound, StorageBusy, StorageFault
from moderation.services import inbox
from moderation.services.inbox import Command, FetchPage, Waiting, Worked
from moderation.services.intake import ReceivedMessage
from moderation.services.mapping import FieldMapping
from moderation.services.site_settings import show_settings
from moderation.services.sites import webhook_secrets
from moderation.web.counting import count_decision
from moderation.web.describing import Access, Operation, described
from moderation.web.reading import read_body
from moderation.web.senders.fields import Fields
from moderation.web.senders.preset import USUAL, Delivery, Preset, Taken
from moderation.web.senders.registry import PRESETS
from moderation.web.serving import Serving, deployment, serving, utc_now
from moderation.web.stored import comment_answer
from moderation.webhooks.schemes import SignedRequest, verify_request

# The most impatient sender waits two seconds and never asks again.
PATIENCE_SECONDS = 1.2
_GLANCE_SECONDS = 0.02
_QUEUED = '{"result":"queued"}'

intake = Blueprint("intake", __name__, url_prefix="/hooks/<site>")


_OPERATION = Operation(
    "Take in what a CMS or a comment platform sends, in its own form and with its own signature",
    tag="webhooks",
    access=Access.SENDER,
    takes=(dict[str, Any],),
    gives=(Taken,),
    problems=(400, 401, 404, 409, 413, 415, 422, 503),
    query=(("event", "what happened, where neither body nor path says"), ("identifier", "of a TYPO3 webhook")),
)


@intake.post("/<source>")
@described(_OPERATION)
def receive(site: str, source: str) -> Response:
    """Take in a message that says itself what happened."""
    return _receive(site, source, request.args.get("event", ""))


@intake.post("/<source>/<event>")
@described(replace(_OPERATION, summary=_OPERATION.summary + "; the address says what happened"))
def receive_event(site: str, source: str, event: str) -> Response:
    """Take in a message of which the address says what happened."""
    return _receive(site, source, event)


def _receive(site: str, source: str, event: str) -> Response:
    """Verify the raw bytes, keep what they say, then do it."""
    preset = PRESETS.get(source)
    if preset is None:
        raise NotFound(f"no source {source[:100]!r} of webhooks is known")
    raw = read_body(request.environ, deployment().settings.max_body_bytes)
    headers = {name.lower(): value for name, value in request.headers.items()}
    signed = SignedRequest(headers, raw, request.method, _paths(), _query(), _identifier())
    stated_id = _verified(site, source, signed)
    try:
        commands = _commands(site, preset, raw, headers, event)
    except InvalidInput:
        _count(source, "refused")
        raise
    message_id = stated_id or _message_id(preset, headers, raw, commands)
    return _take_in(ReceivedMessage(site, source, message_id, sha256(raw).hexdigest()), commands)


def _verified(site: str, source: str, signed: SignedRequest) -> str | None:
    try:
        return verify_request(signed, webhook_secrets(deployment(), site, source), utc_now())
    except BadSignature as error:
        serving().metrics.bad_signatures.labels(source, error.reason).inc()
        _count(source, "refused")
        raise


def _message_id(preset: Preset, headers: dict[str, str], raw: bytes, commands: tuple[Command, ...]) -> str:
    if any(isinstance(command, FetchPage) for command in commands):
        # The message does not hold what changed, so that equal ones may stand for different changes.
        return uuid4().hex
    stated = headers.get(preset.id_header, "").strip() if preset.id_header else ""
    if stated and len(stated) <= 200 and stated.isascii() and stated.isprintable():
        return stated
    # The address is part of the message where it tells what happened.
    return sha256(request.path.rstrip("/").encode() + b"?" + request.query_string + b"\n" + raw).hexdigest()


def _commands(site: str, preset: Preset, raw: bytes, headers: dict[str, str], event: str) -> tuple[Command, ...]:
    stated = event or headers.get(preset.event_header, "")
    fields = Fields(preset.decode(raw, headers))
    commands = preset.read(Delivery(raw, fields, stated.strip(), headers, _mapping(site, preset.source)))
    for command in commands:
        inbox.check_command(command)
    return commands


def _mapping(site: str, source: str) -> FieldMapping:
    return show_settings(deployment(), site).webhook_mappings.get(source, USUAL)


def _paths() -> tuple[str, ...]:
    """Return how the path may have been spelt when it was signed: as it came, and with the prefix it lost."""
    raw = str(request.environ.get("REQUEST_URI") or request.environ.get("RAW_URI") or "").partition("?")[0]
    if "://" in raw:
        raw = "/" + raw.split("://", 1)[1].partition("/")[2]
    rebuilt = quote(request.script_root + request.path, safe="/!$&'()*+,;=:@~-._")
    return tuple(dict.fromkeys(path for path in (raw, request.script_root + raw, rebuilt) if path))


def _query() -> str:
    return request.query_string.decode("latin-1")


def _identifier() -> str:
    return request.args.get("identifier", "") or request.headers.get("Webhook-Identifier", "")


def _take_in(message: ReceivedMessage, commands: tuple[Command, ...]) -> Response:
    try:
        accepted = inbox.accept(deployment(), message, commands, utc_now(), claim=True)
    except (StorageBusy, StorageFault) as error:
        # Senders that never ask again have lost it: an operator must hear of that.
        serving().log.error("a webhook was lost", source=message.source, site=message.site, error=type(error).__name__)
        _count(message.source, "failed")
        raise
    if accepted.row is None:
        _count(message.source, "duplicate" if commands else "ignored")
        return Response(accepted.answer, content_type="application/json")
    worked = _work_off(message.site, accepted.row, accepted.claimed)
    if worked is not None and worked.refused is not None:
        inbox.refuse(deployment(), accepted.row)
        _count(message.source, "refused")
        raise worked.refused
    done = worked is not None and not worked.again
    _count(message.source, "accepted" if done else "queued")
    return Response(accepted.answer if done else _QUEUED, content_type="application/json")


def _work_off(site: str, row: int, claimed: Waiting | None) -> Worked | None:
    """Return what became of a message if that is known soon; the work goes on if not."""
    parts = serving()
    future = parts.background.start(partial(_work_until, parts, site, row, claimed))
    try:
        worked = future.result(timeout=PATIENCE_SECONDS)
    except TimeoutError:
        return None
    for comment in worked.comments if worked else ():
        count_decision(parts.metrics, site, comment_answer(comment), "webhook")
    return worked


def _work_until(parts: Serving, site: str, row: int, claimed: Waiting | None) -> Worked | None:
    """Work off the messages of a site up to this one; another thread may be busy with an earlier one."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        if claimed is not None:
            worked: Worked | None = inbox.work_off(parts.deployment, claimed, utc_now())
        else:
            worked = inbox.work_off_next(parts.deployment, utc_now(), site=site)
        if worked is not None and worked.row == row:
            # Whoever waited for us in vain has left a message behind.
            if inbox.is_due(parts.deployment, site, utc_now()):
                parts.background.start(partial(_work_rest, parts, site))
            return worked
        if worked is None and not inbox.is_waiting(parts.deployment, row):
            return Worked(row)
        if time.monotonic() > until:
            return None
        if worked is None:
            time.sleep(_GLANCE_SECONDS)


def _work_rest(parts: Serving, site: str) -> None:
    while inbox.work_off_next(parts.deployment, utc_now(), site=site) is not None:
        pass


def _count(source: str, result: str) -> None:
    serving().metrics.webhooks.labels(source, result).inc()
