"""Prices on points without lists: sums over all pairs in reach, computed when needed.

Points lie in blocks of neighbours, the leaves of a KD-tree. A block of sites skips every block of
demand points, and then every demand point, that it cannot reach, so a sweep costs about as many
distances as there are pairs cheaper than their price, and memory grows with the points only.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, cast

import numpy as np
from numba import njit
from scipy.spatial import cKDTree

from models.facility_location.costs import EARTH_RADIUS_KM
from models.facility_location.lists import FloatArray, IntArray

Sweep = Callable[[Callable[[int, int], None], int], None]


@dataclass(frozen=True)
class Blocks:
    """Points by blocks.

    Attributes
    ----------
    order : (K,) the points, block after block
    start : (B + 1,) block b holds order[start[b]] to order[start[b + 1]]
    place : (d, K) coordinates in that order
    low, high : (B, d) corners of the box around a block
    """

    order: IntArray
    start: IntArray
    place: FloatArray
    low: FloatArray
    high: FloatArray

    @classmethod
    def of(cls, points: FloatArray, size: int) -> Blocks:
        """Blocks of at most `size` of the (K, d) points, if not more lie on one spot."""
        tree = cKDTree(points, leafsize=size)
        start, nodes = [], [cast(Any, tree.tree)]
        while nodes:
            node = nodes.pop()
            if node.split_dim == -1:
                start.append(node.start_idx)
            else:
                nodes += [node.greater, node.lesser]
        first = np.sort(np.array(start, dtype=np.int64))
        order = np.asarray(tree.indices, dtype=np.int64)
        place = np.ascontiguousarray(points[order].T)
        low = np.ascontiguousarray(np.minimum.reduceat(place, first, axis=1).T)
        high = np.ascontiguousarray(np.maximum.reduceat(place, first, axis=1).T)
        return cls(order, np.append(first, len(points)), place, low, high)

    @property
    def arrays(self) -> tuple[IntArray, FloatArray, FloatArray, FloatArray]:
        return self.start, self.place, self.low, self.high


@contextmanager
def workers(threads: int) -> Iterator[Sweep]:
    """What cuts a sweep over blocks into parts for `threads` threads, 0 for all cores."""
    number = threads or len(os.sched_getaffinity(0))
    with ThreadPoolExecutor(number) as pool:

        def sweep(part: Callable[[int, int], None], blocks: int) -> None:
            edge = np.linspace(0, blocks, 8 * number + 1 if number > 1 else 2).astype(int)
            for done in [pool.submit(part, a, b) for a, b in pairwise(edge)]:
                done.result()

        yield sweep


def site_values(
    sites: Blocks,
    demand: Blocks,
    weight: FloatArray,
    radius: FloatArray,
    sphere: bool,
    sweep: Sweep,
) -> FloatArray:
    """(M,) sum over demand of weight x min(0, distance - radius), in the order of the blocks.

    Parameters
    ----------
    weight, radius : (N,) of the demand points in the order of their blocks; radius is the price of
        one unit of weight
    sphere : whether distances are along the great circle, whose series is cut off: a little too
        short, never too long, so that a bound stays a bound
    """
    value = np.zeros(len(sites.order))
    chord = _chord(radius, sphere)

    def part(first: int, last: int) -> None:
        _values(*sites.arrays, *demand.arrays, weight, radius, chord, sphere, first, last, value)

    sweep(part, len(sites.start) - 1)
    return value


def served(
    demand: Blocks, sites: Blocks, share: FloatArray, radius: FloatArray, sphere: bool, sweep: Sweep
) -> FloatArray:
    """(N,) sum of `share` (M,) over the sites nearer than `radius` (N,), in the blocks' order."""
    times = np.zeros(len(demand.order))
    chord = _chord(radius, sphere)

    def part(first: int, last: int) -> None:
        _served(*demand.arrays, *sites.arrays, share, chord, first, last, times)

    sweep(part, len(demand.start) - 1)
    return times


