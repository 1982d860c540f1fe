"""A reviews file as shards on disk, so that millions fit.

Only ranges of bytes travel to the workers, never texts. A shard that is already there, made of the same lines and by
the same base, is not made again: a run that was ended goes on where it stopped.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import numpy as np
from joblib import Parallel, delayed
from rich.console import Console
from rich.progress import Progress
from scipy.sparse import csr_matrix

from moderation.comment.classifier import Classifier
from moderation.errors import InvalidInput
from moderation.services.screener import Screener
from moderation.services.workers import workers
from moderation.text.hashing import SLOTS
from moderation.training.review_shards import Columns, Shard, make_shard
from moderation.training.reviews_file import Faults, Range, read_line, read_range, split_file

LINES = 5_000
FORMAT = "shard/1"
_COLUMNS = tuple(Columns.__annotations__)


@dataclass(frozen=True, slots=True)
class Shards:
    """All shards of a reviews file, in order."""

    files: tuple[Path, ...]
    faults: Faults
    digest: str

    def __iter__(self) -> Iterator[Shard]:
        """Yield them one after another; only one is in memory."""
        return map(load_shard, self.files)


@dataclass(frozen=True, slots=True)
class Preparation:
    """What shards are made of, and where they go.

    :ivar base: folder of the base model, `digest` that of its weights; workers on other machines need file and folders
        at the same places.
    """

    reviews: Path
    work: Path
    base: Path
    digest: str
    jobs: int = 1
    scheduler: str | None = None


def prepare_shards(todo: Preparation) -> Shards:
    """Turn a reviews file into shards below a folder.

    :raises InvalidInput: when the file cannot be read or no line of it is a review.
    """
    todo.work.mkdir(parents=True, exist_ok=True)
    files: list[Path] = []
    faults, digest = Faults(), sha256()
    tasks = (delayed(_make_file)(todo, part, number) for number, part in enumerate(split_file(todo.reviews, LINES)))
    size = max(1, todo.reviews.stat().st_size) if todo.reviews.is_file() else 1
    console = Console(stderr=True)
    with (
        workers(todo.jobs, todo.scheduler),
        Progress(console=console, disable=not console.is_terminal) as progress,
    ):
        bar = progress.add_task("reading reviews", total=size)
        for file, own, part_digest, length in Parallel(return_as="generator", pre_dispatch="2*n_jobs")(tasks):
            faults.add(own)
            digest.update(part_digest)
            files += [file] if file is not None else []
            progress.update(bar, advance=length)
    if not files:
        first = f" ({faults.first[0]})" if faults.first else ""
        raise InvalidInput(f"{todo.reviews}: no line is a review{first}")
    return Shards(tuple(files), faults, digest.hexdigest())


def _make_file(todo: Preparation, part: Range, number: int) -> tuple[Path | None, Faults, bytes, int]:
    lines = read_range(todo.reviews, part)
    digest = sha256(b"".join(lines)).digest()
    faults, reviews = Faults(), []
    for line_number, line in enumerate(lines, number * LINES + 1):
        if not line.strip():
            continue
        try:
            reviews.append(read_line(line))
        except InvalidInput as error:
            faults.note(line_number, str(error))
    if not reviews:
        return None, faults, digest, part.length
    name = sha256(f"{FORMAT} {todo.digest} ".encode() + digest).hexdigest()[:24]
    file = todo.work / f"{number:06d}-{name}.npz"
    if not file.exists():
        _save(file, make_shard(reviews, _base(todo.base)))
    return file, faults, digest, part.length


@lru_cache(maxsize=1)
def _base(folder: Path) -> Classifier:
    return Screener.load(folder).classifier


def load_shard(file: Path) -> Shard:
    """Read a shard.

    :raises InvalidInput: when the file is damaged.
    """
    try:
        with np.load(file, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        columns = Columns(**{name: arrays[name] for name in _COLUMNS})
        rows = len(columns.ids)
        grams = csr_matrix((arrays["values"], arrays["slots"], arrays["ends"]), shape=(rows, SLOTS))
        return Shard(columns, arrays["odds"], arrays["shape"], grams)
    except (OSError, ValueError, KeyError) as error:
        raise InvalidInput(f"{file}: not a shard of ours; remove it") from error


def load_grams(file: Path) -> csr_matrix:
    """Read only the n-grams of a shard."""
    with np.load(file, allow_pickle=False) as stored:
        ends = stored["ends"]
        return csr_matrix((stored["values"], stored["slots"], ends), shape=(len(ends) - 1, SLOTS))


def load_columns(file: Path) -> Columns:
    """Read only what is known beside the words."""
    with np.load(file, allow_pickle=False) as stored:
        return Columns(**{name: stored[name] for name in _COLUMNS})


def join_columns(shards: Iterator[Columns] | Sequence[Columns]) -> Columns:
    """Return the columns of several shards as one."""
    parts = list(shards)
    return Columns(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in _COLUMNS})


def _save(file: Path, shard: Shard) -> None:
    draft = file.with_suffix(f".{os.getpid()}.draft.npz")
    arrays = {name: getattr(shard.columns, name) for name in _COLUMNS}
    grams = shard.grams
    np.savez(
        draft,
        allow_pickle=False,
        odds=shard.odds,
        shape=shard.shape,
        values=grams.data,
        slots=grams.indices,
        ends=grams.indptr,
        **arrays,
    )
    draft.replace(file)
