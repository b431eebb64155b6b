"""The answer, its measures, and a check in plain NumPy that shares no code with the solver."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.hub_location.instance import FloatArray, HubInstance, IntArray
from optimizer.certificate import Certificate, Status, Violation, relative_gap

TOLERANCE = 1e-6


@dataclass(frozen=True)
class Ways:
    """Flow by way of hubs, one entry each; what is not listed goes directly.

    Attributes
    ----------
    pair, period : (P,)
    first, last : (P,) hub at the pair's origin and at its destination; the same for a single hub
    amount : (P,) units a year
    """

    pair: IntArray
    period: IntArray
    first: IntArray
    last: IntArray
    amount: FloatArray


@dataclass(frozen=True)
class HubSolution:
    """Centres and the routes of all flow.

    Attributes
    ----------
    centres : (M, S, T) centres opened
    capacity, throughput : (M, T) units a year
    ways : flow over hubs
    direct : (Q, T) units a year that visit no hub
    objective : discounted money for centres and transport
    bound : no plan whatever costs less
    certificates : one for each stage of the search
    """

    centres: IntArray
    capacity: FloatArray
    throughput: FloatArray
    ways: Ways
    direct: FloatArray
    objective: float
    bound: float
    certificates: tuple[Certificate, ...]

    @property
    def gap(self) -> float | None:
        return relative_gap(self.objective, self.bound)

    @property
    def opened(self) -> IntArray:
        """(M,) period in which a site gets its first centre, -1 where it gets none."""
        count = self.centres.sum(axis=1)
        return np.where(count.any(axis=1), np.argmax(count > 0, axis=1), -1)

    @property
    def status(self) -> Status:
        return self.certificates[-1].status

    def check(self, instance: HubInstance) -> list[Violation]:
        """Every requirement of the instance that the plan breaks; empty when it meets all."""
        found = check_plan(instance, self.centres, self.ways, self.direct)
        actual = objective_of(instance, self.centres, self.ways, self.direct)
        scale = TOLERANCE * max(1.0, abs(actual))
        if abs(actual - self.objective) > scale:
            found.append(Violation("stated objective", "plan", abs(actual - self.objective)))
        if self.bound > self.objective + scale:
            found.append(Violation("stated bound", "plan", self.bound - self.objective))
        used = _passing(instance, self.ways)
        for name, stated, real in (
            ("stated throughput", self.throughput, used),
            ("stated capacity", self.capacity, _capacity(instance, self.centres)),
        ):
            different = ~np.isclose(stated, real, rtol=TOLERANCE, atol=_slack(instance))
            for j, t in np.argwhere(different):
                where = f"{instance.hub_name(int(j))}, {instance.period_name(int(t))}"
                found.append(Violation(name, where, float(abs(stated[j, t] - real[j, t]))))
        return found


def objective_of(instance: HubInstance, centres: IntArray, ways: Ways, direct: FloatArray) -> float:
    """Discounted money of a plan."""
    built = np.einsum("mst,ms,t->", centres, instance.class_cost, instance.discount)
    o, d = instance.origin[ways.pair], instance.destination[ways.pair]
    there = instance.linehaul[ways.first, ways.last, ways.period]
    back = instance.linehaul[ways.last, ways.first, ways.period]
    unit = (
        instance.access[o, ways.first, ways.period]
        + np.minimum(there, back)
        + instance.access[d, ways.last, ways.period]
    )
    by_hub = float((unit * ways.amount) @ instance.years[ways.period])
    going = direct > 0
    straight = np.where(going, direct, 0.0) * np.where(going, instance.direct, 0.0)
    return float(built) + by_hub + float((straight @ instance.years).sum())


def check_plan(
    instance: HubInstance, centres: IntArray, ways: Ways, direct: FloatArray
) -> list[Violation]:
    """Every requirement of the instance that centres and routes break."""
    found: list[Violation] = []
    slack = _slack(instance)
    sent = direct.copy()
    np.add.at(sent, (ways.pair, ways.period), ways.amount)
    for q, t in np.argwhere(np.abs(sent - instance.flow) > slack):
        where = f"{instance.pair_name(int(q))}, {instance.period_name(int(t))}"
        found.append(Violation("flow balance", where, float(abs(sent - instance.flow)[q, t])))
    over = _passing(instance, ways) - _capacity(instance, centres)
    for j, t in np.argwhere(over > slack):
        where = f"{instance.hub_name(int(j))}, {instance.period_name(int(t))}"
        found.append(Violation("capacity", where, float(over[j, t])))
    least = min(float(np.min(v, initial=0.0)) for v in (centres, ways.amount, direct))
    if least < -slack:
        found.append(Violation("negative amount", "plan", -least))
    return [*found, *check_centres(instance, centres)]


def check_centres(instance: HubInstance, centres: IntArray) -> list[Violation]:
    """Every limit on classes, numbers and money that centres (M, S, T) break."""
    found: list[Violation] = []
    for j, s, t in np.argwhere((centres > 0) & ~instance.openable):
        where = f"{instance.hub_name(int(j))}, {instance.period_name(int(t))}"
        found.append(Violation("class not allowed", where, float(centres[j, s, t])))
    spent = purse = 0.0
    built = np.zeros(centres.shape[0])
    money_slack = TOLERANCE * max(1.0, float(instance.class_cost.max(initial=1.0)))
    for t in range(centres.shape[2]):
        period = instance.period_name(t)
        built = built + centres[:, :, t].sum(axis=1)
        limits = [("number of centres", period, built.sum() - instance.max_new[t])]
        for g in range(len(instance.group_min)):
            inside = built[instance.group == g].sum()
            where = f"{instance.group_name(g)}, {period}"
            limits.append(("least centres of a group", where, instance.group_min[g, t] - inside))
            limits.append(("most centres of a group", where, inside - instance.group_max[g, t]))
        for kind, over in (
            ("forced centres", instance.forced[:, t] - built),
            ("centres at a site", built - instance.max_at_site),
        ):
            for j in np.flatnonzero(over > TOLERANCE):
                limits.append((kind, f"{instance.hub_name(int(j))}, {period}", over[j]))
        found += [Violation(n, w, float(a)) for n, w, a in limits if a > TOLERANCE]
        purse += float(instance.budget[t])
        spent += float((centres[:, :, t] * instance.class_cost).sum())
        if spent > purse + money_slack:
            found.append(Violation("budget", period, spent - purse))
    return found


def _passing(instance: HubInstance, ways: Ways) -> FloatArray:
    used = np.zeros((len(instance.existing), len(instance.years)))
    np.add.at(used, (ways.first, ways.period), ways.amount)
    two = ways.first != ways.last
    np.add.at(used, (ways.last[two], ways.period[two]), ways.amount[two])
    return used


def _capacity(instance: HubInstance, centres: IntArray) -> FloatArray:
    capacity = np.zeros((len(instance.existing), len(instance.years)))
    for t in range(len(instance.years)):
        capacity[:, t] = instance.existing
        capacity[:, t] += centres[:, :, : t + 1].sum(axis=2) @ instance.size
    return capacity


def _slack(instance: HubInstance) -> float:
    return TOLERANCE * max(1.0, float(instance.flow.max(initial=1.0)))
