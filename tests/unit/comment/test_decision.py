import pytest

from moderation.comment.decision import NEVER, accuse, cite, conclude, standards_of
from moderation.comment.findings import Finding
from moderation.comment.values import Outcome, Thresholds
from moderation.policy.values import Category, Clause, Polarity, Screenable, Strength

LIMITS = {category: Thresholds(0.5, 0.9) for category in Category}


def clause(category, strength=Strength.MUST, screenable=Screenable.YES):
    return Clause(category, Polarity.FORBID, strength, "Nicht erlaubt.", 0, 14, 1.0, screenable)


def outcome(category, score, **stated):
    standards = standards_of({category: clause(category, **stated)}, LIMITS)
    return conclude(accuse(standards, {category: score}, {}))


@pytest.mark.parametrize(("score", "expected"), [(0.1, Outcome.APPROVE), (0.5, Outcome.HOLD), (0.9, Outcome.REJECT)])
def test_a_score_at_the_threshold_takes_the_stricter_side(score, expected):
    assert outcome(Category.INSULT, score) is expected


def test_what_no_clause_states_never_holds():
    assert accuse(standards_of({}, LIMITS), {Category.INSULT: 0.99}, {}) == []


def test_a_category_held_by_default_is_never_refused():
    assert outcome(Category.INSINUATION, 1.0) is Outcome.HOLD


def test_a_soft_request_holds_at_most_and_a_reservation_needs_more():
    assert outcome(Category.INSULT, 1.0, strength=Strength.SHOULD) is Outcome.HOLD
    assert outcome(Category.INSULT, 0.92, strength=Strength.MAY) is Outcome.HOLD
    assert outcome(Category.INSULT, 0.96, strength=Strength.MAY) is Outcome.REJECT


def test_what_cannot_be_screened_is_not_judged():
    assert outcome(Category.IDENTITY, 1.0, screenable=Screenable.NO) is Outcome.APPROVE


def test_a_certain_finding_refuses_without_a_learned_threshold():
    finding = Finding(Category.INSULT, 0.94, True, ())
    limits = {Category.INSULT: Thresholds(NEVER, NEVER)}

    standards = standards_of({Category.INSULT: clause(Category.INSULT)}, limits)
    charges = accuse(standards, {Category.INSULT: 0.94}, {Category.INSULT: finding})

    assert conclude(charges) is Outcome.REJECT


def test_at_most_three_are_cited_in_the_fixed_order_and_refusals_stand_alone():
    wanted = (Category.PROFANITY, Category.AGGRESSION, Category.INSULT, Category.VIOLENCE, Category.HATE)
    standards = standards_of({category: clause(category) for category in wanted}, LIMITS)

    held = cite(accuse(standards, dict.fromkeys(wanted, 0.6), {}))
    refused = cite(accuse(standards, {**dict.fromkeys(wanted, 0.6), Category.PROFANITY: 0.95}, {}))

    assert [charge.clause.category for charge in held] == [Category.VIOLENCE, Category.HATE, Category.INSULT]
    assert [charge.clause.category for charge in refused] == [Category.PROFANITY]


@pytest.mark.parametrize(
    ("insult", "aggression", "cited"),
    [
        (0.4, 0.8, [Category.AGGRESSION]),
        (0.6, 0.8, [Category.INSULT, Category.AGGRESSION]),
        (0.4, 0.45, [Category.INSULT, Category.AGGRESSION]),
        (0.4, 0.1, [Category.INSULT]),
    ],
)
def test_a_faint_insult_beside_a_plainly_aggressive_tone_is_the_tones(insult, aggression, cited):
    categories = (Category.INSULT, Category.AGGRESSION)
    standards = standards_of(
        {category: clause(category) for category in categories}, dict.fromkeys(categories, Thresholds(0.3, NEVER))
    )

    charges = accuse(standards, {Category.INSULT: insult, Category.AGGRESSION: aggression}, {})

    assert [charge.clause.category for charge in charges] == cited


def test_a_refused_insult_stands_beside_any_tone():
    categories = (Category.INSULT, Category.AGGRESSION)
    standards = standards_of(
        {category: clause(category) for category in categories}, dict.fromkeys(categories, Thresholds(0.3, 0.4))
    )

    charges = accuse(standards, {Category.INSULT: 0.45, Category.AGGRESSION: 0.9}, {})

    assert [charge.clause.category for charge in charges] == list(categories)
