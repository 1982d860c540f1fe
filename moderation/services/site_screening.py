"""A comment that is asked about in the name of a site and not kept: its own model, rules and settings judge it."""

from datetime import datetime

import msgspec

from moderation.services.answers import asked_article, asked_comment, decision_answer
from moderation.services.deployment import Deployment
from moderation.services.lines import ScreenAnswer, ScreenRequest
from moderation.services.passing import find_scene
from moderation.services.policyreader import read_policy
from moderation.services.screening_settings import adjust


def answer_for_site(deployment: Deployment, request: ScreenRequest, now: datetime) -> ScreenAnswer:
    """Answer a question that names a site; a policy of its own comes before the site's.

    :raises UnknownSite: when there is no such site.
    :raises InvalidInput: when the comment cannot be judged.
    :raises ModelFault: when the site's model is missing or damaged.
    """
    scene = find_scene(deployment, request.site or "")
    screener = deployment.screener_of(scene.site)
    adjusted = adjust(scene.settings.screening, section=None, now=now, model=screener.label)
    decision = screener.screen(
        asked_comment(request),
        policy=scene.policy if request.policy is None else read_policy(request.policy),
        article=asked_article(request),
        adjustments=adjusted if scene.is_adjusted else None,
        explain=True,
    )
    if request.policy is None:
        decision = msgspec.structs.replace(decision, policy_source=scene.source)
    return decision_answer(request.id, decision)
