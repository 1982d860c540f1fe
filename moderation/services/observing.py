"""What happens beside a decision: the audit sample, and a candidate model that looks on."""

from msgspec.structs import replace

from moderation.comment.values import Decision, Outcome
from moderation.services.deployment import Deployment
from moderation.services.learning_settings import LearningSettings
from moderation.storage.candidates import CandidateDecision
from moderation.storage.comments import StoredComment

AUDITED = "Stichprobe: Die Maschine hat allein entschieden; zur Kontrolle ausgewählt."
SHADOW, RESCREENED = "shadow", "rescreened"


def sample(deployment: Deployment, comment: StoredComment, decision: Decision, settings: LearningSettings) -> Decision:
    """Mark a decision that moderators shall check although no person was needed for it.

    Whether a comment is drawn depends on its id and the deployment's key alone: nobody can aim for it or away from it,
    and sending it again draws the same.
    """
    if decision.outcome is Outcome.HOLD or settings.audit_rate <= 0.0:
        return decision
    if deployment.vault.draw(comment.site, comment.id) >= settings.audit_rate:
        return decision
    return replace(decision, audited=True, note=decision.note or AUDITED)


def candidate_decision(decision: Decision, model: str, source: str) -> CandidateDecision:
    """Return what is kept of a model's decision that does not count."""
    return CandidateDecision(model, decision.outcome.value, decision.scores.get("refusal"), source)
