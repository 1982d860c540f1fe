"""Train the screener's judges: one calibrated classifier per category that data can teach, thresholds, relevance."""

import platform
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version as library_version
from pathlib import Path
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from rich.progress import track
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from moderation.comment.classifier import FORMAT, MODEL, make_classifier
from moderation.comment.decision import NEVER
from moderation.comment.lexicon import lexicon
from moderation.comment.reading import read_comment
from moderation.model_store.folder import write_model
from moderation.policy.catalogue import OFFENSIVE
from moderation.policy.values import Category
from moderation.text.hashing import SLOTS
from moderation.training.calibration import calibration_error, reliability
from moderation.training.corpora import (
    Example,
    authored_digest,
    describe_corpora,
    read_articles,
    read_authored,
    read_corpora,
)
from moderation.training.functions import functions_digest, read_functions
from moderation.training.relevance import fit_relevance
from moderation.training.screening_features import SHAPES_END, CommentFeatures, SteppedLogisticRegression
from moderation.training.screening_thresholds import thresholds_of

FOLDS = 4
MIN_POSITIVE = 10
# Our own comments are fewer and nearer to what will be judged than tweets are.
OWN_WEIGHT = 2.0
FUNCTION_WEIGHT = 2.0
# A clause that our own comments alone teach has few examples, and few of them break it: its judge is bound less, and
# what breaks it weighs more. Either found more at the same share of false alarms, on other authors' comments too.
OWN_C = 16.0
BREACH_WEIGHT = 3.0
CALIBRATION_SHARE = 0.2
SELF_CHECK = (
    "Danke für den ausführlichen Bericht, das Beispiel aus der Nachbargemeinde kannte ich noch nicht.",
    "Sie sind doch ein kompletter Vollidiot, halten Sie einfach den Mund!",
    "Jetzt 20 % Rabatt sichern auf schnaeppchen-laden.example!!!",
    "Wer hat den Gutachter eigentlich bezahlt? Das stinkt doch zum Himmel.",
    "The council should publish the figures before it decides.",
)
# What is said of a group and how tells these alone; to others frames are chance.
_ABOUT_GROUPS = frozenset((Category.DISCRIMINATION, Category.GENERALISATION, Category.HATE, Category.VIOLENCE))
# By rule only: the text alone decides, and examples would teach accidents.
_BY_RULE = frozenset(
    (
        Category.LANGUAGE,
        Category.LENGTH,
        Category.SHOUTING,
        Category.LINKS,
        Category.IDENTITY,
        Category.IRONY,
        Category.YOUTH,
    )
)


@dataclass(frozen=True, slots=True)
class Judge:
    """One trained category.

    :ivar honest: for our own comments the probability by folds that had not seen them.
    """

    category: Category
    model: SteppedLogisticRegression
    honest: NDArray[np.float64]
    labels: NDArray[np.int64]
    hold: float
    reject: float
    auc: float


def train(corpora: Path, output: Path, *, licence: str, jobs: int, seed: int) -> str:
    """Train on public corpora and our own comments, write a model folder, return a summary.

    :param licence: `clear` for what may ship, `research` for every corpus.
    :raises InvalidInput: when a corpus is missing.
    """
    own = read_authored("train")
    functions = read_functions("train", seed=seed)
    public = read_corpora(corpora, licence=licence)
    transformer = CommentFeatures()
    written = [*own, *functions]
    written_rows = transformer.transform([example.text for example in written])
    public_rows = transformer.transform([example.text for example in public])
    material = Material(written, public, written_rows, public_rows, len(own), seed)
    wanted = [category for category in Category if _teachable(category, own)]
    judges: list[Judge] = Parallel(n_jobs=jobs)(
        delayed(train_judge)(material, category) for category in track(wanted, "categories")
    )
    strays = next(judge.honest for judge in judges if judge.category is Category.OFF_TOPIC)
    relevance = fit_relevance(own, [*own, *public], read_articles(), strays.tolist())
    arrays = {**arrays_of([judge.model for judge in judges]), "rarity": relevance.rarity}
    card = {
        **_card(judges, arrays, licence, seed),
        "data": [
            *describe_corpora(corpora, licence=licence),
            {"name": "own comments", "licence": "Apache-2.0", "sha256": authored_digest("train")},
            {"name": "own sentences by function", "licence": "Apache-2.0", "sha256": functions_digest()},
        ],
        "relevance": relevance.for_card(),
        "name": MODEL,
        "version": output.name,
        "format": FORMAT,
    }
    # Off topic is judged by relevance; the learned column only adds to that.
    card["thresholds"][Category.OFF_TOPIC.value] = {"hold": relevance.hold, "reject": NEVER}
    write_model(output, card, arrays)
    return summary(judges, relevance.auc)


