"""Fingerprints of texts that stay close when the texts do.

The similarity hash of Charikar, "Similarity estimation techniques from rounding algorithms" (2002), over words and
pairs of words.
"""

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise

import numpy as np

MAX_WORDS = 4_096
# Unrelated sentences differ in about 30 of 64 bits; one changed word in fifteen flips about nine.
MAX_DISTANCE = 12
# Longer ones are not kept in mind.
LONGEST_KEPT, LONGEST_WORD = 1_000, 40

_WORD = re.compile(r"[^\W\d_]+")


def normalised_words(text: str) -> list[str]:
    """Return the words without what changes between repetitions: case, digits, punctuation, spacing."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return _WORD.findall(text.casefold())


def fingerprint(text: str) -> int:
    """Return 64 bits, the same in every process; 0 for a text without letters."""
    # The paragraphs of an article are asked for several times over.
    return _kept(text) if len(text) <= LONGEST_KEPT else _fingerprint(text)


@lru_cache(maxsize=512)
def _kept(text: str) -> int:
    return _fingerprint(text)


def _fingerprint(text: str) -> int:
    words = normalised_words(text)[:MAX_WORDS]
    if not words:
        return 0
    pairs = [blake2b(f"{first} {second}".encode(), digest_size=8).digest() for first, second in pairwise(words)]
    digests = b"".join([*map(_digest, words), *pairs])
    bits = np.unpackbits(np.frombuffer(digests, dtype=np.uint8).reshape(-1, 8), axis=1)
    majority = bits.sum(axis=0, dtype=np.int64) * 2 > len(bits)
    return int.from_bytes(np.packbits(majority).tobytes(), "big")


def _digest(word: str) -> bytes:
    return _digest_kept(word) if len(word) <= LONGEST_WORD else blake2b(word.encode(), digest_size=8).digest()


@lru_cache(maxsize=20_000)
def _digest_kept(word: str) -> bytes:
    return blake2b(word.encode(), digest_size=8).digest()


def similar(first: int, second: int) -> bool:
    """Tell whether two fingerprints are of one wording: at most `MAX_DISTANCE` bits differ."""
    if not first or not second:
        return False
    return (first ^ second).bit_count() <= MAX_DISTANCE
