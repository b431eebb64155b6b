"""The compiled loops of the interchange.

`lists` is (start, site, cost, cap, column_start, column_row, column_cost) of the neighbour lists,
`rules` (fixed, forced, low, high, spend, budget, group), `room` (G,) the places left by group,
`state` (is_open, d1, s1, d2, s2, loss, saved, purse): nearest and second nearest open site of every
row, what closing a site costs its rows, scratch, and (money spent, sites open).
"""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True)
def _two(start, site, cost, cap, is_open, i):  # type: ignore[no-untyped-def]
    d1, s1, d2, s2 = cap[i], -1, cap[i], -1
    for e in range(start[i], start[i + 1]):
        if is_open[site[e]]:
            if s1 < 0:
                d1, s1 = cost[e], site[e]
            else:
                d2, s2 = cost[e], site[e]
                break
    return d1, s1, d2, s2


@njit(cache=True)
def nearest_two(start, site, cost, cap, is_open):  # type: ignore[no-untyped-def]
    """Cost and site of the nearest and second nearest open site of every row; -1 for none."""
    n = len(cap)
    d1, d2 = np.empty(n), np.empty(n)
    s1, s2 = np.empty(n, dtype=np.int64), np.empty(n, dtype=np.int64)
    for i in range(n):
        d1[i], s1[i], d2[i], s2[i] = _two(start, site, cost, cap, is_open, i)
    return d1, s1, d2, s2


@njit(cache=True)
def savings(lists, rules, d1, is_open, saving):  # type: ignore[no-untyped-def]
    """What opening each closed site would save now, -inf for open ones, into `saving`."""
    cstart, crow, ccost = lists[4], lists[5], lists[6]
    for j in range(len(saving)):
        saving[j] = -np.inf if is_open[j] else _saving(cstart, crow, ccost, rules[0], d1, j)


@njit(cache=True)
def _saving(cstart, crow, ccost, fixed, d1, j):  # type: ignore[no-untyped-def]
    total = -fixed[j]
    for e in range(cstart[j], cstart[j + 1]):
        total += max(d1[crow[e]] - ccost[e], 0.0)
    return total


@njit(cache=True)
def greedy(lists, rules, room, is_open, d1, saving, stale, purse, effort):  # type: ignore[no-untyped-def]
    """Open the site that saves most, in place, while it pays or the number demands it.

    Stops after about `effort` entries walked; True if there is more to do. Without effort old
    savings are taken for new ones.
    """
    cstart, crow, ccost = lists[4], lists[5], lists[6]
    fixed, _forced, low, high, spend, budget, group = rules
    walked = 0
    while purse[1] < high:
        if walked > effort > 0:
            return True
        walked += len(saving) // 8 + 1
        j = int(np.argmax(saving))
        if saving[j] == -np.inf or (saving[j] <= 0.0 and purse[1] >= low):
            break
        full = group[j] >= 0 and group[j] < len(room) and room[group[j]] <= 0
        if full or purse[0] + spend[j] > budget:
            saving[j] = -np.inf
            continue
        walked += cstart[j + 1] - cstart[j]
        if stale[j] and effort > 0:  # savings only shrink, so an old one is an upper limit
            saving[j] = _saving(cstart, crow, ccost, fixed, d1, j)
            stale[j] = False
            continue
        is_open[j] = True
        saving[j] = -np.inf
        purse[0] += spend[j]
        if group[j] >= 0 and group[j] < len(room):
            room[group[j]] -= 1
        purse[1] += 1
        for e in range(cstart[j], cstart[j + 1]):
            d1[crow[e]] = min(d1[crow[e]], ccost[e])
        stale[:] = True
    return False


