"""Decisions in the words of Coral's external moderation phase.

One field that Coral's schema does not know voids the whole answer, and the comment is published: nothing is ever null,
no text and no list of tags is empty, every word is one of Coral's own.
"""

from typing import Any

from moderation.comment.values import Decision, Outcome, Violation
from moderation.policy.values import Category
from moderation.services.site_settings import SiteSettings

TOXIC, SPAM = "COMMENT_DETECTED_TOXIC", "COMMENT_DETECTED_SPAM"
OTHER = "OTHER"
# Where a category is not named, its code is OTHER, with our sentence as the reason, and it raises no flag.
CODES = {
    Category.INSULT: "ABUSIVE",
    Category.DISCRIMINATION: "HATE_SPEECH",
    Category.HATE: "HATE_SPEECH",
    Category.VIOLENCE: "HARASSMENT_BULLYING",
    Category.DEFAMATION: "HARASSMENT_BULLYING",
    Category.SEXUAL: "OFFENSIVE",
    Category.AGGRESSION: "ABUSIVE",
    Category.PROFANITY: "OFFENSIVE",
    Category.OFF_TOPIC: "IRRELEVANT_CONTENT",
    Category.MISINFORMATION: "MISINFORMATION",
    Category.CONSPIRACY: "MISINFORMATION",
    Category.ILLEGAL: "ILLEGAL_CONTENT",
    Category.ADVERTISING: "AD",
    Category.LINKS: "AD",
    Category.SPAM: "SPAM",
}
FLAGS = {
    **dict.fromkeys(
        (
            Category.INSULT,
            Category.DISCRIMINATION,
            Category.HATE,
            Category.VIOLENCE,
            Category.DEFAMATION,
            Category.INSINUATION,
            Category.SEXUAL,
            Category.AGGRESSION,
            Category.PROFANITY,
            Category.PROVOCATION,
        ),
        TOXIC,
    ),
    **dict.fromkeys((Category.ADVERTISING, Category.LINKS, Category.SPAM), SPAM),
}
_LONGEST = 1_000


def phase_answer(decision: Decision, settings: SiteSettings) -> dict[str, Any] | None:
    """Return what Coral is told about a decision; None where Coral shall go on as if nobody had been asked."""
    if decision.outcome is Outcome.APPROVE:
        return {"status": "APPROVED"} if settings.coral_approved == "publish" else None
    flags = dict.fromkeys(FLAGS[each.category] for each in decision.violations if each.category in FLAGS)
    actions = [{"actionType": "FLAG", "reason": reason} for reason in flags]
    if decision.outcome is Outcome.REJECT and decision.violations:
        reason = _rejection(decision.violations[0], decision.reason, settings)
        return {
            "status": "REJECTED",
            "moderationAction": {"status": "REJECTED", "rejectionReason": reason},
            "actions": actions,
        }
    return {"status": "SYSTEM_WITHHELD", "actions": actions}


def _rejection(violation: Violation, sentence: str | None, settings: SiteSettings) -> dict[str, str]:
    insinuation = {Category.INSINUATION: settings.coral_insinuation}
    code = insinuation.get(violation.category) or CODES.get(violation.category, OTHER)
    reason = {"code": code}
    clause = violation.quote.strip()[:_LONGEST]
    if clause:
        reason["detailedExplanation"] = clause
    if code == OTHER:
        reason["customReason"] = ((sentence or "").strip() or clause or violation.category.value)[:_LONGEST]
    return reason
