"""What a retraining came to, in lines for people."""

from collections.abc import Sequence

import numpy as np

from moderation.comment.site_classifier import REFUSAL
from moderation.training.latest import Judgement
from moderation.training.review_cleaning import Cleaned
from moderation.training.shard_files import Shards
from moderation.training.site_material import Material
from moderation.training.site_model import SiteModel

FEW = 50


def describe(material: Material, cleaned: Cleaned, shards: Shards, judgement: Judgement, model: SiteModel) -> str:
    """Return what was learnt, for people."""
    kept = material.weights > 0
    refused = int(material.columns.refused[kept].sum())
    lines = [f"learnt from {int(kept.sum())} decisions, {refused} of them refusals"]
    if shards.faults.count:
        lines.append(f"passed over {shards.faults.count} lines that are no reviews: {'; '.join(shards.faults.first)}")
    if cleaned.superseded:
        lines.append(f"{cleaned.superseded} decisions were superseded by a later one on the same comment")
    if cleaned.copies:
        lines.append(f"{cleaned.copies} copies of the same words count as a few each")
    if cleaned.contradictions:
        lines.append(f"{cleaned.contradictions} texts were both approved and refused; both count")
    lines += cleaned.distrusted
    lines += _describe_judgement(judgement, int(kept.sum()))
    named = [name for name in model.heads if name != REFUSAL]
    lines.append(f"clauses with a judge of their own: {', '.join(named) or 'none was named often enough'}")
    return "\n".join(lines)


def _describe_judgement(judgement: Judgement, decisions: int) -> Sequence[str]:
    before, after = judgement.aucs
    lines = []
    if np.isnan(after):
        lines.append("the latest decisions are too few, or of one verdict, to judge the model by")
    else:
        lines.append(
            f"on the latest {judgement.latest} decisions (trained on the {judgement.past} before): "
            f"AUC {before:.3f} with the base model, {after:.3f} with this one"
        )
    if decisions < FEW:
        lines.append(f"fewer than {FEW} decisions change little: expect the base model's judgement for now")
    return lines


def what_figures_mean(material: Material) -> str:
    """Return of which comments the figures speak."""
    kept = material.weights > 0
    audited = int(material.columns.audited[kept].sum())
    said = (
        "The figures speak of the comments that moderators decided about. Where only held comments reach them, these "
        "are what the model in use selected, and nothing is known of what it published by itself."
    )
    if not audited:
        return f"{said} None of these decisions is marked as drawn at random: set an audit rate for the site."
    return f"{said} {audited} of these decisions are on comments drawn at random, which speak for all."