@njit(cache=True)
def _look_at(lists, rules, room, state, j, cheapest, eps):  # type: ignore[no-untyped-def]
    """The best move with site j: change of cost, site that opens, site that closes; -1 for none."""
    _start, _site, _cost, _cap, cstart, crow, ccost = lists
    fixed, forced, low, high, spend, budget, group = rules
    is_open, d1, s1, d2, _s2, loss, saved, purse = state
    spent, count = purse[0], purse[1]
    if is_open[j]:
        pays = loss[j] - fixed[j] < -eps and not forced[j] and count > low
        if pays and spent - spend[j] <= budget:
            return loss[j] - fixed[j], -1, j
        return 0.0, -1, -1
    opening = fixed[j]
    for e in range(cstart[j], cstart[j + 1]):
        i, c = crow[e], ccost[e]
        if c < d2[i]:
            if c < d1[i]:
                opening -= d1[i] - c
                if s1[i] >= 0:
                    saved[s1[i]] += d2[i] - d1[i]
            elif s1[i] >= 0:
                saved[s1[i]] += d2[i] - c
    g = group[j]
    crowded = 0 <= g < len(room) and room[g] <= 0
    best, enters, leaves = -eps, -1, -1
    if count < high and not crowded and spent + spend[j] <= budget and opening < best:
        best, enters = opening, j
    if len(room) == 0 and budget == np.inf:
        # without side constraints only sites touched by j, or the one cheapest to close, matter
        if cheapest >= 0:
            delta = opening + loss[cheapest] - fixed[cheapest] - saved[cheapest]
            if delta < best:
                best, enters, leaves = delta, j, cheapest
        for e in range(cstart[j], cstart[j + 1]):
            k = s1[crow[e]]
            if k >= 0 and saved[k] > 0.0:
                delta = opening + loss[k] - fixed[k] - saved[k]
                saved[k] = 0.0
                if delta < best and not forced[k]:
                    best, enters, leaves = delta, j, k
    else:
        for k in range(len(fixed)):
            if not is_open[k]:
                continue
            delta = opening + loss[k] - fixed[k] - saved[k]
            saved[k] = 0.0
            if delta < best and not forced[k]:
                fits = not crowded or group[k] == g
                if fits and spent + spend[j] - spend[k] <= budget:
                    best, enters, leaves = delta, j, k
    if enters < 0:
        return 0.0, -1, -1
    return best, enters, leaves


@njit(cache=True)
def _mark(lists, i, limit, queue, ends, waits):  # type: ignore[no-untyped-def]
    """Queue every site that could serve row i below `limit`."""
    start, site, cost = lists[0], lists[1], lists[2]
    for e in range(start[i], start[i + 1]):
        if cost[e] >= limit:
            break
        j = site[e]
        if not waits[j]:
            waits[j] = True
            queue[ends[1] % len(queue)] = j
            ends[1] += 1


@njit(cache=True)
def _move(lists, rules, room, state, enters, leaves, queue, ends, waits):  # type: ignore[no-untyped-def]
    """Open `enters` and close `leaves` (-1 for none) and queue the sites near them."""
    start, site, cost, cap, cstart, crow, ccost = lists
    spend, group = rules[4], rules[6]
    is_open, d1, s1, d2, s2, loss, _saved, purse = state
    if leaves >= 0:
        is_open[leaves] = False
        purse[0] -= spend[leaves]
        purse[1] -= 1
        if 0 <= group[leaves] < len(room):
            room[group[leaves]] += 1
    if enters >= 0:
        is_open[enters] = True
        purse[0] += spend[enters]
        purse[1] += 1
        if 0 <= group[enters] < len(room):
            room[group[enters]] -= 1
        for e in range(cstart[enters], cstart[enters + 1]):
            i, c = crow[e], ccost[e]
            if c < d2[i]:
                before = d2[i]
                if s1[i] >= 0:
                    loss[s1[i]] -= d2[i] - d1[i]
                if c < d1[i]:
                    d2[i], s2[i], d1[i], s1[i] = d1[i], s1[i], c, enters
                else:
                    d2[i], s2[i] = c, enters
                loss[s1[i]] += d2[i] - d1[i]
                _mark(lists, i, before, queue, ends, waits)
    if leaves >= 0:
        for e in range(cstart[leaves], cstart[leaves + 1]):
            i = crow[e]
            if s1[i] == leaves or s2[i] == leaves:
                if s1[i] >= 0:
                    loss[s1[i]] -= d2[i] - d1[i]
                d1[i], s1[i], d2[i], s2[i] = _two(start, site, cost, cap, is_open, i)
                if s1[i] >= 0:
                    loss[s1[i]] += d2[i] - d1[i]
                _mark(lists, i, d2[i], queue, ends, waits)
        loss[leaves] = 0.0


@njit(cache=True)
def _cheapest(rules, state):  # type: ignore[no-untyped-def]
    """The open site that is cheapest to close, -1 for none."""
    fixed, forced = rules[0], rules[1]
    is_open, loss = state[0], state[5]
    best, found = np.inf, -1
    for k in range(len(fixed)):
        if is_open[k] and not forced[k] and loss[k] - fixed[k] < best:
            best, found = loss[k] - fixed[k], k
    return found


