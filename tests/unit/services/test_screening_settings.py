from datetime import UTC, datetime

import msgspec
import pytest

from moderation.comment.strictness import Action, Automatic
from moderation.comment.values import Thresholds
from moderation.errors import InvalidInput
from moderation.policy.values import Category
from moderation.services.screening_settings import NOTHING_ALONE, ScreeningSettings, adjust
from moderation.services.site_settings import parse_settings

# A Monday, half past ten in the evening in Berlin.
LATE = datetime(2026, 5, 4, 20, 30, tzinfo=UTC)
MODEL = "screening 1"


def settings(**stated):
    return msgspec.convert(stated, ScreeningSettings)


def adjusted(section=None, now=LATE, **stated):
    return adjust(settings(**stated), section=section, now=now, model=MODEL)


def test_a_site_that_sets_nothing_is_judged_as_trained():
    assert adjusted() is None


def test_actions_and_thresholds_reach_the_judgement():
    found = adjusted(actions={"insult": "hold"}, thresholds={"hate": {"hold": 0.2}})

    assert found.actions == {Category.INSULT: Action.HOLD}
    assert found.thresholds == {Category.HATE: Thresholds(0.2, 1.01)}


@pytest.mark.parametrize(
    ("hours", "strictness"),
    [
        ({"start": "22:00", "until": "06:00"}, 2.0),
        ({"start": "22:00", "until": "06:00", "days": ["mon"]}, 2.0),
        ({"start": "22:00", "until": "06:00", "days": ["tue"]}, 1.0),
        ({"start": "08:00", "until": "20:00"}, 1.0),
        ({"start": "22:30", "until": "22:31"}, 2.0),
        ({"start": "00:00", "until": "00:00"}, 2.0),
    ],
)
def test_hours_are_those_of_the_sites_clock(hours, strictness):
    # A second setting of its own keeps the answer from being None.
    found = adjusted(hours=[{**hours, "strictness": "strict"}], forbidden_words=["Quark"])

    assert found.strictness == strictness


def test_a_night_belongs_to_the_day_it_begins_on():
    after_midnight = datetime(2026, 5, 5, 1, 0, tzinfo=UTC)
    night = {"start": "22:00", "until": "06:00", "days": ["mon"], "strictness": "strict"}

    assert adjusted(now=after_midnight, hours=[night]).strictness == 2.0


@pytest.mark.parametrize(("section", "strictness"), [("Politik", 2.0), ("POLITIK", 2.0), ("Sport", 1.0), (None, 1.0)])
def test_sections_have_a_strictness_of_their_own(section, strictness):
    assert adjusted(section=section, sections={"politik": "strict"}).strictness == strictness


def test_a_promise_without_thresholds_lets_nothing_run_alone():
    assert adjusted(promise={}).automatic == NOTHING_ALONE


@pytest.mark.parametrize(("model", "expected"), [(MODEL, Automatic(0.9, 0.1)), ("screening 2", NOTHING_ALONE)])
def test_computed_thresholds_hold_for_their_model_alone(model, expected):
    computed = {"refuse_from": 0.9, "release_below": 0.1, "model": model}

    assert adjusted(promise={}, automatic=computed).automatic == expected


@pytest.mark.parametrize(
    "screening",
    [
        '{"actions": {"insult": "explode"}}',
        '{"actions": {"niceness": "hold"}}',
        '{"actions": {"irony": "reject"}}',
        '{"thresholds": {"insult": {"hold": 1.5}}}',
        '{"thresholds": {"insult": {"hold": 0.9, "reject": 0.5}}}',
        '{"hours": [{"start": "25:00", "until": "06:00", "strictness": "strict"}]}',
        '{"hours": [{"start": "22:00", "until": "06:00", "strictness": "brutal"}]}',
        '{"timezone": "Mars/Olympus"}',
        '{"timezone": "../../etc/passwd"}',
        '{"allowed_domains": ["https://stadt.example/"]}',
        '{"allowed_words": ["zwei Worte"]}',
        '{"forbidden_words": ["!!"]}',
        '{"promise": {"wrongly_refused": 0}}',
        '{"strictnes": "strict"}',
    ],
)
def test_what_could_not_be_obeyed_is_refused(screening):
    with pytest.raises(InvalidInput, match="no settings"):
        parse_settings(f'{{"screening": {screening}}}')
