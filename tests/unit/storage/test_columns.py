from datetime import datetime

import pytest
from sqlalchemy.dialects import postgresql

from moderation.comment.values import Decision, Evidence, Outcome, Violation
from moderation.errors import InvalidInput, StorageFault
from moderation.policy.values import Category
from moderation.storage.columns import Instant, from_json, to_json

DECISION = Decision(
    Outcome.REJECT,
    reason="Der Kommentar beleidigt.",
    violations=(
        Violation(Category.INSULT, 0.97, Outcome.REJECT, "Keine Beleidigungen.", (Evidence(0, 4, "Depp", "Wort"),)),
    ),
    scores={Category.INSULT: 0.97},
)


def test_a_decision_survives_being_stored():
    assert from_json(to_json(DECISION), Decision) == DECISION


def test_nul_is_escaped_in_stored_json():
    assert "\0" not in to_json(Decision(Outcome.HOLD, note="\0"))


def test_a_lone_surrogate_is_refused():
    with pytest.raises(InvalidInput):
        to_json(Decision(Outcome.HOLD, note="\ud800"))


@pytest.mark.parametrize("stored", ["", "{}", '{"outcome": "perhaps"}', "[" * 10_000])
def test_what_is_no_decision_is_a_fault_of_storage(stored):
    with pytest.raises(StorageFault):
        from_json(stored, Decision)


def test_a_naive_time_is_a_programming_error():
    with pytest.raises(ValueError, match="zone"):
        Instant().process_bind_param(datetime(2026, 1, 1), postgresql.dialect())  # noqa: DTZ001
