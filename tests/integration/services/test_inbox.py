"""What was taken in is never lost, and worked off in the order of its arrival."""

from dataclasses import replace

import pytest

from moderation.errors import InvalidInput, ModelFault, NotFound, UnknownArticle, UnknownComment, Withdrawn
from moderation.services import articles, comments, inbox
from moderation.services.health import examine
from moderation.services.inbox import (
    PAUSES_SECONDS,
    FetchPage,
    ScreenComment,
    StateArticle,
    WithdrawArticle,
    WithdrawComment,
)
from moderation.services.intake import ReceivedMessage
from moderation.services.sites import add_site
from moderation.storage import pulls
from moderation.storage.tables import InboxRow
from tests.factories import NOW, article, comment, later


@pytest.fixture
def bote(deployment):
    add_site(deployment, "bote", now=NOW)
    return deployment


class Broken:
    """A model that cannot be read."""

    def get(self):
        raise ModelFault("the model is damaged")


def accept(deployment, *commands, name="m-1", now=NOW):
    return inbox.accept(deployment, ReceivedMessage("bote", "ghost", name, name), commands, now)


def rows(deployment):
    with deployment.database.read() as session:
        return session.query(InboxRow).all()


def test_a_message_is_worked_off_once(bote):
    accepted = accept(bote, StateArticle(article()), ScreenComment(comment()))

    worked = inbox.work_off_next(bote, NOW)

    assert worked.row == accepted.row
    assert [each.id for each in worked.comments] == ["c-1"]
    assert inbox.work_off_next(bote, NOW) is None
    assert rows(bote) == []


def test_who_takes_a_message_in_may_work_it_off_unless_an_earlier_one_waits(bote):
    message = ReceivedMessage("bote", "ghost", "m-1", "m-1")
    first = inbox.accept(bote, message, (StateArticle(article()),), NOW, claim=True)
    message = ReceivedMessage("bote", "ghost", "m-2", "m-2")
    second = inbox.accept(bote, message, (StateArticle(article("a-2")),), NOW, claim=True)

    assert (first.claimed.row, second.claimed) == (first.row, None)
    assert inbox.work_off_next(bote, NOW) is None
    assert inbox.work_off(bote, first.claimed, NOW).refused is None
    assert inbox.work_off_next(bote, NOW).row == second.row


def test_a_repeated_message_waits_once(bote):
    first, again = accept(bote, StateArticle(article())), accept(bote, StateArticle(article()))

    assert again.answer == first.answer
    assert again.row is None
    assert len(rows(bote)) == 1


def test_what_waits_is_sealed(bote):
    accept(bote, ScreenComment(comment(text="Ein Satz von mir.", author_id="leser-9")))

    assert "Satz" not in rows(bote)[0].commands
    assert "leser-9" not in rows(bote)[0].commands


def test_messages_wait_for_a_model_and_then_go_on_in_order(bote):
    broken = replace(bote, separators=Broken())
    accept(bote, StateArticle(article(text="Erste Fassung des Berichts über den Bahnhof.")), name="m-1")
    accept(bote, StateArticle(article(text="Zweite Fassung des Berichts über den Bahnhof.")), name="m-2")

    assert inbox.work_off_next(broken, NOW).again
    # The later message must not overtake the earlier one: neither states a version.
    assert inbox.work_off_next(bote, NOW) is None
    after = later(PAUSES_SECONDS[0])
    assert inbox.work_off_due(bote, after, limit=10) == 2
    assert "Zweite" in articles.get(bote, "bote", "a-1").separation.text


def test_a_worker_that_dies_leaves_its_message_to_the_next(bote):
    accept(bote, StateArticle(article()))
    with bote.database.write() as session:
        inbox.storage.claim_oldest(session, NOW, NOW + inbox.CLAIM)

    assert inbox.work_off_next(bote, later(60)) is None
    assert inbox.work_off_next(bote, later(121)) is not None


def test_another_site_is_not_held_up(bote):
    add_site(bote, "kurier", now=NOW)
    accept(bote, StateArticle(article()))
    inbox.work_off_next(replace(bote, separators=Broken()), NOW)
    message = ReceivedMessage("kurier", "ghost", "m-1", "1")
    inbox.accept(bote, message, (StateArticle(article()),), NOW)

    assert inbox.work_off_next(bote, NOW).refused is None
    assert articles.get(bote, "kurier", "a-1").revision == 1


def test_a_fault_that_stays_is_given_up_and_can_be_tried_again(bote):
    broken = replace(bote, separators=Broken())
    accept(bote, StateArticle(article()))
    now = NOW
    for pause in PAUSES_SECONDS:
        inbox.work_off_next(broken, now)
        now = now + (later(pause) - NOW)

    [left] = inbox.given_up(bote, "bote")
    assert (left.source, left.fault) == ("ghost", "the model is damaged")
    warned = [finding.detail for finding in examine(bote.settings) if finding.subject == "intake"]
    assert warned == ["1 webhooks for bote could not be worked off"]
    inbox.try_again(bote, "bote", left.row, now)
    assert inbox.work_off_due(bote, now, limit=10) == 1
    assert articles.get(bote, "bote", "a-1").revision == 1
    with pytest.raises(NotFound):
        inbox.try_again(bote, "bote", left.row, now)


