import pytest

from moderation.comment.values import Decision, Outcome, Violation
from moderation.policy.values import Category
from moderation.services.site_settings import SiteSettings
from moderation.web.compat.coral_answers import phase_answer

CODES = {
    "OFFENSIVE",
    "ABUSIVE",
    "SPAM",
    "BANNED_WORD",
    "AD",
    "ILLEGAL_CONTENT",
    "HARASSMENT_BULLYING",
    "MISINFORMATION",
    "HATE_SPEECH",
    "IRRELEVANT_CONTENT",
    "OTHER",
}


def refused(category, quote="Das ist verboten.", reason="Ihr Kommentar verstößt gegen die Regeln."):
    return Decision(Outcome.REJECT, reason, (Violation(category, 0.9, Outcome.REJECT, quote),))


def rejection(decision, **settings):
    return phase_answer(decision, SiteSettings(**settings))["moderationAction"]["rejectionReason"]


@pytest.mark.parametrize("category", list(Category))
@pytest.mark.parametrize("quote", ["Das ist verboten.", "", "  "])
@pytest.mark.parametrize("reason", ["Ein Satz.", "", None])
def test_each_clause_has_a_code_and_no_text_is_empty(category, quote, reason):
    told = rejection(refused(category, quote, reason))

    assert told["code"] in CODES
    assert all(text.strip() for text in told.values())
    assert ("customReason" in told) is (told["code"] == "OTHER")


@pytest.mark.parametrize(
    ("category", "code", "flags"),
    [
        (Category.PROFANITY, "OFFENSIVE", ["COMMENT_DETECTED_TOXIC"]),
        (Category.AGGRESSION, "ABUSIVE", ["COMMENT_DETECTED_TOXIC"]),
        (Category.HATE, "HATE_SPEECH", ["COMMENT_DETECTED_TOXIC"]),
        (Category.ADVERTISING, "AD", ["COMMENT_DETECTED_SPAM"]),
        (Category.OFF_TOPIC, "IRRELEVANT_CONTENT", []),
        (Category.LOW_QUALITY, "OTHER", []),
        (Category.INSINUATION, "OTHER", ["COMMENT_DETECTED_TOXIC"]),
    ],
)
def test_codes_and_flags(category, code, flags):
    answer = phase_answer(refused(category), SiteSettings())

    assert answer["moderationAction"]["rejectionReason"]["code"] == code
    assert [action["reason"] for action in answer["actions"]] == flags


def test_a_site_chooses_how_insinuations_are_filed():
    assert rejection(refused(Category.INSINUATION), coral_insinuation="MISINFORMATION")["code"] == "MISINFORMATION"


def test_each_flag_is_raised_once():
    both = (Violation(Category.INSULT, 1, Outcome.HOLD, "a"), Violation(Category.PROFANITY, 1, Outcome.HOLD, "b"))

    answer = phase_answer(Decision(Outcome.HOLD, violations=both), SiteSettings())

    assert answer == {
        "status": "SYSTEM_WITHHELD",
        "actions": [{"actionType": "FLAG", "reason": "COMMENT_DETECTED_TOXIC"}],
    }


def test_a_refusal_without_a_clause_is_withheld():
    assert phase_answer(Decision(Outcome.REJECT), SiteSettings())["status"] == "SYSTEM_WITHHELD"
