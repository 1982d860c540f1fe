"""The separation model as a folder: trained, described, checked against scikit-learn, made active."""

import logging
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import sklearn
from numpy.typing import NDArray

from moderation.article.classifier import ARTICLES, FORMAT, HEADS, KINDS, BlockClassifier, arrays_of
from moderation.article.heads import Heads
from moderation.article.pages import PageClassifier, told_by
from moderation.model_store.folder import read_model, write_parts
from moderation.model_store.registry import activate, active_folder, next_folder
from moderation.services.separator import Separator
from moderation.settings import shipped_models
from moderation.training.evaluate_separation import judge_endings
from moderation.training.separation import Fitted, Material, gather, train
from moderation.training.separation_matrices import word_matrix

NAME = "separation"
LOG = logging.getLogger(__name__)


def train_model(corpora: Path, output: Path | None, jobs: int, seed: int, heads: Sequence[str] = HEADS) -> str:
    """Train, write the folder, make it active where it is one of the program's own; return a summary.

    :param heads: those that are trained; the others are taken from the active model as they are.
    """
    material = gather(corpora)
    LOG.info("%d pages, %d written texts", len(material.pages), len(material.snippets) + len(material.closings))
    parts, notes = _standing(set(HEADS) - set(heads))
    texts = [snippet.text for snippet, _ in material.snippets[:500]]
    for head in heads:
        fitted, parts[head] = train(material, head, seed=seed, jobs=jobs)
        difference = greatest_difference(fitted, parts[head], texts)
        notes[head] = {
            "made_by": command_of(head, seed),
            "seed": seed,
            "difference_from_scikit_learn": difference,
            "data": _data(material),
        }
        LOG.info("%s: served scores differ from scikit-learn by at most %.1e", head, difference)
    folder = output or next_folder(shipped_models(), NAME)
    if ARTICLES in heads:
        flat = {f"{head}/{name}": array for head, arrays in parts.items() for name, array in arrays.items()}
        notes[ARTICLES]["measures"] = measure(Separator(Heads.from_arrays(flat, folder.name)))
    write_parts(folder, _card(folder.name, notes), {head: parts[head] for head in HEADS})
    if output is None:
        activate(shipped_models(), NAME, folder.name)
    size = sum(file.stat().st_size for file in folder.iterdir())
    return f"{folder}: {size / 1e6:.1f} MB, trained: {', '.join(heads)}"


def measure_again(folder: Path | None) -> str:
    """Judge a model's head for articles by the program as it is now, and put it into its card; nothing is trained.

    :param folder: of the model; without it the active one.
    """
    folder = folder or active_folder(shipped_models(), NAME)
    stored = read_model(folder, model_format=FORMAT)
    notes = stored.card["heads"]
    notes[ARTICLES]["measures"] = measure(Separator(Heads.from_arrays(stored.arrays, folder.name)))
    parts = {head: arrays_of(stored.arrays, head) for head in HEADS}
    write_parts(folder, {**stored.card, "heads": notes}, parts)
    return f"{folder}: measured"


def _standing(heads: Collection[str]) -> tuple[dict[str, Mapping[str, NDArray[Any]]], dict[str, dict[str, Any]]]:
    """Return the arrays of heads of the active model, and what its card says of each."""
    if not heads:
        return {}, {}
    stored = read_model(active_folder(shipped_models(), NAME), model_format=FORMAT)
    return {head: arrays_of(stored.arrays, head) for head in heads}, {
        head: stored.card["heads"][head] for head in heads
    }


def command_of(head: str, seed: int) -> str:
    """Return the command that makes a head's file, the same bytes from the same corpora, program and libraries."""
    return f"scripts/train_separation.py --corpora DIR --head {head} --seed {seed}"


def measure(separator: Separator) -> dict[str, float]:
    """Return what stays and what is lost on the written endings that no model was trained on."""
    return {row.what: round(row.ours, 4) for row in judge_endings(separator)}


def greatest_difference(fitted: Fitted, arrays: Mapping[str, NDArray[Any]], texts: list[str]) -> float:
    """Return how far the served word model is from the fitted estimator, over the probabilities of texts."""
    words = fitted.linear.words
    if fitted.linear.phrases is None:
        texts = [*map(told_by, texts)]
        served = np.exp(PageClassifier.from_arrays(arrays, "").read_words(texts))
    else:
        served = np.exp(BlockClassifier.from_arrays(arrays, "").read_words(texts)[:, : len(KINDS)])
    expected = np.maximum(words.predict_proba(word_matrix(texts, words.coef_.shape[1])), np.exp(-8.0))
    return float(np.abs(served - expected).max())


def _card(version: str, notes: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "name": NAME,
        "version": version,
        "format": FORMAT,
        "labels": [str(kind) for kind in KINDS],
        "libraries": {"scikit-learn": sklearn.__version__, "numpy": np.__version__},
        "heads": notes,
    }


def _data(material: Material) -> list[dict[str, Any]]:
    return [
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
    ]
