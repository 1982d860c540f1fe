"""A newsroom's own judges beside those of the model they were trained on.

Each head adds to what the base model says: weights on the base's log-odds, on the features, and on hashed n-grams.
The head `refusal` says how like those the newsroom has refused a comment is, whether a clause was named or not; no
clause stands behind it, so it can hold a comment or order the queue, and never refuse one. A head with the name of a
category takes that category's place.
"""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from moderation.comment.classifier import Classifier
from moderation.comment.features import NAMES
from moderation.policy.values import Category
from moderation.text.hashing import SLOTS
from moderation.text.normalise import fold

SITE_FORMAT = "screening-site/1"
REFUSAL = "refusal"
ARRAYS = ("table", "steps", "shape_weights", "base_weights", "pooled", "intercepts", "keys", "effects")
_MAX_KEY_CHARACTERS = 2_000
_MAX_ODDS = 35.0


@dataclass(frozen=True, slots=True)
class Heads:
    """The trained heads, one column each.

    :ivar base_weights: of the base's log-odds, one row for each of its categories; `pooled` of the log-odds that any of
        them is broken.
    :ivar keys: hashes of articles and of parent comments that the newsroom has decided beneath, sorted; `effects` what
        they add to the log-odds of a refusal.
    """

    names: tuple[str, ...]
    base_weights: NDArray[np.float64]
    pooled: NDArray[np.float64]
    intercepts: NDArray[np.float64]
    keys: NDArray[np.uint32]
    effects: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SiteClassifier(Classifier):
    """The base's judges with a newsroom's heads; the last score is the one of `refusal`.

    :ivar base: how many of the columns are the base's.
    :ivar places: of each head that takes a category's place: its column, and the category's.
    """

    heads: Heads
    base: int
    places: tuple[tuple[int, int], ...]

    def probabilities(self, odds: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the scores that the log-odds of all columns come to; rows for comments, or one alone."""
        base = odds[..., : self.base]
        pooled = pool(base)
        heads = odds[..., self.base :] + base @ self.heads.base_weights + pooled[..., None] * self.heads.pooled
        heads += self.heads.intercepts
        judged = base.copy()
        for head, column in self.places:
            judged[..., column] = heads[..., head]
        together = np.concatenate((judged, heads[..., :1]), axis=-1)
        scores: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-together.clip(-_MAX_ODDS, _MAX_ODDS)))
        return scores

    def in_context(self, scores: list[float], article: tuple[str, str] | None, parent: str | None) -> list[float]:
        """Return the scores with what the newsroom has decided beneath the same article or comment."""
        keys = context_keys(article, parent)
        if not keys or not len(self.heads.keys):
            return scores
        places = np.searchsorted(self.heads.keys, keys).clip(0, len(self.heads.keys) - 1)
        known = self.heads.keys[places] == keys
        effect = float(self.heads.effects[places[known]].sum())
        if not effect:
            return scores
        score = min(max(scores[-1], 1e-12), 1 - 1e-12)
        return [*scores[:-1], float(1.0 / (1.0 + np.exp(-(np.log(score / (1.0 - score)) + effect))))]

    def weights_of(self, category: Category) -> Mapping[int, float]:
        """Return what one unit of each column adds to the log-odds of a category, the comment's length aside."""
        column = self.categories.index(category)
        head = next((head for head, place in self.places if place == column), None)
        if head is None:
            return {column: float(self.steps[column])}
        weights = dict(enumerate((self.heads.base_weights[:, head] * self.steps[: self.base]).tolist()))
        weights[self.base + head] = float(self.steps[self.base + head])
        return weights


def pool(odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the log-odds that at least one of the categories is broken, were they independent."""
    total = np.logaddexp(0.0, odds).sum(axis=-1)
    pooled: NDArray[np.float64] = np.log(np.expm1(np.clip(total, 1e-9, 500.0)))
    return pooled


def context_keys(article: tuple[str, str] | None, parent: str | None) -> list[int]:
    """Return the hashes that stand for an article and for the comment that is answered."""
    keys = []
    if article is not None:
        keys.append(_key("article", article[0] or article[1]))
    if parent:
        keys.append(_key("parent", parent))
    return keys


def make_site_classifier(base: Classifier, names: Sequence[str], arrays: Mapping[str, NDArray[Any]]) -> SiteClassifier:
    """Join a newsroom's heads to the base they were trained on; their shapes have been checked by the caller."""
    own, columns = len(base.categories), len(base.categories) + len(names)
    table = np.zeros((SLOTS, 1 << (columns - 1).bit_length()), np.int8)
    table[:, :own] = base.table[:, :own]
    table[:, own:columns] = arrays["table"]
    # The score of no category: no clause of any policy can bear its name.
    refusal = cast(Category, REFUSAL)
    return SiteClassifier(
        categories=(*base.categories, refusal),
        table=table,
        frames=base.frames,
        steps=np.concatenate((base.steps, np.asarray(arrays["steps"], np.float64))),
        shape_weights=np.hstack((base.shape_weights, np.asarray(arrays["shape_weights"], np.float64))),
        intercepts=np.concatenate((base.intercepts, np.zeros(len(names)))),
        words=base.words,
        heads=Heads(
            tuple(names),
            np.asarray(arrays["base_weights"], np.float64),
            np.asarray(arrays["pooled"], np.float64),
            np.asarray(arrays["intercepts"], np.float64),
            np.asarray(arrays["keys"], np.uint32),
            np.asarray(arrays["effects"], np.float64),
        ),
        base=own,
        places=tuple((head, base.categories.index(Category(name))) for head, name in enumerate(names) if head),
    )


def has_site_shapes(categories: int, names: Sequence[str], arrays: Mapping[str, NDArray[Any]]) -> bool:
    """Tell whether the arrays are those of such heads beside so many categories."""
    width = len(names)
    if not width or names[0] != REFUSAL or any(name not in arrays for name in ARRAYS):
        return False
    expected = {
        "table": (SLOTS, width),
        "steps": (width,),
        "shape_weights": (len(NAMES), width),
        "base_weights": (categories, width),
        "pooled": (width,),
        "intercepts": (width,),
        "effects": arrays["keys"].shape,
    }
    finite = all(np.isfinite(arrays[name]).all() for name in ARRAYS)
    return finite and arrays["keys"].ndim == 1 and all(arrays[name].shape == shape for name, shape in expected.items())


def _key(kind: str, text: str) -> int:
    # Digits count: an article may be known by its number alone.
    folded = " ".join(fold(text[:_MAX_KEY_CHARACTERS]).split())
    return zlib.crc32(f"{kind}:{folded}".encode("utf-8", "replace"))
