"""The comment rules in force: the operator's, else those of the publisher's footers."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from sqlalchemy.orm import Session

from moderation.errors import InvalidInput, NotFound
from moderation.policy.values import Policy
from moderation.services.deployment import Deployment
from moderation.services.policyreader import parse_policy
from moderation.services.sites import require_site
from moderation.storage import policies as storage
from moderation.storage.policies import Origin, PolicyVersion
from moderation.storage.sites import lock_site

__all__ = ["Origin", "PolicyInForce", "PolicyVersion", "in_force", "set_by_operator", "versions"]

MAX_CHARACTERS = 200_000
# A stream of comments mostly repeats one policy; reading it once is enough.
read_policy = lru_cache(maxsize=256)(parse_policy)


@dataclass(frozen=True, slots=True)
class PolicyInForce:
    """The rules that comments are judged by.

    :ivar since: when they came into force.
    :ivar warning: what a person should look at ("the footer is gone"), or None.
    """

    policy: Policy
    origin: Origin
    since: datetime
    warning: str | None = None


def in_force(deployment: Deployment, site: str) -> PolicyInForce:
    """Return the rules in force for a site.

    :raises UnknownSite: when there is no such site.
    :raises NotFound: when it has no rules yet.
    """
    with deployment.database.read() as session:
        require_site(session, site)
        version = version_in_force(session, site, None)
    if version is None:
        raise NotFound(f"no comment rules are known for site {site!r}")
    return PolicyInForce(read_policy(version.text), version.origin, version.since, version.warning)


def set_by_operator(deployment: Deployment, site: str, text: str, now: datetime) -> PolicyInForce:
    """Put rules in force that stand above those of footers.

    :raises UnknownSite: when there is no such site.
    :raises InvalidInput: when no rule is found in the text.
    """
    if len(text) > MAX_CHARACTERS:
        raise InvalidInput(f"a policy has at most {MAX_CHARACTERS} characters")
    policy = read_policy(text)
    if not policy.clauses:
        raise InvalidInput("no comment rule was found in this text")
    stated = PolicyVersion(Origin.OPERATOR, policy.version, text, since=now, stated_at=now)

    def work(session: Session) -> PolicyVersion:
        require_site(session, site)
        lock_site(session, site)
        current = storage.current_version(session, site, Origin.OPERATOR)
        if current is not None and current.version == stated.version:
            return current
        storage.put_in_force(session, site, stated)
        return stated

    version = deployment.database.transact(work)
    return PolicyInForce(policy, Origin.OPERATOR, version.since)


def versions(deployment: Deployment, site: str) -> list[PolicyVersion]:
    """Return every version of a site's rules, the last to come into force first.

    :raises UnknownSite: when there is no such site.
    """
    with deployment.database.read() as session:
        require_site(session, site)
        return storage.all_versions(session, site)


def version_in_force(session: Session, site: str, article_version: str | None) -> PolicyVersion | None:
    """Return the rules for an article: the operator's, else its own footer's, else the site's last footer's."""
    operators = storage.current_version(session, site, Origin.OPERATOR)
    if operators is not None:
        return operators
    if article_version is not None and (own := storage.find_version(session, site, article_version)):
        return own
    return storage.current_version(session, site, Origin.FOOTER)


def note_footer(session: Session, site: str, stated: PolicyVersion) -> None:
    """Learn the rules of an article's footer; the site must be locked.

    They become the site's, unless a footer of a later date has been seen: the archive does not bring old rules back.
    """
    current = storage.current_version(session, site, Origin.FOOTER)
    if current is not None and current.version == stated.version:
        storage.state_again(session, site, stated)
    elif current is not None and stated.stated_at < current.stated_at:
        storage.keep_beside(session, site, stated)
    else:
        storage.put_in_force(session, site, replace(stated, warning=None))


def note_missing_footer(session: Session, site: str, warning: str) -> None:
    """Keep the last good rules of a site, and say that an article came without any."""
    current = storage.current_version(session, site, Origin.FOOTER)
    if current is not None:
        storage.warn(session, site, current, warning)
