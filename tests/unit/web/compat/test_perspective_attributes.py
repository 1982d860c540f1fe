import pytest

from moderation.comment.values import Decision, Outcome
from moderation.policy.default import default_policy
from moderation.policy.values import Category
from moderation.web.compat.perspective_attributes import category_of, is_attribute, value_of

POLICY = default_policy()


def decision(outcome=Outcome.APPROVE, **scores):
    return Decision(outcome, scores={Category(name): score for name, score in scores.items()}, model="m")


@pytest.mark.parametrize(
    ("name", "scores", "value"),
    [
        ("TOXICITY", {"insult": 0.2, "hate": 0.7, "advertising": 0.9}, 0.7),
        ("TOXICITY_EXPERIMENTAL", {"profanity": 0.3}, 0.3),
        ("SEVERE_TOXICITY", {"hate": 0.1, "violence": 0.2, "discrimination": 0.9, "aggression": 0.6}, 0.6),
        ("IDENTITY_ATTACK", {"discrimination": 0.4, "insult": 0.9}, 0.4),
        ("THREAT", {"violence": 0.5}, 0.5),
        ("SPAM", {"advertising": 0.1, "spam": 0.6}, 0.6),
        ("POLICY_INSINUATION", {"insinuation": 0.25}, 0.25),
        ("POLICY_LINKS", {}, 0.0),
        ("POLICY_INSULT", {"insult": 1.2}, 1.0),
    ],
)
def test_scores_are_those_of_our_clauses(name, scores, value):
    assert value_of(name, decision(**scores), POLICY) == pytest.approx(value)


@pytest.mark.parametrize("name", ["TOXICITY", "THREAT", "POLICY_OFF_TOPIC", "POLICY_SEXUAL", "SEVERE_TOXICITY"])
def test_no_number_is_invented(name):
    assert value_of(name, decision(advertising=0.5), POLICY) is None


@pytest.mark.parametrize("name", ["POLICY_VIOLATION", "LIKELY_TO_REJECT"])
@pytest.mark.parametrize("score", [0.0, 0.01, 0.5, 0.999, 1.0])
def test_corals_threshold_parts_what_we_approve_from_what_we_hold(name, score):
    approved, held, refused = (value_of(name, decision(outcome, insult=score), POLICY) for outcome in Outcome)

    assert 0.0 <= approved < 0.80 < held < 0.95 <= refused <= 1.0


def test_what_could_not_be_judged_stands_above_corals_threshold():
    assert value_of("TOXICITY", Decision(Outcome.HOLD), POLICY) > 0.80


@pytest.mark.parametrize(
    "name", ["", "toxicity", "FLIRTATION", "ATTACK_ON_AUTHOR", "POLICY_", "POLICY_IRONY", "POLICY_YOUTH"]
)
def test_what_we_cannot_tell_is_no_attribute(name):
    assert not is_attribute(name)


def test_attributes_of_one_clause_have_its_category():
    assert category_of("INSULT") is category_of("POLICY_INSULT") is Category.INSULT
    assert category_of("TOXICITY") is category_of("POLICY_VIOLATION") is None
