from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace

import pytest

from moderation.comment.circumstances import NO_ARTICLE, NO_POLICY
from moderation.comment.values import Outcome
from moderation.errors import InvalidInput, TooLarge, UnknownComment, UnknownSite
from moderation.services.articles import RESCREENED_AT_ONCE, ingest
from moderation.services.comments import delete, get, screen
from moderation.services.deployment import open_deployment
from moderation.services.policies import set_by_operator
from moderation.services.reviews import queue
from moderation.services.sites import add_site
from moderation.storage.outbox import State, deliveries
from tests.factories import FOOTER, NOW, article, comment, later, page, settings

TARGET = "https://bote.example/hooks"
INSULT = "Du bist ein Idiot, du dummes Arschloch!"


@pytest.fixture
def bote(deployment):
    add_site(deployment, "bote", deliver_to=TARGET, now=NOW)
    return deployment


@pytest.fixture
def with_article(bote):
    ingest(bote, "bote", article(), NOW)
    return bote


def events(deployment, type_):
    with deployment.database.read() as session:
        return [event for event in deliveries(session, "bote", State.PENDING) if event.type == type_]


def test_a_decent_comment_under_a_known_article_is_approved(with_article):
    stored = screen(with_article, "bote", comment(), later(60))

    assert stored.decision.outcome is Outcome.APPROVE
    assert stored.decision.policy_source == "site"
    assert stored.decided_at == later(60)
    assert stored == get(with_article, "bote", "c-1")


def test_a_breach_of_a_stated_rule_cites_the_publishers_sentence(with_article):
    decision = screen(with_article, "bote", comment(text=INSULT), NOW).decision

    assert decision.outcome is not Outcome.APPROVE
    assert decision.violations[0].quote in FOOTER


def test_a_comment_under_an_unknown_article_is_held_and_says_so(bote):
    set_by_operator(bote, "bote", FOOTER, NOW)

    stored = screen(bote, "bote", comment(article_id="a-9"), NOW)

    assert (stored.decision.outcome, stored.decision.note) == (Outcome.HOLD, NO_ARTICLE.note)
    assert stored.decision.reason == NO_ARTICLE.reason_de


def test_a_comment_is_held_where_no_rules_are_known(bote):
    ingest(bote, "bote", article(text=page(footer=None)), NOW)

    stored = screen(bote, "bote", comment(), NOW)

    assert (stored.decision.outcome, stored.decision.note) == (Outcome.HOLD, NO_POLICY.note)
    assert stored.decision.reason == NO_POLICY.reason_de


def test_a_missing_model_holds_and_is_named(bote, tmp_path, database_url):
    ingest(bote, "bote", article(), NOW)
    without = settings(tmp_path, database_url=database_url, models_dir=tmp_path / "no-models")

    with closing(open_deployment(without, migrate=False)) as bare:
        decision = screen(bare, "bote", comment(), NOW).decision

    assert decision.outcome is Outcome.HOLD
    assert "screening" in (decision.note or "")


def test_an_article_is_found_by_its_address_too(with_article):
    address = "http://lindental-bote.example/stadt/umbau.html?utm_source=feed#kommentare"

    stored = screen(with_article, "bote", comment(article_id=None, article_url=address), NOW)

    assert stored.decision.outcome is Outcome.APPROVE


@pytest.mark.parametrize("way", ["id", "url"])
def test_comments_that_came_before_their_article_are_screened_when_it_comes(bote, way):
    set_by_operator(bote, "bote", FOOTER, NOW)
    reference = {"article_id": "a-1"} if way == "id" else {"article_id": None, "article_url": article().url}
    before = screen(bote, "bote", comment(**reference), NOW)

    ingest(bote, "bote", article(), later(60))

    after = get(bote, "bote", "c-1")
    assert (before.decision.outcome, after.decision.outcome) == (Outcome.HOLD, Outcome.APPROVE)
    assert after.revision == before.revision + 1
    assert queue(bote, "bote").items == ()


def test_many_comments_that_waited_are_all_screened(bote):
    set_by_operator(bote, "bote", FOOTER, NOW)
    number = RESCREENED_AT_ONCE + 3
    for index in range(number):
        screen(bote, "bote", comment(f"c-{index}", f"Wohnungen sind gut, sagt Leser {index}."), NOW)

    ingest(bote, "bote", article(), later(60))

    assert not any(get(bote, "bote", f"c-{index}").decision.note for index in range(number))


def test_the_same_words_again_keep_their_decision(with_article):
    first = screen(with_article, "bote", comment(), NOW)

    again = screen(with_article, "bote", comment(), later(3600))

    assert again == first
    assert len(events(with_article, "comment.decided")) == 1


def test_other_words_are_judged_anew(with_article):
    first = screen(with_article, "bote", comment(), NOW)

    edited = screen(with_article, "bote", comment(text=INSULT), later(60))

    assert edited.revision == first.revision + 1
    assert edited.decision.outcome is not Outcome.APPROVE
    assert (edited.received_at, edited.decided_at) == (NOW, later(60))


