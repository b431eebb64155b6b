"""The least cost of connecting few nodes in given periods, within the money until each.

1. Send and split with the price of total cost: a bound, and a forest that is often within money.
2. Where it is not, prices on the money of the periods: proof that there is none, or a forest.
3. What is open goes to the programme of `program`, without the pipes (arc, class, period) that
   cost more than is allowed in every use, which `SendAndSplit.through` tells: few are left.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.network_design.pipes.forest import NONE, Forest
from models.network_design.pipes.instance import (
    BoolArray,
    FloatArray,
    IntArray,
    PipeNetworkInstance,
)
from models.network_design.pipes.program import PipeProgram
from models.network_design.pipes.send_and_split import (
    SendAndSplit,
    SubsetCosts,
    Ways,
    subset_sums,
)
from optimizer.certificate import Status
from optimizer.engines import solve_linear
from optimizer.limits import Clock

SLIGHT = 1e-3  # share of the price on money that total cost has at least
EQUAL = 1e-9
NEAREST = 4  # prices that remove pipes


@dataclass(frozen=True)
class Priced:
    """Send and split with prices `paid` (T,) on the money spent until the end of each period.

    `bound` is the least of what is paid; `forest` is where it stands.
    """

    paid: FloatArray
    costs: SubsetCosts
    bound: float
    forest: Forest


class PeriodsGiven:
    """Nodes `terminals` (K,) connected in the periods `period` (K,)."""

    def __init__(
        self, instance: PipeNetworkInstance, terminals: IntArray, period: IntArray, ways: Ways
    ) -> None:
        self.instance, self.period, self.terminals = instance, period, terminals
        self.question = SendAndSplit(instance, terminals, ways)
        self.node_period = np.full(instance.nodes, NONE)
        self.node_period[terminals] = period
        self.money = instance.node_cost[terminals]
        limit = instance.limit
        self.scale = np.maximum(limit, SLIGHT * limit[-1] + EQUAL)
        first = np.array([instance.periods - 1])
        for one in period.tolist():
            first = np.concatenate([first, np.minimum(first, one)])
        self.first = first  # (2^K,) period in which a subset needs its pipe

    def priced(self, paid: FloatArray, clock: Clock) -> Priced | None:
        """What is least for prices (T,); None when the time is over."""
        each = np.cumsum(paid[::-1])[::-1]
        question = self.question
        joined = subset_sums(self.money * each[self.period])
        costs = question.run(clock, question.class_price * each[self.first], joined)
        if costs is None:
            return None
        whole = len(costs.cost) - 1
        forest = question.forest(costs, whole, self.node_period)
        return Priced(paid, costs, float(costs.cost[whole]), forest)

    def least_until(self, t: int, clock: Clock) -> float:
        """Bound on the money until `t`; 0 when the time is over.

        Later pipes have a slight price as well, of which the money until the end pays no more than
        its share.
        """
        paid = np.zeros(self.instance.periods)
        paid[t] = 1.0
        paid[-1] = max(paid[-1], SLIGHT)
        found = self.priced(paid, clock)
        later = 0.0 if t == len(paid) - 1 else SLIGHT * float(self.instance.limit[-1])
        return 0.0 if found is None else found.bound - later

    def possible(
        self, rounds: int, clock: Clock, worth: FloatArray | None = None
    ) -> tuple[bool | None, list[Priced]]:
        """Whether money suffices, None where `rounds` prices leave it open; what was tried.

        `worth` (T,) is the price on the share of the money until a period to begin with.
        """
        instance, limit, tried = self.instance, self.instance.limit, []
        if worth is None:
            worth = np.full(instance.periods, 1.0 / instance.periods)
        for turn in range(rounds):
            worth = np.append(worth[:-1], max(worth[-1], SLIGHT))  # every pipe costs something
            found = self.priced(worth / self.scale, clock)
            if found is None:
                break
            tried.append(found)
            if found.bound > float(found.paid @ limit) * (1.0 + EQUAL):
                return False, tried
            if found.forest.within(instance):
                return True, tried
            over = (np.cumsum(found.forest.spending) - limit) / self.scale
            most = float(np.abs(over).max())
            if most == 0.0 or not np.isfinite(most):
                break
            worth = np.maximum(worth + over / (most * (2.0 + turn)), 0.0)
            worth /= worth.sum()
        return None, tried

    def cheapest(
        self, clock: Clock, known: Forest | None = None, tried: list[Priced] | None = None
    ) -> tuple[Forest | None, float]:
        """Least cost within the money, and a bound on it: inf where there is none."""
        instance = self.instance
        last = np.zeros(instance.periods)
        last[-1] = 1.0
        total = self.priced(last, clock)
        if total is None:
            return known, 0.0
        if total.forest.within(instance) and (known is None or total.forest.cost < known.cost):
            known = total.forest
        if not np.isfinite(total.bound):
            return None, np.inf
        if known is not None and known.cost <= total.bound * (1.0 + EQUAL):
            return known, total.bound
        allowed = [(total, known.cost if known is not None else float(instance.limit[-1]))]
        nearest = sorted(tried or [], key=lambda one: one.bound / float(one.paid @ instance.limit))
        allowed += [(one, float(one.paid @ instance.limit)) for one in nearest[-NEAREST:]]
        return self._programmed(allowed, known, total.bound, clock)

    def _programmed(
        self,
        allowed: list[tuple[Priced, float]],
        known: Forest | None,
        bound: float,
        clock: Clock,
    ) -> tuple[Forest | None, float]:
        """The programme without pipes that cost more than what is `allowed` in every use."""
        program = PipeProgram(self.instance, cost_of=self.node_period)
        shape = program.x.shape
        useful = np.ones(shape, dtype=np.bool_)
        for one, most in allowed:
            if np.isfinite(most):
                part = self._useful(program, one, most, clock)
                if part is None:
                    return known, bound
                useful &= part
        result = solve_linear(program.without(~useful), clock)
        if result.status is Status.INFEASIBLE:
            return known, (np.inf if known is None else known.cost)
        if result.bound is not None:
            bound = max(bound, program.objective(result.bound))
        if result.values is not None:
            forest = program.forest(result.values)
            if forest.within(self.instance) and (known is None or forest.cost < known.cost):
                known = forest
        if known is not None and known.cost <= bound * (1.0 + EQUAL):
            bound = known.cost
        return known, bound

    def _useful(
        self, program: PipeProgram, one: Priced, most: float, clock: Clock
    ) -> BoolArray | None:
        """(A, classes, T) pipes whose least cost of all is allowed."""
        _, classes, periods = program.x.shape
        if len(self.question.ways.node) < self.instance.nodes:
            ways = Ways.of(self.instance)
            whole = PeriodsGiven(self.instance, self.terminals, self.period, ways)
            again = whole.priced(one.paid, clock)
            return None if again is None else whole._useful(program, again, most, clock)
        size = np.minimum(self.instance.least_class(self.question.demand), classes - 1)
        kind = size * periods + self.first
        cost = self.question.through(one.costs, program.arc, kind, classes * periods, clock)
        if cost is None:
            return None
        useful = cost.reshape(program.x.shape) <= most * (1.0 + 1e-6)
        if not self.instance.carry_over:  # a pipe may be laid before it is needed
            useful = np.logical_or.accumulate(useful[:, :, ::-1], axis=2)[:, :, ::-1]
        return useful
