"""What a site sets for itself; what it does not mention has its default.

A new setting is one more field of `SiteSettings`, with a default and, where its type does not say all, a check.
"""

from functools import lru_cache
from typing import Annotated, Literal

import msgspec
from sqlalchemy.orm import Session

from moderation.article.prior import Phrases
from moderation.errors import InvalidInput, StorageFault, UnknownSite
from moderation.services.deployment import Deployment
from moderation.services.learning_settings import LearningSettings
from moderation.services.mapping import FieldMapping
from moderation.services.pull_sources import PullSource
from moderation.services.screening_settings import ScreeningSettings
from moderation.services.sites import require_site
from moderation.storage import sites as storage

Phrase = Annotated[str, msgspec.Meta(min_length=4, max_length=300)]
SomePhrases = Annotated[tuple[Phrase, ...], msgspec.Meta(max_length=100)]


class SiteSettings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The settings of one site; a misspelt one is refused, not ignored.

    :ivar screening: how comments are judged beside the site's rules.
    :ivar webhook_mappings: by source of webhooks, where its bodies hold what we need.
    :ivar pull: the places that articles are fetched from where webhooks were lost or are not sent.
    :ivar coral_approved: what Coral is told of a comment that breaks no rule: nothing, so that its own pre-moderation
        goes on, or to publish it.
    :ivar coral_insinuation: the code under which Coral files a refused insinuation.
    :ivar akismet_held: what an Akismet client is told of a held comment: `held` is understood by WordPress alone
        (`false` with an error header); others know only `spam` and `ham`. Keys of the kinds `akismet-spam` and
        `akismet-ham` say it for themselves.
    :ivar learning: the audit sample, and a model that looks on.
    :ivar hold_unknown_article: whether Coral and Akismet hold what stands under an article that was never received.
    :ivar editorial_phrases: paragraphs with one of them belong to the article.
    :ivar boilerplate_phrases: paragraphs, or sentences, with one of them do not.
    """

    screening: ScreeningSettings = ScreeningSettings()
    webhook_mappings: dict[str, FieldMapping] = {}
    pull: Annotated[list[PullSource], msgspec.Meta(max_length=20)] = []
    coral_approved: Literal["no_opinion", "publish"] = "no_opinion"
    coral_insinuation: Literal["MISINFORMATION", "OTHER"] = "OTHER"
    akismet_held: Literal["held", "spam", "ham"] = "held"
    hold_unknown_article: bool = False
    learning: LearningSettings = LearningSettings()
    editorial_phrases: SomePhrases = ()
    boilerplate_phrases: SomePhrases = ()


def phrases_of(settings: SiteSettings) -> Phrases:
    """Return what the site's operator calls editorial, and boilerplate."""
    return Phrases(settings.editorial_phrases, settings.boilerplate_phrases)


def show_settings(deployment: Deployment, site: str) -> SiteSettings:
    """Return the settings of a site.

    :raises UnknownSite: when there is none.
    """
    with deployment.database.read() as session:
        return read_settings(session, site)


def read_settings(session: Session, site: str) -> SiteSettings:
    """Return the settings of a site, within a transaction.

    :raises UnknownSite: when there is none.
    :raises StorageFault: when a newer version of this program wrote them.
    """
    stored = storage.settings_of(session, site)
    if stored is None:
        raise UnknownSite(site)
    return _decode(stored)


def change_settings(deployment: Deployment, site: str, settings: SiteSettings) -> SiteSettings:
    """Replace the settings of a site; they hold from the next article and comment on.

    :raises UnknownSite: when there is none.
    """

    def work(session: Session) -> SiteSettings:
        require_site(session, site)
        storage.set_settings(session, site, msgspec.json.encode(settings).decode())
        return settings

    return deployment.database.transact(work)


def parse_settings(text: bytes | str) -> SiteSettings:
    """Return settings from JSON.

    :raises InvalidInput: naming what is wrong, and where.
    """
    try:
        return msgspec.json.decode(text, type=SiteSettings)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise InvalidInput(f"these are no settings: {error}") from error


@lru_cache(maxsize=256)
def _decode(stored: str) -> SiteSettings:
    try:
        return msgspec.json.decode(stored, type=SiteSettings)
    except msgspec.DecodeError as error:
        raise StorageFault(f"the settings of a site cannot be read: {error}") from error
