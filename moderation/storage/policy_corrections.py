"""What operators corrected about single sentences of their rules."""

from datetime import datetime

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from moderation.errors import StorageFault
from moderation.policy.corrections import Correction
from moderation.policy.values import Category, Limit, Polarity, Strength
from moderation.policy.versions import version_of
from moderation.storage.tables import PolicyCorrectionRow


def corrections_of(session: Session, site: str) -> tuple[Correction, ...]:
    """Return every correction of a site, in a fixed order.

    :raises StorageFault: when a newer version of this program wrote one.
    """
    query = select(PolicyCorrectionRow).where(PolicyCorrectionRow.site == site)
    rows = session.scalars(query.order_by(PolicyCorrectionRow.sentence, PolicyCorrectionRow.category))
    try:
        return tuple(_correction(row) for row in rows)
    except (ValueError, msgspec.MsgspecError) as error:
        raise StorageFault(f"a correction of the rules of site {site!r} cannot be read") from error


def save_correction(session: Session, site: str, correction: Correction, now: datetime) -> None:
    """Keep a correction in the place of an earlier one of the same sentence and category; the site must be locked."""
    limit = correction.limit
    session.merge(
        PolicyCorrectionRow(
            site=site,
            sentence=version_of(correction.quote),
            category=correction.category.value,
            quote=correction.quote,
            states=correction.states,
            polarity=correction.polarity.value,
            strength=correction.strength.value,
            limit=None if limit is None else msgspec.json.encode(limit).decode(),
            corrected_at=now,
        )
    )
    session.flush()


def forget_correction(session: Session, site: str, quote: str, category: Category) -> None:
    """Drop a correction, so that what is read counts again; the site must be locked."""
    row = session.get(PolicyCorrectionRow, (site, version_of(quote), category.value))
    if row is not None:
        session.delete(row)
        session.flush()


def _correction(row: PolicyCorrectionRow) -> Correction:
    return Correction(
        quote=row.quote,
        category=Category(row.category),
        states=row.states,
        polarity=Polarity(row.polarity),
        strength=Strength(row.strength),
        limit=None if row.limit is None else msgspec.json.decode(row.limit, type=Limit),
    )
