"""How unequal units are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def gini(values: NDArray[np.float64]) -> float:
    """Gini coefficient of non-negative values, each unit counting once; 0 where all are 0."""
    ordered = np.sort(values)
    total = ordered.sum()
    if total <= 0:
        return 0.0
    n = len(ordered)
    ranks = np.arange(1, n + 1)
    return float((2.0 * (ranks * ordered).sum() / (n * total)) - (n + 1) / n)
