"""Comments that are judged and not kept: other systems ask about them, and show and store them themselves."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from moderation.comment.circumstances import FAULT, NO_ARTICLE, hold_for
from moderation.comment.values import ArticleText, Comment, Decision, Outcome
from moderation.errors import InvalidInput
from moderation.policy.default import default_policy
from moderation.policy.values import Policy
from moderation.services.comments import section_of
from moderation.services.deployment import Deployment
from moderation.services.identifiers import MAX_URL_CHARACTERS, url_key
from moderation.services.policies import stated_rules
from moderation.services.screening_settings import ScreeningSettings, adjust
from moderation.services.site_settings import SiteSettings, read_settings
from moderation.services.sites import require_site
from moderation.storage.articles import known_article

Answer = TypeVar("Answer")
NO_WORDS = "the comment has no words"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Scene:
    """What comments of a site are judged by, as of a moment ago.

    :ivar source: `site`, or `default` where the site has stated no rules.
    :ivar article: the one at the stated address, or None; `section` the one it stands in.
    :ivar is_adjusted: whether the site sets anything for screening beside its rules.
    """

    site: str
    language: str
    settings: SiteSettings
    policy: Policy
    source: str
    article: ArticleText | None
    section: str | None = None
    is_adjusted: bool = False


def find_scene(deployment: Deployment, site: str, article_url: str | None = None) -> Scene:
    """Return what a comment under an article is judged by; what another process changes is seen within a second.

    :raises UnknownSite: when there is no such site.
    """
    # What is no address is not worth keeping either.
    url = article_url if article_url is not None and len(article_url) <= MAX_URL_CHARACTERS else None
    found = deployment.database.recall.get(("scene", site, url), lambda: _look(deployment, site, url))
    assert found is not None
    return found


def _look(deployment: Deployment, site_name: str, article_url: str | None) -> Scene:
    key = url_key(article_url)
    with deployment.database.read() as session:
        site, settings = require_site(session, site_name), read_settings(session, site_name)
        article = known_article(session, site.name, article_id=None, url_key=key)
        stated = stated_rules(session, site.name, article.policy_version if article else None)
        section = section_of(session, site, article) if settings.screening.sections else None
    return Scene(
        site=site.name,
        language=site.language,
        settings=settings,
        policy=default_policy(site.language) if stated is None else stated.policy(),
        source="default" if stated is None else "site",
        article=ArticleText(article.title, article.text) if article else None,
        section=section,
        is_adjusted=settings.screening != ScreeningSettings(),
    )


def judge(
    deployment: Deployment, scene: Scene, comment: Comment, now: datetime, *, needs_article: bool = False
) -> Decision:
    """Return the decision about a comment; *hold* where it cannot be judged, then without a model.

    :param now: strictness may depend on the time of day.
    :param needs_article: whether the site may hold a comment for want of its article.
    """
    if not comment.text.strip():
        return hold_for(FAULT, Decision(Outcome.HOLD), note=NO_WORDS)
    decision = or_hold(lambda: _screen(deployment, scene, comment, now))
    if needs_article and scene.article is None and scene.settings.hold_unknown_article:
        return decision if decision.outcome is Outcome.REJECT else hold_for(NO_ARTICLE, decision)
    return decision


def judge_parts(deployment: Deployment, scene: Scene, parts: Sequence[Comment], now: datetime) -> list[Decision]:
    """Return a decision about each part of one comment.

    :raises ModerationError: when they cannot be judged.
    """
    if scene.is_adjusted:
        return [_screen(deployment, scene, part, now) for part in parts]
    return deployment.screener_of(scene.site).screen_many(parts, policy=scene.policy, article=scene.article)


def or_hold(work: Callable[[], Decision]) -> Decision:
    """Return what the work decides; *hold* where it fails, whatever the fault."""
    try:
        return work()
    except Exception as error:  # an unjudged comment must not appear
        # Neither the message nor the trace: both may quote the comment.
        log.error("judging a comment failed: %s", type(error).__name__)
        return hold_for(FAULT, Decision(Outcome.HOLD), note=f"{FAULT.note}: {type(error).__name__}")


def is_unjudged(decision: Decision) -> bool:
    """Tell whether a decision is *hold* for no other reason than that nothing could be judged."""
    return decision.model is None


def is_fault(decision: Decision) -> bool:
    """Tell whether nothing could be judged although there was something to judge: an operator has to know."""
    return is_unjudged(decision) and decision.note != NO_WORDS


def _screen(deployment: Deployment, scene: Scene, comment: Comment, now: datetime) -> Decision:
    screener = deployment.screener_of(scene.site)
    settings = scene.settings.screening
    adjusted = adjust(settings, section=scene.section, now=now, model=screener.label) if scene.is_adjusted else None
    return screener.screen(comment, policy=scene.policy, article=scene.article, adjustments=adjusted)


def with_article(scene: Scene, article: ArticleText) -> Scene:
    """Return the scene under an article that came with the question."""
    if not (article.title or article.text):
        raise InvalidInput("the article is empty")
    return replace(scene, article=article)