def test_what_can_never_be_done_is_refused_and_holds_up_nobody(bote):
    row = accept(bote, StateArticle(article(text=None, html="a" * 4_100_000)), name="m-1").row
    accept(bote, StateArticle(article("a-2")), name="m-2")

    assert isinstance(inbox.work_off_next(bote, NOW).refused, InvalidInput)
    assert inbox.work_off_next(bote, NOW).refused is None
    inbox.refuse(bote, row)
    assert inbox.given_up(bote, "bote") == []
    assert accept(bote, StateArticle(article()), name="m-1").row is not None


def test_what_was_given_up_is_forgotten_in_time(bote):
    accept(bote, StateArticle(article(text=None, html="a" * 4_100_000)))
    inbox.work_off_next(bote, NOW)

    inbox.work_off_due(bote, NOW + inbox.KEPT, limit=1)
    assert len(rows(bote)) == 1
    inbox.work_off_due(bote, NOW + inbox.KEPT * 1.1, limit=1)
    assert rows(bote) == []


def test_a_page_that_changed_is_asked_for(bote):
    accept(bote, FetchPage("7", "https://www.lindental-bote.example/sport"))
    inbox.work_off_next(bote, NOW)

    with bote.database.read() as session:
        [wanted] = pulls.pages_asked_for(session, NOW, limit=5)
    assert (wanted.site, wanted.id, wanted.url) == ("bote", "7", "https://www.lindental-bote.example/sport")


def test_versions_of_articles_decide_whatever_the_order(bote):
    articles.ingest(bote, "bote", article(updated_at=later(10)), NOW)
    articles.withdraw(bote, "bote", "a-1", later(5), NOW)
    assert articles.get(bote, "bote", "a-1").revision == 1
    articles.withdraw(bote, "bote", "a-1", later(20), NOW)

    with pytest.raises(Withdrawn):
        articles.ingest(bote, "bote", article(updated_at=later(20)), NOW)
    with pytest.raises(UnknownArticle):
        articles.get(bote, "bote", "a-1")
    assert articles.ingest(bote, "bote", article(updated_at=later(21)), NOW).revision == 3


def test_an_article_that_never_came_can_be_withdrawn_and_is_learnt_from_when_it_does(bote):
    articles.withdraw(bote, "bote", "a-1", later(5), NOW)
    with pytest.raises(Withdrawn):
        articles.ingest(bote, "bote", article(updated_at=NOW), NOW)

    assert articles.ingest(bote, "bote", article(updated_at=later(6)), NOW).revision == 1


def test_versions_of_comments_decide_whatever_the_order(bote):
    articles.ingest(bote, "bote", article(), NOW)
    comments.screen(bote, "bote", comment(text="Neu und freundlich.", updated_at=later(10)), NOW)

    comments.screen(bote, "bote", comment(text="Alt.", updated_at=later(5)), NOW)
    comments.screen(bote, "bote", comment(text="Erste.", is_first=True), NOW)
    comments.withdraw(bote, "bote", "c-1", later(9), NOW)
    assert comments.get(bote, "bote", "c-1").text == "Neu und freundlich."
    comments.withdraw(bote, "bote", "c-1", later(11), NOW)
    for late in (comment(updated_at=later(11)), comment(is_first=True)):
        with pytest.raises(Withdrawn):
            comments.screen(bote, "bote", late, NOW)
    with pytest.raises(UnknownComment):
        comments.get(bote, "bote", "c-1")
    assert comments.screen(bote, "bote", comment(updated_at=later(12)), NOW).text


def test_the_same_words_of_a_newer_version_are_noted(bote):
    articles.ingest(bote, "bote", article(), NOW)
    comments.screen(bote, "bote", comment(updated_at=NOW), NOW)
    comments.screen(bote, "bote", comment(updated_at=later(10)), NOW)

    kept = comments.screen(bote, "bote", comment(text="Anders.", updated_at=later(5)), NOW)

    assert kept.text != "Anders."


def test_a_comment_that_never_came_can_be_withdrawn(bote):
    inbox.work_off_next(bote, NOW)
    accept(bote, WithdrawComment("c-1", later(5)), WithdrawArticle("a-9"))
    inbox.work_off_next(bote, NOW)

    with pytest.raises(Withdrawn):
        comments.screen(bote, "bote", comment(updated_at=NOW), NOW)
    assert comments.screen(bote, "bote", comment(updated_at=later(6)), NOW).revision == 1
