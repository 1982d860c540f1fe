"""The comment rules in force: the operator's, else those of the footer with what the rules page adds to them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from sqlalchemy.orm import Session

from moderation.errors import InvalidInput, NotFound
from moderation.policy.corrections import Correction, corrected, is_stated_in
from moderation.policy.values import Category, Policy
from moderation.policy.versions import Changes, changes, merged, stated_by
from moderation.services.deployment import Deployment
from moderation.services.policyreader import CurrentReader, current_reader, read_policy
from moderation.services.sites import require_site
from moderation.storage import policies as storage
from moderation.storage import policy_corrections
from moderation.storage.policies import Origin, PolicyVersion
from moderation.storage.sites import lock_site

__all__ = [
    "Correction", "Origin", "PolicyInForce", "PolicyVersion", "Stated", "correct", "history", "in_force", "read_policy",
    "set_by_operator", "stated_rules", "versions", "withdraw",
]  # fmt: skip

MAX_CHARACTERS = 200_000
MAX_CORRECTIONS = 500


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


@dataclass(frozen=True, slots=True)
class Stated:
    """The rules for an article as they are stored: the wordings that make them up, and what was corrected.

    :ivar versions: the first is the one that goes before the others.
    """

    versions: tuple[PolicyVersion, ...]
    corrections: tuple[Correction, ...] = ()

    @property
    def version(self) -> str:
        """The version of the first wording; `policy().version` is that of all of it."""
        return self.versions[0].version

    def policy(self) -> Policy:
        """Read the rules; the same object for the same rules."""
        texts = tuple((item.origin.value, item.text) for item in self.versions)
        return _read(texts, self.corrections, current_reader())


@lru_cache(maxsize=256)
def _read(
    texts: tuple[tuple[str, str], ...],
    corrections: tuple[Correction, ...],
    _reader: CurrentReader,  # what another one reads is remembered apart
) -> Policy:
    policies = [stated_by(read_policy(text, given=origin != Origin.FOOTER), origin) for origin, text in texts]
    whole = policies[0] if len(policies) == 1 else merged(policies[0], policies[1])
    return corrected(whole, corrections)


def in_force(deployment: Deployment, site: str) -> PolicyInForce:
    """Return the rules in force for a site.

    :raises UnknownSite: when there is no such site.
    :raises NotFound: when it has no rules yet.
    """
    with deployment.database.read() as session:
        require_site(session, site)
        stated = stated_rules(session, site, None)
    if stated is None:
        raise NotFound(f"no comment rules are known for site {site!r}")
    return _in_force(stated)


def _in_force(stated: Stated) -> PolicyInForce:
    first = stated.versions[0]
    return PolicyInForce(stated.policy(), first.origin, max(item.since for item in stated.versions), first.warning)


def set_by_operator(
    deployment: Deployment, site: str, text: str, now: datetime, *, origin: Origin = Origin.OPERATOR
) -> PolicyInForce:
    """Put rules in force that stand above those of footers, or those of the site's rules page, which stand below.

    :raises UnknownSite: when there is no such site.
    :raises InvalidInput: when no rule is found in the text.
    """
    if len(text) > MAX_CHARACTERS:
        raise InvalidInput(f"a policy has at most {MAX_CHARACTERS} characters")
    policy = read_policy(text, given=True)
    if not policy.clauses:
        raise InvalidInput("no comment rule was found in this text")
    new = PolicyVersion(origin, policy.version, text, since=now, stated_at=now)

    def work(session: Session) -> Stated:
        require_site(session, site)
        lock_site(session, site)
        current = storage.current_version(session, site, origin)
        if current is None or current.version != new.version:
            storage.put_in_force(session, site, new)
        stated = stated_rules(session, site, None)
        assert stated is not None
        return stated

    return _in_force(deployment.database.transact(work))


def withdraw(deployment: Deployment, site: str, origin: Origin = Origin.OPERATOR) -> None:
    """Take rules that an operator put out of force; those of footers hold again.

    The wording stays in the history. Nothing happens where there are none.

    :raises UnknownSite: when there is no such site.
    """

    def work(session: Session) -> None:
        require_site(session, site)
        lock_site(session, site)
        storage.put_out_of_force(session, site, origin)

    deployment.database.transact(work)


def correct(
    deployment: Deployment,
    site: str,
    corrections: Sequence[Correction],
    now: datetime,
    *,
    forgotten: Sequence[tuple[str, Category]] = (),
) -> PolicyInForce:
    """Correct single clauses of the rules in force; a correction holds wherever the same sentence is read again.

    :param forgotten: sentence and category of corrections that no longer hold.
    :raises UnknownSite: when there is no such site.
    :raises NotFound: when it has no rules yet.
    :raises InvalidInput: when a sentence does not stand in the rules, or corrections are too many.
    """

    def work(session: Session) -> Stated:
        require_site(session, site)
        lock_site(session, site)
        stated = stated_rules(session, site, None)
        if stated is None:
            raise NotFound(f"no comment rules are known for site {site!r}")
        policy = stated.policy()
        for correction in corrections:
            if not is_stated_in(policy, correction.quote):
                raise InvalidInput(f"this sentence does not stand in the rules in force: {correction.quote[:200]!r}")
            policy_corrections.save_correction(session, site, correction, now)
        for quote, category in forgotten:
            policy_corrections.forget_correction(session, site, quote, category)
        kept = policy_corrections.corrections_of(session, site)
        if len(kept) > MAX_CORRECTIONS:
            raise InvalidInput(f"a site has at most {MAX_CORRECTIONS} corrections")
        return replace(stated, corrections=kept)

    return _in_force(deployment.database.transact(work))


def versions(deployment: Deployment, site: str) -> list[PolicyVersion]:
    """Return every version of a site's rules, the last to come into force first.

    :raises UnknownSite: when there is no such site.
    """
    with deployment.database.read() as session:
        require_site(session, site)
        return storage.all_versions(session, site)


def history(deployment: Deployment, site: str) -> list[tuple[PolicyVersion, Changes]]:
    """Return the same with what each changed against the one of the same origin before it.

    :raises UnknownSite: when there is no such site.
    """
    known = versions(deployment, site)
    before: dict[Origin, Policy] = {}
    told = []
    for version in reversed(known):
        policy = read_policy(version.text, given=version.origin is not Origin.FOOTER)
        told.append((version, changes(before.get(version.origin), policy)))
        before[version.origin] = policy
    return told[::-1]


def stated_rules(session: Session, site: str, article_version: str | None) -> Stated | None:
    """Return the rules for an article: the operator's, else its own or the site's last footer's with the rules page."""
    corrections = policy_corrections.corrections_of(session, site)
    operators = storage.current_version(session, site, Origin.OPERATOR)
    if operators is not None:
        return Stated((operators,), corrections)
    own = storage.find_version(session, site, article_version) if article_version is not None else None
    footer = own or storage.current_version(session, site, Origin.FOOTER)
    page = storage.current_version(session, site, Origin.PAGE)
    found = tuple(version for version in (footer, page) if version is not None)
    return Stated(found, corrections) if found else None


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
