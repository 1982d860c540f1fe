"""Reviews as arrays: hashed n-grams, what the base model says, and who decided what when; no words.

Each part of the reviews file becomes one shard on disk, so that millions fit; a shard that is already there, made of
the same lines and by the same base, is not made again: a run that was ended goes on where it stopped.
"""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import Progress
from scipy.sparse import csr_matrix

from moderation.comment.classifier import Classifier
from moderation.comment.reading import Reading, read_comment
from moderation.comment.site_classifier import context_keys, pool
from moderation.errors import InvalidInput
from moderation.policy.values import Category
from moderation.text.hashing import SLOTS, SMOOTHING, hash_many
from moderation.training.reviews_file import LONGEST, Faults, ReviewGiven, read_chunks, read_line

LINES = 5_000
FORMAT = "shard/1"
_TOGETHER = 24_000
_CATEGORIES = tuple(Category)


@dataclass(frozen=True, slots=True)
class Columns:
    """What is known of each review beside its words.

    :ivar ids, texts, reviewers, articles, parents: 64-bit or 32-bit hashes; 0 where there is none. `answered` is what
        `parents` would be of an answer to this comment.
    :ivar times: seconds since 1970, NaN where unknown.
    :ivar refused: the verdict; `clauses` the named categories, one bit each.
    :ivar audited: whether the comment was drawn at random rather than held.
    """

    ids: NDArray[np.uint64]
    texts: NDArray[np.uint64]
    reviewers: NDArray[np.uint32]
    articles: NDArray[np.uint32]
    parents: NDArray[np.uint32]
    answered: NDArray[np.uint32]
    times: NDArray[np.float64]
    refused: NDArray[np.bool_]
    clauses: NDArray[np.uint64]
    audited: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Shard:
    """Some reviews as arrays.

    :ivar odds: the base's log-odds, one column for each of its categories; `shape` the features.
    :ivar grams: counts of n-grams by slot over the square root of their smoothed number, as the scorer has it.
    """

    columns: Columns
    odds: NDArray[np.float32]
    shape: NDArray[np.float32]
    grams: csr_matrix


@dataclass(frozen=True, slots=True)
class Shards:
    """All shards of a reviews file, in order."""

    files: tuple[Path, ...]
    faults: Faults
    digest: str

    def __iter__(self) -> Iterator[Shard]:
        """Yield them one after another; only one is in memory."""
        return map(load_shard, self.files)


_COLUMNS = tuple(Columns.__annotations__)


def prepare_shards(reviews: Path, work: Path, base: Classifier, base_digest: str, *, jobs: int) -> Shards:
    """Turn a reviews file into shards below a folder.

    :raises InvalidInput: when the file cannot be read or no line of it is a review.
    """
    work.mkdir(parents=True, exist_ok=True)
    files: list[Path] = []
    faults, digest = Faults(), sha256()
    tasks = (
        delayed(_make_shard)(chunk, number, work, base, base_digest)
        for number, chunk in enumerate(read_chunks(reviews, LINES))
    )
    size = max(1, reviews.stat().st_size) if reviews.is_file() else 1
    with Progress(console=Console(stderr=True), disable=not Console(stderr=True).is_terminal) as progress:
        bar = progress.add_task("reading reviews", total=size)
        for made in Parallel(n_jobs=jobs, return_as="generator", pre_dispatch="2*n_jobs")(tasks):
            file, own, chunk_digest, length = made
            faults.add(own)
            digest.update(chunk_digest)
            files += [file] if file is not None else []
            progress.update(bar, advance=length)
    if not files:
        first = f" ({faults.first[0]})" if faults.first else ""
        raise InvalidInput(f"{reviews}: no line is a review{first}")
    return Shards(tuple(files), faults, digest.hexdigest())


def _make_shard(
    chunk: list[bytes], number: int, work: Path, base: Classifier, base_digest: str
) -> tuple[Path | None, Faults, bytes, int]:
    digest = sha256(b"".join(chunk)).digest()
    faults, reviews = Faults(), []
    for line_number, line in enumerate(chunk, number * LINES + 1):
        if not line.strip():
            continue
        try:
            reviews.append(read_line(line))
        except InvalidInput as error:
            faults.note(line_number, str(error))
    length = sum(map(len, chunk))
    if not reviews:
        return None, faults, digest, length
    name = sha256(f"{FORMAT} {base_digest} ".encode() + digest).hexdigest()[:24]
    file = work / f"{number:06d}-{name}.npz"
    if not file.exists():
        _save(file, make_shard(reviews, base))
    return file, faults, digest, length


def make_shard(reviews: Sequence[ReviewGiven], base: Classifier) -> Shard:
    """Turn reviews into arrays."""
    read = [read_comment(review.comment[:LONGEST], base.words) for review in reviews]
    grams = hash_comments(read)
    shape = np.array([reading.features for reading in read], np.float32)
    return Shard(_columns(reviews, read), base_odds(base, grams, shape), shape, grams)


