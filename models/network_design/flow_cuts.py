"""Least cuts between a root and a target by augmenting flows along shortest ways (Dinitz 1970)."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

IntArray = NDArray[np.int64]


@njit(cache=True)
def _levels(
    start: IntArray, halves: IntArray, at: IntArray, room: IntArray, target: int
) -> IntArray:
    """(N,) fewest arcs with room from a node to the target, -1 where there is no way."""
    level = np.full(len(start) - 1, -1)
    queue = np.empty(len(level), dtype=np.int64)
    level[target] = 0
    queue[0] = target
    done, size = 0, 1
    while done < size:
        v = queue[done]
        done += 1
        for i in range(start[v], start[v + 1]):
            h = halves[i]
            u = at[h ^ 1]
            if level[u] < 0 and room[h ^ 1] > 0:
                level[u] = level[v] + 1
                queue[size] = u
                size += 1
    return level


@njit(cache=True)
def _augmented(
    start: IntArray,
    halves: IntArray,
    at: IntArray,
    room: IntArray,
    level: IntArray,
    root: int,
    target: int,
) -> int:
    """Amount that a blocking flow along the levels brings; `room` is what it leaves."""
    position = start[:-1].copy()
    way = np.empty(len(level), dtype=np.int64)
    total, length, v = 0, 0, root
    while True:
        if v == target:
            amount = room[way[0]]
            for i in range(1, length):
                amount = min(amount, room[way[i]])
            full = 0
            for i in range(length - 1, -1, -1):
                room[way[i]] -= amount
                room[way[i] ^ 1] += amount
                if room[way[i]] == 0:
                    full = i
            total += amount
            v = at[way[full]]
            length = full
            continue
        moved = False
        while position[v] < start[v + 1]:
            h = halves[position[v]]
            u = at[h ^ 1]
            if room[h] > 0 and level[u] >= 0 and level[u] == level[v] - 1:
                way[length] = h
                length += 1
                v = u
                moved = True
                break
            position[v] += 1
        if not moved:
            if length == 0:
                return total
            length -= 1
            v = at[way[length]]
            position[v] += 1


@njit(cache=True)
def cuts_at(
    start: IntArray,
    halves: IntArray,
    at: IntArray,
    capacity: IntArray,
    root: int,
    target: int,
    enough: int,
    most: int,
) -> tuple[IntArray, IntArray]:
    """Begins and arcs of up to `most` cuts of less than `enough`, nearest to the target first.

    `capacity` (2E,) is -1 for arcs that may not be used; the arcs of a cut are raised to `enough`
    for those that follow.
    """
    begins, arcs = [0], [0]
    arcs.pop()
    while len(begins) <= most:
        room = np.maximum(capacity, 0)
        flow = 0
        while flow < enough:
            level = _levels(start, halves, at, room, target)
            if level[root] < 0:
                break
            flow += _augmented(start, halves, at, room, level, root, target)
        if flow >= enough:
            break
        for h in range(len(at)):
            if capacity[h] >= 0 and level[at[h]] < 0 and level[at[h ^ 1]] >= 0:
                arcs.append(h)
                capacity[h] = enough
        begins.append(len(arcs))
    return np.array(begins), np.array(arcs)
