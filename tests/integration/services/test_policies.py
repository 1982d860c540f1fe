import pytest

from moderation.errors import InvalidInput, NotFound, UnknownSite
from moderation.services.articles import ingest
from moderation.services.comments import screen
from moderation.services.policies import Origin, in_force, set_by_operator, versions
from moderation.services.sites import add_site
from tests.factories import FOOTER, NOW, OTHER_FOOTER, article, comment, later


@pytest.fixture
def bote(deployment):
    add_site(deployment, "bote", now=NOW)
    return deployment


def test_a_new_site_has_no_rules(bote):
    with pytest.raises(NotFound):
        in_force(bote, "bote")


def test_the_operators_rules_stand_above_every_footer(bote):
    set_by_operator(bote, "bote", OTHER_FOOTER, NOW)
    stored = ingest(bote, "bote", article(), later(60))

    known = in_force(bote, "bote")
    assert (known.origin, known.policy.text, known.since) == (Origin.OPERATOR, OTHER_FOOTER, NOW)
    judged = screen(bote, "bote", comment(), later(60)).decision.policy_version
    assert judged == known.policy.version != stored.policy_version


def test_the_same_rules_again_stay_in_force_since_the_first_time(bote):
    set_by_operator(bote, "bote", FOOTER, NOW)

    assert set_by_operator(bote, "bote", FOOTER, later(60)).since == NOW
    assert len(versions(bote, "bote")) == 1


def test_earlier_rules_can_come_back(bote):
    for number, text in enumerate((FOOTER, OTHER_FOOTER, FOOTER)):
        set_by_operator(bote, "bote", text, later(number))

    assert (in_force(bote, "bote").policy.text, in_force(bote, "bote").since) == (FOOTER, later(2))
    assert [version.text for version in versions(bote, "bote")] == [FOOTER, OTHER_FOOTER]


@pytest.mark.parametrize("text", ["", "Heute wird es sonnig.", "x" * 200_001])
def test_a_text_without_a_rule_never_comes_into_force(bote, text):
    set_by_operator(bote, "bote", FOOTER, NOW)

    with pytest.raises(InvalidInput):
        set_by_operator(bote, "bote", text, later(60))
    assert in_force(bote, "bote").policy.text == FOOTER


def test_unknown_sites_have_no_rules(deployment):
    for ask in (in_force, versions):
        with pytest.raises(UnknownSite):
            ask(deployment, "nobody")
    with pytest.raises(UnknownSite):
        set_by_operator(deployment, "nobody", FOOTER, NOW)
