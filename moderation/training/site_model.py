"""From fitted heads to what is served, and to the scores that it will give."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moderation.comment.site_classifier import REFUSAL
from moderation.policy.values import Category
from moderation.training.site_context import apply_effects
from moderation.training.site_heads import Head
from moderation.training.site_material import Floats, Material, Rows

_STEPS = 127.0


@dataclass(frozen=True, slots=True)
class SiteModel:
    """The heads by name, `refusal` first, their weights as they are served, and the contexts."""

    heads: Mapping[str, Head]
    keys: NDArray[np.uint32]
    effects: Floats

    def refusal_odds(self, material: Material, rows: Rows) -> Floats:
        """Return the log-odds of a refusal for some reviews of a material, their contexts included."""
        own = self.heads[REFUSAL].odds(material, material.base, rows)
        return own + apply_effects(material.columns, self.keys, self.effects)[rows]

    def clause_odds(self, material: Material, category: Category, column: int, rows: Rows) -> Floats:
        """Return the log-odds of a clause whose head takes the place of the base's column."""
        return self.heads[category.value].odds(material, material.scores[:, column].astype(float), rows)


def rounded(head: Head) -> Head:
    """Return the head with its weights of n-grams as whole multiples of one step, so that each fits into a byte."""
    step = step_of(head.slots)
    return replace(head, slots=np.round(head.slots / step) * step)


def step_of(weights: Floats) -> float:
    """Return what one unit of an n-gram's weight is worth."""
    return max(float(np.abs(weights).max()) / _STEPS, 1e-9)


def arrays_of(model: SiteModel, categories: Sequence[Category]) -> dict[str, NDArray[Any]]:
    """Return what the model folder keeps."""
    heads = list(model.heads.items())
    width = len(categories)
    weights = np.stack([head.scores for _, head in heads], axis=1)
    base, pooled = weights[:width].copy(), np.zeros(len(heads))
    for number, (name, head) in enumerate(heads):
        if name == REFUSAL:
            pooled[number] = head.base
        else:
            base[categories.index(Category(name)), number] += head.base
    steps = np.array([step_of(head.slots) for _, head in heads])
    table = [np.round(head.slots / step) for (_, head), step in zip(heads, steps, strict=True)]
    return {
        "table": np.stack(table, axis=1).astype(np.int8),
        "steps": steps,
        "shape_weights": weights[width:],
        "base_weights": base,
        "pooled": pooled,
        "intercepts": np.array([head.intercept for _, head in heads]),
        "keys": model.keys,
        "effects": model.effects,
    }
