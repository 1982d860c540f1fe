"""An operator's own estimator: a joblib file, opened only when its digest is pinned.

To open such a file is to run whatever it says. So its bytes are read once, compared with the pinned digest, and only
those very bytes are unpickled; scikit-learn is imported by that, not by us.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

from moderation.errors import DamagedModel, ModelFault, UnknownModel
from moderation.settings import PinnedEstimator

MAX_BYTES = 2_000_000_000
_ROUNDING = 1e-9
_REFUSED = frozenset(("reject", "rejected", "refuse", "refused", "1", "true"))


@dataclass(frozen=True, slots=True)
class Estimator:
    """A trusted estimator.

    :ivar label: what decisions name it by: the beginning of its digest.
    """

    label: str
    _pipeline: Any
    _refused: int

    def score(self, text: str) -> float:
        """Return how likely it finds a refusal.

        :raises ModelFault: when it fails, or answers with what is no probability.
        """
        return self.score_many([text])[0]

    def score_many(self, texts: Sequence[str]) -> list[float]:
        """Return how likely it finds a refusal of each text.

        :raises ModelFault: when it fails, or answers with what is no probability.
        """
        try:
            scores = [float(row[self._refused]) for row in self._pipeline.predict_proba(list(texts))]
        except Exception as error:  # foreign code: whatever it raises
            # Its message may quote the comment.
            raise ModelFault(f"{self.label} failed: {type(error).__name__}") from None
        if len(scores) != len(texts) or not all(-_ROUNDING <= score <= 1.0 + _ROUNDING for score in scores):
            raise ModelFault(f"{self.label}: predict_proba gave no probability for each comment")
        return [min(max(score, 0.0), 1.0) for score in scores]


@lru_cache(maxsize=2)
def load_estimator(pinned: PinnedEstimator) -> Estimator:
    """Open a pinned file.

    :raises UnknownModel: when it is not there.
    :raises DamagedModel: when it is another file than the pinned one, or holds no such estimator.
    """
    content = _read(pinned.path)
    digest = hashlib.sha256(content).hexdigest()
    if digest != pinned.sha256:
        raise DamagedModel(f"{pinned.path}: its sha256 is {digest}, pinned is {pinned.sha256}; it is not opened")
    try:
        pipeline = import_module("joblib").load(BytesIO(content))
    except Exception as error:  # unpickling raises whatever the file says
        raise DamagedModel(f"{pinned.path}: cannot be opened: {type(error).__name__}: {str(error)[:200]}") from error
    classes = getattr(pipeline, "classes_", None)
    names = [] if classes is None else [str(name).lower() for name in classes]
    refused = [number for number, name in enumerate(names) if name in _REFUSED]
    if len(names) != 2 or len(refused) != 1 or not callable(getattr(pipeline, "predict_proba", None)):
        raise DamagedModel(
            f"{pinned.path}: needs predict_proba and two classes, approve and reject, 0 and 1 or booleans"
        )
    return Estimator(f"estimator:{digest[:12]}", pipeline, refused[0])


def digest_of_file(path: Path) -> str:
    """Return the sha256 of a file without opening what is in it.

    :raises UnknownModel: when it is not there.
    """
    return hashlib.sha256(_read(path)).hexdigest()


def _read(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise UnknownModel(f"{path}: there is no such estimator")
        if path.stat().st_size > MAX_BYTES:
            raise DamagedModel(f"{path}: larger than {MAX_BYTES} bytes")
        return path.read_bytes()
    except OSError as error:
        raise UnknownModel(f"{path}: {error.strerror}") from error
