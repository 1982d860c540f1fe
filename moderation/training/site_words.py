"""The judge over hashed n-grams: fitted at once where they fit into memory, else a shard at a time.

A fit of many shards is kept on disk as far as it has come: one that was ended goes on there, to the same result.
"""

from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression, SGDClassifier

from moderation.text.hashing import SLOTS
from moderation.training.site_material import Floats, Material, Rows

FORMAT = "fit/1"
KEPT_EVERY = 20
_STEP = "step"
_C_WORDS, _C_PARTS = 2.0, 5.0
_EPOCHS, _PASSES = 4, 400_000
_VERDICTS = np.array([False, True])


def fit_words(material: Material, rows: Rows, truth: NDArray[np.bool_], seed: int) -> Floats:
    """Return one weight for each slot; none where only one verdict occurs."""
    labels = truth[rows]
    if labels.all() or not labels.any():
        return np.zeros(SLOTS)
    if not material.grams.in_memory:
        return _fit_in_parts(material, rows, truth, seed)
    X = material.grams.take(rows)
    scale = _rarity(np.bincount(X.indices, minlength=SLOTS), len(rows))
    model = LogisticRegression(C=_C_WORDS, solver="liblinear", random_state=seed)
    model.fit((X @ diags(scale)).tocsr(), labels, material.weights[rows])
    weights: Floats = model.coef_[0] * scale
    return weights


def _fit_in_parts(material: Material, rows: Rows, truth: NDArray[np.bool_], seed: int) -> Floats:
    """Fit by averaged stochastic gradient descent, a shard at a time; memory does not grow with the reviews."""
    kept = _Kept(material, rows, truth, seed)
    # Of all reviews: how rare an n-gram is tells nothing of what was decided, and counting is as slow as a pass.
    scale = _rarity(material.grams.documents, len(material)).astype(np.float32)
    alpha = 1.0 / (_C_PARTS * min(len(rows), 100_000))
    model = SGDClassifier(loss="log_loss", alpha=alpha, average=True, random_state=seed, learning_rate="optimal")
    done, wanted = kept.restore(model), np.sort(rows)
    # The more reviews there are, the fewer passes over them teach anything new.
    passes = max(1, min(_EPOCHS, _PASSES // len(rows)))
    step = 0
    for _ in range(passes):
        begin = 0
        for own, read in material.grams.parts(rows):
            step += 1
            these = wanted[begin : begin + len(own)]
            begin += len(own)
            if step <= done or not len(own):
                continue
            order = np.random.default_rng(seed + begin).permutation(len(own))
            model.partial_fit(
                _scaled(read()[own[order]], scale), truth[these[order]], _VERDICTS, material.weights[these[order]]
            )
            if step % KEPT_EVERY == 0:
                kept.keep(model, step)
    kept.keep(model, step)
    weights: Floats = model.coef_[0].astype(float) * scale
    return weights


def _scaled(X: csr_matrix, scale: NDArray[np.float32]) -> csr_matrix:
    X.data = X.data * scale[X.indices]
    return X


def _rarity(documents: NDArray[np.int64], rows: int) -> Floats:
    """Return by how much each slot counts: smoothed inverse document frequency."""
    scale: Floats = (np.log((1.0 + rows) / (1.0 + documents)) + 1.0) / 6.0
    return scale


class _Kept:
    """A fit on disk: how many shards it has seen, and all that it is by then; in arrays, nothing of it is code."""

    def __init__(self, material: Material, rows: Rows, truth: NDArray[np.bool_], seed: int) -> None:
        self._file: Path | None = None
        if material.checkpoints is not None:
            digest = sha256(f"{FORMAT} {seed} ".encode())
            for part in (rows, truth[rows], material.weights[rows]):
                digest.update(np.ascontiguousarray(part).tobytes())
            self._file = material.checkpoints / f"fit-{digest.hexdigest()[:24]}.npz"

    def restore(self, model: SGDClassifier) -> int:
        """Bring a model to where it was; return how many shards it has seen, 0 where nothing is kept."""
        if self._file is None or not self._file.exists():
            return 0
        with np.load(self._file, allow_pickle=False) as stored:
            state = {name: stored[name] for name in stored.files}
        step = int(state.pop(_STEP))
        for name, value in state.items():
            setattr(model, name, value if value.ndim else value.item())
        return step

    def keep(self, model: SGDClassifier, step: int) -> None:
        """Keep what is fitted so far."""
        if self._file is None:
            return
        learnt = {name: value for name, value in vars(model).items() if name not in model.get_params()}
        arrays = {name: value for name, value in learnt.items() if isinstance(value, np.ndarray | int | float)}
        draft = self._file.with_suffix(".draft.npz")
        np.savez(draft, allow_pickle=False, **{_STEP: np.array(step)}, **arrays)
        draft.replace(self._file)
