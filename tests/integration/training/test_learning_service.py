"""The loop around the model: the audit sample, a model that looks on, re-screening, watching, forgetting."""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete

from moderation.comment.values import Outcome
from moderation.services import articles, comments, reviews
from moderation.services.agreement import describe_agreement, pairs_of
from moderation.services.deployment import Deployment, SiteScreeners
from moderation.services.learning_settings import LearningSettings
from moderation.services.lookups import Lookups
from moderation.services.rescreening import ROWS, Rescreening, judge_range, missing_ranges, rescreen
from moderation.services.reviews import ReviewVerdict
from moderation.services.site_settings import SiteSettings, change_settings
from moderation.services.sites import add_site, require_site
from moderation.services.watching import stability, watch_site
from moderation.settings import shipped_models
from moderation.storage.tables import CandidateRow
from moderation.training.retraining import Request, retrain
from tests.factories import NOW, article, comment, page
from tests.integration.training.newsroom import decisions, write_reviews

CLEAN = "Gut, dass im neuen Viertel auch eine Schule entstehen soll, der Bedarf ist groß."


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    for name in ("screening", "separation"):
        shutil.copytree(shipped_models() / name, folder / name)
    reviews_file = write_reviews(folder / "reviews.jsonl", decisions(120))
    retrain(Request(reviews_file, folder / "sites" / "bote" / "2", folder / "screening" / "2", site="bote"))
    return folder


@pytest.fixture
def service(deployment: Deployment, models: Path) -> Deployment:
    settings = replace(deployment.settings, models_dir=models)
    own = replace(deployment, settings=settings, site_screeners=SiteScreeners(models, deployment.screeners))
    add_site(own, "bote", now=NOW)
    articles.ingest(own, "bote", article(), NOW)
    return own


def learning(service: Deployment, **changes: object) -> None:
    change_settings(service, "bote", SiteSettings(learning=LearningSettings(**changes)))  # type: ignore[arg-type]


def send(service: Deployment, number: int, text: str = CLEAN) -> comments.StoredComment:
    words = ("eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn")
    unlike = " ".join(words[int(digit)] for digit in str(number))
    return comments.screen(service, "bote", comment(f"c-{number}", f"{text} {unlike}"), NOW)


def test_whole_sample_waits_for_a_moderator_and_stays_published(service: Deployment) -> None:
    learning(service, audit_rate=1.0)
    stored = send(service, 1)

    assert stored.decision.outcome is Outcome.APPROVE
    assert stored.decision.audited
    assert [item.id for item in reviews.queue(service, "bote").items] == ["c-1"]


def test_share_of_the_sample_is_the_rate_and_the_same_comment_is_drawn_again(service: Deployment) -> None:
    draws = [service.vault.draw("bote", f"c-{number}") for number in range(4_000)]

    assert sum(draw < 0.05 for draw in draws) == pytest.approx(200, abs=50)
    assert draws == [service.vault.draw("bote", f"c-{number}") for number in range(4_000)]
    assert service.vault.draw("bote", "c-1") != service.vault.draw("kurier", "c-1")


def test_nothing_is_drawn_unless_a_rate_is_set(service: Deployment) -> None:
    assert not send(service, 1).decision.audited
    assert reviews.queue(service, "bote").items == ()


def test_export_tells_which_comments_were_drawn(service: Deployment) -> None:
    learning(service, audit_rate=1.0)
    send(service, 1)
    reviews.review(service, "bote", "c-1", ReviewVerdict(Outcome.REJECT, reviewer="m"), now=NOW)

    assert [line.sample for line in reviews.export_reviews(service, "bote")] == ["audit"]


def test_erased_comment_is_in_no_later_export(service: Deployment) -> None:
    send(service, 1)
    reviews.review(service, "bote", "c-1", ReviewVerdict(Outcome.REJECT), now=NOW)
    comments.delete(service, "bote", "c-1", NOW)

    assert list(reviews.export_reviews(service, "bote")) == []


def test_model_that_looks_on_decides_nothing(service: Deployment) -> None:
    learning(service, shadow="2")
    stored = send(service, 1)

    assert stored.decision.model == "screening/2"
    (pair,) = pairs_of(service, "bote", "2")
    assert (pair.counted, pair.number) == (stored.decision.outcome.value, 1)
    assert "of 1 comments" in describe_agreement(service, "bote", "2")


