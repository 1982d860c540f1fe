"""Judge what is stored anew, beside the decisions that count: by another model, on as many processors as there are.

Ranges of row numbers travel to the workers, never texts. A range's decisions are kept in one transaction, each once per
comment and model; a run that was ended goes on with what is missing.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from joblib import Parallel, delayed
from sqlalchemy.orm import Session

from moderation.comment.checking import LONGEST
from moderation.comment.values import ArticleText, Decision
from moderation.services.comments import (
    Circumstances,
    StoredComment,
    as_judged,
    circumstances_of,
    judge_by,
    under_circumstances,
)
from moderation.services.deployment import Deployment, open_deployment
from moderation.services.lookups import Lookups
from moderation.services.observing import RESCREENED, candidate_decision
from moderation.services.repetitions import count_all_repetitions
from moderation.services.screener import Screener
from moderation.services.screening_settings import ScreeningSettings
from moderation.services.sites import require_site
from moderation.services.workers import workers
from moderation.settings import Settings
from moderation.storage import candidates as storage
from moderation.storage.candidates import CandidateDecision

ROWS = 500
_UNSET = ScreeningSettings()


@dataclass(frozen=True, slots=True)
class Rescreening:
    """What is to be judged, and by what.

    :ivar folder: of the model; workers on other machines need it at the same place.
    """

    site: str
    folder: Path
    jobs: int = 1
    scheduler: str | None = None


def missing_ranges(deployment: Deployment, request: Rescreening) -> list[int]:
    """Return the numbers of the ranges that are not judged yet.

    :raises UnknownSite: when there is no such site.
    """
    label = Screener.load(request.folder).label
    with deployment.database.read() as session:
        require_site(session, request.site)
        return storage.unjudged_ranges(session, request.site, label, size=ROWS)


def rescreen(settings: Settings, request: Rescreening, ranges: list[int]) -> Iterator[int]:
    """Judge ranges; yield for each how many comments were added.

    :param settings: of this process; those on a cluster read their own environment.
    """
    own = settings if request.scheduler is None else None
    tasks = (delayed(judge_range)(own, request.site, request.folder, number) for number in ranges)
    with workers(request.jobs, request.scheduler):
        yield from Parallel(return_as="generator_unordered", pre_dispatch="2*n_jobs")(tasks)


def judge_range(settings: Settings | None, site: str, folder: Path, number: int) -> int:
    """Judge the comments of one range that the model has not judged; return how many were kept."""
    screener = _loaded(folder)
    first, last = number * ROWS, (number + 1) * ROWS - 1
    with closing(open_deployment(settings or Settings.from_environment(), migrate=False)) as deployment:
        with deployment.database.read() as session:
            judged = _judge_all(session, site, screener, first, last)
        now = datetime.now(UTC)
        return deployment.database.transact(lambda session: storage.add_decisions(session, judged, now))


def _judge_all(
    session: Session, site_name: str, screener: Screener, first: int, last: int
) -> list[tuple[int, CandidateDecision]]:
    site, lookups = require_site(session, site_name), Lookups()
    kept = storage.unjudged_comments(session, site_name, screener.label, first=first, last=last)
    for row, count in count_all_repetitions(session, site_name, kept).items():
        lookups.note(("repeats", row), count)
    # As of the time each came, so that a run tomorrow says the same.
    found = [(one, circumstances_of(session, site, one, one.comment.received_at, lookups)) for one in kept]
    decided = _decide_all(screener, [(one.comment, circumstances) for one, circumstances in found])
    return [
        (one.row, candidate_decision(decision, screener.label, RESCREENED))
        for one, decision in zip(kept, decided, strict=True)
    ]


def _decide_all(screener: Screener, found: Sequence[tuple[StoredComment, Circumstances]]) -> list[Decision]:
    """Judge comments as if one by one; those under one article and the same rules together, which is quicker."""
    decided: dict[int, Decision] = {}
    together: dict[tuple[str, int], list[int]] = {}
    for place, (comment, circumstances) in enumerate(found):
        article, policy = circumstances.article, circumstances.policy
        if article is None or policy is None or circumstances.screening != _UNSET or len(comment.text) > LONGEST:
            decided[place] = judge_by(screener, comment, circumstances)
        else:
            together.setdefault((article.id, id(policy)), []).append(place)
    for places in together.values():
        article, policy = found[places[0]][1].article, found[places[0]][1].policy
        assert article is not None
        assert policy is not None
        given = [as_judged(*found[place]) for place in places]
        text = ArticleText(article.title, article.text)
        made = screener.screen_many(given, policy=policy.policy(), article=text)
        for place, decision in zip(places, made, strict=True):
            decided[place] = under_circumstances(decision, *found[place])
    return [decided[place] for place in range(len(found))]


@lru_cache(maxsize=2)
def _loaded(folder: Path) -> Screener:
    return Screener.load(folder)
