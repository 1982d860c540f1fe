from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest

from moderation.comment.values import Outcome
from moderation.errors import Conflict, InvalidInput, UnknownComment, UnknownSite
from moderation.policy.values import Category
from moderation.services.articles import ingest
from moderation.services.comments import delete, get, screen
from moderation.services.reviews import ReviewVerdict, export_reviews, queue, queue_depths, review
from moderation.services.sites import add_site
from moderation.storage.outbox import State, deliveries
from tests.factories import HEADLINE, NOW, article, comment, later

APPROVE, REJECT = ReviewVerdict(Outcome.APPROVE), ReviewVerdict(Outcome.REJECT, (Category.INSULT,), "derb", "mia")


@pytest.fixture
def bote(deployment):
    """A site without rules: every comment waits for a moderator."""
    add_site(deployment, "bote", deliver_to="https://bote.example/hooks", now=NOW)
    return deployment


def fill(deployment, number):
    for index in range(number):
        screen(deployment, "bote", comment(f"c-{index}", f"Wort {index}"), later(index // 2))


def test_the_queue_gives_every_held_comment_once_oldest_first(bote):
    fill(bote, 7)

    pages, after = [], None
    while True:
        page = queue(bote, "bote", limit=3, after=after)
        pages.append([item.id for item in page.items])
        after = page.next
        if after is None:
            break

    assert pages == [["c-0", "c-1", "c-2"], ["c-3", "c-4", "c-5"], ["c-6"]]


def test_a_page_stays_in_its_place_while_comments_are_decided(bote):
    fill(bote, 6)
    first = queue(bote, "bote", limit=3)
    for item in first.items:
        review(bote, "bote", item.id, APPROVE, now=NOW)

    assert [item.id for item in queue(bote, "bote", after=first.next).items] == ["c-3", "c-4", "c-5"]


@pytest.mark.parametrize("after", ["nonsense", "ä", "MTIz", "Li4u", "9" * 300, "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5LjE"])
def test_a_made_up_position_is_refused(bote, after):
    with pytest.raises(InvalidInput):
        queue(bote, "bote", after=after)


def test_a_verdict_takes_the_comment_off_the_queue(bote):
    fill(bote, 2)

    reviewed = review(bote, "bote", "c-0", REJECT, now=later(60))

    assert reviewed.review is not None
    assert (reviewed.review.outcome, reviewed.review.categories) == (Outcome.REJECT, (Category.INSULT,))
    assert [item.id for item in queue(bote, "bote").items] == ["c-1"]
    assert get(bote, "bote", "c-0") == reviewed
    depth = queue_depths(bote)[0]
    assert (depth.site, depth.waiting, depth.oldest) == ("bote", 1, NOW)


def test_who_looked_at_an_older_revision_does_not_overwrite(bote):
    fill(bote, 1)
    seen = get(bote, "bote", "c-0").revision
    review(bote, "bote", "c-0", APPROVE, expected_revision=seen, now=NOW)

    with pytest.raises(Conflict):
        review(bote, "bote", "c-0", REJECT, expected_revision=seen, now=NOW)
    assert get(bote, "bote", "c-0").review.outcome is Outcome.APPROVE


def test_of_two_moderators_at_once_one_wins_and_the_other_is_told(bote):
    fill(bote, 1)
    seen = get(bote, "bote", "c-0").revision

    def decide(verdict):
        try:
            return review(bote, "bote", "c-0", verdict, expected_revision=seen, now=NOW).review.outcome
        except Conflict:
            return None

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(decide, (APPROVE, REJECT)))

    assert outcomes.count(None) == 1
    assert get(bote, "bote", "c-0").review.outcome in outcomes


def test_a_verdict_can_be_changed_knowingly(bote):
    fill(bote, 1)
    review(bote, "bote", "c-0", APPROVE, now=NOW)
    review(bote, "bote", "c-0", REJECT, now=NOW)

    assert get(bote, "bote", "c-0").review.outcome is Outcome.REJECT
    assert [line.outcome for line in export_reviews(bote, "bote")] == ["reject"]


def test_a_new_text_is_not_covered_by_the_verdict_on_the_old_one(bote):
    fill(bote, 1)
    review(bote, "bote", "c-0", APPROVE, now=NOW)

    edited = screen(bote, "bote", comment("c-0", "Ganz andere Worte"), later(60))

    assert edited.review is None
    assert [item.id for item in queue(bote, "bote").items] == ["c-0"]
    assert list(export_reviews(bote, "bote")) == []


def test_the_site_is_told_of_each_verdict_without_note_and_name(bote):
    fill(bote, 1)
    review(bote, "bote", "c-0", REJECT, now=NOW)

    with bote.database.read() as session:
        assert deliveries(session, "bote", State.PENDING)[0].type == "comment.reviewed"
        body = session.connection().exec_driver_sql("SELECT body FROM outbox WHERE type = 'comment.reviewed'").scalar()
    data = msgspec.json.decode(body)["data"]
    assert (data["comment_id"], data["outcome"], data["categories"]) == ("c-0", "reject", ["insult"])
    assert "derb" not in body
    assert "mia" not in body


def test_reviews_are_exported_as_retraining_reads_them(bote):
    ingest(bote, "bote", article(), NOW)
    screen(bote, "bote", comment(parent="Frage?"), NOW)
    review(bote, "bote", "c-1", REJECT, now=later(60))

    (line,) = (msgspec.to_builtins(line) for line in export_reviews(bote, "bote"))

    assert set(line) == {
        "id", "comment", "outcome", "categories", "article", "parent", "policy_version", "decided_by", "decided_at",
        "sample",
    }  # fmt: skip
    assert (line["comment"], line["outcome"], line["categories"]) == (comment().text, "reject", ["insult"])
    assert (line["parent"], line["decided_by"], line["decided_at"]) == ("Frage?", "mia", later(60).isoformat())
    assert HEADLINE in (line["article"]["title"] + line["article"]["text"])


def test_deleted_comments_are_not_exported_and_notes_go_with_them(bote):
    fill(bote, 2)
    for id_ in ("c-0", "c-1"):
        review(bote, "bote", id_, REJECT, now=NOW)
    delete(bote, "bote", "c-0", NOW)

    assert [line.id for line in export_reviews(bote, "bote")] == ["c-1"]
    with bote.database.read() as session:
        notes = session.connection().exec_driver_sql("SELECT note FROM reviews ORDER BY id").scalars().all()
    assert notes == [None, "derb"]


def test_what_is_no_verdict_is_refused(bote):
    fill(bote, 1)
    for verdict in (ReviewVerdict(Outcome.HOLD), ReviewVerdict(Outcome.APPROVE, note="x" * 4001)):
        with pytest.raises(InvalidInput):
            review(bote, "bote", "c-0", verdict, now=NOW)
    with pytest.raises(UnknownComment):
        review(bote, "bote", "c-9", APPROVE, now=NOW)
    with pytest.raises(UnknownSite):
        queue(bote, "nobody")
