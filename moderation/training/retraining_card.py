"""Write a site model's folder: arrays, card, lineage, self-check."""

import platform
import shutil
from collections.abc import Mapping
from importlib.metadata import version as library_version
from pathlib import Path
from typing import Any

from moderation.comment.reading import read_comment
from moderation.comment.site_classifier import SITE_FORMAT, make_site_classifier
from moderation.model_store.folder import read_card, write_model
from moderation.services.screener import Screener
from moderation.services.site_models import digest_of
from moderation.training.screening import SELF_CHECK
from moderation.training.site_model import SiteModel, arrays_of


def write_site_model(
    output: Path,
    base: Path,
    screener: Screener,
    model: SiteModel,
    thresholds: Mapping[str, Mapping[str, float]],
    lineage: Mapping[str, Any],
) -> None:
    """Write the folder, whole or not at all; the base is named with its digest, not copied."""
    card = read_card(base)
    names = list(model.heads)
    arrays = arrays_of(model, screener.classifier.categories)
    classifier = make_site_classifier(screener.classifier, names, arrays)
    checks = []
    for text in SELF_CHECK:
        scores = classifier.score(read_comment(text, classifier.words)).tolist()
        checks.append({"text": text, "scores": dict(zip(classifier.categories, scores, strict=True))})
    site = lineage.get("site")
    draft = output.with_name(f".{output.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    write_model(
        draft,
        {
            **lineage,
            "name": f"sites/{site}" if site else "site",
            "version": output.name,
            "format": SITE_FORMAT,
            "base": {"name": card["name"], "version": card["version"], "sha256": digest_of(card)},
            "heads": names,
            "thresholds": {name: dict(limits) for name, limits in thresholds.items()},
            "libraries": {
                "python": platform.python_version(),
                **{name: library_version(name) for name in ("numpy", "scipy", "scikit-learn")},
            },
            "self_check": checks,
        },
        arrays,
    )
    _put_in_place(draft, output)


def _put_in_place(draft: Path, output: Path) -> None:
    """Let the folder appear whole; a model that stood there makes room."""
    if output.exists():
        former = output.with_name(f".{output.name}.former")
        shutil.rmtree(former, ignore_errors=True)
        output.rename(former)
        draft.rename(output)
        shutil.rmtree(former)
        return
    draft.rename(output)
