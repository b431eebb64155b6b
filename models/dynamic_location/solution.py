"""The answer, its measures, and a check in plain NumPy that shares no code with the solver."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.dynamic_location.instance import (
    BoolArray,
    DynamicLocationInstance,
    FloatArray,
    IntArray,
)
from optimizer.certificate import Certificate, Status, Violation

TOLERANCE = 1e-6


@dataclass(frozen=True)
class DynamicLocationSolution:
    """Sites, buildings and who is served where.

    Attributes
    ----------
    opened : (M,) period in which a site gets its first module, -1 where it gets none
    modules : (M, K, T) modules built
    flow : (A, T) demand served along the arcs
    unserved : (N, T)
    objective : discounted money for modules, travel and unserved demand
    bound : no plan whatever costs less
    certificates : `sites` (with places at their least price) and `buildings` (from the menu)
    """

    opened: IntArray
    modules: IntArray
    flow: FloatArray
    unserved: FloatArray
    objective: float
    bound: float | None
    certificates: tuple[Certificate, ...]

    @property
    def open(self) -> BoolArray:
        """(M,) sites with new modules in the last period."""
        return self.opened >= 0

    @property
    def status(self) -> Status:
        optimal = all(c.status is Status.OPTIMAL for c in self.certificates)
        return Status.OPTIMAL if optimal else Status.FEASIBLE

    def check(self, instance: DynamicLocationInstance) -> list[Violation]:
        """Every requirement of the instance that the plan breaks; empty when it meets all."""
        found = check_plan(instance, self.modules, self.flow, self.unserved)
        actual = objective_of(instance, self.modules, self.flow, self.unserved)
        if abs(actual - self.objective) > TOLERANCE * max(1.0, abs(actual)):
            found.append(Violation("stated objective", "plan", abs(actual - self.objective)))
        first = np.full(len(self.opened), -1)
        for t in range(self.modules.shape[2] - 1, -1, -1):
            first[self.modules[:, :, t].sum(axis=1) > 0] = t
        for j in np.flatnonzero(first != self.opened):
            found.append(Violation("stated opening", instance.site_name(int(j)), 1.0))
        return found


def objective_of(
    instance: DynamicLocationInstance, modules: IntArray, flow: FloatArray, unserved: FloatArray
) -> float:
    """Discounted money of a plan."""
    total = 0.0
    for t in range(instance.demand.shape[1]):
        built = float((modules[:, :, t] * instance.module_cost).sum())
        carried = float(flow[:, t] @ instance.distance) * instance.travel_cost
        left = float(unserved[:, t].sum()) * instance.unserved_cost
        total += instance.discount[t] * built + instance.years[t] * (carried + left)
    return float(total)


def check_plan(
    instance: DynamicLocationInstance, modules: IntArray, flow: FloatArray, unserved: FloatArray
) -> list[Violation]:
    """Every requirement of the instance that modules, flow and unserved demand break."""
    found: list[Violation] = []
    slack = TOLERANCE * max(1.0, float(instance.demand.max(initial=1.0)))
    money_slack = TOLERANCE * max(1.0, float(instance.module_cost.max(initial=1.0)))
    capacity = instance.existing.astype(float)
    spent, purse = 0.0, 0.0
    has_opened = np.zeros(len(instance.module_cost), dtype=bool)
    for t in range(instance.demand.shape[1]):
        period = instance.period_name(t)
        capacity[:, t:] += (modules[:, :, t] @ instance.size)[:, None]
        has_opened |= modules[:, :, t].sum(axis=1) > 0
        served = np.zeros(instance.demand.shape[0])
        used = np.zeros(len(instance.module_cost))
        for a in range(len(instance.origin)):
            served[instance.origin[a]] += flow[a, t]
            used[instance.site[a]] += flow[a, t]
        missing = np.abs(served + unserved[:, t] - instance.demand[:, t])
        for i in np.flatnonzero(missing > slack):
            where = f"{instance.demand_name(int(i))}, {period}"
            found.append(Violation("demand balance", where, float(missing[i])))
        over = used - capacity[:, t]
        for j in np.flatnonzero(over > slack):
            where = f"{instance.site_name(int(j))}, {period}"
            found.append(Violation("capacity", where, float(over[j])))
        if has_opened.sum() > instance.max_sites[t]:
            excess = float(has_opened.sum() - instance.max_sites[t])
            found.append(Violation("number of sites", period, excess))
        purse += float(instance.budget[t])
        spent += float((modules[:, :, t] * instance.module_cost).sum())
        if spent > purse + money_slack:
            found.append(Violation("budget", period, spent - purse))
    least = min(float(np.min(v, initial=0.0)) for v in (modules, flow, unserved))
    if least < -slack:
        found.append(Violation("negative amount", "plan", -least))
    banned = modules * ~instance.startable
    for j in np.flatnonzero(banned.sum(axis=(1, 2))):
        where = instance.site_name(int(j))
        found.append(Violation("module not allowed", where, float(banned[j].sum())))
    for j, t in np.argwhere(instance.min_capacity > 0):
        standing = float((modules[j, :, : t + 1].sum(axis=1) * instance.size).sum())
        if standing < instance.min_capacity[j, t] - slack:
            where = f"{instance.site_name(int(j))}, {instance.period_name(int(t))}"
            lacking = float(instance.min_capacity[j, t]) - standing
            found.append(Violation("decided capacity", where, lacking))
    return found
