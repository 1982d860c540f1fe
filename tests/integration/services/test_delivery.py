import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from moderation.errors import NotFound
from moderation.services.comments import screen
from moderation.services.delivery import (
    CLAIM_SECONDS,
    PAUSES_SECONDS,
    REMEMBERED,
    deliver_due,
    failed_deliveries,
    list_deliveries,
    outbox_counts,
    replay,
    replay_all,
)
from moderation.services.health import Severity, examine
from moderation.services.sites import DELIVERY, add_site, rotate_secret, set_delivery_target, show_site, webhook_secrets
from moderation.storage.outbox import claim_next
from moderation.webhooks.sending import SendResult
from moderation.webhooks.signature import sign, verify
from tests.factories import NOW, comment, later

TARGET = "https://bote.example/hooks"


class Receiver:
    """The far side: remembers what it was sent and answers as it was told."""

    def __init__(self, *answers):
        self.answers, self.messages, self.lock = list(answers), [], threading.Lock()

    def __call__(self, message, now):
        with self.lock:
            self.messages.append((message, now))
            return self.answers.pop(0) if self.answers else SendResult(204)


def exactly(seconds):
    return seconds


@pytest.fixture
def bote(deployment):
    add_site(deployment, "bote", deliver_to=TARGET, now=NOW)
    return deployment


def happen(deployment, number=1, site="bote"):
    for index in range(number):
        screen(deployment, site, comment(f"c-{index}"), NOW)


def test_what_waits_is_sent_once_and_signed(bote):
    happen(bote, 3)
    receiver = Receiver()

    first, second = deliver_due(bote, receiver, NOW, 10), deliver_due(bote, receiver, later(60), 10)

    assert (first.delivered, first.attempted, second.attempted) == (3, 3, 0)
    message, at = receiver.messages[0]
    secrets = [secret.value for secret in webhook_secrets(bote, "bote", DELIVERY)]
    headers = {
        "webhook-id": message.message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": sign(message.message_id, at, message.body, message.secrets),
    }
    assert verify(headers, message.body, secrets, at) == message.message_id
    assert message.url == TARGET


def test_no_more_is_sent_than_the_limit(bote):
    happen(bote, 3)

    assert deliver_due(bote, Receiver(), NOW, 2).attempted == 2
    assert outbox_counts(bote) == {"pending": 1, "delivered": 2}


def test_failures_are_tried_again_on_schedule_with_one_id_and_given_up_at_its_end(bote):
    happen(bote)
    receiver = Receiver(*[SendResult(500) for _ in PAUSES_SECONDS])

    at = 0.0
    for pause in PAUSES_SECONDS:
        if pause:
            assert deliver_due(bote, receiver, later(at + pause - 1), 10, jitter=exactly).attempted == 0
        at += pause + 1
        report = deliver_due(bote, receiver, later(at), 10, jitter=exactly)

    assert report.failed == 1
    assert len({message.message_id for message, _ in receiver.messages}) == 1
    assert len(receiver.messages) == len(PAUSES_SECONDS) == 10
    assert "failed" in (show_site(bote, "bote").delivery_fault or "")


def test_a_receivers_wish_to_wait_is_granted(bote):
    happen(bote)
    receiver = Receiver(SendResult(503, retry_after=600))
    deliver_due(bote, receiver, NOW, 10, jitter=exactly)

    assert deliver_due(bote, receiver, later(590), 10).attempted == 0
    assert deliver_due(bote, receiver, later(610), 10).delivered == 1


def test_jitter_only_lengthens_a_pause(bote):
    happen(bote)
    deliver_due(bote, Receiver(SendResult(None, error="no answer")), NOW, 10)

    assert deliver_due(bote, Receiver(), later(4.9), 10).attempted == 0
    assert deliver_due(bote, Receiver(), later(9), 10).delivered == 1


def test_gone_switches_sending_off_until_a_target_is_set(bote):
    happen(bote, 2)
    report = deliver_due(bote, Receiver(SendResult(410)), NOW, 10)

    assert report.failed == 1
    assert "410" in (show_site(bote, "bote").delivery_fault or "")
    assert deliver_due(bote, Receiver(), later(60), 10).attempted == 0

    set_delivery_target(bote, "bote", TARGET)
    assert deliver_due(bote, Receiver(), later(120), 10).delivered == 1


