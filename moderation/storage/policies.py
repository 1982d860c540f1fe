"""Versions of comment rules, by site and origin."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from moderation.storage.tables import PolicyRow


class Origin(StrEnum):
    """Who stated the rules."""

    OPERATOR = "operator"
    FOOTER = "footer"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """A version of a site's rules.

    :ivar since: when it last came into force.
    :ivar stated_at: when the publisher last stated it.
    :ivar warning: what a person should look at, or None.
    """

    origin: Origin
    version: str
    text: str
    since: datetime
    stated_at: datetime
    warning: str | None = None


def current_version(session: Session, site: str, origin: Origin) -> PolicyVersion | None:
    """Return the version of an origin that is in force, or None."""
    query = select(PolicyRow).where(PolicyRow.site == site, PolicyRow.origin == origin.value, PolicyRow.activation > 0)
    row = session.scalars(query.order_by(PolicyRow.activation.desc()).limit(1)).first()
    return None if row is None else _version(row)


def find_version(session: Session, site: str, version: str) -> PolicyVersion | None:
    """Return a version that was found in a footer, or None."""
    query = select(PolicyRow).where(
        PolicyRow.site == site, PolicyRow.version == version, PolicyRow.origin == Origin.FOOTER.value
    )
    row = session.scalars(query).first()
    return None if row is None else _version(row)


def all_versions(session: Session, site: str) -> list[PolicyVersion]:
    """Return every version of a site, the last to come into force first."""
    query = select(PolicyRow).where(PolicyRow.site == site).order_by(PolicyRow.since.desc(), PolicyRow.id.desc())
    return [_version(row) for row in session.scalars(query)]


def put_in_force(session: Session, site: str, stated: PolicyVersion) -> None:
    """Make a version the last one of its origin; the site must be locked."""
    row = _find(session, site, stated)
    activation = 1 + (session.scalar(select(func.max(PolicyRow.activation)).where(PolicyRow.site == site)) or 0)
    if row is None:
        session.add(_row(site, stated, activation))
    else:
        row.activation, row.since, row.stated_at, row.warning = (
            activation,
            stated.since,
            stated.stated_at,
            stated.warning,
        )
    session.flush()


def put_out_of_force(session: Session, site: str, origin: Origin) -> None:
    """Leave no version of an origin in force; the wordings stay."""
    query = update(PolicyRow).where(PolicyRow.site == site, PolicyRow.origin == origin.value)
    session.execute(query.values(activation=0))


def keep_beside(session: Session, site: str, stated: PolicyVersion) -> None:
    """Keep a version that some article states, without putting it in force for the site."""
    if _find(session, site, stated) is None:
        session.add(_row(site, stated, activation=0))
        session.flush()


def state_again(session: Session, site: str, stated: PolicyVersion) -> None:
    """Note that the version in force was seen again; its warning is settled."""
    row = _find(session, site, stated)
    if row is not None:
        row.stated_at, row.warning = max(row.stated_at, stated.stated_at), None
        session.flush()


def warn(session: Session, site: str, version: PolicyVersion, warning: str) -> None:
    """Set the warning of a version."""
    session.execute(
        update(PolicyRow)
        .where(PolicyRow.site == site, PolicyRow.origin == version.origin.value, PolicyRow.version == version.version)
        .values(warning=warning)
    )


def _find(session: Session, site: str, stated: PolicyVersion) -> PolicyRow | None:
    query = select(PolicyRow).where(
        PolicyRow.site == site, PolicyRow.origin == stated.origin.value, PolicyRow.version == stated.version
    )
    return session.scalars(query).first()


def _row(site: str, stated: PolicyVersion, activation: int) -> PolicyRow:
    return PolicyRow(
        site=site,
        origin=stated.origin.value,
        version=stated.version,
        text=stated.text,
        activation=activation,
        since=stated.since,
        stated_at=stated.stated_at,
        warning=stated.warning,
    )


def _version(row: PolicyRow) -> PolicyVersion:
    return PolicyVersion(Origin(row.origin), row.version, row.text, row.since, row.stated_at, row.warning)
