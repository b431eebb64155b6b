"""Compile, or load from the cache, the kernels of the covering family before a time limit runs."""

from __future__ import annotations

from functools import cache

import numpy as np
from scipy import sparse


@cache
def compile_kernels() -> None:
    """Ask each search a tiny question; once in a process, seconds on the first run ever."""
    from models.facility_location.node_packing import spread_sites
    from models.facility_location.packing_search import PackingSearch
    from models.facility_location.pair_exchange import swapped_cover
    from models.facility_location.row_weighting import fewer_sites
    from models.facility_location.selection import Selection
    from models.facility_location.sites import Sites, Terms
    from optimizer.limits import Limits

    clock = Limits(time_s=600.0).clock()
    place = np.arange(6)
    between = np.abs(np.subtract.outer(place, place))
    near = sparse.csr_array((between <= 1).astype(float))
    none = np.zeros(6, dtype=bool)
    fewer_sites(near, ~none, none, 2, 50, clock)
    swapped_cover(near, place % 2 == 0, Selection.of(Sites.of(6), Terms(), 3), clock)
    conflicts = sparse.csr_array((between == 1).astype(float))
    selection = Selection.of(Sites.of(6), Terms(), 3)
    spread_sites(conflicts, selection)
    PackingSearch(conflicts, selection).run(1, clock)
