"""The screener's model, read from its folder and tried on the texts of its card."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from moderation.comment.classifier import MODEL, Classifier, has_expected_shapes, make_classifier
from moderation.comment.decision import NEVER
from moderation.comment.reading import read_comment
from moderation.comment.relevance import Relevance
from moderation.comment.site_classifier import REFUSAL, has_site_shapes, make_site_classifier
from moderation.comment.values import Thresholds
from moderation.errors import DamagedModel
from moderation.model_store.folder import StoredModel
from moderation.model_store.registry import active_folder
from moderation.policy.values import Category
from moderation.services.site_models import PREFIX, read_judges
from moderation.settings import Settings

_TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class ScreeningModel:
    """What a model folder holds, ready for judging.

    :ivar label: name and version.
    :ivar unnamed_hold: the score of `refusal` from which a comment is held that no clause speaks against.
    """

    classifier: Classifier
    thresholds: Mapping[Category, Thresholds]
    relevance: Relevance
    label: str
    unnamed_hold: float = NEVER


def read_screening_model(folder: Path | str | None) -> ScreeningModel:
    """Read a model from its folder, or the active one.

    :raises UnknownModel: when there is none.
    :raises DamagedModel: when it is not what its card describes.
    """
    home = active_folder(Settings.from_environment().models_dir, MODEL) if folder is None else Path(folder)
    stored = read_judges(home)
    try:
        model = _assemble(stored)
        _try_out(model, stored)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DamagedModel(f"{home}: the card lacks or distorts {error}") from error
    return model


def _assemble(stored: StoredModel) -> ScreeningModel:
    card: Mapping[str, Any] = stored.card
    categories = [Category(name) for name in card["categories"]]
    arrays = dict(stored.arrays)
    if not has_expected_shapes(categories, arrays):
        raise DamagedModel(f"model {stored.label}: the arrays are not those of its categories")
    thresholds = {
        Category(name): Thresholds(float(limits["hold"]), float(limits["reject"]))
        for name, limits in card["thresholds"].items()
        if name != REFUSAL
    }
    relevance = Relevance(
        arrays["rarity"].astype("float32") / 255.0,
        tuple(map(float, card["relevance"]["weights"])),
        float(card["relevance"]["intercept"]),
        float(card["relevance"].get("straying", 0.0)),
    )
    base = make_classifier(categories, arrays)
    if "heads" not in card:
        return ScreeningModel(base, thresholds, relevance, stored.label)
    heads = [str(name) for name in card["heads"]]
    own = {name.removeprefix(PREFIX): array for name, array in arrays.items() if name.startswith(PREFIX)}
    if not has_site_shapes(len(categories), heads, own):
        raise DamagedModel(f"model {stored.label}: the arrays are not those of its heads")
    unnamed_hold = float(card["thresholds"][REFUSAL]["hold"])
    return ScreeningModel(make_site_classifier(base, heads, own), thresholds, relevance, stored.label, unnamed_hold)


def _try_out(model: ScreeningModel, stored: StoredModel) -> None:
    """Score the card's texts again.

    :raises DamagedModel: when one differs from what the card states.
    """
    classifier = model.classifier
    for sample in stored.card.get("self_check", ()):
        given = classifier.score(read_comment(sample["text"], classifier.words)).tolist()
        scores: dict[str, float] = dict(zip(classifier.categories, given, strict=True))
        for name, stated in sample["scores"].items():
            if abs(scores[name] - stated) > _TOLERANCE:
                raise DamagedModel(f"model {stored.label}: scores a sample text {scores[name]}, not {stated}")
