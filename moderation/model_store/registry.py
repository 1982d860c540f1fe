"""Which version of which model is in use: `models/<name>/<version>/`, and a file `active` beside the versions."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from moderation.errors import UnknownModel
from moderation.model_store.folder import CARD, read_card

ACTIVE = "active"
PREVIOUS = "previous"
_SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


@dataclass(frozen=True, slots=True)
class Version:
    """One stored version of a model."""

    name: str
    version: str
    active: bool
    folder: Path


def list_versions(models_dir: Path) -> list[Version]:
    """Return every stored version, by name and version."""
    return list(_versions(models_dir))


def _versions(models_dir: Path) -> Iterator[Version]:
    for card in sorted(models_dir.glob(f"*/*/{CARD}")):
        folder = card.parent
        name, version = folder.parent.name, folder.name
        yield Version(name, version, version == _stated(models_dir, name, ACTIVE), folder)


def active_folder(models_dir: Path, name: str) -> Path:
    """Return the folder of the active version.

    :raises UnknownModel: when no version is active or its folder is gone.
    """
    version = _stated(models_dir, name, ACTIVE) if _SAFE_NAME.fullmatch(name) else None
    if version is None:
        raise UnknownModel(f"no version of model {name!r} is active in {models_dir}")
    return version_folder(models_dir, name, version)


def version_folder(models_dir: Path, name: str, version: str) -> Path:
    """Return the folder of one version.

    :raises UnknownModel: when there is none.
    """
    if not (_SAFE_NAME.fullmatch(name) and _SAFE_NAME.fullmatch(version)):
        raise UnknownModel(f"no model {name!r} of version {version!r}")
    folder = models_dir / name / version
    if not (folder / CARD).is_file():
        raise UnknownModel(f"no model {name!r} of version {version!r} in {models_dir}")
    return folder


def next_folder(models_dir: Path, name: str) -> Path:
    """Return the folder that the next version of a model goes to; versions are counted."""
    taken = [int(folder.name) for folder in (models_dir / name).glob("*") if folder.name.isdigit()]
    return models_dir / name / str(max(taken, default=0) + 1)


def activate(models_dir: Path, name: str, version: str) -> None:
    """Make a version the active one, atomically; the one before it is remembered.

    :raises UnknownModel: when there is no such version.
    """
    read_card(version_folder(models_dir, name, version))
    before = _stated(models_dir, name, ACTIVE)
    if before == version:
        return
    if before is not None:
        _state(models_dir, name, PREVIOUS, before)
    _state(models_dir, name, ACTIVE, version)


def roll_back(models_dir: Path, name: str) -> str:
    """Make the version before the active one active again, and return it.

    :raises UnknownModel: when none is remembered.
    """
    previous = _stated(models_dir, name, PREVIOUS)
    if previous is None:
        raise UnknownModel(f"no version of model {name!r} was active before")
    activate(models_dir, name, previous)
    return previous


def deactivate(models_dir: Path, name: str) -> None:
    """Let no version be active; what was is remembered.

    :raises UnknownModel: when none is.
    """
    version = _stated(models_dir, name, ACTIVE)
    if version is None:
        raise UnknownModel(f"no version of model {name!r} is active")
    _state(models_dir, name, PREVIOUS, version)
    (models_dir / name / ACTIVE).unlink(missing_ok=True)


def _stated(models_dir: Path, name: str, file: str) -> str | None:
    try:
        return (models_dir / name / file).read_text("utf-8").strip() or None
    except (FileNotFoundError, NotADirectoryError):
        return None


def _state(models_dir: Path, name: str, file: str, version: str) -> None:
    path = models_dir / name / file
    draft = path.with_name(f".{file}.{os.getpid()}")
    draft.write_text(version + "\n", "utf-8")
    draft.replace(path)
