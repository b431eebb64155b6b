"""The moves of the local search, compiled: propose, apply, judge, undo.

State is kept in arrays that a move changes in place: new capacity (N, T), spending (N, T), the
measures of each unit (N, 3 + I) in the order overflow, shortage, cost, and the money moved from
each of I known plans.
"""

from __future__ import annotations

import numpy as np
from numba import njit

_REVIEW = 1000  # moves between two adjustments of the prices of violations
_DEARER = 1.25
_CHEAPER = 0.9
_DEAREST = 40.0
_SWAP_YEARS = 0.3  # share of moves
_CHANGE_UNIT = 0.1
_FAR = 4  # periods over which two starts may change places


@njit(cache=True, nogil=True)
def _unit_measures(  # type: ignore[no-untyped-def]
    n, new, spend, gap, factor, weight, over_gap, over_factor, over_weight, cost_weight, least,
    most, known, out,
):  # fmt: skip
    """Overflow, shortage, cost and money moved of a unit into `out`; returns what breaks bounds."""
    overflow = 0.0
    shortage = 0.0
    cost = 0.0
    lacking = 0.0
    for u in range(new.shape[1]):
        c = new[n, u]
        s = gap[n, u] - factor[n, u] * c
        if s > 0.0:
            shortage += weight[u] * s
        o = over_gap[n, u] - over_factor * c
        if o > 0.0:
            overflow += over_weight[u] * o
        cost += cost_weight[u] * spend[n, u]
        if least[n, u] > c + 1e-6:
            lacking += least[n, u] - c
        if c > most[n, u] + 1e-6:
            lacking += c - most[n, u]
    out[0] = overflow
    out[1] = shortage
    out[2] = cost
    for i in range(known.shape[0]):
        moved = 0.0
        for u in range(new.shape[1]):
            moved += abs(spend[n, u] - known[i, n, u])
        out[3 + i] = moved / 2.0
    return lacking


@njit(cache=True, nogil=True)
def _value(goal, sums):  # type: ignore[no-untyped-def]
    """What is minimised: weighted measures, less the least money moved from a known plan."""
    value = goal[0] * sums[0] + goal[1] * sums[1] + goal[2] * sums[2]
    if len(sums) > 3:
        value -= sums[3:].min()
    return value


@njit(cache=True, nogil=True)
def _overdraft(total, budget, carry_limit):  # type: ignore[no-untyped-def]
    """Money spent that was not there."""
    carry = 0.0
    missing = 0.0
    for t in range(len(total)):
        carry += budget[t] - total[t]
        if carry < 0.0:
            missing -= carry
            carry = 0.0
        elif carry > carry_limit[t]:
            carry = carry_limit[t]
    return missing


@njit(cache=True, nogil=True)
def _group_missing(group_total, limit, floor):  # type: ignore[no-untyped-def]
    """Money above group envelopes and below least group spending."""
    missing = 0.0
    for g in range(limit.shape[0]):
        spent = 0.0
        for t in range(limit.shape[1]):
            spent += group_total[g, t]
            missing += max(0.0, group_total[g, t] - limit[g, t])
            missing += max(0.0, floor[g, t] - spent)
    return missing


@njit(cache=True, nogil=True)
def _change(  # type: ignore[no-untyped-def]
    starts, new, spend, total, group_total, group, size, cost, payment, instalments, lead, n, k, t,
    sign,
):  # fmt: skip
    """Add (sign 1) or take away (sign -1) one start."""
    starts[n, k, t] += sign
    for u in range(t + lead, new.shape[1]):
        new[n, u] += sign * size[k]
    for u in range(t, min(t + instalments, new.shape[1])):
        paid = sign * cost[n, k] * payment[t, u]
        spend[n, u] += paid
        total[u] += paid
        group_total[group[n], u] += paid


@njit(cache=True, nogil=True)
def _crowded(starts, max_starts, n, t):  # type: ignore[no-untyped-def]
    """Whether a unit starts more modules in a period than it may."""
    count = 0
    for k in range(starts.shape[1]):
        count += starts[n, k, t]
    return count > max_starts[n, t]


