"""How often a comment was written before: exactly so over all time, nearly so among the last ones."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from sqlalchemy.orm import Session

from moderation.storage import comments as storage
from moderation.storage.comments import KeptComment
from moderation.text.fingerprint import MAX_DISTANCE, similar

# Waves of near repetitions are short; equal ones are counted over all time.
RECENT = 200
MOST = 100


def count_repetitions(session: Session, site: str, kept: KeptComment) -> int:
    """Return how many comments before this one say the same."""
    if kept.marks.fingerprint is None:
        return 0
    same = storage.count_repeats(session, site, kept.marks.fingerprint, before=kept.row, most=MOST)
    ours = int(kept.marks.fingerprint, 16)
    recent = storage.recent_fingerprints(session, site, before=kept.row, limit=RECENT)
    return max(same, sum(similar(ours, int(other, 16)) for other in recent))


def count_all_repetitions(session: Session, site: str, kept: Sequence[KeptComment]) -> dict[int, int]:
    """Return the same for many comments at once, by row; they must be in order and not far apart."""
    if not kept:
        return {}
    before = storage.recent_fingerprints(session, site, before=kept[0].row, limit=RECENT)[::-1]
    within = storage.fingerprints_between(session, site, kept[0].row, kept[-1].row)
    rows = np.array([kept[0].row - 1] * len(before) + [row for row, _ in within])
    marks = np.array([int(mark, 16) for mark in (*before, *(mark for _, mark in within))], np.uint64)
    named = {one.marks.fingerprint for one in kept if one.marks.fingerprint is not None}
    seen = Counter(storage.count_fingerprints(session, site, named, before=kept[0].row))
    following = iter(within)
    row, mark = next(following, (kept[-1].row + 1, ""))
    counts: dict[int, int] = {}
    for one in kept:
        while row < one.row:
            seen[mark] += 1
            row, mark = next(following, (kept[-1].row + 1, ""))
        ours = one.marks.fingerprint
        place = int(np.searchsorted(rows, one.row))
        near = 0 if ours is None else _near(int(ours, 16), marks[max(0, place - RECENT) : place])
        counts[one.row] = 0 if ours is None else max(min(seen[ours], MOST), near)
    return counts


def _near(ours: int, others: np.ndarray) -> int:
    if not ours:
        return 0
    return int(((np.bitwise_count(others ^ np.uint64(ours)) <= MAX_DISTANCE) & (others != 0)).sum())
