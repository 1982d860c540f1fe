from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace

import pytest

from moderation.errors import InvalidInput, ModelFault, UnknownArticle, UnknownSite
from moderation.services.articles import delete, get, ingest
from moderation.services.comments import screen
from moderation.services.deployment import open_deployment
from moderation.services.policies import in_force
from moderation.services.sites import add_site
from moderation.storage.articles import read_memory
from moderation.storage.outbox import State, deliveries
from tests.factories import FOOTER, HEADLINE, NOW, OTHER_FOOTER, PARAGRAPHS, article, comment, later, page, settings


@pytest.fixture
def bote(deployment):
    add_site(deployment, "bote", deliver_to="https://bote.example/hooks", now=NOW)
    return deployment


def events(deployment):
    with deployment.database.read() as session:
        return [event.type for event in deliveries(session, "bote", State.PENDING)]


def memory(deployment):
    with deployment.database.read() as session:
        return read_memory(session, "bote")


def test_an_article_is_stored_as_separated(bote):
    stored = ingest(bote, "bote", article(), NOW)

    assert stored == get(bote, "bote", "a-1")
    assert PARAGRAPHS[0] in stored.separation.text
    assert FOOTER not in stored.separation.text
    assert events(bote) == ["article.separated"]


def test_html_is_taken_as_well(bote):
    html = "".join(f"<p>{part}</p>" for part in (*PARAGRAPHS, FOOTER))

    stored = ingest(bote, "bote", article(text=None, html=f"<h1>{HEADLINE}</h1>{html}"), NOW)

    assert PARAGRAPHS[1] in stored.separation.text
    assert FOOTER not in stored.separation.text


def test_the_same_content_again_changes_nothing(bote):
    first = ingest(bote, "bote", article(), NOW)
    learnt = memory(bote)

    assert ingest(bote, "bote", article(), later(60)) == first
    assert memory(bote) == learnt
    assert events(bote) == ["article.separated"]


def test_an_edited_article_takes_the_place_of_the_first(bote):
    ingest(bote, "bote", article(updated_at=NOW), NOW)

    edited = ingest(bote, "bote", article(text=page(headline="Neuer Titel"), updated_at=later(60)), later(60))

    assert edited.revision == 2
    assert get(bote, "bote", "a-1") == edited


def test_an_edited_article_does_not_teach_that_it_recurs(bote):
    ingest(bote, "bote", article(), NOW)
    learnt = memory(bote)

    ingest(bote, "bote", article(text=page(headline="Neuer Titel")), later(60))

    assert memory(bote) == learnt


def test_an_older_state_never_overwrites_a_newer_one(bote):
    newer = ingest(bote, "bote", article(updated_at=later(60)), NOW)

    late = article(text=page(headline="Alter Titel"), updated_at=NOW)

    assert ingest(bote, "bote", late, later(120)) == newer
    assert get(bote, "bote", "a-1") == newer


def test_the_same_content_of_a_later_date_still_guards_against_what_lies_between(bote):
    ingest(bote, "bote", article(updated_at=NOW), NOW)
    ingest(bote, "bote", article(updated_at=later(120)), NOW)

    stored = ingest(bote, "bote", article(text=page(headline="Dazwischen"), updated_at=later(60)), NOW)

    assert stored.separation.title != "Dazwischen"


def test_the_footer_becomes_the_sites_rules(bote):
    stored = ingest(bote, "bote", article(), NOW)

    known = in_force(bote, "bote")
    assert known.policy.version == stored.policy_version
    assert known.origin == "footer"
    assert known.warning is None


def test_a_footer_that_disappears_does_not_switch_the_rules_off(bote):
    first = ingest(bote, "bote", article(), NOW)

    without = ingest(bote, "bote", article(text=page(footer=None)), later(60))

    assert without.policy_version == first.policy_version
    assert without.warnings
    assert in_force(bote, "bote").policy.version == first.policy_version
    assert "a-1" in (in_force(bote, "bote").warning or "")


