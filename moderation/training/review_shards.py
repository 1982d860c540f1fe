"""Reviews as arrays: hashed n-grams, what the base model says, and who decided what when; no words."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from moderation.comment.classifier import Classifier
from moderation.comment.reading import Reading, read_comment
from moderation.comment.site_classifier import context_keys, pool
from moderation.policy.values import Category
from moderation.text.hashing import SLOTS, SMOOTHING, hash_many
from moderation.training.reviews_file import LONGEST, ReviewGiven

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


def make_shard(reviews: Sequence[ReviewGiven], base: Classifier) -> Shard:
    """Turn reviews into arrays."""
    read = [read_comment(review.comment[:LONGEST], base.words) for review in reviews]
    grams = hash_comments(read)
    shape = np.array([reading.features for reading in read], np.float32)
    return Shard(_columns(reviews, read), base_odds(base, grams, shape, read), shape, grams)


def base_odds(
    base: Classifier, grams: csr_matrix, shape: NDArray[np.floating], read: Sequence[Reading]
) -> NDArray[np.float32]:
    """Return the base's log-odds of each category, as its `score` has them before they become probabilities."""
    width = len(base.categories)
    weights = base.table[:, :width].astype(np.float32)
    odds = (grams @ weights) * base.steps + shape @ base.shape_weights + base.intercepts
    for number, comment in enumerate(read):
        if comment.frames is not None:
            odds[number] += base.weigh_frames(comment.frames)
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


def pooled(shard: Shard) -> NDArray[np.float32]:
    """Return the base's log-odds that any category is broken."""
    result: NDArray[np.float32] = pool(shard.odds.astype(np.float64)).astype(np.float32)
    return result


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
