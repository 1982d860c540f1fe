"""Sites and their credentials."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from moderation.errors import Conflict, InvalidInput, UnknownSite
from moderation.services.deployment import Deployment
from moderation.services.identifiers import require_id, require_site_name
from moderation.services.keys import Purpose, make_key, site_of_key, store_key
from moderation.services.secrets import make_shared_secret, make_token, make_webhook_secret
from moderation.services.sources import DEFAULT_SCHEMES, checked_secret, scheme_of
from moderation.storage import sites as storage
from moderation.storage.sites import SealedSecret, Site
from moderation.webhooks.addresses import parse_target
from moderation.webhooks.schemes import CORAL, Secret
from moderation.webhooks.signature import check_secret

# The old one stays valid until the next rotation.
LIVE_SECRETS = 2
STANDARD, DELIVERY = "standard", "delivery"
_KEY_KINDS = {
    "api_key": Purpose.API,
    "perspective": Purpose.PERSPECTIVE,
    "akismet": Purpose.AKISMET,
    "akismet-spam": Purpose.AKISMET_SPAM,
    "akismet-ham": Purpose.AKISMET_HAM,
    "openai": Purpose.OPENAI,
}
KINDS = (*_KEY_KINDS, "webhook", "delivery", *DEFAULT_SCHEMES)
# Of the form of Coral's own, which people would look for.
_CORAL_PREFIX = "empsec_"


@dataclass(frozen=True, slots=True)
class SiteCredentials:
    """What a new site's operator is shown once."""

    site: str
    api_key: str
    webhook_secret: str
    delivery_secret: str | None
    coral_secret: str = ""
    perspective_key: str = ""
    akismet_key: str = ""
    openai_key: str = ""


@dataclass(frozen=True, slots=True)
class SiteSummary:
    """What is stored for a site, without its secrets.

    :ivar api_keys: the first characters of the live keys.
    :ivar other_keys: purpose and first characters of the keys that open one of the foreign APIs alone.
    :ivar webhook_sources: sources with their number of live secrets.
    """

    name: str
    language: str
    deliver_to: str | None
    delivery_fault: str | None
    created_at: datetime
    api_keys: tuple[str, ...]
    other_keys: tuple[tuple[str, str], ...]
    webhook_sources: tuple[tuple[str, int], ...]


def add_site(
    deployment: Deployment, name: str, *, language: str = "de", deliver_to: str | None = None, now: datetime
) -> SiteCredentials:
    """Add a site; return its secrets, which nobody can read again.

    :param deliver_to: where events are sent, or None.
    :raises Conflict: when there is one of this name.
    """
    require_site_name(name)
    if not (len(language) == 2 and language.isascii() and language.isalpha() and language.islower()):
        raise InvalidInput("a language is an ISO 639-1 code of two letters")
    _check_target(deliver_to)
    site = Site(name, language, deliver_to, None, now)
    delivery = make_webhook_secret() if deliver_to else None
    credentials = SiteCredentials(
        name,
        api_key=make_key(Purpose.API),
        webhook_secret=make_webhook_secret(),
        delivery_secret=delivery,
        coral_secret=make_token(_CORAL_PREFIX),
        perspective_key=make_key(Purpose.PERSPECTIVE),
        akismet_key=make_key(Purpose.AKISMET),
        openai_key=make_key(Purpose.OPENAI),
    )
    deployment.database.transact(lambda session: _insert(deployment, session, site, credentials))
    return credentials


def _insert(deployment: Deployment, session: Session, site: Site, credentials: SiteCredentials) -> None:
    if storage.find_site(session, site.name):
        raise Conflict(f"there is a site {site.name!r} already")
    storage.insert_site(session, site)
    now = site.created_at
    for purpose, key in (
        (Purpose.API, credentials.api_key),
        (Purpose.PERSPECTIVE, credentials.perspective_key),
        (Purpose.AKISMET, credentials.akismet_key),
        (Purpose.OPENAI, credentials.openai_key),
    ):
        store_key(session, site.name, purpose, key, now)
    _add_secret(deployment, session, site.name, STANDARD, Secret("standard", credentials.webhook_secret), now)
    _add_secret(deployment, session, site.name, CORAL, Secret(CORAL, credentials.coral_secret), now)
    if credentials.delivery_secret:
        _add_secret(deployment, session, site.name, DELIVERY, Secret("standard", credentials.delivery_secret), now)


def set_delivery_target(deployment: Deployment, name: str, deliver_to: str | None) -> None:
    """Set where a site's events are sent, or None for nowhere; sending begins again where it was switched off.

    :raises UnknownSite: when there is none.
    """
    _check_target(deliver_to)

    def work(session: Session) -> None:
        require_site(session, name)
        storage.set_delivery(session, name, deliver_to=deliver_to, fault=None)

    deployment.database.transact(work)


def list_sites(deployment: Deployment) -> list[Site]:
    """Return every site by name."""
    with deployment.database.read() as session:
        return storage.all_sites(session)