def test_missing_model_that_should_look_on_keeps_no_comment_from_being_decided(service: Deployment) -> None:
    learning(service, shadow="99")

    assert send(service, 1).decision.outcome is Outcome.APPROVE


@pytest.fixture
def stocked(service: Deployment) -> Deployment:
    for number in range(30):
        send(service, number, "Sie Vollidiot!" if number % 3 == 0 else CLEAN)
    return service


def request(service: Deployment) -> Rescreening:
    return Rescreening("bote", service.settings.models_dir / "sites" / "bote" / "2")


def judged(service: Deployment) -> list[tuple[str, str, str | None, int]]:
    return [(pair.candidate, pair.counted, pair.verdict, pair.number) for pair in pairs_of(service, "bote", "2")]


def test_every_stored_comment_is_judged_once_whatever_ran_before(stocked: Deployment) -> None:
    todo = request(stocked)
    ranges = missing_ranges(stocked, todo)
    assert ranges == [0]
    assert sum(rescreen(stocked.settings, todo, ranges)) == 30
    assert sum(rescreen(stocked.settings, todo, ranges)) == 0
    assert missing_ranges(stocked, todo) == []
    assert sum(number for *_, number in judged(stocked)) == 30


def test_several_processes_come_to_what_one_does(stocked: Deployment) -> None:
    todo = request(stocked)
    list(rescreen(stocked.settings, todo, missing_ranges(stocked, todo)))
    alone = judged(stocked)
    with stocked.database.write() as session:
        session.execute(delete(CandidateRow))
    together = replace(todo, jobs=2)
    list(rescreen(stocked.settings, together, missing_ranges(stocked, together)))

    assert judged(stocked) == alone


def test_new_comments_are_judged_by_the_next_run(stocked: Deployment) -> None:
    todo = request(stocked)
    list(rescreen(stocked.settings, todo, missing_ranges(stocked, todo)))
    send(stocked, 100)
    (number,) = missing_ranges(stocked, todo)

    assert judge_range(stocked.settings, "bote", todo.folder, number) == 1
    assert ROWS > 1


def test_same_population_is_no_shift_and_another_one_is() -> None:
    values = [number / 1000 for number in range(1000)]

    assert stability(values, values[::2], (0.25, 0.5, 0.75)) == pytest.approx(0.0, abs=0.01)
    assert (stability(values, [value / 3 for value in values], (0.25, 0.5, 0.75)) or 0.0) > 0.25
    assert stability(values[:50], values, (0.5,)) is None


def test_watching_counts_what_was_not_learnt_from_and_what_was_erased(service: Deployment) -> None:
    (service.settings.models_dir / "sites" / "bote" / "active").write_text("2\n", "utf-8")
    try:
        for number in (1, 2):
            send(service, number)
            reviews.review(service, "bote", f"c-{number}", ReviewVerdict(Outcome.APPROVE), now=NOW)
        seen = watch_site(service, "bote", days=7, now=NOW + timedelta(hours=1))
    finally:
        (service.settings.models_dir / "sites" / "bote" / "active").unlink()

    assert (seen.now.comments, seen.now.reviewed, seen.new_decisions) == (2, 2, 2)
    assert seen.warnings == ()


def test_comments_of_one_range_are_judged_under_their_own_article_and_rules(service: Deployment) -> None:
    rules = "Bitte keine Links in den Kommentaren. Wir prüfen jeden Kommentar vor der Freigabe."
    url = "https://www.lindental-bote.example/stadt/anderes.html"
    other = article("a-2", text=page(footer=rules), url=url)
    articles.ingest(service, "bote", other, NOW)
    for number in range(6):
        sent = comment(f"c-{number}", f"{CLEAN} {number}", article_id=("a-1", "a-2", "a-3")[number % 3])
        comments.screen(service, "bote", sent, NOW)
    shared = Lookups()
    with service.database.read() as session:
        site = require_site(session, "bote")
        kept = [comments.require_comment(session, "bote", f"c-{number}") for number in range(6)]
        alone = [comments.circumstances_of(session, site, one, NOW) for one in kept]
        together = [comments.circumstances_of(session, site, one, NOW, shared) for one in kept]

    assert together == alone
    assert len({one.article.id if one.article else None for one in alone}) == 3
    assert len({one.policy.version for one in alone if one.policy}) == 2