def test_each_decision_waits_to_be_sent_without_the_readers_words(with_article):
    screen(with_article, "bote", comment(text=INSULT), NOW)

    with with_article.database.read() as session:
        bodies = session.connection().exec_driver_sql("SELECT body FROM outbox WHERE type = 'comment.decided'").all()
    assert len(bodies) == 1
    assert "Arschloch" not in bodies[0][0]


def test_a_site_without_a_target_collects_no_events(deployment):
    add_site(deployment, "bote", now=NOW)
    screen(deployment, "bote", comment(), NOW)

    assert events(deployment, "comment.decided") == []


def test_the_authors_id_is_nowhere_stored(with_article):
    first = screen(with_article, "bote", comment(author_id="reader-4711"), NOW)
    second = screen(with_article, "bote", comment("c-2", author_id="reader-4711"), NOW)

    assert first.author == second.author
    assert "4711" not in (first.author or "")


def test_deleting_erases_words_author_and_quotations(with_article):
    screen(with_article, "bote", comment(text=INSULT, author_id="r", author_name="Kuno", parent="Frage"), NOW)

    delete(with_article, "bote", "c-1", later(60))

    with with_article.database.read() as session:
        row = str(session.connection().exec_driver_sql("SELECT * FROM comments").all())
    for erased in ("Idiot", "Kuno", "Frage"):
        assert erased not in row
    with pytest.raises(UnknownComment):
        get(with_article, "bote", "c-1")
    with pytest.raises(UnknownComment):
        delete(with_article, "bote", "c-1", later(60))


def test_a_deleted_comment_may_come_again(with_article):
    first = screen(with_article, "bote", comment(), NOW)
    delete(with_article, "bote", "c-1", later(60))

    again = screen(with_article, "bote", comment(), later(120))

    assert again.decision == first.decision
    assert again.revision > first.revision


def test_comments_of_other_sites_are_not_seen(with_article):
    add_site(with_article, "other", now=NOW)
    screen(with_article, "bote", comment(), NOW)

    with pytest.raises(UnknownComment):
        get(with_article, "other", "c-1")
    with pytest.raises(UnknownSite):
        get(with_article, "nobody", "c-1")


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"id": ""}, InvalidInput),
        ({"id": "x" * 513}, InvalidInput),
        ({"id": "a\nb"}, InvalidInput),
        ({"text": " \n"}, InvalidInput),
        ({"text": "a\0b"}, InvalidInput),
        ({"text": "a\ud800b"}, InvalidInput),
        ({"author_name": "a\0b"}, InvalidInput),
        ({"parent": "\ud800"}, InvalidInput),
        ({"text": "x" * 100_001}, TooLarge),
        ({"article_id": "\x1b[2J"}, InvalidInput),
    ],
)
def test_what_cannot_be_stored_is_refused_and_leaves_nothing(with_article, changes, error):
    with pytest.raises(error):
        screen(with_article, "bote", replace(comment(), **changes), NOW)
    with pytest.raises(UnknownComment):
        get(with_article, "bote", "c-1")


def test_odd_but_storable_ids_and_texts_are_kept_as_they_are(with_article):
    odd = "🧵/ä b?c%20=\\'\";--"

    assert screen(with_article, "bote", comment(odd, text="e\u0301 \u202e 👩\u200d🚀"), NOW).id == odd
    assert get(with_article, "bote", odd).text == "e\u0301 \u202e 👩\u200d🚀"


def test_writers_at_once_lose_no_comment(with_article, database_url, tmp_path):
    ids = [f"c-{number}" for number in range(24)]

    with (
        closing(open_deployment(settings(tmp_path, database_url=database_url), migrate=False)) as second,
        ThreadPoolExecutor(4) as pool,
    ):
        writers = (with_article, second) * 12
        stored = list(pool.map(lambda writer, id_: screen(writer, "bote", comment(id_), NOW), writers, ids))

    assert [known.id for known in stored] == ids
    assert len(events(with_article, "comment.decided")) == len(ids)


def test_the_same_comment_from_two_writers_at_once_is_one_comment(with_article):
    with ThreadPoolExecutor(4) as pool:
        stored = list(pool.map(lambda _: screen(with_article, "bote", comment(), NOW), range(8)))

    assert {known.revision for known in stored} == {1}
    assert len(events(with_article, "comment.decided")) == 1


def test_a_comment_and_its_article_at_once_never_miss_each_other(bote):
    set_by_operator(bote, "bote", FOOTER, NOW)

    for number in range(4):
        submission = article(f"a-{number}", url=None, title=f"Artikel {number}")
        with ThreadPoolExecutor(2) as pool:
            arriving = pool.submit(ingest, bote, "bote", submission, NOW)
            screening = pool.submit(screen, bote, "bote", comment(f"c-{number}", article_id=f"a-{number}"), NOW)
            arriving.result()
            screening.result()
        assert get(bote, "bote", f"c-{number}").decision.note != NO_ARTICLE.note
