"""Fetching what no webhook brought: some senders ask once and never again, others cannot send at all."""

from datetime import datetime

from sqlalchemy.orm import Session

from moderation.services.deployment import Deployment
from moderation.services.sites import require_site
from moderation.storage import pulls as storage


def ask_for_pull(deployment: Deployment, site: str, now: datetime) -> None:
    """Let the sources of a site be looked at soon, by the next worker.

    :raises UnknownSite: when there is none.
    """

    def work(session: Session) -> None:
        require_site(session, site)
        storage.ask(session, site, now)

    deployment.database.transact(work)