def test_what_was_given_up_can_be_sent_again(bote):
    happen(bote)
    deliver_due(bote, Receiver(SendResult(410)), NOW, 10)
    set_delivery_target(bote, "bote", TARGET)
    (failed,) = failed_deliveries(bote, "bote")

    replay(bote, "bote", failed.event_id, later(60))

    assert (failed.last_status, failed.attempts) == (410, 1)
    assert deliver_due(bote, Receiver(), later(60), 10).delivered == 1
    with pytest.raises(NotFound):
        replay(bote, "bote", failed.event_id, later(60))


def test_sending_again_switches_sending_on(bote):
    happen(bote, 3)
    deliver_due(bote, Receiver(SendResult(410)), NOW, 10)
    (failed,) = failed_deliveries(bote, "bote")

    replay(bote, "bote", failed.event_id, later(60))

    assert show_site(bote, "bote").delivery_fault is None
    assert deliver_due(bote, Receiver(), later(60), 10).delivered == 3


def test_everything_that_was_given_up_can_be_sent_again_at_once(bote):
    happen(bote, 2)
    for _ in range(2):
        deliver_due(bote, Receiver(SendResult(410)), NOW, 10)
        set_delivery_target(bote, "bote", TARGET)

    assert len(list_deliveries(bote, "bote", "failed")) == 2
    assert replay_all(bote, "bote", later(60)) == 2
    assert deliver_due(bote, Receiver(), later(60), 10).delivered == 2
    assert len(list_deliveries(bote, "bote", "delivered", limit=1)) == 1


def test_the_operator_is_warned_when_sending_is_switched_off(bote, caplog):
    happen(bote)
    deliver_due(bote, Receiver(SendResult(410)), NOW, 10)

    assert "sending to site bote is switched off: the target answered 410 Gone" in caplog.text
    found = [finding for finding in examine(bote.settings) if finding.subject == "deliveries"]
    assert [finding.severity for finding in found] == [Severity.WARNING]


def test_a_failing_site_does_not_hold_up_another(bote):
    add_site(bote, "other", deliver_to="https://other.example/", now=NOW)
    happen(bote, 3)
    happen(bote, 2, site="other")
    receiver = Receiver(SendResult(None, error="timeout"))

    report = deliver_due(bote, receiver, NOW, 10)

    assert (report.retried, report.delivered) == (1, 2)


def test_workers_at_once_send_each_event_once(bote):
    happen(bote, 12)
    receiver = Receiver()

    with ThreadPoolExecutor(4) as pool:
        reports = list(pool.map(lambda _: deliver_due(bote, receiver, NOW, 20), range(4)))

    assert sum(report.delivered for report in reports) == 12
    assert len({message.message_id for message, _ in receiver.messages}) == len(receiver.messages) == 12


def test_an_event_whose_worker_was_killed_is_sent_by_another_after_its_claim(bote):
    happen(bote)
    claimed = bote.database.transact(
        lambda session: claim_next(session, NOW, later(CLAIM_SECONDS), but_not=frozenset())
    )

    assert claimed is not None
    assert deliver_due(bote, Receiver(), later(CLAIM_SECONDS - 1), 10).attempted == 0
    assert deliver_due(bote, Receiver(), later(CLAIM_SECONDS + 1), 10).delivered == 1


def test_delivered_events_are_forgotten_after_a_while_and_given_up_ones_are_kept(bote):
    happen(bote, 2)
    deliver_due(bote, Receiver(SendResult(204), SendResult(410)), NOW, 10)

    deliver_due(bote, Receiver(), NOW + REMEMBERED + timedelta(seconds=1), 10)

    assert outbox_counts(bote) == {"failed": 1}


def test_while_a_secret_is_being_replaced_both_sign(bote):
    rotate_secret(bote, "bote", "delivery", NOW)
    happen(bote)
    receiver = Receiver()
    deliver_due(bote, receiver, NOW, 10)

    assert len(receiver.messages[0][0].secrets) == 2
