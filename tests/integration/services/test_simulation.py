import msgspec
import pytest

from moderation.comment.guarantee import ALWAYS, NEVER, Promise, guarantee
from moderation.comment.values import Outcome
from moderation.errors import InvalidInput, UnknownSite
from moderation.policy.values import Category
from moderation.services.articles import ingest
from moderation.services.comments import get, screen
from moderation.services.guarantees import from_site, put_in_force, stated_promise
from moderation.services.reviews import ReviewVerdict, review
from moderation.services.screening_settings import ScreeningSettings
from moderation.services.simulation import simulate
from moderation.services.site_settings import SiteSettings, change_settings, show_settings
from moderation.services.sites import add_site
from tests.factories import NOW, article, comment, later

GOOD = "Gut, dass am Güterbahnhof endlich Wohnungen und eine Grundschule entstehen."
VULGAR = "Der Umbau des Güterbahnhofs ist doch eine verfickte Arschloch-Idee."
LINKED = "Die Pläne für den Güterbahnhof stehen hier: https://www.lindental.example/plaene, Seite 4."


@pytest.fixture
def bote(deployment):
    """A site with an article, its rules and three comments."""
    add_site(deployment, "bote", deliver_to=None, now=NOW)
    ingest(deployment, "bote", article(), NOW)
    for number, text in enumerate((GOOD, VULGAR, LINKED)):
        screen(deployment, "bote", comment(f"c-{number}", text), later(number))
    return deployment


def tried(bote, *, policy=None, last=10, **stated):
    settings = msgspec.convert(stated, ScreeningSettings) if stated else None
    return simulate(bote, "bote", settings=settings, policy=policy, last=last)


def test_what_a_clause_may_no_longer_do_is_shown_comment_by_comment(bote):
    found = tried(bote, actions={"profanity": "hold"})

    assert found.comments == 3
    assert (found.before[Outcome.REJECT], found.after[Outcome.REJECT]) == (1, 0)
    assert [(change.id, change.before.outcome, change.after.outcome) for change in found.changes] == [
        ("c-1", Outcome.REJECT, Outcome.HOLD)
    ]


def test_nothing_is_stored(bote):
    before = [get(bote, "bote", f"c-{number}") for number in range(3)]

    tried(bote, forbidden_words=["Wohnungen"])

    assert [get(bote, "bote", f"c-{number}") for number in range(3)] == before
    assert show_settings(bote, "bote") == SiteSettings()


def test_other_rules_can_be_tried(bote):
    found = tried(bote, policy="Links sind hier nicht erlaubt. Solche Kommentare veröffentlichen wir nicht.")

    assert {change.id: change.after.outcome for change in found.changes}["c-1"] is Outcome.APPROVE
    assert Category.LINKS in {change.id: change.after.categories for change in found.changes}["c-2"]


def test_only_the_last_decisions_are_judged_again(bote):
    assert tried(bote, last=1, actions={"profanity": "hold"}).comments == 1


def test_moderators_verdicts_tell_which_settings_contradict_them(bote):
    review(bote, "bote", "c-1", ReviewVerdict(Outcome.APPROVE), now=later(60))

    assert tried(bote, actions={"profanity": "hold"}).contradicted == (1, 0)


@pytest.mark.parametrize(("settings", "last"), [(None, 10), (ScreeningSettings(), 0), (ScreeningSettings(), 100_000)])
def test_what_makes_no_sense_is_refused(bote, settings, last):
    with pytest.raises(InvalidInput):
        simulate(bote, "bote", settings=settings, policy=None, last=last)


def test_an_unknown_site_is_said_so(deployment):
    with pytest.raises(UnknownSite):
        simulate(deployment, "niemand", settings=ScreeningSettings(), policy=None, last=1)


def set_screening(bote, **stated):
    change_settings(bote, "bote", SiteSettings(screening=msgspec.convert(stated, ScreeningSettings)))


def judged(bote, text, number=50, **changes):
    return screen(bote, "bote", comment(f"c-{number}", text, **changes), later(number)).decision


def test_settings_reach_the_next_comment(bote):
    set_screening(bote, actions={"profanity": "hold"})

    assert judged(bote, VULGAR).outcome is Outcome.HOLD


def test_forbidden_words_are_held_where_no_rule_speaks_of_them(bote):
    set_screening(bote, forbidden_words=["Grundschule"], actions={"profanity": "off"})

    decision = judged(bote, GOOD)

    assert decision.outcome is Outcome.HOLD
    assert decision.violations == ()
    assert "Wortliste" in decision.note
    assert decision.reason


def test_allowed_words_are_not_held_against_a_comment(bote):
    text = "Der Güterbahnhof liegt in Arsch, so heißt der Ort nun einmal."
    assert judged(bote, text, 51).outcome is not Outcome.APPROVE
    set_screening(bote, allowed_words=["Arsch"])

    assert judged(bote, text, 52).outcome is Outcome.APPROVE


def test_a_promise_that_nothing_supports_holds_everything(bote):
    set_screening(bote, promise={})

    decisions = [judged(bote, text, 60 + place) for place, text in enumerate((GOOD, VULGAR))]

    assert {decision.outcome for decision in decisions} == {Outcome.HOLD}
    assert all(decision.reason for decision in decisions)


def test_a_site_with_few_verdicts_is_told_so(bote):
    review(bote, "bote", "c-1", ReviewVerdict(Outcome.REJECT), now=later(60))

    computed = from_site(bote, "bote", Promise())

    assert computed.comments == 1
    assert (computed.refuse.threshold, computed.release.threshold) == (NEVER, ALWAYS)
    assert "do not support" in computed.statement


def test_supported_thresholds_decide_alone_and_say_what_they_promise(bote):
    set_screening(bote, promise={"wrongly_refused": 0.02})
    scores = [0.99] * 600 + [0.01] * 600
    computed = guarantee(scores, scores, [score > 0.5 for score in scores], stated_promise(bote, "bote"))

    put_in_force(bote, "bote", computed)

    kept = show_settings(bote, "bote").screening
    assert kept.promise.wrongly_refused == 0.02
    assert kept.automatic.statement == computed.statement
    assert judged(bote, VULGAR, 61).outcome is Outcome.REJECT


def test_sections_are_those_of_the_article(bote):
    page = (
        "<html><head><meta property='article:section' content='Politik'><title>Rat</title></head><body><article>"
        "<h1>Rat beschließt Umbau des Güterbahnhofs</h1>"
        + "<p>Der Stadtrat von Lindental hat den Umbau des Güterbahnhofs beschlossen, es entstehen Wohnungen.</p>" * 4
        + "<p>Schimpfwörter veröffentlichen wir nicht. Kommentare werden geprüft. Ihre Redaktion</p></article></body>"
    )
    ingest(bote, "bote", article("a-2", html=page, text=None, url=None), NOW)
    limits = {"profanity": {"hold": 0.5}}

    set_screening(bote, sections={"politik": "strict"}, thresholds=limits)

    assert judged(bote, GOOD, 70, article_id="a-2").model
