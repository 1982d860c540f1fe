"""Which reviewed comments speak for all, and not only for what the model in use has held.

Moderators see what was held; error rates counted on that say nothing of what was published. But whether a comment is
drawn depends on its id and the deployment's key alone, whatever is decided about it. So the drawn ones, held or not,
are a simple random sample of all: bounds on shares hold without weights.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from moderation.comment.values import Outcome
from moderation.services.deployment import Deployment
from moderation.services.site_settings import read_settings
from moderation.storage import watching as storage

SCANNED = 200_000
# Where moderators see as good as everything, nothing is selected.
EVERYTHING = 0.95
ENOUGH_OF_THE_SAMPLE = 0.9


class Source(StrEnum):
    """What reviewed comments are of all: as good as all, drawn at random, or what the model has selected."""

    ALL = "all"
    AUDIT = "audit"
    SELECTED = "selected"


@dataclass(frozen=True, slots=True)
class FairSample:
    """Reviewed comments, the newest first.

    :ivar rows: numbers of their rows; `drawn` how many should have been reviewed for the sample to be whole.
    :ivar since: when the oldest of them was received; None where there is none.
    """

    source: Source
    rows: tuple[int, ...]
    drawn: int
    rate: float
    since: datetime | None

    @property
    def is_fair(self) -> bool:
        """Whether figures counted on it speak for all comments."""
        return self.source is not Source.SELECTED and len(self.rows) >= ENOUGH_OF_THE_SAMPLE * self.drawn

    @property
    def sentence(self) -> str:
        """What the figures mean."""
        count, since = len(self.rows), f" since {self.since:%Y-%m-%d}" if self.since else ""
        if self.source is Source.ALL:
            return f"Counted on {count} reviews of all {self.drawn} comments{since}: nothing is selected."
        if self.source is Source.SELECTED:
            return (
                f"The {count} reviewed comments are those that the model in use has selected; nothing can be promised "
                "for what it decides alone: set an audit rate, or let moderators review everything for a while."
            )
        told = (
            f"Counted on {count} of {self.drawn} comments drawn at random{since} (audit rate {self.rate:.2%}), held "
            "ones among them at the same rate: they speak for all comments."
        )
        return told if self.is_fair else f"{told} Too many of the drawn ones are not reviewed yet to promise anything."


def fair_sample(deployment: Deployment, session: Session, site: str, *, limit: int) -> FairSample:
    """Return the reviewed comments from which error rates may be counted.

    :param limit: most reviewed comments that are wanted.
    """
    rate = read_settings(session, site).learning.audit_rate
    seen = storage.decided_comments(session, site, limit=limit)
    reviewed = [one for one in seen if one.reviewed]
    if seen and len(reviewed) >= EVERYTHING * len(seen):
        return _sample(Source.ALL, reviewed, len(seen), 1.0)
    drawn = drawn_comments(deployment, session, site)
    if drawn:
        return _sample(Source.AUDIT, [one for one in drawn if one.reviewed][:limit], len(drawn[:limit]), rate)
    chosen = storage.decided_comments(session, site, limit=limit, only_reviewed=True)
    return _sample(Source.SELECTED, chosen, len(chosen), 0.0)


def drawn_comments(deployment: Deployment, session: Session, site: str) -> list[storage.Decided]:
    """Return what has been drawn at the present rate, held ones among it, as far back as that was in force."""
    rate = read_settings(session, site).learning.audit_rate
    drawn: list[storage.Decided] = []
    for one in storage.decided_comments(session, site, limit=SCANNED) if rate > 0.0 else ():
        if deployment.vault.draw(site, one.id) >= rate:
            continue
        if one.outcome != Outcome.HOLD.value and not one.audited:
            # It would have been drawn: the rate was lower, and what was drawn before is another sample.
            break
        drawn.append(one)
    return drawn


def _sample(source: Source, reviewed: list[storage.Decided], drawn: int, rate: float) -> FairSample:
    rows = tuple(one.row for one in reviewed)
    return FairSample(source, rows, drawn, rate, reviewed[-1].received_at if reviewed else None)
