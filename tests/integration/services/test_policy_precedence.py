import pytest

from moderation.errors import InvalidInput, NotFound
from moderation.policy.values import Category, Limit, LimitKind
from moderation.services.articles import ingest
from moderation.services.comments import screen
from moderation.services.policies import Correction, Origin, correct, history, in_force, set_by_operator
from moderation.services.sites import add_site
from tests.factories import NOW, OTHER_FOOTER, article, comment, later, page

PAGE = "Volksverhetzung wird gelöscht. Beiträge dürfen höchstens 700 Zeichen haben."


@pytest.fixture
def bote(deployment):
    add_site(deployment, "bote", now=NOW)
    return deployment


def names(known):
    return {clause.category for clause in known.policy.clauses}


def test_the_rules_page_alone_is_in_force_until_a_footer_comes(bote):
    known = set_by_operator(bote, "bote", PAGE, NOW, origin=Origin.PAGE)

    assert (known.origin, names(known)) == (Origin.PAGE, {Category.HATE, Category.LENGTH})


def test_footer_and_page_are_in_force_together_and_keep_their_origins(bote):
    set_by_operator(bote, "bote", PAGE, NOW, origin=Origin.PAGE)
    ingest(bote, "bote", article(), later(60))

    known = in_force(bote, "bote")

    sources = {clause.category: clause.source for clause in known.policy.clauses}
    assert known.origin is Origin.FOOTER
    assert sources[Category.HATE] == "page"
    assert "footer" in sources.values()


def test_the_operators_own_rules_go_before_both(bote):
    set_by_operator(bote, "bote", PAGE, NOW, origin=Origin.PAGE)
    ingest(bote, "bote", article(), later(60))
    set_by_operator(bote, "bote", OTHER_FOOTER, later(120))

    known = in_force(bote, "bote")

    assert {clause.source for clause in known.policy.clauses} == {"operator"}
    assert known.policy.text == OTHER_FOOTER


def test_a_decision_names_the_version_of_footer_and_page_together(bote):
    set_by_operator(bote, "bote", PAGE, NOW, origin=Origin.PAGE)
    ingest(bote, "bote", article(), later(60))

    decision = screen(bote, "bote", comment(), later(90)).decision

    assert decision.policy_version == in_force(bote, "bote").policy.version


def test_a_correction_takes_effect_at_once_and_is_named_by_decisions(bote):
    set_by_operator(bote, "bote", "Bitte keine Werbung. Hetze löschen wir.", NOW)
    before = in_force(bote, "bote").policy.version

    known = correct(bote, "bote", [Correction("Bitte keine Werbung.", Category.ADVERTISING, states=False)], later(10))

    assert names(known) == names(in_force(bote, "bote")) == {Category.HATE}
    ingest(bote, "bote", article(), later(20))
    assert screen(bote, "bote", comment(), later(30)).decision.policy_version == known.policy.version != before


def test_a_correction_survives_new_rules_with_the_same_sentence(bote):
    set_by_operator(bote, "bote", "Bitte keine Werbung. Hetze löschen wir.", NOW)
    limit = Limit(LimitKind.MAX_LINKS, 1)
    correct(bote, "bote", [Correction("Bitte keine Werbung.", Category.LINKS, states=True, limit=limit)], later(10))

    known = set_by_operator(bote, "bote", "Bitte  keine Werbung. Drohungen löschen wir.", later(20))

    (links,) = [clause for clause in known.policy.clauses if clause.category is Category.LINKS]
    assert links.limit == limit
    assert Category.VIOLENCE in names(known)


def test_a_forgotten_correction_lets_the_reading_count_again(bote):
    set_by_operator(bote, "bote", "Bitte keine Werbung. Hetze löschen wir.", NOW)
    fix = Correction("Bitte keine Werbung.", Category.ADVERTISING, states=False)
    correct(bote, "bote", [fix], later(10))

    known = correct(bote, "bote", [], later(20), forgotten=[(fix.quote, fix.category)])

    assert names(known) == {Category.ADVERTISING, Category.HATE}
    assert "+" not in known.policy.version


def test_a_sentence_that_does_not_stand_there_cannot_be_corrected(bote):
    with pytest.raises(NotFound):
        correct(bote, "bote", [Correction("Kein Spam.", Category.SPAM, states=True)], NOW)
    set_by_operator(bote, "bote", "Bitte keine Werbung. Hetze löschen wir.", NOW)
    with pytest.raises(InvalidInput):
        correct(bote, "bote", [Correction("Kein Spam.", Category.SPAM, states=True)], NOW)


def test_corrections_of_one_site_leave_another_alone(bote):
    add_site(bote, "kurier", now=NOW)
    for site in ("bote", "kurier"):
        set_by_operator(bote, site, "Bitte keine Werbung. Hetze löschen wir.", NOW)
    correct(bote, "bote", [Correction("Bitte keine Werbung.", Category.ADVERTISING, states=False)], later(10))

    assert Category.ADVERTISING in names(in_force(bote, "kurier"))


def test_history_tells_what_each_version_changed(bote):
    set_by_operator(bote, "bote", "Hetze löschen wir.", NOW)
    set_by_operator(bote, "bote", "Hetze löschen wir. Links sind nicht erlaubt.", later(10))

    assert [made.line for _, made in history(bote, "bote")] == ["added: links; removed: –", "added: hate; removed: –"]


@pytest.mark.parametrize("footer", [None, "Ihre Redaktion freut sich auf Ihre Kommentare."])
def test_a_footer_that_is_gone_or_says_nothing_leaves_the_last_good_rules_and_warns(bote, footer):
    ingest(bote, "bote", article(), NOW)
    before = in_force(bote, "bote")

    ingest(bote, "bote", article("a-2", text=page(footer=footer), url=None), later(60))

    after = in_force(bote, "bote")
    assert before.warning is None
    assert after.warning
    assert after.policy.clauses == before.policy.clauses
