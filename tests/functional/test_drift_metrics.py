"""`/metrics` says of each site what `moderation models watch` says."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from moderation.comment.values import Outcome
from moderation.services import articles, comments, reviews
from moderation.services.reviews import ReviewVerdict
from moderation.services.watching import DAYS, watch_site
from moderation.web.drift import DriftLook
from tests.factories import article, comment

NAMES = ("score_shift", "length_shift", "unlearnt_reviews", "erased_reviews", "retraining_due", "held_share")


@pytest.fixture
def site(app, publisher):
    deployment, now = app.extensions["moderation"], datetime.now(UTC)
    articles.ingest(deployment, publisher.name, article(), now)
    for number in range(12):
        at = now - timedelta(days=10 if number % 2 else 1)
        text = ("Sie Vollidiot!", "Gut, dass die Schule kommt.")[number % 3 == 0]
        comments.screen(deployment, publisher.name, comment(f"c-{number}", f"{text} {number}"), at)
    for number in range(4):
        reviews.review(deployment, publisher.name, f"c-{number}", ReviewVerdict(Outcome.REJECT), now=now)
    return publisher.name


def values(text, name, site):
    found = re.findall(rf'^moderation_{name}{{site="{site}"(?:,window="(\w+)")?}} (\S+)$', text, re.MULTILINE)
    return {window: float(value) for window, value in found}


def test_metrics_say_what_watching_says(app, client, site):
    text = client.get("/metrics").text
    seen = watch_site(app.extensions["moderation"], site, days=DAYS, now=datetime.now(UTC))

    assert values(text, "held_share", site) == {"now": seen.now.held, "before": seen.before.held}
    assert values(text, "unlearnt_reviews", site) == {"": seen.new_decisions}
    assert values(text, "retraining_due", site) == {"": float(seen.is_due)}
    assert seen.now.held is not None


def test_what_was_not_counted_is_left_out(client, site):
    assert values(client.get("/metrics").text, "score_shift", site) == {}


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_is_described(client, name):
    assert f"# TYPE moderation_{name} gauge" in client.get("/metrics").text


def test_figures_are_not_looked_up_at_each_reading(app, site):
    look = DriftLook(app.extensions["moderation"])
    first = [state for state in look.states() if state.site == site]
    comments.screen(app.extensions["moderation"], site, comment("c-later", "Nun ja."), datetime.now(UTC))

    assert [state for state in look.states() if state.site == site] == first
