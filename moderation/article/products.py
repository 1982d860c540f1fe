"""Matrix products that stay in one thread: the network is small, and sharing it costs more than it saves."""

import numpy as np

from moderation.article.features import Floats

# Multiplications that BLAS leaves to one thread, the rows that it takes well at least, and steps of both.
SMALL_PRODUCT = 520_000
STRIP, STEP, COLUMNS = 32, 16, 16


def product(values: Floats, weights: Floats) -> Floats:
    """Return the matrix product in parts too small for BLAS to share among threads, which cost more than they save."""
    count, (depth, width) = len(values), weights.shape
    rows = min(count, max(STRIP, SMALL_PRODUCT // (depth * width) // STEP * STEP))
    columns = min(width, max(COLUMNS, SMALL_PRODUCT // (rows * depth) // COLUMNS * COLUMNS))
    if rows == count and columns == width:
        return values @ weights
    result = np.empty((count, width), np.float32)
    for top in range(0, count, rows):
        for left in range(0, width, columns):
            part = np.s_[top : top + rows, left : left + columns]
            np.matmul(values[top : top + rows], weights[:, left : left + columns], out=result[part])
    return result