@njit(cache=True, nogil=True)
def _propose(  # type: ignore[no-untyped-def]
    rng, entries, count, n_units, n_modules, n_periods, entry, before, after
):
    """Draw a move of one to three starts; returns how many, 0 if the draw is void.

    Two starts changing years with each other, and a start changing its unit, leave spending (all
    but) as it is; they are what improves a plan whose budget is used up.
    """
    if count + 3 > len(entries):
        return 0
    kind = rng.random()
    if kind < _SWAP_YEARS and count > 1:
        for h in range(2):
            entry[h] = rng.integers(0, count)
            before[h] = entries[entry[h]]
            after[h] = before[h]
        if before[0, 2] == before[1, 2] or abs(before[0, 2] - before[1, 2]) > _FAR:
            return 0
        after[0, 2] = before[1, 2]
        after[1, 2] = before[0, 2]
        return 2
    if kind < _SWAP_YEARS + _CHANGE_UNIT and count > 0:
        entry[0] = rng.integers(0, count)
        before[0] = entries[entry[0]]
        after[0] = before[0]
        after[0, 0] = rng.integers(0, n_units)
        return 1
    draw = rng.random()
    halves = 1 if draw < 0.3 else (2 if draw < 0.8 else 3)
    last_unit = 0
    for h in range(halves):
        kind = rng.random()
        if kind < 0.12 or count == 0:
            last_unit = last_unit if h > 0 and rng.random() < 0.3 else rng.integers(0, n_units)
            entry[h] = -1
            before[h, 0] = -1
            after[h, 0] = last_unit
            after[h, 1] = rng.integers(0, n_modules)
            after[h, 2] = rng.integers(0, n_periods)
            continue
        e = rng.integers(0, count)
        if h > 0 and entry[0] >= 0:
            for _ in range(4):  # money moves between neighbouring years
                if abs(entries[e, 2] - before[0, 2]) <= 1:
                    break
                e = rng.integers(0, count)
        for other in range(h):
            if entry[other] == e:
                return 0
        entry[h] = e
        before[h] = entries[e]
        after[h] = before[h]
        last_unit = before[h, 0]
        if kind < 0.22:
            after[h, 0] = -1
        elif kind < 0.62:
            shift = 2 if rng.random() < 0.3 else 1
            after[h, 2] += shift if rng.random() < 0.5 else -shift
        else:
            after[h, 1] = rng.integers(0, n_modules)
            if kind > 0.85:
                after[h, 2] += 1 if rng.random() < 0.5 else -1
    return halves