@dataclass(frozen=True, slots=True)
class Material:
    """All examples with their features, one row each.

    :ivar written: what was written for this project: `comments` comments, then sentences by function.
    """

    written: Sequence[Example]
    public: Sequence[Example]
    written_rows: csr_matrix
    public_rows: csr_matrix
    comments: int
    seed: int

    @property
    def weights(self) -> NDArray[np.float64]:
        """What each written example weighs while learning."""
        sentences = len(self.written) - self.comments
        return np.concatenate((np.full(self.comments, OWN_WEIGHT), np.full(sentences, FUNCTION_WEIGHT)))


def train_judge(material: Material, category: Category) -> Judge:
    """Train one category: honest scores by folds, calibration on them, then a model on everything."""
    labels, public_labels = labels_of(material.written, category), labels_of(material.public, category)
    lessons = lessons_of(material.written, category)
    framed = category in _ABOUT_GROUPS
    odds = honest_odds(material, lessons, public_labels, framed=framed)
    known = labels >= 0
    # Sentences by function are many and alike; comments decide what a probability means.
    trust = np.where(np.arange(len(labels)) < material.comments, 1.0, CALIBRATION_SHARE)
    calibration = LogisticRegression(C=100.0).fit(odds[known, None], lessons[known], trust[known])
    slope, offset = max(0.05, float(calibration.coef_[0, 0])), float(calibration.intercept_[0])
    everything = np.arange(len(labels)), np.arange(len(public_labels))
    model = _fit(material, lessons, public_labels, *everything, framed=framed)
    model.calibrate(slope, offset)
    comments = slice(material.comments)
    honest = 1.0 / (1.0 + np.exp(-(odds[comments] * slope + offset)))
    labels, known = labels[comments], known[comments]
    clean = np.array([not example.violates for example in material.written[comments]])
    hold, reject = thresholds_of(category, honest, labels, clean)
    auc = float(roc_auc_score(labels[known], odds[comments][known]))
    return Judge(category, model, honest, labels, hold, reject, auc)


def labels_of(examples: Sequence[Example], category: Category) -> NDArray[np.int64]:
    """Return 1 where a category is broken, 0 where it is kept, -1 where nobody knows.

    A comment under no article strays from none.
    """
    placeless = category is Category.OFF_TOPIC
    return np.array(
        [
            -1
            if placeless and example.article is None
            else 1
            if category in example.violates
            else 0
            if category in example.keeps
            else -1
            for example in examples
        ],
        np.int64,
    )


def lessons_of(examples: Sequence[Example], category: Category) -> NDArray[np.int64]:
    """Return the labels to learn from: who insults or hates is also aggressive, as in the public corpora.

    So that is what its probability means; from which one to hold is counted on the labels themselves.
    """
    labels = labels_of(examples, category)
    if category is Category.AGGRESSION:
        offensive = np.array([not example.violates.isdisjoint(OFFENSIVE) for example in examples])
        labels[offensive & (labels == 0)] = 1
    return labels


def honest_odds(
    material: Material, labels: NDArray[np.int64], public_labels: NDArray[np.int64], *, framed: bool
) -> NDArray[np.float64]:
    """Return log-odds for what we wrote, from models that saw neither it nor what stands under the same article."""
    odds = np.zeros(len(labels))
    groups = [example.group for example in material.written]
    splitter = GroupKFold(FOLDS, shuffle=True, random_state=material.seed)
    everything = np.arange(len(public_labels))
    for seen, unseen in splitter.split(np.zeros(len(labels)), groups=groups):
        model = _fit(material, labels, public_labels, seen, everything, framed=framed)
        odds[unseen] = model.decision_function(material.written_rows[unseen])
    return odds


