"""Models of one newsroom: a small delta, read together with the base it is pinned to.

A site's models stand in `models/sites/<site>/<version>/`, the active one named in a file beside the versions, as with
every other model.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from moderation.comment.classifier import FORMAT
from moderation.comment.site_classifier import ARRAYS, SITE_FORMAT
from moderation.errors import DamagedModel, UnknownModel
from moderation.model_store.folder import WEIGHTS, StoredModel, read_card, read_model
from moderation.model_store.registry import version_folder
from moderation.settings import Settings, shipped_models

SITES = "sites"
PREFIX = "site_"


def read_judges(folder: Path) -> StoredModel:
    """Read the model of a folder; a newsroom's own one together with its base, the arrays of its heads prefixed.

    :raises UnknownModel: when there is no such folder, or the base is gone.
    :raises DamagedModel: when either is damaged, or the base is not the one that the heads were trained on.
    """
    card = read_card(folder)
    if card["format"] != SITE_FORMAT:
        return read_model(folder, model_format=FORMAT)
    own = read_model(folder, model_format=SITE_FORMAT)
    base = _read_base(folder, card)
    try:
        thresholds = {**base.card["thresholds"], **card["thresholds"]}
        joined = {**base.card, "thresholds": thresholds, "heads": card["heads"], "self_check": card["self_check"]}
        heads = {f"{PREFIX}{name}": own.arrays[name] for name in ARRAYS}
    except (KeyError, TypeError) as error:
        raise DamagedModel(f"{folder}: the card or the arrays lack {error}") from error
    return StoredModel(own.name, own.version, joined, {**base.arrays, **heads})


def digest_of(card: Mapping[str, Any]) -> str | None:
    """Return the digest of a model's weights as its card states it."""
    try:
        return str(card["files"][WEIGHTS]["sha256"])
    except (KeyError, TypeError):
        return None


def base_folder(folder: Path, card: Mapping[str, Any]) -> Path:
    """Return where the base of a site model stands.

    :raises UnknownModel: when no folder holds the very model that its card names.
    :raises DamagedModel: when the card names none.
    """
    pinned = card.get("base")
    if not isinstance(pinned, Mapping) or not all(isinstance(pinned.get(key), str) for key in _PIN):
        raise DamagedModel(f"{folder}: the card does not say which base model it stands on")
    for place in _places(folder):
        try:
            found = version_folder(place, pinned["name"], pinned["version"])
            if digest_of(read_card(found)) == pinned["sha256"]:
                return found
        except (UnknownModel, DamagedModel):
            continue
    raise UnknownModel(
        f"{folder}: its base {pinned['name']}/{pinned['version']} ({pinned['sha256'][:12]}…) is not among the models; "
        "train it anew on the present one"
    )


_PIN = ("name", "version", "sha256")


def _read_base(folder: Path, card: Mapping[str, Any]) -> StoredModel:
    base = read_model(base_folder(folder, card), model_format=FORMAT)
    if digest_of(base.card) != card["base"]["sha256"]:
        raise DamagedModel(f"{folder}: its base {base.label} has changed")
    return base


def _places(folder: Path) -> Iterator[Path]:
    """Yield the folders that may hold the base: the configured one, the one the site model stands in, the shipped."""
    yield Settings.from_environment().models_dir
    if folder.parent.parent.name == SITES:
        yield folder.parent.parent.parent
    yield shipped_models()
