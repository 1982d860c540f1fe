"""The reader of comment rules as a folder: trained, described, checked against scikit-learn, made active."""

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import sklearn
from numpy.typing import NDArray

from moderation.model_store.folder import write_model
from moderation.model_store.registry import activate
from moderation.policy.acts import read
from moderation.policy.judge import FORMAT, RULE, Judge
from moderation.policy.words import split_words
from moderation.settings import shipped_models
from moderation.training.policy_genre import fit_genre, texts
from moderation.training.policy_material import Written, chunked, read_written
from moderation.training.policy_reading import COLUMNS, arrays_of, fit, matrix

NAME = "policy"
LOG = logging.getLogger(__name__)
_CHECKED = (
    "Rüpeleien und Schmähungen bleiben draußen.",
    "Bitte bleiben Sie beim Gegenstand des Beitrags.",
    "Die Redaktion ist werktags von 8 bis 18 Uhr besetzt.",
)


def train_model(output: Path | None, jobs: int, seed: int) -> str:
    """Train, write the folder, make it active where it is one of the program's own; return a summary."""
    written = read_written()
    LOG.info("%d phrases, %d notices, %d footers", len(written.phrases), len(written.notices), len(written.footers))
    weights, intercepts = fit(written, seed=seed, jobs=jobs)
    arrays = arrays_of(weights, intercepts)
    arrays["genre"] = fit_genre(written, arrays, seed=seed)
    judge = Judge.from_arrays(arrays, COLUMNS, "")
    difference = greatest_difference(judge, weights, intercepts, [row[0] for row in texts(written)][:300])
    folder = output or next_folder(shipped_models())
    write_model(folder, _card(written, folder.name, seed, difference, judge), arrays)
    if folder.parent.name == NAME:
        activate(folder.parent.parent, NAME, folder.name)
    size = sum(file.stat().st_size for file in folder.iterdir())
    return f"{folder}: {size / 1e6:.1f} MB, served scores differ from scikit-learn by at most {difference:.1e}"


def next_folder(models: Path) -> Path:
    """Return the folder of the next version."""
    taken = [int(path.name) for path in (models / NAME).glob("*") if path.name.isdigit()]
    return models / NAME / str(max(taken, default=0) + 1)


def greatest_difference(
    judge: Judge, weights: NDArray[np.float64], intercepts: NDArray[np.float64], sentences: list[str]
) -> float:
    """Return how far the served probability of a rule is from the fitted estimator's; whole steps cost a little."""
    rows = [(sentence, chunked(sentence)) for sentence in sentences]
    rows = [(sentence, chunks) for sentence, chunks in rows if chunks]
    column = COLUMNS.index(RULE)
    expected = 1.0 / (1.0 + np.exp(-(matrix([chunks for _, chunks in rows]) @ weights[:, column] + intercepts[column])))
    # One by one: of a text that is too long the end is not judged.
    served = np.array([judge.judge([read(split_words(sentence))])[0].rule for sentence, _ in rows])
    return float(np.abs(served - expected).max())


def _card(written: Written, version: str, seed: int, difference: float, judge: Judge) -> Mapping[str, Any]:
    impressions = judge.judge([read(split_words(sentence)) for sentence in _CHECKED])
    return {
        "name": NAME,
        "version": version,
        "format": FORMAT,
        "labels": list(COLUMNS),
        "seed": seed,
        "libraries": {"scikit-learn": sklearn.__version__, "numpy": np.__version__},
        "difference_from_scikit_learn": difference,
        "self_check": [
            {"text": text, "rule": round(found.rule, 6)} for text, found in zip(_CHECKED, impressions, strict=True)
        ],
        "data": [
            {
                "name": "phrases, frames, footers and other texts written for the purpose",
                "licence": "Apache-2.0",
                "phrases": len(written.phrases),
                "texts": len(written.notices) + len(written.footers) + len(written.elsewhere),
            }
        ],
    }