def base_odds(base: Classifier, grams: csr_matrix, shape: NDArray[np.floating]) -> NDArray[np.float32]:
    """Return the base's log-odds of each category, as its `score` has them before they become probabilities."""
    width = len(base.categories)
    weights = base.table[:, :width].astype(np.float32)
    odds = (grams @ weights) * base.steps + shape @ base.shape_weights + base.intercepts
    result: NDArray[np.float32] = odds.astype(np.float32)
    return result


def hash_comments(comments: Sequence[Reading]) -> csr_matrix:
    """Return the n-grams of comments as the scorer sees them, one row each."""
    parts = []
    begin, size = 0, 0
    for number, comment in enumerate(comments):
        size += len(comment.folded) + 2
        if size > _TOGETHER and number > begin:
            parts.append(_hash(comments[begin:number]))
            begin, size = number, len(comment.folded) + 2
    parts.append(_hash(comments[begin:]))
    counts = np.concatenate([part[0] for part in parts])
    columns = np.concatenate([part[1] for part in parts])
    values = np.concatenate([part[2] for part in parts])
    ends = np.concatenate(([0], np.cumsum(counts)))
    return csr_matrix((values, columns, ends), shape=(len(comments), SLOTS))


def _hash(comments: Sequence[Reading]) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]]:
    run = hash_many([comment.words for comment in comments])
    keys = np.repeat(np.arange(len(comments)) << 20, run.counts) + run.slots
    distinct, counts = np.unique(keys, return_counts=True)
    owner = distinct >> 20
    values = counts / np.sqrt(run.counts + SMOOTHING)[owner]
    sizes = np.bincount(owner, minlength=len(comments))
    return sizes, (distinct & (SLOTS - 1)).astype(np.int32), values.astype(np.float32)


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


def join_columns(shards: Iterator[Columns] | Sequence[Columns]) -> Columns:
    """Return the columns of several shards as one."""
    parts = list(shards)
    return Columns(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in _COLUMNS})


def load_columns(file: Path) -> Columns:
    """Read only what is known beside the words."""
    with np.load(file, allow_pickle=False) as stored:
        return Columns(**{name: stored[name] for name in _COLUMNS})


def pooled(shard: Shard) -> NDArray[np.float32]:
    """Return the base's log-odds that any category is broken."""
    result: NDArray[np.float32] = pool(shard.odds.astype(np.float64)).astype(np.float32)
    return result


def _save(file: Path, shard: Shard) -> None:
    draft = file.with_suffix(".draft.npz")
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


def _columns(reviews: Sequence[ReviewGiven], read: Sequence[Reading]) -> Columns:
    contexts = [(_article_key(review), _parent_key(review)) for review in reviews]
    return Columns(
        ids=np.array([_hash64(str(review.id)) for review in reviews], np.uint64),
        texts=np.array([_hash64(" ".join(reading.words) or reading.text) for reading in read], np.uint64),
        reviewers=np.array([_reviewer(review) for review in reviews], np.uint32),
        articles=np.array([article for article, _ in contexts], np.uint32),
        parents=np.array([parent for _, parent in contexts], np.uint32),
        answered=np.array([context_keys(None, review.comment)[0] for review in reviews], np.uint32),
        times=np.array([review.decided_seconds for review in reviews]),
        refused=np.array([review.outcome == "reject" for review in reviews]),
        clauses=np.array([_bits(review.categories) for review in reviews], np.uint64),
        audited=np.array([review.sample == "audit" for review in reviews]),
    )


def clause_bit(category: Category) -> int:
    """Return the bit that stands for a category in `Columns.clauses`."""
    return 1 << _CATEGORIES.index(category)


def reviewer_key(name: str | int) -> int:
    """Return the hash that stands for a moderator in `Columns.reviewers`; never 0."""
    return zlib.crc32(str(name).encode("utf-8", "replace")) | 1


def _bits(names: Sequence[str] | None) -> int:
    known = {category.value for category in _CATEGORIES}
    return sum(clause_bit(Category(name)) for name in set(names or ()) if name in known)


def _reviewer(review: ReviewGiven) -> int:
    return 0 if review.decided_by is None else reviewer_key(review.decided_by)


def _article_key(review: ReviewGiven) -> int:
    keys = context_keys(review.article_pair, None)
    return keys[0] if keys else 0


def _parent_key(review: ReviewGiven) -> int:
    keys = context_keys(None, review.parent)
    return keys[0] if keys else 0


def _hash64(text: str) -> int:
    return int.from_bytes(sha256(text.encode("utf-8", "replace")).digest()[:8], "little")
