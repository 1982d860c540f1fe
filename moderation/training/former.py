"""The site's model in use, as the one that a new model is compared with.

Beside its arrays stand the hashed ids of the reviews it has learnt from: so the next training can tell what it forgets.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from moderation.comment.site_classifier import SiteClassifier
from moderation.errors import ModelFault
from moderation.model_store.folder import read_card
from moderation.model_store.registry import active_folder
from moderation.services.screener import Screener
from moderation.services.site_models import SITES
from moderation.settings import Settings
from moderation.text.hashing import SLOTS
from moderation.training.site_context import apply_effects
from moderation.training.site_material import Floats, Material, Rows

LEARNT = "learnt.npy"


@dataclass(frozen=True, slots=True)
class Former:
    """A served site model; `learnt_until` is the time of the last decision it saw."""

    folder: Path
    classifier: SiteClassifier
    learnt_until: float

    def forgotten(self, ids: NDArray[np.uint64]) -> int | None:
        """Return how many reviews it has learnt from that are not among these; None where it does not say."""
        try:
            learnt = np.load(self.folder / LEARNT, allow_pickle=False)
        except (OSError, ValueError):
            return None
        return int(np.isin(learnt, ids, invert=True).sum())

    def odds(self, material: Material, rows: Rows) -> Floats:
        """Return its log-odds of a refusal for some reviews of a material of the same base."""
        classifier, own = self.classifier, self.classifier.base
        heads = classifier.heads
        weights = np.concatenate((heads.base_weights[:, 0], classifier.shape_weights[:, own]))
        slots = classifier.table[:SLOTS, own].astype(float) * classifier.steps[own]
        odds: Floats = material.base[rows] * heads.pooled[0] + material.scores[rows] @ weights
        odds += material.grams.times(slots, rows)
        odds += heads.intercepts[0] + apply_effects(material.columns, heads.keys, heads.effects)[rows]
        return odds


def former_model(site: str | None, output: Path, base_digest: str) -> Former | None:
    """Return the site's active model, None where there is none that stands on this base and says what it has seen."""
    if site is None:
        return None
    places = (Settings.from_environment().models_dir / SITES, output.parent.parent)
    for place in places:
        try:
            folder = active_folder(place, site)
            card = read_card(folder)
            if card.get("base", {}).get("sha256") != base_digest or card.get("learnt_until") is None:
                continue
            classifier = Screener.load(folder).classifier
        except ModelFault:
            continue
        if isinstance(classifier, SiteClassifier):
            return Former(folder, classifier, float(card["learnt_until"]))
    return None
