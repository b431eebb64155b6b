"""From shares of paths to whole modules."""

from __future__ import annotations

import numpy as np

from models.capacity_expansion.instance import FloatArray, IntArray
from models.capacity_expansion.pool import Paths
from models.capacity_expansion.prepared import Prepared

_PHASES = (0.5, 0.7, 0.9, 0.999)


def cumulative_rounding(
    prepared: Prepared, paths: Paths, weight: FloatArray, least_state: IntArray
) -> IntArray:
    """(N, K, T) whole starts that follow the mean of every unit's paths as closely as they can.

    The number of modules of a size started up to each period is rounded, not the starts
    themselves, so that a large unit with many starts never strays by more than a module of each
    size from its share of the relaxation. A unit that would fall below its least capacity
    `least_state` (N, T) is rounded higher, and takes its likeliest path if that does not help.
    """
    mean = np.zeros(prepared.shape)
    used = weight > 0
    np.add.at(mean, paths.unit[used], paths.starts[used] * weight[used, None, None])
    total = np.cumsum(mean, axis=2)
    chosen = likeliest_paths(prepared, paths, weight)
    open_ = np.ones(prepared.shape[0], dtype=bool)
    for phase in _PHASES:
        starts = np.diff(np.floor(total + phase), axis=2, prepend=0.0).astype(np.int64)
        new = prepared.new_capacity(starts)
        enough = new >= least_state * prepared.step - 1e-6
        enough &= new <= prepared.instance.max_capacity + 1e-6
        startable = (starts * ~prepared.instance.startable == 0).all(axis=(1, 2))
        spread = (starts.sum(axis=1) <= prepared.instance.max_starts).all(axis=1)
        take = open_ & enough.all(axis=1) & startable & spread
        chosen[take] = starts[take]
        open_ &= ~take
    return chosen


def likeliest_paths(prepared: Prepared, paths: Paths, weight: FloatArray) -> IntArray:
    """(N, K, T) every unit on the path with its largest share; no unit breaks its own rules."""
    chosen = np.zeros(prepared.shape, dtype=np.int64)
    order = np.lexsort((-weight, paths.unit))
    units, first = np.unique(paths.unit[order], return_index=True)
    chosen[units] = paths.starts[order[first]]
    return chosen
