import dataclasses

import pytest

from moderation.comment.values import Comment, Outcome
from moderation.errors import UnknownSite
from moderation.policy.values import Category
from moderation.services import articles, policies, sites
from moderation.services.passing import find_scene, is_fault, is_unjudged, judge, judge_parts
from moderation.services.screening_settings import ScreeningSettings
from moderation.services.site_settings import SiteSettings, change_settings
from tests.factories import NOW, OTHER_FOOTER, article, page

URL = article().url
GOOD = Comment("Gut, dass auf dem Gelände endlich Wohnungen entstehen.")
LINK = Comment("Mehr dazu im Gutachten: https://stadt.example/gutachten")


@pytest.fixture
def bote(deployment):
    sites.add_site(deployment, "bote", now=NOW)
    return deployment


def test_a_site_without_rules_is_judged_by_the_default_netiquette(bote):
    scene = find_scene(bote, "bote", URL)

    assert scene.source == "default"
    assert judge(bote, scene, Comment("Du bist ein Idiot!"), NOW).outcome is Outcome.REJECT


def test_an_english_site_has_english_defaults(deployment):
    sites.add_site(deployment, "herald", language="en", now=NOW)

    decision = judge(deployment, find_scene(deployment, "herald"), Comment("You are an idiot!"), NOW)

    assert decision.outcome is Outcome.REJECT
    assert "insult" in decision.violations[0].quote.lower()


def test_what_has_just_been_stored_is_seen_at_once(bote):
    assert find_scene(bote, "bote", URL).article is None
    articles.ingest(bote, "bote", article(), NOW)
    assert find_scene(bote, "bote", URL + "?utm_source=x#kommentare").article is not None

    assert judge(bote, find_scene(bote, "bote", URL), LINK, NOW).outcome is Outcome.APPROVE
    policies.set_by_operator(bote, "bote", OTHER_FOOTER, NOW)
    assert judge(bote, find_scene(bote, "bote", URL), LINK, NOW).outcome is not Outcome.APPROVE

    change_settings(bote, "bote", SiteSettings(coral_approved="publish"))
    assert find_scene(bote, "bote", URL).settings.coral_approved == "publish"


def test_what_a_site_sets_for_screening_holds_here_too(bote):
    insult = Comment("Du bist ein Idiot!")
    change_settings(bote, "bote", SiteSettings(screening=ScreeningSettings(actions={Category.INSULT: "hold"})))
    change_policy = policies.set_by_operator(bote, "bote", "Beleidigungen werden gelöscht.", NOW)
    scene = find_scene(bote, "bote")

    assert change_policy.policy.clauses
    assert judge(bote, scene, insult, NOW).outcome is Outcome.HOLD
    assert [each.outcome for each in judge_parts(bote, scene, [insult], NOW)] == [Outcome.HOLD]


def test_an_articles_own_footer_comes_before_that_of_another(bote):
    articles.ingest(bote, "bote", article("a-1"), NOW)
    articles.ingest(bote, "bote", article("a-2", text=page(footer=OTHER_FOOTER), url=URL + "/zwei"), NOW)

    assert judge(bote, find_scene(bote, "bote", URL), LINK, NOW).outcome is Outcome.APPROVE
    assert judge(bote, find_scene(bote, "bote", URL + "/zwei"), LINK, NOW).outcome is not Outcome.APPROVE


def test_a_site_may_hold_what_stands_under_an_unknown_article(bote):
    scene = find_scene(bote, "bote", URL)
    careful = dataclasses.replace(scene, settings=SiteSettings(hold_unknown_article=True))

    assert judge(bote, scene, GOOD, NOW, needs_article=True).outcome is Outcome.APPROVE
    assert judge(bote, careful, GOOD, NOW, needs_article=True).outcome is Outcome.HOLD
    assert judge(bote, careful, GOOD, NOW).outcome is Outcome.APPROVE
    assert judge(bote, careful, Comment("Du Idiot!"), NOW, needs_article=True).outcome is Outcome.REJECT


@pytest.mark.parametrize("text", ["", " \n", "a\0b", "\ud800", "a" * 1_000_001])
def test_what_cannot_be_judged_is_held_and_known_as_such(bote, text):
    decision = judge(bote, find_scene(bote, "bote"), Comment(text), NOW)

    assert decision.outcome is Outcome.HOLD
    assert is_unjudged(decision)
    assert is_fault(decision) is bool(text.strip())


def test_parts_are_judged_like_comments(bote):
    scene = find_scene(bote, "bote")
    parts = [Comment("Danke für den Bericht."), Comment("Du bist ein Idiot!")]

    together = judge_parts(bote, scene, parts, NOW)

    assert [each.outcome for each in together] == [judge(bote, scene, part, NOW).outcome for part in parts]
    assert not any(map(is_unjudged, together))


def test_what_is_no_address_is_no_article(bote):
    for url in ("", "kein Ort", "http://[::1", "x" * 5_000_000):
        assert find_scene(bote, "bote", url).article is None
    assert all(len(str(key)) < 5_000 for key in bote.database.recall._kept)


def test_a_site_must_be_there(bote):
    with pytest.raises(UnknownSite):
        find_scene(bote, "nobody", URL)
