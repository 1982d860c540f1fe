"""Error rates are counted on comments that speak for all, not on those that the model in use has held."""

import random
from datetime import timedelta

import pytest
from sqlalchemy import insert, inspect, select

from moderation.comment.guarantee import ALWAYS, NEVER, Promise
from moderation.comment.values import Outcome
from moderation.services import articles, comments, reviews
from moderation.services.fair_sample import Source, fair_sample
from moderation.services.guarantees import from_site
from moderation.services.learning_settings import LearningSettings
from moderation.services.reviews import ReviewVerdict, export_reviews
from moderation.services.site_settings import SiteSettings, change_settings
from moderation.services.sites import add_site
from moderation.storage.tables import CommentRow, ReviewRow
from tests.factories import NOW, article, comment

RATE = 0.2
COMMENTS = 2_000
HELD, REFUSED_OF_HELD, REFUSED_OF_AUTOMATIC = 0.2, 0.6, 0.1
TRUE_SHARE = HELD * REFUSED_OF_HELD + (1 - HELD) * REFUSED_OF_AUTOMATIC


@pytest.fixture
def service(deployment):
    add_site(deployment, "bote", now=NOW)
    articles.ingest(deployment, "bote", article(), NOW)
    comments.screen(deployment, "bote", comment("c-first", "Der Plan überzeugt mich."), NOW)
    return deployment


def set_rate(service, rate):
    change_settings(service, "bote", SiteSettings(learning=LearningSettings(audit_rate=rate)))


def fill(service, *, rate, start=0, count=COMMENTS, reviewed=lambda held, drawn: held or drawn):
    """Store comments as a model would have decided them, and what moderators said of those that reached them."""
    chance = random.Random(start)
    with service.database.write() as session:
        row = session.scalars(select(CommentRow).limit(1)).first()
        template = {column.key: getattr(row, column.key) for column in inspect(CommentRow).column_attrs}
        last = max(session.scalars(select(CommentRow.id)))
        kept, verdicts = [], []
        for number in range(start, start + count):
            name, held = f"c-{number}", chance.random() < HELD
            drawn = service.vault.draw("bote", name) < rate
            audited = str(drawn and not held).lower()
            decision = f'{{"outcome": "{"hold" if held else "approve"}", "scores": {{}}, "audited": {audited}}}'
            last += 1
            kept.append(
                {
                    **template,
                    "id": last,
                    "comment_id": name,
                    "outcome": "hold" if held else "approve",
                    "decision": decision,
                    "received_at": NOW + timedelta(seconds=number),
                }
            )
            if reviewed(held, drawn):
                refused = chance.random() < (REFUSED_OF_HELD if held else REFUSED_OF_AUTOMATIC)
                verdicts.append(
                    {
                        "comment": last,
                        "outcome": "reject" if refused else "approve",
                        "categories": "[]",
                        "note": None,
                        "reviewer": "m",
                        "decided_at": NOW,
                        "current": True,
                    }
                )
        session.execute(insert(CommentRow), kept)
        session.execute(insert(ReviewRow), verdicts)


def sample(service):
    with service.database.read() as session:
        return fair_sample(service, session, "bote", limit=20_000)


def share_refused(service, rows):
    with service.database.read() as session:
        verdicts = session.scalars(select(ReviewRow.outcome).where(ReviewRow.comment.in_(rows))).all()
    return sum(verdict == "reject" for verdict in verdicts) / len(verdicts)


def test_drawn_comments_have_the_share_of_all_and_the_reviewed_ones_have_not(service):
    set_rate(service, RATE)
    fill(service, rate=RATE)
    found = sample(service)
    with service.database.read() as session:
        everything = session.scalars(select(ReviewRow.comment)).all()

    assert found.source is Source.AUDIT
    assert found.is_fair
    assert len(found.rows) == pytest.approx(RATE * COMMENTS, rel=0.2)
    assert share_refused(service, found.rows) == pytest.approx(TRUE_SHARE, abs=0.06)
    assert share_refused(service, everything) > TRUE_SHARE + 0.1


def test_rate_that_was_raised_begins_another_sample(service):
    fill(service, rate=0.05)
    fill(service, rate=RATE, start=COMMENTS, count=800)
    set_rate(service, RATE)
    found = sample(service)

    assert found.source is Source.AUDIT
    assert found.since >= NOW + timedelta(seconds=COMMENTS - 100)
    assert len(found.rows) == pytest.approx(RATE * 800, rel=0.3)


def test_rate_that_was_lowered_thins_what_was_drawn_before(service):
    fill(service, rate=RATE)
    set_rate(service, 0.1)

    assert len(sample(service).rows) == pytest.approx(0.1 * COMMENTS, rel=0.2)


def test_held_comments_alone_support_no_promise(service):
    fill(service, rate=0.0, count=600)
    computed = from_site(service, "bote", Promise())

    assert sample(service).source is Source.SELECTED
    assert (computed.refuse.threshold, computed.release.threshold) == (NEVER, ALWAYS)
    assert "selected" in computed.statement


def test_drawn_comments_that_nobody_has_reviewed_support_no_promise(service):
    set_rate(service, RATE)
    fill(service, rate=RATE, count=600, reviewed=lambda held, _: held)
    computed = from_site(service, "bote", Promise())

    assert (computed.refuse.supported, computed.release.supported) == (False, False)
    assert "not reviewed yet" in computed.statement


def test_where_everything_is_reviewed_nothing_is_selected(service):
    fill(service, rate=0.0, count=600, reviewed=lambda held, drawn: True)
    computed = from_site(service, "bote", Promise())

    assert sample(service).source is Source.ALL
    assert "nothing is selected" in computed.statement
    assert computed.comments == 600


def test_export_marks_drawn_comments_whatever_was_decided_about_them(service):
    set_rate(service, 0.5)
    for number in range(12):
        text = "Sie Vollidiot!" if number % 2 else "Gut, dass die Schule kommt."
        stored = comments.screen(service, "bote", comment(f"c-{number}", f"{text} {number}"), NOW)
        reviews.review(service, "bote", stored.id, ReviewVerdict(Outcome.REJECT), now=NOW)
    marked = {line.id for line in export_reviews(service, "bote") if line.sample == "audit"}

    assert marked == {f"c-{number}" for number in range(12) if service.vault.draw("bote", f"c-{number}") < 0.5}
