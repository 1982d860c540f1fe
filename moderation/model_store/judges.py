"""The stored reader of comment rules."""

from functools import lru_cache
from pathlib import Path

from moderation.errors import DamagedModel, UnknownModel
from moderation.model_store.folder import read_model
from moderation.model_store.registry import active_folder
from moderation.policy.genre import FEATURES
from moderation.policy.judge import FORMAT, Judge
from moderation.settings import shipped_models

MODEL = "policy"


def active_judge(models_dir: Path) -> Judge:
    """Return the active reader of a folder of models, else of those that travel with the program.

    A folder of models that is older than this model still serves.

    :raises UnknownModel: when there is none.
    :raises DamagedModel: when it cannot be used.
    """
    try:
        return load_judge(active_folder(models_dir, MODEL))
    except UnknownModel:
        return load_judge(active_folder(shipped_models(), MODEL))


@lru_cache(maxsize=4)
def load_judge(folder: Path) -> Judge:
    """Read a model.

    :raises UnknownModel: when there is none.
    :raises DamagedModel: when it cannot be used.
    """
    stored = read_model(folder, model_format=FORMAT)
    try:
        judge = Judge.from_arrays(stored.arrays, stored.card["labels"], stored.label)
    except (KeyError, ValueError, TypeError) as error:
        raise DamagedModel(f"{folder}: an array is missing or of another shape: {error}") from error
    if len(judge.genre) != len(FEATURES) + 1:
        raise DamagedModel(f"{folder}: weights of {len(judge.genre) - 1} features where {len(FEATURES)} are needed")
    return judge
