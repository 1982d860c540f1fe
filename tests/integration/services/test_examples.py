import pytest

from moderation.comment.values import Outcome
from moderation.errors import InvalidInput, TooLarge, UnknownSite
from moderation.policy.values import Category
from moderation.services import articles, comments, reviews, sites
from moderation.services.examples import Example, example_id, store_example
from tests.factories import NOW, article, comment, later

TEXT = "So ein Unfug, der Autor ist doch gekauft."


@pytest.fixture
def bote(deployment):
    sites.add_site(deployment, "bote", deliver_to="https://bote.example/hooks", now=NOW)
    return deployment


def example(key="c-1", outcome=Outcome.REJECT, text=TEXT, **changes):
    return Example("suggestscore", key, text, outcome, **changes)


def exported(deployment):
    return [
        (line.id, line.comment, line.outcome, line.categories) for line in reviews.export_reviews(deployment, "bote")
    ]


def test_an_example_is_exported_like_a_review(bote):
    store_example(bote, "bote", example(categories=(Category.INSINUATION,)), NOW)

    assert exported(bote) == [("suggestscore:c-1", TEXT, "reject", ["insinuation"])]


def test_the_last_one_of_a_key_counts_whether_the_text_changed_or_not(bote):
    store_example(bote, "bote", example(), NOW)
    store_example(bote, "bote", example(outcome=Outcome.APPROVE), later(1))
    assert exported(bote) == [("suggestscore:c-1", TEXT, "approve", [])]

    store_example(bote, "bote", example(text="Anders."), later(2))

    assert exported(bote) == [("suggestscore:c-1", "Anders.", "reject", [])]


def test_its_article_goes_with_it(bote):
    articles.ingest(bote, "bote", article(), NOW)

    store_example(bote, "bote", example(article_url=article().url + "?utm_source=x"), NOW)

    assert [line.article is not None for line in reviews.export_reviews(bote, "bote")] == [True]


def test_nobody_is_told_and_nobody_has_to_decide(bote):
    store_example(bote, "bote", example(), NOW)

    assert reviews.queue(bote, "bote").items == ()
    with bote.database.read() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM outbox").scalar() == 0


def test_the_comment_itself_does_not_repeat_its_example(bote):
    articles.ingest(bote, "bote", article(), NOW)
    text = "Die Weststraße wird den Verkehr zu den neuen Wohnungen am Güterbahnhof nicht aufnehmen können."
    alone = comments.screen(bote, "bote", comment("c-0", text + " Das steht fest."), NOW).decision.scores.get("spam")
    for number in range(5):
        store_example(bote, "bote", example(str(number), text=text), NOW)

    assert comments.screen(bote, "bote", comment("c-9", text), NOW).decision.scores.get("spam") == pytest.approx(
        alone, abs=0.2
    )


def test_an_erased_example_is_gone_until_somebody_decides_anew(bote):
    name = store_example(bote, "bote", example(), NOW)
    comments.delete(bote, "bote", name, NOW)
    assert exported(bote) == []

    store_example(bote, "bote", example(), later(1))

    assert len(exported(bote)) == 1


@pytest.mark.parametrize("key", ["a" * 9_000, "mit\nZeile", "\x00", "ä" * 600])
def test_every_key_has_an_id(bote, key):
    name = store_example(bote, "bote", example(key), NOW)

    assert name == example_id(example(key))
    assert len(exported(bote)) == 1


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"outcome": Outcome.HOLD}, InvalidInput),
        ({"text": "  "}, InvalidInput),
        ({"text": "a\0"}, InvalidInput),
        ({"text": "\ud800"}, InvalidInput),
        ({"text": "a" * 100_001}, TooLarge),
    ],
)
def test_what_teaches_nothing_is_refused(bote, changes, error):
    with pytest.raises(error):
        store_example(bote, "bote", example(**changes), NOW)


def test_a_site_must_be_there(bote):
    with pytest.raises(UnknownSite):
        store_example(bote, "nobody", example(), NOW)
