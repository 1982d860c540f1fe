"""How a model that looks on would have decided, beside the decisions that counted."""

from moderation.services.deployment import Deployment
from moderation.services.site_models import SITES
from moderation.services.sites import require_site
from moderation.storage import candidates as storage
from moderation.storage.candidates import Pair

SHOWN = 10


def pairs_of(deployment: Deployment, site: str, version: str) -> list[Pair]:
    """Return how often the candidate said what, beside what was decided and what moderators said.

    :raises UnknownSite: when there is no such site.
    """
    with deployment.database.read() as session:
        require_site(session, site)
        return storage.agreement(session, site, _label(site, version))


def describe_agreement(deployment: Deployment, site: str, version: str) -> str:
    """Return it for people: the share of equal decisions, a table, the last differences by id."""
    pairs = pairs_of(deployment, site, version)
    total = sum(pair.number for pair in pairs)
    if not total:
        return f"{_label(site, version)} has not looked on at any comment yet"
    same = sum(pair.number for pair in pairs if pair.candidate == pair.counted)
    lines = [f"{_label(site, version)}: the same decision on {same} of {total} comments ({same / total:.1%})"]
    lines += [
        f"  would {pair.candidate}, was {pair.counted}, moderators {pair.verdict or 'said nothing'}: {pair.number}"
        for pair in pairs
    ]
    with deployment.database.read() as session:
        different = storage.differing(session, site, _label(site, version), limit=SHOWN)
    lines += [f"  {comment}: would {candidate}, was {counted}" for comment, candidate, counted in different]
    return "\n".join(lines)


def _label(site: str, version: str) -> str:
    return f"{SITES}/{site}/{version}"
