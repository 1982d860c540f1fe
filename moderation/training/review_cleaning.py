"""What of the reviews is learnt from, and how much each counts.

The last decision on a comment holds. The same words sent many times count as a few. An account that only ever refuses,
where its colleagues do not, is left out until somebody vouches for it.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moderation.training.review_shards import Columns

COPIES_COUNT_AS = 3.0
_FEWEST = 20
_ALWAYS = 0.98
# Ten of a newsroom's honest accounts would have to be tried a million times to meet this once by chance.
_CHANCE = 1e-7


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The weight of every review, 0 for what is left out, and why."""

    weights: NDArray[np.float64]
    superseded: int
    copies: int
    contradictions: int
    distrusted: tuple[str, ...]


def clean(columns: Columns, trusted: Collection[int] = ()) -> Cleaned:
    """Weigh reviews.

    :param trusted: hashes of accounts that somebody vouches for.
    """
    last = _last_decisions(columns.ids)
    weights = last.astype(float)
    distrusted, findings = _one_sided(columns, last, trusted)
    weights[np.isin(columns.reviewers, distrusted)] = 0.0
    kept = weights > 0
    _, owner, counts = np.unique(columns.texts[kept], return_inverse=True, return_counts=True)
    weights[kept] = np.minimum(1.0, COPIES_COUNT_AS / counts[owner])
    refused = np.bincount(owner, weights=columns.refused[kept], minlength=len(counts))
    return Cleaned(
        weights,
        superseded=int((~last).sum()),
        copies=int(counts[counts > COPIES_COUNT_AS].sum()),
        contradictions=int(((refused > 0) & (refused < counts)).sum()),
        distrusted=findings,
    )


def _last_decisions(ids: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Mark the last line of each id."""
    _, first_from_behind = np.unique(ids[::-1], return_index=True)
    last = np.zeros(len(ids), bool)
    last[len(ids) - 1 - first_from_behind] = True
    return last


def _one_sided(
    columns: Columns, last: NDArray[np.bool_], trusted: Collection[int]
) -> tuple[NDArray[np.uint32], tuple[str, ...]]:
    """Return the accounts that give one verdict alone where chance cannot explain it."""
    names, owner = np.unique(columns.reviewers[last], return_inverse=True)
    totals = np.bincount(owner, minlength=len(names))
    refused = np.bincount(owner, weights=columns.refused[last], minlength=len(names))
    left_out, findings = [], []
    for number, name in enumerate(names):
        others = totals.sum() - totals[number]
        if name in (0, *trusted) or totals[number] < _FEWEST or others < _FEWEST:
            continue
        rate = (refused.sum() - refused[number] + 1.0) / (others + 2.0)
        share = refused[number] / totals[number]
        # Approving everything is what most days ask for; refusing everything is not.
        if share >= _ALWAYS and rate ** totals[number] < _CHANCE:
            left_out.append(name)
            findings.append(
                f"an account refused {int(refused[number])} of {int(totals[number])} comments where the others refuse "
                f"{rate:.0%}: left out (vouch for it with --trust)"
            )
    return np.array(left_out, np.uint32), tuple(findings)
