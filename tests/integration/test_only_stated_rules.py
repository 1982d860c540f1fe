"""Whatever a policy states, a comment is judged by that and by nothing else."""

import random

import pytest

import moderation
from moderation.comment.values import Outcome
from moderation.policy.catalogue import entry
from moderation.policy.values import Category, Clause, Polarity, Policy, Screenable, Strength
from moderation.training.corpora import read_authored

COMMENTS = [example.text for example in read_authored("heldout")]
NASTY = (
    "Ihr dreckigen Schweine gehört alle aufgehängt! Jetzt kaufen: www.shop.example 20% Rabatt",
    "GEHT STERBEN!!!!! DU HURENSOHN!!!!!",
)


@pytest.fixture(scope="module")
def screener():
    return moderation.Screener.load()


def stating(categories):
    clauses = tuple(
        Clause(category, Polarity.FORBID, Strength.MUST, entry(category).name_de, 0, 1, 1.0, entry(category).screenable)
        for category in categories
    )
    return Policy(text="", version="some", clauses=clauses)


@pytest.mark.parametrize("seed", range(12))
def test_no_unstated_rule_is_held_against_a_comment(screener, seed):
    generator = random.Random(seed)
    stated = set(generator.sample(list(Category), generator.randint(1, 6)))
    texts = [*generator.sample(COMMENTS, 25), *NASTY]

    for decision in screener.screen_many(texts, policy=stating(stated)):
        assert {violation.category for violation in decision.violations} <= stated
        assert len(decision.violations) <= 3
        assert decision.outcome is Outcome.APPROVE or decision.violations or decision.note


@pytest.mark.parametrize("category", [Category.LENGTH, Category.COPYRIGHT, Category.IDENTITY])
def test_abuse_is_never_refused_where_the_rules_speak_of_something_else(screener, category):
    for text in NASTY:
        assert screener.screen(text, policy=stating([category])).outcome is not Outcome.REJECT


def test_what_a_policy_permits_is_not_forbidden_by_it(screener):
    permitted = Clause(
        Category.PROFANITY, Polarity.PERMIT, Strength.MUST, "Derbes ist erlaubt.", 0, 1, 1.0, Screenable.YES
    )

    decision = screener.screen("So eine Scheiße.", policy=Policy(text="", version="lax", clauses=(permitted,)))

    assert decision.violations == ()