def show_site(deployment: Deployment, name: str) -> SiteSummary:
    """Return what is stored for a site.

    :raises UnknownSite: when there is none.
    """
    with deployment.database.read() as session:
        site = require_site(session, name)
        keys = storage.key_prefixes(session, name)
        return SiteSummary(
            name=site.name,
            language=site.language,
            deliver_to=site.deliver_to,
            delivery_fault=site.delivery_fault,
            created_at=site.created_at,
            api_keys=tuple(prefix for purpose, prefix in keys if purpose == Purpose.API),
            other_keys=tuple(key for key in keys if key[0] != Purpose.API),
            webhook_sources=tuple(storage.sources_of(session, name)),
        )


def rotate_secret(
    deployment: Deployment,
    site: str,
    kind: str,
    now: datetime,
    *,
    scheme: str | None = None,
    value: str | None = None,
) -> str:
    """Put a new secret in force and return it; the one before it stays valid until the next rotation.

    :param kind: a kind of key (`api_key`, `perspective`, `akismet`, `akismet-spam`, `akismet-ham`, `openai`),
        `webhook`, `delivery`, or a source of webhooks ("ghost").
    :param scheme: how the source signs, where it is not the source's usual way.
    :param value: the secret, where the sender has made it; one is made without.
    :raises UnknownSite: when there is none.
    """
    if kind in _KEY_KINDS:
        if value is not None or scheme is not None:
            raise InvalidInput("keys are made here, and do not sign")
        return _rotate_key(deployment, site, _KEY_KINDS[kind], now)
    source = {"webhook": STANDARD}.get(kind, kind)
    chosen = scheme_of(STANDARD if source == DELIVERY else source, scheme)
    secret = Secret(chosen, checked_secret(value) if value else _make_secret(chosen))
    if chosen == STANDARD:
        check_secret(secret.value)
    add_webhook_secret(deployment, site, source, secret, now)
    return secret.value


def _make_secret(scheme: str) -> str:
    if scheme == CORAL:
        return make_token(_CORAL_PREFIX)
    return make_webhook_secret() if scheme == STANDARD else make_shared_secret()


def _rotate_key(deployment: Deployment, site: str, purpose: Purpose, now: datetime) -> str:
    key = make_key(purpose)

    def work(session: Session) -> None:
        require_site(session, site)
        store_key(session, site, purpose, key, now)

    deployment.database.transact(work)
    return key


def add_webhook_secret(deployment: Deployment, site: str, source: str, secret: Secret, now: datetime) -> None:
    """Add the secret that a source signs with; the one before it stays valid until the next.

    :raises UnknownSite: when there is none.
    """
    require_id(source, "source")

    def work(session: Session) -> None:
        require_site(session, site)
        _add_secret(deployment, session, site, source, secret, now)

    deployment.database.transact(work)


def authenticate(deployment: Deployment, api_key: str) -> str:
    """Return the site that an API key opens.

    :raises NotAllowed: when it opens none.
    """
    return site_of_key(deployment, api_key, Purpose.API)


def webhook_secrets(deployment: Deployment, site: str, source: str) -> tuple[Secret, ...]:
    """Return the live secrets of a source, newest first; none where the source is not set up.

    :raises UnknownSite: when there is no such site.
    """
    with deployment.database.read() as session:
        require_site(session, site)
        return open_secrets(deployment, session, site, source)


def recent_secrets(deployment: Deployment, site: str, sources: Sequence[str]) -> tuple[Secret, ...]:
    """Return the live secrets of several sources, as of a moment ago.

    :raises UnknownSite: when there is no such site.
    """

    def look() -> tuple[Secret, ...]:
        with deployment.database.read() as session:
            require_site(session, site)
            return tuple(secret for source in sources for secret in open_secrets(deployment, session, site, source))

    return deployment.database.recall.get(("secrets", site, *sources), look) or ()


def open_secrets(deployment: Deployment, session: Session, site: str, source: str) -> tuple[Secret, ...]:
    """Return the live secrets of a source, newest first."""
    sealed = storage.secrets_of(session, site, source)
    return tuple(Secret(secret.scheme, deployment.vault.open(secret.sealed)) for secret in sealed)


def require_site(session: Session, name: str) -> Site:
    """Return a site.

    :raises UnknownSite: when there is none.
    """
    site = storage.find_site(session, name)
    if site is None:
        raise UnknownSite(name)
    return site


def _add_secret(
    deployment: Deployment, session: Session, site: str, source: str, secret: Secret, now: datetime
) -> None:
    storage.insert_secret(session, site, SealedSecret(source, secret.scheme, deployment.vault.seal(secret.value)), now)
    storage.drop_old_secrets(session, site, source, keep=LIVE_SECRETS)


def _check_target(deliver_to: str | None) -> None:
    if deliver_to is not None:
        parse_target(deliver_to)
