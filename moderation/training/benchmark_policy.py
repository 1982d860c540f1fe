"""Speed of reading comment rules beside a floor, in one run: the same text only divided into sentences."""

import time
from collections.abc import Callable
from itertools import pairwise

from rich.console import Console
from rich.table import Table

import moderation
from moderation.text.sentences import split_sentences
from moderation.training.policies import read_policies

# Characters: one sentence or two, a footer, a long footer, a page of rules.
_SIZES = (0, 200, 500, 1_000, 10_000)
_ROUNDS = 15


def main() -> None:
    """Print by size the median of the least milliseconds that `parse_policy` takes for a text, and the floor's."""
    texts = [policy.text for part in ("hands", "blind", "further") for policy in read_policies(part, "policies")]
    table = Table("comment rules, ms", "texts", "characters", "read", "floor", "× floor")
    for least, most in pairwise(_SIZES):
        some = [text for text in texts if least <= len(text) < most]
        read, floor = _median(moderation.parse_policy, some), _median(split_sentences, some)
        length = sum(map(len, some)) // len(some)
        table.add_row(
            f"{least}–{most}", str(len(some)), str(length), f"{read:.2f}", f"{floor:.3f}", f"{read / floor:.0f}"
        )
    Console().print(table)


def _median(work: Callable[[str], object], texts: list[str]) -> float:
    return sorted(_least(work, text) for text in texts)[len(texts) // 2]


def _least(work: Callable[[str], object], text: str) -> float:
    least = float("inf")
    for _ in range(_ROUNDS):
        begin = time.perf_counter()
        work(text)
        least = min(least, time.perf_counter() - begin)
    return 1000 * least
