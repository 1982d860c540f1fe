"""What would have changed: the last decisions of a site, judged again under other settings or other rules."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from moderation.comment.values import Decision, Outcome
from moderation.errors import InvalidInput
from moderation.policy.values import Category
from moderation.services.comments import Circumstances, circumstances_of, judge, section_of
from moderation.services.deployment import Deployment
from moderation.services.policies import MAX_CHARACTERS, Origin, PolicyVersion, Stated, read_policy
from moderation.services.screening_settings import ScreeningSettings
from moderation.services.sites import require_site
from moderation.storage import comments as storage
from moderation.storage.comments import KeptComment
from moderation.storage.sites import Site

MOST_COMMENTS = 2_000
# Rules that are only tried are in force at no time.
_ANY_TIME = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a comment is judged: the outcome and the cited clauses."""

    outcome: Outcome
    categories: tuple[Category, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A comment that would be judged otherwise.

    :ivar verdict: the moderator's, where there is one.
    """

    id: str
    before: Judgement
    after: Judgement
    verdict: Outcome | None


@dataclass(frozen=True, slots=True)
class Simulation:
    """Outcomes before and after, and where they differ.

    :ivar contradicted: of the automatic decisions with a moderator's verdict, how many contradict it: before, after.
    """

    comments: int
    before: Mapping[Outcome, int]
    after: Mapping[Outcome, int]
    contradicted: tuple[int, int]
    changes: tuple[Change, ...]


def simulate(
    deployment: Deployment,
    site: str,
    *,
    settings: ScreeningSettings | None,
    policy: str | None,
    last: int,
) -> Simulation:
    """Judge the last comments of a site as it is and as it would be; nothing is stored.

    :param settings: in place of the site's own; None leaves them.
    :param policy: comment rules in place of those in force; None leaves them.
    :raises UnknownSite: when there is no such site.
    :raises InvalidInput: when nothing is to change, or more comments are asked for than `MOST_COMMENTS`.
    """
    if settings is None and policy is None:
        raise InvalidInput("a simulation needs other settings or another policy")
    if not 1 <= last <= MOST_COMMENTS:
        raise InvalidInput(f"a simulation takes 1 to {MOST_COMMENTS} comments")
    if policy is not None and len(policy) > MAX_CHARACTERS:
        raise InvalidInput(f"a policy has at most {MAX_CHARACTERS} characters")
    other = (
        None
        if policy is None
        else Stated((PolicyVersion(Origin.OPERATOR, read_policy(policy).version, policy, _ANY_TIME, _ANY_TIME),))
    )
    with deployment.database.read() as session:
        known = require_site(session, site)
        pairs = [
            (kept, *_judged_twice(deployment, session, known, kept, settings, other))
            for kept in storage.latest_comments(session, site, limit=last)
        ]
    return _summed_up(pairs)


def _judged_twice(
    deployment: Deployment,
    session: Session,
    site: Site,
    kept: KeptComment,
    settings: ScreeningSettings | None,
    policy: Stated | None,
) -> tuple[Decision, Decision]:
    """Return the decisions as things are and as they would be, both by the active model, at the hour it came."""
    circumstances = circumstances_of(session, site, kept, kept.comment.received_at)
    changed: Circumstances = replace(
        circumstances,
        screening=circumstances.screening if settings is None else settings,
        policy=circumstances.policy if policy is None else policy,
    )
    if settings is not None and settings.sections:
        changed = replace(changed, section=section_of(session, site, circumstances.article))
    return (
        judge(deployment, kept.comment, circumstances, explain=False),
        judge(deployment, kept.comment, changed, explain=False),
    )


def _summed_up(pairs: list[tuple[KeptComment, Decision, Decision]]) -> Simulation:
    changes = []
    contradicted = [0, 0]
    for kept, *decisions in pairs:
        verdict = kept.comment.review.outcome if kept.comment.review else None
        for place, decision in enumerate(decisions):
            decided = decision.outcome is not Outcome.HOLD
            contradicted[place] += decided and verdict is not None and decision.outcome is not verdict
        before, after = map(_judgement, decisions)
        if before != after:
            changes.append(Change(kept.comment.id, before, after, verdict))
    return Simulation(
        len(pairs),
        _counts([before for _, before, _ in pairs]),
        _counts([after for _, _, after in pairs]),
        (contradicted[0], contradicted[1]),
        tuple(changes),
    )


def _judgement(decision: Decision) -> Judgement:
    return Judgement(decision.outcome, tuple(violation.category for violation in decision.violations))


def _counts(decisions: list[Decision]) -> dict[Outcome, int]:
    return {outcome: sum(decision.outcome is outcome for decision in decisions) for outcome in Outcome}