@njit(cache=True)
def descend(lists, rules, room, state, queue, ends, waits, eps, effort):  # type: ignore[no-untyped-def]
    """Work the queue off, or about `effort` entries of it; returns the change of cost."""
    change = 0.0
    cstart = lists[4]
    walked = 0
    cheapest = _cheapest(rules, state)
    while ends[0] < ends[1] and walked < effort:
        j = queue[ends[0] % len(queue)]
        ends[0] += 1
        waits[j] = False
        walked += 2 * (cstart[j + 1] - cstart[j]) + 10
        delta, enters, leaves = _look_at(lists, rules, room, state, j, cheapest, eps)
        if enters >= 0 or leaves >= 0:
            change += delta
            _move(lists, rules, room, state, enters, leaves, queue, ends, waits)
            cheapest = _cheapest(rules, state)
            walked += 20 * (cstart[j + 1] - cstart[j]) + len(waits)
    return change


@njit(cache=True)
def _disturb(lists, rules, room, state, strength, random, queue, ends, waits):  # type: ignore[no-untyped-def]
    """Some swaps of neighbours around a random site, regardless of cost; change of cost."""
    start, site, _cost, _cap, cstart, crow, _ccost = lists
    fixed, forced, _low, _high, spend, budget, group = rules
    is_open, d1, s1, _d2, s2, _loss, _saved, purse = state
    before = d1.sum()
    change = 0.0
    j = random.integers(0, len(fixed))
    for _ in range(strength):
        if cstart[j] == cstart[j + 1]:
            break
        i = crow[random.integers(cstart[j], cstart[j + 1])]
        width = start[i + 1] - start[i]
        j = site[start[i] + random.integers(0, width)]
        k = s1[i] if random.random() < 0.6 else s2[i]
        if is_open[j] or k < 0 or forced[k]:
            continue
        g = group[j]
        crowded = 0 <= g < len(room) and room[g] <= 0
        if (crowded and group[k] != g) or purse[0] + spend[j] - spend[k] > budget:
            continue
        change += fixed[j] - fixed[k]
        _move(lists, rules, room, state, j, k, queue, ends, waits)
    return change + d1.sum() - before


@njit(cache=True)
def begin(lists, rules, is_open):  # type: ignore[no-untyped-def]
    """The state of an interchange from `is_open`, which it goes on to change."""
    start, site, cost, cap = lists[:4]
    fixed, spend = rules[0], rules[4]
    m, n = len(fixed), len(cap)
    d1, s1, d2, s2 = nearest_two(start, site, cost, cap, is_open)
    loss, saved, purse = np.zeros(m), np.zeros(m), np.zeros(2)
    for i in range(n):
        if s1[i] >= 0:
            loss[s1[i]] += d2[i] - d1[i]
    for j in range(m):
        if is_open[j]:
            purse[0] += spend[j]
            purse[1] += 1
    return is_open, d1, s1, d2, s2, loss, saved, purse


@njit(cache=True)
def restart(lists, rules, room, state, queue, ends, waits, eps, turn, turns, effort, random):  # type: ignore[no-untyped-def]
    """Descend from disturbed copies of the best, number `turn` to `turns`, which is left in it.

    Stops after about `effort` entries walked; returns the number of the next copy.
    """
    is_open, d1, s1, d2, s2, loss, _saved, purse = state
    k_open, k1, t1, k2, t2 = is_open.copy(), d1.copy(), s1.copy(), d2.copy(), s2.copy()
    k_loss, k_purse, k_room = loss.copy(), purse.copy(), room.copy()
    spent = 0
    while turn < turns and spent < effort:
        begun = ends[0]
        change = _disturb(lists, rules, room, state, 2 + turn % 5, random, queue, ends, waits)
        change += descend(lists, rules, room, state, queue, ends, waits, eps, effort)
        per_site = len(lists[1]) // max(len(is_open), 1) + 10
        spent += 3 * len(d1) + 2 * (ends[0] - begun) * per_site
        if change <= eps:
            k_open[:], k1[:], t1[:], k2[:], t2[:] = is_open, d1, s1, d2, s2
            k_loss[:], k_purse[:], k_room[:] = loss, purse, room
        else:
            is_open[:], d1[:], s1[:], d2[:], s2[:] = k_open, k1, t1, k2, t2
            loss[:], purse[:], room[:] = k_loss, k_purse, k_room
        turn += 1
    return turn
