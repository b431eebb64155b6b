"""What each pipe of a forest may become, at which price and loss of head."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from models.pipe_hydraulics.forest import FloatArray, IntArray, PipeForest
from models.pipe_hydraulics.simulate import heads_m

# metres of head by which a sum may differ from the same sum added up in another order
SAME_HEAD = 1e-9


@dataclass(frozen=True)
class Options:
    """What each pipe may become.

    Attributes
    ----------
    forest : topology and heads of the sources
    loss : (P, C) head lost, metres, falling along a row
    price : (P, C) money, not falling along a row
    first : (P,) smallest class allowed; all larger ones are
    need : (V,) least head, metres above the datum
    """

    forest: PipeForest
    loss: FloatArray
    price: FloatArray
    first: IntArray
    need: FloatArray

    def heads(self, choice: IntArray) -> FloatArray:
        """(V,) heads with the classes `choice` (P,)."""
        return heads_m(self.forest, self.loss[np.arange(self.forest.pipes), choice])

    def cost(self, choice: IntArray) -> float:
        """Price of the classes `choice` (P,)."""
        return float(self.price[np.arange(self.forest.pipes), choice].sum())

    def tightened(self) -> Options:
        """Without classes that starve a node even when every other pipe is of the largest."""
        forest, last = self.forest, self.loss[:, -1]
        most = self.heads(np.full(forest.pipes, self.loss.shape[1] - 1))
        required = self.need.copy()
        for level in forest.levels[:0:-1]:
            needed = required[level] + last[forest.parent_pipe[level]]
            np.maximum.at(required, forest.parent[level], needed)
        below = forest.lower_end
        room = most[forest.parent[below]] - required[below] + SAME_HEAD
        fits = self.loss <= room[:, None]
        # rounding aside the largest class always fits
        fits[:, -1] = True
        return replace(self, first=np.maximum(self.first, fits.argmax(axis=1)))