def _fit(
    material: Material,
    labels: NDArray[np.int64],
    public_labels: NDArray[np.int64],
    written: NDArray[np.int64],
    public: NDArray[np.int64],
    *,
    framed: bool,
) -> SteppedLogisticRegression:
    written = written[labels[written] >= 0]
    public = public[public_labels[public] >= 0]
    weigh = material.weights
    if not (public_labels == 1).any():
        return _fit_own(material, labels, written, framed=framed)
    truth = np.concatenate((labels[written], public_labels[public]))
    weights = np.concatenate((weigh[written], np.ones(len(public))))
    rows = vstack([material.written_rows[written], material.public_rows[public]]).tocsr()
    return SteppedLogisticRegression(random_state=material.seed, framed=framed).fit(rows, truth, weights)


def _fit_own(
    material: Material, labels: NDArray[np.int64], written: NDArray[np.int64], *, framed: bool
) -> SteppedLogisticRegression:
    truth = labels[written]
    weights = material.weights[written] / OWN_WEIGHT * np.where(truth == 1, BREACH_WEIGHT, 1.0)
    return SteppedLogisticRegression(C=OWN_C, random_state=material.seed, framed=framed).fit(
        material.written_rows[written], truth, weights
    )


def _teachable(category: Category, own: Sequence[Example]) -> bool:
    return category not in _BY_RULE and sum(category in example.violates for example in own) >= MIN_POSITIVE


def arrays_of(models: Sequence[SteppedLogisticRegression]) -> dict[str, NDArray[Any]]:
    """Return what a model folder keeps of fitted models."""
    return {
        "table": _whole(models, slice(SLOTS)),
        "frames": _whole(models, slice(SHAPES_END, None)),
        "steps": np.array([model.step_ for model in models]),
        "shape_weights": np.stack([model.coef_[0, SLOTS:SHAPES_END] for model in models], axis=1),
        "intercepts": np.array([model.intercept_[0] for model in models]),
    }


def _whole(models: Sequence[SteppedLogisticRegression], columns: slice) -> NDArray[np.int8]:
    return np.stack([np.round(model.coef_[0, columns] / model.step_) for model in models], axis=1).astype(np.int8)


def _card(judges: Sequence[Judge], arrays: dict[str, NDArray[Any]], licence: str, seed: int) -> dict[str, Any]:
    categories = [judge.category for judge in judges]
    classifier = make_classifier(categories, arrays)
    checks = [
        {
            "text": text,
            "scores": dict(zip(categories, classifier.score(read_comment(text, lexicon())).tolist(), strict=True)),
        }
        for text in SELF_CHECK
    ]
    return {
        "categories": categories,
        "thresholds": {judge.category.value: {"hold": judge.hold, "reject": judge.reject} for judge in judges},
        "measures": {judge.category.value: _measures(judge) for judge in judges},
        "licence_of_data": licence,
        "seed": seed,
        "libraries": {
            "python": platform.python_version(),
            **{name: library_version(name) for name in ("numpy", "scipy", "scikit-learn")},
        },
        "self_check": checks,
    }


def _measures(judge: Judge) -> dict[str, Any]:
    """Return what folds say of a judge; the curve as predicted, observed, comments."""
    known = judge.labels >= 0
    truth, scores = judge.labels[known] == 1, judge.honest[known]
    return {
        "auc": round(judge.auc, 4),
        "positives": int(truth.sum()),
        "calibration_error": round(calibration_error(truth, scores), 4),
        "reliability": [
            [round(one.predicted, 3), round(one.observed, 3), one.comments] for one in reliability(truth, scores)
        ],
    }


def summary(judges: Sequence[Judge], relevance_auc: float) -> str:
    """Return what was learnt, a line for each category."""
    lines = [f"{'category':18} {'positive':>8} {'AUC':>6} {'hold':>6} {'reject':>6} {'found':>6} {'refused':>7}"]
    for judge in judges:
        positive = judge.honest[judge.labels == 1]
        lines.append(
            f"{judge.category:18} {len(positive):8d} {judge.auc:6.3f} {judge.hold:6.3f} {judge.reject:6.3f} "
            f"{(positive >= judge.hold).mean():6.2f} {(positive >= judge.reject).mean():7.2f}"
        )
    return "\n".join([*lines, f"off_topic by relevance: AUC {relevance_auc:.3f}"])
