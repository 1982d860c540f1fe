import pytest

from moderation.comment.values import Outcome
from moderation.errors import UnknownComment, UnknownSite
from moderation.policy.values import Category
from moderation.services import console
from moderation.services.articles import ingest
from moderation.services.comments import delete, screen
from moderation.services.policies import set_by_operator
from moderation.services.reviews import ReviewVerdict, review
from moderation.services.sites import add_site
from tests.factories import FOOTER, HEADLINE, NOW, OTHER_FOOTER, article, comment, later, page

URL = "https://www.lindental-bote.example/stadt/umbau.html"


@pytest.fixture
def bote(deployment):
    add_site(deployment, "bote", now=NOW)
    return deployment


def held(deployment, comment_id, **changes):
    return screen(deployment, "bote", comment(comment_id, **{"article_id": "unknown", **changes}), NOW)


def test_a_case_stands_beside_its_article_and_the_comment_it_answers(bote):
    ingest(bote, "bote", article(), NOW)
    screen(bote, "bote", comment("c-1", text="Endlich Wohnungen."), NOW)
    screen(bote, "bote", comment("c-2", parent_id="c-1", article_id=None, article_url=URL + "?utm_source=x"), NOW)

    case = console.case(bote, "bote", "c-2")

    assert (case.article.id, case.article.title, case.article.url) == ("a-1", HEADLINE, URL)
    assert case.parent == "Endlich Wohnungen."
    assert Category.INSULT in case.clauses


def test_the_clauses_are_those_of_the_articles_own_footer(bote):
    ingest(bote, "bote", article("a-1"), NOW)
    ingest(bote, "bote", article("a-2", text=page(footer=OTHER_FOOTER), url=None), later(60))
    held(bote, "c-1", article_id="a-1")
    held(bote, "c-2", article_id="a-2")

    old, new = (set(console.case(bote, "bote", comment_id).clauses) for comment_id in ("c-1", "c-2"))

    assert Category.INSULT in old
    assert Category.INSULT not in new
    assert Category.LINKS in new


def test_a_case_without_anything_around_it_is_a_case(bote):
    held(bote, "c-1", parent_id="never seen")

    case = console.case(bote, "bote", "c-1")

    assert (case.article, case.parent, dict(case.clauses)) == (None, None, {})


def test_pages_of_cases_tell_how_many_wait(bote):
    for number in range(3):
        held(bote, f"c-{number}")

    first = console.cases(bote, "bote", limit=2)
    second = console.cases(bote, "bote", limit=2, after=first.next)

    assert [case.comment.id for case in first.cases + second.cases] == ["c-0", "c-1", "c-2"]
    assert (first.waiting, second.waiting, second.next) == (3, 3, None)
    assert [(depth.site, depth.waiting) for depth in console.depths(bote, ["bote"])] == [("bote", 3)]


def test_the_history_keeps_verdicts_that_no_longer_hold(bote):
    set_by_operator(bote, "bote", FOOTER, NOW)
    held(bote, "c-1")
    review(bote, "bote", "c-1", ReviewVerdict(Outcome.REJECT, (Category.INSULT,), "hart", "Eva"), now=later(1))
    review(bote, "bote", "c-1", ReviewVerdict(Outcome.APPROVE, reviewer="Ben"), now=later(2))

    verdicts = console.history(bote, "bote", "c-1")

    assert [(verdict.outcome.value, verdict.reviewer) for verdict in verdicts] == [
        ("reject", "Eva"),
        ("approve", "Ben"),
    ]
    assert verdicts[0].categories == (Category.INSULT,)
    assert console.case(bote, "bote", "c-1").comment.review == verdicts[1]


def test_the_latest_come_first_and_deleted_ones_not_at_all(bote):
    for number in range(3):
        held(bote, f"c-{number}")
        ingest(bote, "bote", article(f"a-{number}", url=None), later(number))
    delete(bote, "bote", "c-1", later(9))

    assert [stored.id for stored in console.latest_comments(bote, "bote")] == ["c-2", "c-0"]
    assert [head.id for head in console.latest_articles(bote, "bote")] == ["a-2", "a-1", "a-0"]


def test_unknown_things_are_named(bote):
    with pytest.raises(UnknownSite):
        console.case(bote, "kurier", "c-1")
    with pytest.raises(UnknownSite):
        console.cases(bote, "kurier", limit=2)
    with pytest.raises(UnknownComment):
        console.case(bote, "bote", "c-1")
    with pytest.raises(UnknownComment):
        console.history(bote, "bote", "c-1")
