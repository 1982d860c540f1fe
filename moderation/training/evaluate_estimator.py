"""How an operator's own estimator does on moderators' decisions, beside the model in use."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from sklearn.metrics import roc_auc_score

from moderation.comment.reading import read_comment
from moderation.comment.site_classifier import REFUSAL, pool
from moderation.errors import InvalidInput
from moderation.model_store.estimator import Estimator, digest_of_file, load_estimator
from moderation.model_store.registry import active_folder
from moderation.services.screener import Screener
from moderation.services.site_models import SITES
from moderation.settings import PinnedEstimator, Settings
from moderation.training.calibration import calibration_error
from moderation.training.reviews_file import LONGEST, ReviewGiven, read_chunks, read_line

SHARES = (0.5, 0.6, 0.7, 0.8, 0.9)
_AT_ONCE = 500

Floats = NDArray[np.float64]


def main(stated: str, reviews: Path, site: str | None = None) -> None:
    """Print ranking and calibration of both, and from which score how many were refused.

    :param stated: FILE@SHA256, or a file that the settings pin.
    :raises ModelFault: when the file is not the pinned one, or holds no such estimator.
    :raises InvalidInput: when it is not pinned, or the reviews are not of both verdicts.
    """
    settings = Settings.from_environment()
    estimator = load_estimator(pinned_by(stated, settings))
    screener = Screener.load(active_folder(settings.models_dir / SITES, site) if site else None)
    truth, theirs, ours = judge(reviews, estimator, screener)
    console = Console()
    table = Table(title=f"{len(truth)} decisions, {truth.mean():.1%} of them refused")
    for column in ("model", "AUC", "calibration error"):
        table.add_column(column)
    for name, scores in ((estimator.label, theirs), (screener.label, ours)):
        auc, error = float(roc_auc_score(truth, scores)), calibration_error(truth, scores)
        table.add_row(name, f"{auc:.3f}", f"{error:.3f}")
    console.print(table)
    for share in SHARES:
        console.print(_describe(share, threshold_of(truth, theirs, share), theirs))
    console.print("What it was trained on must not be among these decisions, else the figures flatter it.")


def pinned_by(stated: str, settings: Settings) -> PinnedEstimator:
    """Return the pin that is stated, or the one of the settings.

    :raises InvalidInput: when there is none: the file is not opened.
    """
    path, _, digest = stated.rpartition("@")
    if path and len(digest) == 64:
        return PinnedEstimator(Path(path), digest.lower())
    known = settings.trusted_estimator
    if known is not None and known.path.absolute() == Path(stated).absolute():
        return known
    own = digest_of_file(Path(stated))
    raise InvalidInput(f"to open {stated} is to run what it says; if you trust it, name it as {stated}@{own}")


def judge(reviews: Path, estimator: Estimator, screener: Screener) -> tuple[NDArray[np.bool_], Floats, Floats]:
    """Return the verdicts, the estimator's scores, and those of the model.

    :raises InvalidInput: when there are not both verdicts.
    """
    truth: list[bool] = []
    theirs: list[float] = []
    ours: list[Floats] = []
    for lines in read_chunks(reviews, _AT_ONCE):
        given = list(_reviews(lines))
        if not given:
            continue
        texts = [review.comment[:LONGEST] for review in given]
        truth += [review.outcome == "reject" for review in given]
        theirs += estimator.score_many(texts)
        ours.append(_scores(screener, texts))
    if not any(truth) or all(truth):
        raise InvalidInput(f"{reviews}: needs comments that were refused and some that were approved")
    return np.array(truth), np.array(theirs), np.concatenate(ours)


def threshold_of(truth: NDArray[np.bool_], scores: Floats, share: float) -> float | None:
    """Return the lowest score from which at least this share was refused; None where there is none."""
    order = np.argsort(-scores, kind="stable")
    precision = np.cumsum(truth[order]) / np.arange(1, len(order) + 1)
    # Equal scores stand or fall together.
    ends = np.append(np.diff(scores[order]) != 0, [True])
    fitting = np.flatnonzero(ends & (precision >= share))
    return float(scores[order[fitting[-1]]]) if len(fitting) else None


def _describe(share: float, threshold: float | None, scores: Floats) -> str:
    if threshold is None:
        return f"{share:.0%} refused: from no score"
    return f"{share:.0%} refused: from {threshold:.4f}, {np.mean(scores >= threshold):.1%} of the comments"


def _scores(screener: Screener, texts: list[str]) -> Floats:
    """Return the score of a refusal, or the probability that any clause is broken."""
    classifier = screener.classifier
    scores = classifier.score_many([read_comment(text, classifier.words) for text in texts])
    if str(classifier.categories[-1]) == REFUSAL:
        own: Floats = scores[:, -1]
        return own
    likely = scores.clip(1e-12, 1.0 - 1e-12)
    together: Floats = 1.0 / (1.0 + np.exp(-pool(np.log(likely / (1.0 - likely)))))
    return together


def _reviews(lines: list[bytes]) -> Iterator[ReviewGiven]:
    for line in lines:
        try:
            if line.strip():
                yield read_line(line)
        except InvalidInput:
            continue
