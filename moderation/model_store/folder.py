"""A saved model: a folder of plain arrays and a card; nothing in it can run code."""

import hashlib
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moderation.errors import DamagedModel, UnknownModel

CARD = "card.json"
WEIGHTS = "weights.npz"
MAX_CARD_BYTES = 5_000_000
MAX_WEIGHTS_BYTES = 200_000_000
MAX_FILES = 8
_PART = re.compile(r"[a-z][a-z_]{0,30}\.npz")


@dataclass(frozen=True, slots=True)
class StoredModel:
    """A model as read from its folder.

    :ivar card: the card as parsed JSON; `card["format"]` names what reads the arrays.
    :ivar arrays: by name; those of a model in parts by `part/name`.
    """

    name: str
    version: str
    card: Mapping[str, Any]
    arrays: Mapping[str, NDArray[Any]]

    @property
    def label(self) -> str:
        """Name and version, as decisions quote them."""
        return f"{self.name}/{self.version}"


def write_model(folder: Path, card: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write arrays and card; the card receives the digest of the arrays.

    :param card: with `name`, `version` and `format`; any JSON value beside them.
    """
    _write(folder, card, {WEIGHTS: arrays})


def write_parts(folder: Path, card: Mapping[str, Any], parts: Mapping[str, Mapping[str, NDArray[Any]]]) -> None:
    """Write a model in parts, a file of arrays each, so that one can be trained anew and the others stay as they are.

    :param parts: the arrays of each, by its name in small letters.
    """
    _write(folder, card, {f"{name}.npz": arrays for name, arrays in parts.items()})


def _write(folder: Path, card: Mapping[str, Any], files: Mapping[str, Mapping[str, NDArray[Any]]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    digests = {}
    for name, arrays in files.items():
        np.savez_compressed(folder / name, allow_pickle=False, **dict(arrays))
        digests[name] = {"sha256": _digest(folder / name), "bytes": (folder / name).stat().st_size}
    complete = {**card, "files": digests}
    (folder / CARD).write_text(json.dumps(complete, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")


def read_model(folder: Path, *, model_format: str) -> StoredModel:
    """Read a model, its card checked before the arrays are opened.

    :raises UnknownModel: when there is no such folder.
    :raises DamagedModel: when the card is unreadable, of another format, or a digest does not match.
    """
    card = read_card(folder)
    if card.get("format") != model_format:
        raise DamagedModel(f"{folder}: format {card.get('format')!r} where {model_format!r} is needed")
    arrays: dict[str, NDArray[Any]] = {}
    for name, digest in _files(folder, card).items():
        prefix = "" if name == WEIGHTS else name.removesuffix(".npz") + "/"
        arrays |= {prefix + key: value for key, value in _read_arrays(folder, name, digest).items()}
    return StoredModel(str(card["name"]), str(card["version"]), card, arrays)


def _files(folder: Path, card: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the files that a card describes, and their digests; `WEIGHTS` where it describes none."""
    stated = card.get("files")
    if not isinstance(stated, dict) or not stated:
        return {WEIGHTS: None}
    if len(stated) > MAX_FILES or not all(_PART.fullmatch(name) for name in stated):
        raise DamagedModel(f"{folder}: its card names files that are no parts of a model")
    return {name: entry.get("sha256") if isinstance(entry, dict) else None for name, entry in stated.items()}


def _read_arrays(folder: Path, name: str, digest: str | None) -> dict[str, NDArray[Any]]:
    weights = folder / name
    if not weights.is_file() or weights.stat().st_size > MAX_WEIGHTS_BYTES:
        raise DamagedModel(f"{folder}: {name} is missing or too large")
    if _digest(weights) != digest:
        raise DamagedModel(f"{folder}: {name} is not the file its card describes")
    try:
        with np.load(weights, allow_pickle=False) as archive:
            return {key: archive[key] for key in archive.files}
    except (ValueError, OSError, zipfile.BadZipFile) as error:
        raise DamagedModel(f"{folder}: {name} cannot be read: {error}") from error


def read_card(folder: Path) -> Mapping[str, Any]:
    """Read and check a card.

    :raises UnknownModel: when there is none.
    :raises DamagedModel: when it is no JSON object with name, version and format.
    """
    path = folder / CARD
    if not path.is_file():
        raise UnknownModel(f"no model at {folder}: there is no {CARD}")
    if path.stat().st_size > MAX_CARD_BYTES:
        raise DamagedModel(f"{path}: larger than {MAX_CARD_BYTES} bytes")
    try:
        card = json.loads(path.read_text("utf-8"))
    except (ValueError, RecursionError) as error:
        raise DamagedModel(f"{path}: not readable as JSON: {error}") from error
    if not isinstance(card, dict) or not all(isinstance(card.get(key), str) for key in ("name", "version", "format")):
        raise DamagedModel(f"{path}: name, version or format is missing")
    return card


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()