def test_the_warning_is_settled_when_the_footer_comes_back(bote):
    ingest(bote, "bote", article(), NOW)
    ingest(bote, "bote", article("a-2", text=page(footer=None, headline="Ohne")), later(60))
    ingest(bote, "bote", article("a-3", text=page(headline="Wieder")), later(120))

    assert in_force(bote, "bote").warning is None


def test_an_article_from_the_archive_does_not_bring_old_rules_back(bote):
    ingest(bote, "bote", article(updated_at=later(3600)), NOW)
    new = in_force(bote, "bote").policy.version

    old = ingest(bote, "bote", article("a-0", text=page(footer=OTHER_FOOTER, headline="Alt"), updated_at=NOW), NOW)

    assert in_force(bote, "bote").policy.version == new
    assert old.policy_version != new


def test_each_article_is_judged_by_its_own_footer(bote):
    ingest(bote, "bote", article("a-old", url=None, updated_at=NOW), NOW)
    ingest(bote, "bote", article("a-new", url=None, text=page(footer=OTHER_FOOTER), updated_at=later(60)), NOW)

    versions = [
        screen(bote, "bote", comment(f"c-{name}", article_id=name), NOW).decision.policy_version
        for name in ("a-old", "a-new")
    ]

    assert versions[0] != versions[1]
    assert versions[1] == in_force(bote, "bote").policy.version


def test_a_deleted_article_is_unknown_and_its_words_are_gone(bote):
    ingest(bote, "bote", article(), NOW)

    delete(bote, "bote", "a-1", NOW)

    with pytest.raises(UnknownArticle):
        get(bote, "bote", "a-1")
    with pytest.raises(UnknownArticle):
        delete(bote, "bote", "a-1", NOW)
    with bote.database.read() as session:
        row = str(session.connection().exec_driver_sql("SELECT * FROM articles").all())
    assert "Güterbahnhof" not in row


def test_a_deleted_article_may_come_again(bote):
    ingest(bote, "bote", article(updated_at=later(60)), NOW)
    delete(bote, "bote", "a-1", NOW)

    assert ingest(bote, "bote", article(updated_at=NOW), NOW).separation.text


@pytest.mark.parametrize(
    "changes",
    [
        {"id": ""},
        {"id": "a\0"},
        {"id": "x" * 513},
        {"text": None},
        {"html": "<p>both</p>"},
        {"url": "https://x.example/" + "a" * 5000},
        {"url": "https://x.example/\0"},
    ],
)
def test_what_cannot_be_stored_is_refused_and_leaves_nothing(bote, changes):
    with pytest.raises(InvalidInput):
        ingest(bote, "bote", replace(article(), **changes), NOW)
    assert events(bote) == []


def test_unknown_sites_take_nothing_in(deployment):
    with pytest.raises(UnknownSite):
        ingest(deployment, "nobody", article(), NOW)


def test_without_its_model_nothing_is_half_stored(bote, tmp_path, database_url):
    without = settings(tmp_path, database_url=database_url, models_dir=tmp_path / "none")

    with closing(open_deployment(without, migrate=False)) as bare, pytest.raises(ModelFault):
        ingest(bare, "bote", article(), NOW)
    with pytest.raises(UnknownArticle):
        get(bote, "bote", "a-1")


def test_articles_at_once_lose_nothing_of_what_recurs(bote):
    submissions = [article(f"a-{number}", url=None, text=page(headline=f"Meldung {number}")) for number in range(8)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda submission: ingest(bote, "bote", submission, NOW), submissions))
    at_once = memory(bote)

    add_site(bote, "one-by-one", now=NOW)
    for submission in submissions:
        ingest(bote, "one-by-one", submission, NOW)

    with bote.database.read() as session:
        one_by_one = read_memory(session, "one-by-one")
    assert len(at_once or "") == len(one_by_one or "")
    assert len(events(bote)) == 8


def test_the_same_article_from_two_senders_at_once_is_one_article(bote):
    with ThreadPoolExecutor(4) as pool:
        stored = list(pool.map(lambda _: ingest(bote, "bote", article(), NOW), range(6)))

    assert {known.revision for known in stored} == {1}
    assert events(bote) == ["article.separated"]