def _chord(radius: FloatArray, sphere: bool) -> FloatArray:
    """The straight line that is as long as `radius` along the surface."""
    if not sphere:
        return radius
    return 2.0 * np.sin(np.minimum(radius / (2.0 * EARTH_RADIUS_KM), 0.5 * np.pi))


@njit(nogil=True, cache=True)
def _gap(low, high, b, other_low, other_high, c):  # type: ignore[no-untyped-def]
    """Square of the distance between two boxes."""
    total = 0.0
    for d in range(low.shape[1]):
        step = max(0.0, low[b, d] - other_high[c, d], other_low[c, d] - high[b, d])
        total += step * step
    return total


@njit(nogil=True, cache=True)
def _gap_to(low, high, b, place, i):  # type: ignore[no-untyped-def]
    """Square of the distance between a box and a point."""
    total = 0.0
    for d in range(low.shape[1]):
        step = max(0.0, low[b, d] - place[d, i], place[d, i] - high[b, d])
        total += step * step
    return total


@njit(nogil=True, fastmath=True, cache=True)
def _values(  # type: ignore[no-untyped-def]
    sstart, splace, slow, shigh, dstart, dplace, dlow, dhigh, weight, radius, chord, sphere,
    first, last, value,
):  # fmt: skip
    blocks = len(dstart) - 1
    most = np.zeros(blocks)
    for c in range(blocks):
        for i in range(dstart[c], dstart[c + 1]):
            most[c] = max(most[c], chord[i])
    for b in range(first, last):
        s, e = sstart[b], sstart[b + 1]
        x, y = splace[0, s:e].copy(), splace[1, s:e].copy()
        z = splace[splace.shape[0] - 1, s:e].copy()
        total = np.zeros(e - s)
        for c in range(blocks):
            if _gap(slow, shigh, b, dlow, dhigh, c) >= most[c] * most[c]:
                continue
            for i in range(dstart[c], dstart[c + 1]):
                if _gap_to(slow, shigh, b, dplace, i) >= chord[i] * chord[i]:
                    continue
                u, v, r, w = dplace[0, i], dplace[1, i], radius[i], weight[i]
                if not sphere:
                    for k in range(e - s):
                        far = np.sqrt((x[k] - u) * (x[k] - u) + (y[k] - v) * (y[k] - v))
                        total[k] += w * min(far - r, 0.0)
                else:
                    t = dplace[2, i]
                    for k in range(e - s):
                        q = (x[k] - u) * (x[k] - u) + (y[k] - v) * (y[k] - v)
                        q += (z[k] - t) * (z[k] - t)
                        # 2 arcsin(c / 2) = c + c^3/24 + 3 c^5/640 + 5 c^7/7168 + ...
                        more = 1.0 + q * (1 / 24 + q * (3 / 640 + q * (5 / 7168)))
                        total[k] += w * min(EARTH_RADIUS_KM * np.sqrt(q) * more - r, 0.0)
        value[s:e] = total


@njit(nogil=True, fastmath=True, cache=True)
def _served(  # type: ignore[no-untyped-def]
    dstart, dplace, dlow, dhigh, sstart, splace, slow, shigh, share, chord, first, last, times
):  # fmt: skip
    flat = dplace.shape[0] == 2
    for c in range(first, last):
        most = 0.0
        for i in range(dstart[c], dstart[c + 1]):
            most = max(most, chord[i])
        for b in range(len(sstart) - 1):
            if _gap(slow, shigh, b, dlow, dhigh, c) >= most * most:
                continue
            for i in range(dstart[c], dstart[c + 1]):
                limit = chord[i] * chord[i]
                if _gap_to(slow, shigh, b, dplace, i) >= limit:
                    continue
                u, v, total = dplace[0, i], dplace[1, i], 0.0
                t = 0.0 if flat else dplace[2, i]
                for k in range(sstart[b], sstart[b + 1]):
                    q = (splace[0, k] - u) ** 2 + (splace[1, k] - v) ** 2
                    if not flat:
                        q += (splace[2, k] - t) ** 2
                    total += share[k] if q < limit else 0.0
                times[i] += total
