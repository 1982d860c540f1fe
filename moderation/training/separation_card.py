"""The separation model as a folder: trained, described, checked against scikit-learn, made active."""

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import sklearn
from numpy.typing import NDArray

from moderation.article.classifier import FORMAT, KINDS, BlockClassifier
from moderation.model_store.folder import write_model
from moderation.model_store.registry import activate, next_folder
from moderation.services.separator import Separator
from moderation.settings import shipped_models
from moderation.training.evaluate_separation import judge_endings
from moderation.training.separation import Fitted, Material, gather, train, word_matrix

NAME = "separation"
LOG = logging.getLogger(__name__)


def train_model(corpora: Path, output: Path | None, jobs: int, seed: int) -> str:
    """Train, write the folder, make it active where it is one of the program's own; return a summary."""
    material = gather(corpora)
    LOG.info("%d pages, %d written texts", len(material.pages), len(material.snippets) + len(material.closings))
    fitted, arrays = train(material, seed=seed, jobs=jobs)
    difference = greatest_difference(fitted, arrays, [snippet.text for snippet, _ in material.snippets[:500]])
    folder = output or next_folder(shipped_models(), NAME)
    measures = measure(Separator(BlockClassifier.from_arrays(arrays, folder.name)))
    card = {**_card(material, folder.name, seed, difference), "measures": measures}
    write_model(folder, card, arrays)
    if output is None:
        activate(shipped_models(), NAME, folder.name)
    size = sum(file.stat().st_size for file in folder.iterdir())
    return f"{folder}: {size / 1e6:.1f} MB, served scores differ from scikit-learn by at most {difference:.1e}"


def measure(separator: Separator) -> dict[str, float]:
    """Return what stays and what is lost on the written endings that no model was trained on."""
    return {row.what: round(row.ours, 4) for row in judge_endings(separator)}


def greatest_difference(fitted: Fitted, arrays: Mapping[str, NDArray[Any]], texts: list[str]) -> float:
    """Return how far the served word model is from the fitted estimator, over the probabilities of texts."""
    served = np.exp(BlockClassifier.from_arrays(arrays, "").read_words(texts))
    expected = np.maximum(fitted.words.predict_proba(word_matrix(texts)), np.exp(-8.0))
    return float(np.abs(served - expected).max())


def _card(material: Material, version: str, seed: int, difference: float) -> dict[str, Any]:
    return {
        "name": NAME,
        "version": version,
        "format": FORMAT,
        "labels": [str(kind) for kind in KINDS],
        "seed": seed,
        "libraries": {"scikit-learn": sklearn.__version__, "numpy": np.__version__},
        "difference_from_scikit_learn": difference,
        "data": [
            {
                "name": "trafilatura evaluation pages",
                "licence": "annotations Apache-2.0; learned weights over hashed words only",
                "pages": sum(1 for page, _ in material.pages if page.corpus == "trafilatura"),
            },
            {
                "name": "WCXB article pages (Murrough Foley, 2026)",
                "licence": "CC-BY-4.0",
                "pages": sum(1 for page, _ in material.pages if page.corpus == "wcxb"),
            },
            {
                "name": "footers and closings written for the purpose",
                "licence": "Apache-2.0",
                "texts": len(material.snippets) + len(material.closings),
            },
        ],
    }