@njit(cache=True, nogil=True)
def search_moves(  # type: ignore[no-untyped-def]
    starts, size, cost, startable, max_starts, lead, payment, instalments, budget, carry_limit,
    gap, factor, weight, over_gap, over_factor, over_weight, cost_weight, least, most, group,
    group_limit, group_floor, limited, offset, goal, caps, cap_price, money_price, moves,
    heat, known, rng,
):  # fmt: skip
    n_units, n_modules, n_periods = starts.shape
    starts = starts.copy()
    new = np.zeros((n_units, n_periods))
    spend = np.zeros((n_units, n_periods))
    total = np.zeros(n_periods)
    group_total = np.zeros(group_limit.shape)
    entries = np.empty((max(16, 4 * starts.sum() + 4096), 3), dtype=np.int64)
    count = 0
    for n in range(n_units):
        for k in range(n_modules):
            for t in range(n_periods):
                for _ in range(starts[n, k, t]):
                    starts[n, k, t] -= 1
                    _change(
                        starts, new, spend, total, group_total, group, size, cost, payment,
                        instalments, lead, n, k, t, 1,
                    )  # fmt: skip
                    entries[count] = (n, k, t)
                    count += 1
    measures = np.zeros((n_units, 3 + known.shape[0]))
    lacking = np.zeros(n_units)
    sums = np.zeros(3 + known.shape[0])
    sums[:3] = offset
    short_of = 0.0
    for n in range(n_units):
        lacking[n] = _unit_measures(
            n, new, spend, gap, factor, weight, over_gap, over_factor, over_weight, cost_weight,
            least, most, known, measures[n],
        )  # fmt: skip
        sums += measures[n]
        short_of += lacking[n]
    tolerance = 1e-7 * (budget.max() + 1.0)
    state_price = money_price * cost.max() / size.min()

    lowest_price = money_price / 2.0
    lowest_cap = cap_price / 2.0
    def_missing = _overdraft(total, budget, carry_limit)
    if limited:
        def_missing += _group_missing(group_total, group_limit, group_floor)
    energy = money_price * def_missing + state_price * short_of + _value(goal, sums)
    excess = 0.0
    for i in range(3):
        over = max(0.0, sums[i] - caps[i])
        excess += over / (1.0 + abs(caps[i]))
        energy += cap_price[i] * over
    best = 1e300
    best_starts = starts.copy()
    if def_missing <= tolerance and short_of <= 1e-6 and excess <= 1e-9:
        best = _value(goal, sums)

    entry = np.zeros(4, dtype=np.int64)  # index of the entry changed by each half-move; -1 new
    before = np.zeros((4, 3), dtype=np.int64)
    after = np.zeros((4, 3), dtype=np.int64)
    touched = np.zeros(8, dtype=np.int64)
    old = np.zeros((8, len(sums)))
    old_lacking = np.zeros(8)
    trial = np.zeros(len(sums))
    cooling = 0.01 ** (1.0 / max(1, moves))
    temperature = heat
    missing = def_missing
    for _move in range(moves):
        temperature *= cooling
        if _move % _REVIEW == 0 and _move > 0:
            money_price *= _DEARER if missing > tolerance else _CHEAPER
            money_price = min(max(money_price, lowest_price), _DEAREST * lowest_price)
            energy = money_price * missing + state_price * short_of + _value(goal, sums)
            for i in range(3):
                over = max(0.0, sums[i] - caps[i])
                cap_price[i] *= _DEARER if over > 1e-9 * (1.0 + abs(caps[i])) else _CHEAPER
                cap_price[i] = min(max(cap_price[i], lowest_cap[i]), _DEAREST * lowest_cap[i])
                energy += cap_price[i] * over
        halves = _propose(rng, entries, count, n_units, n_modules, n_periods, entry, before, after)
        valid = halves > 0
        done = 0
        n_touched = 0
        for h in range(halves):
            a, k, t = after[h]
            if a >= 0 and (t < 0 or t >= n_periods or not startable[a, k, t]):
                valid = False
                break
            for n in (before[h, 0], a):
                seen = n < 0
                for i in range(n_touched):
                    seen = seen or touched[i] == n
                if not seen:
                    touched[n_touched] = n
                    old[n_touched] = measures[n]
                    old_lacking[n_touched] = lacking[n]
                    n_touched += 1
            if before[h, 0] >= 0:
                _change(
                    starts, new, spend, total, group_total, group, size, cost, payment,
                    instalments, lead, before[h, 0], before[h, 1], before[h, 2], -1,
                )  # fmt: skip
            if a >= 0:
                _change(
                    starts, new, spend, total, group_total, group, size, cost, payment,
                    instalments, lead, a, k, t, 1,
                )  # fmt: skip
            done += 1
            if a >= 0 and _crowded(starts, max_starts, a, t):
                valid = False
                break
        accepted = False
        if valid:
            trial[:] = sums
            trial_short = short_of
            for i in range(n_touched):
                n = touched[i]
                lacking[n] = _unit_measures(
                    n, new, spend, gap, factor, weight, over_gap, over_factor, over_weight,
                    cost_weight, least, most, known, measures[n],
                )  # fmt: skip
                trial += measures[n] - old[i]
                trial_short += lacking[n] - old_lacking[i]
            trial_missing = _overdraft(total, budget, carry_limit)
            if limited:
                trial_missing += _group_missing(group_total, group_limit, group_floor)
            candidate = money_price * trial_missing + state_price * max(trial_short, 0.0)
            candidate += _value(goal, trial)
            excess = 0.0
            for i in range(3):
                over = max(0.0, trial[i] - caps[i])
                excess += over / (1.0 + abs(caps[i]))
                candidate += cap_price[i] * over
            delta = candidate - energy
            accepted = trial_short <= short_of + 1e-6 and (
                delta <= 0.0 or rng.random() < np.exp(-delta / max(temperature, 1e-12))
            )
        if accepted:
            energy = candidate
            missing = trial_missing
            sums[:] = trial
            short_of = trial_short
            for h in range(halves):
                if entry[h] < 0:
                    entries[count] = after[h]
                    count += 1
                elif entry[h] >= 0 and after[h, 0] >= 0:
                    entries[entry[h]] = after[h]
            above = len(entries)
            for _ in range(halves):  # the last one first, so that the other indices stay valid
                gone = -1
                for h in range(halves):
                    if after[h, 0] < 0 and entry[h] < above and entry[h] > gone:
                        gone = entry[h]
                if gone >= 0:
                    count -= 1
                    entries[gone] = entries[count]
                    above = gone
            value = _value(goal, sums)
            if (
                value < best - 1e-12 * abs(best)
                and missing <= tolerance
                and short_of <= 1e-6
                and excess <= 1e-9
            ):
                best = value
                best_starts[:] = starts
        else:
            for h in range(done):
                if after[h, 0] >= 0:
                    _change(
                        starts, new, spend, total, group_total, group, size, cost, payment,
                        instalments, lead, after[h, 0], after[h, 1], after[h, 2], -1,
                    )  # fmt: skip
                if before[h, 0] >= 0:
                    _change(
                        starts, new, spend, total, group_total, group, size, cost, payment,
                        instalments, lead, before[h, 0], before[h, 1], before[h, 2], 1,
                    )  # fmt: skip
            for i in range(n_touched):
                measures[touched[i]] = old[i]
                lacking[touched[i]] = old_lacking[i]
    return best, best_starts
