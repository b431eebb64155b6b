"""Which sites to open when so that most demand lies within a standard: dynamic maximal covering.

What opens stays open. As a compact programme it is solved by HiGHS as it stands: covering a demand
point needs no whole number of its own once the sites are whole.

    max  sum_it g_t w_it c_it
    c_it <= sum_{j within reach of i in t} z_jt    c <= 1
    z_jt <= z_j,t+1                                what opens stays
    sum_j z_jt <= P_t    low_gt <= sum_{j in g} z_jt <= high_gt
    sum_j f_j z_jt <= B_1 + ... + B_t              z binary, existing sites open throughout

Schilling (1980), Geographical Analysis 12, 215-226; Gunawardane (1982), European Journal of
Operational Research 10, 190-195.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from models.dynamic_location.instance import BoolArray, FloatArray, IntArray
from optimizer.certificate import Certificate, Status, Violation, relative_gap
from optimizer.engines import solve_linear
from optimizer.errors import InfeasibleError, NoPlanInTimeError, Reason
from optimizer.limits import Limits
from optimizer.linear_model import LinearModel, ModelBuilder

TOLERANCE = 1e-6
PATIENCE_S = 60.0  # for a first plan, which takes a second where the machine is free


@dataclass(frozen=True)
class DynamicCoverInstance:
    """N demand points, M sites, T periods, G groups of sites, A pairs that a site may cover.

    Attributes
    ----------
    weight : (N, T) demand
    demand, site : (A,) demand point and site of each pair
    within : (A, T) whether the site covers the demand point in a period
    years : (T,) years that a period counts for
    existing : (M,) sites that are open from the beginning and count for no limit
    cost : (M,) money for opening a site
    max_new : (T,) most new sites up to and in a period; inf for no limit
    group : (M,) group of a site, -1 for none
    group_min, group_max : (G, T) numbers of new sites of a group up to and in a period
    budget : (T,) money that becomes available in a period; what is left stays; inf for no limit
    forced : (M, T) sites that must be open in a period
    earliest : (M,) first period in which a site may open; T for never
    site_labels, demand_labels, period_labels, group_labels : names used in messages only
    """

    weight: FloatArray
    demand: IntArray
    site: IntArray
    within: BoolArray
    years: FloatArray
    existing: BoolArray
    cost: FloatArray
    max_new: FloatArray
    group: IntArray
    group_min: FloatArray
    group_max: FloatArray
    budget: FloatArray
    forced: BoolArray
    earliest: IntArray
    site_labels: tuple[str, ...] = field(default=(), compare=False)
    demand_labels: tuple[str, ...] = field(default=(), compare=False)
    period_labels: tuple[str, ...] = field(default=(), compare=False)
    group_labels: tuple[str, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        """Validate; raises ValueError naming field, place, value and expectation."""
        n, periods = self.weight.shape
        m, arcs, groups = len(self.cost), len(self.demand), len(self.group_min)
        shapes = {
            "site": (arcs,),
            "within": (arcs, periods),
            "years": (periods,),
            "existing": (m,),
            "max_new": (periods,),
            "group": (m,),
            "group_min": (groups, periods),
            "group_max": (groups, periods),
            "budget": (periods,),
            "forced": (m, periods),
            "earliest": (m,),
        }
        for name, shape in shapes.items():
            found = getattr(self, name).shape
            if found != shape:
                raise ValueError(f"{name}: shape {found}, expected {shape}")
        for name in ("weight", "years", "cost", "max_new", "group_min", "group_max", "budget"):
            values = getattr(self, name)
            limit = name in ("max_new", "group_max", "budget")
            wrong = np.isnan(values) | (values < 0) | (~np.isfinite(values) & (not limit))
            if wrong.any():
                place = np.unravel_index(int(np.argmax(wrong)), values.shape)
                where = ", ".join(str(int(i)) for i in place)
                raise ValueError(
                    f"{name}[{where}]: {values[place]}, expected a number, 0 or larger"
                )
        for name, index, count, least in (
            ("demand", self.demand, n, 0),
            ("site", self.site, m, 0),
            ("group", self.group, groups, -1),
        ):
            outside = np.flatnonzero((index < least) | (index >= count))
            if outside.size:
                at = int(outside[0])
                raise ValueError(
                    f"{name}[{at}]: {index[at]}, expected {least} or larger, below {count}"
                )
        early = self.forced & (np.arange(periods) < self.earliest[:, None])
        early &= ~self.existing[:, None]
        if early.any():
            site = self.site_name(int(np.argmax(early.any(axis=1))))
            raise ValueError(f"forced before it may open: {site}")

    def site_name(self, site: int) -> str:
        return self.site_labels[site] if site < len(self.site_labels) else f"site {site}"

    def period_name(self, period: int) -> str:
        known = period < len(self.period_labels)
        return self.period_labels[period] if known else f"period {period}"

    def group_name(self, group: int) -> str:
        return self.group_labels[group] if group < len(self.group_labels) else f"group {group}"


@dataclass(frozen=True)
class DynamicCoverSolution:
    """Sites and what they cover.

    Attributes
    ----------
    opened : (M,) period in which a site opens, -1 where it does not or stands already
    covered : (N, T)
    objective : weighted demand-years covered; bound : no plan covers more
    """

    opened: IntArray
    covered: BoolArray
    objective: float
    bound: float
    certificate: Certificate

    def check(self, instance: DynamicCoverInstance) -> list[Violation]:
        """Every requirement that the plan breaks, in plain NumPy; empty when it meets all."""
        found = check_cover(instance, self.opened)
        real = covered_by(instance, self.opened)
        if (real != self.covered).any():
            found.append(Violation("stated cover", "plan", float((real != self.covered).sum())))
        value = float(((instance.weight * real) @ instance.years).sum())
        if abs(value - self.objective) > TOLERANCE * max(1.0, abs(value)):
            found.append(Violation("stated objective", "plan", abs(value - self.objective)))
        return found


def covered_by(instance: DynamicCoverInstance, opened: IntArray) -> BoolArray:
    """(N, T) demand points within the standard of a site that is open."""
    covered = np.zeros(instance.weight.shape, dtype=bool)
    for t in range(instance.weight.shape[1]):
        is_open = instance.existing | ((opened >= 0) & (opened <= t))
        covered[instance.demand[is_open[instance.site] & instance.within[:, t]], t] = True
    return covered


def check_cover(instance: DynamicCoverInstance, opened: IntArray) -> list[Violation]:
    """Every limit that the openings (M,) break."""
    found: list[Violation] = []
    purse = 0.0
    for j in np.flatnonzero((opened >= 0) & (opened < instance.earliest)):
        found.append(Violation("opened too early", instance.site_name(int(j)), 1.0))
    for j in np.flatnonzero((opened >= 0) & instance.existing):
        found.append(Violation("opened but stands already", instance.site_name(int(j)), 1.0))
    for t in range(instance.weight.shape[1]):
        new = (opened >= 0) & (opened <= t)
        name = instance.period_name(t)
        purse += float(instance.budget[t])
        excess = [
            ("number of sites", name, new.sum() - instance.max_new[t]),
            ("budget", name, (instance.cost[new].sum() - purse) / max(1.0, instance.cost.max())),
        ]
        for g in range(len(instance.group_min)):
            inside = new[instance.group == g].sum()
            where = f"{instance.group_name(g)}, {name}"
            excess.append(("most sites of a group", where, inside - instance.group_max[g, t]))
            excess.append(("least sites of a group", where, instance.group_min[g, t] - inside))
        found += [Violation(c, w, float(a)) for c, w, a in excess if a > TOLERANCE]
        for j in np.flatnonzero(instance.forced[:, t] & ~new & ~instance.existing):
            where = f"{instance.site_name(int(j))}, {name}"
            found.append(Violation("forced site is not open", where, 1.0))
    return found


def dynamic_cover(
    instance: DynamicCoverInstance, limits: Limits | None = None
) -> DynamicCoverSolution:
    """Choose sites and periods that cover most weighted demand.

    Raises
    ------
    InfeasibleError
        numbers, groups, budget and forced sites contradict each other
    NoPlanInTimeError
        stopped before any plan was found
    """
    clock = (limits or Limits()).clock()
    model, opening = _model(instance)
    answer = solve_linear(model, clock, stage="dynamic cover")
    if answer.status is Status.INFEASIBLE:
        raise InfeasibleError(
            (Reason("numbers, groups, budget and forced sites contradict each other"),)
        )
    if answer.values is None and not clock.limits.stop:
        # any choice within the limits is a plan, and there is no answer without one
        patient = replace(clock.limits, time_s=PATIENCE_S).clock()
        answer = solve_linear(replace(model, cost=np.zeros_like(model.cost)), patient)
        answer = replace(answer, bound=None)
    if answer.values is None:
        raise NoPlanInTimeError("stopped before any choice of sites was found")
    is_open = answer.values[opening] > 0.5
    new = is_open & ~instance.existing[:, None]
    opened = np.where(new.any(axis=1), np.argmax(new, axis=1), -1)
    covered = covered_by(instance, opened)
    objective = float(((instance.weight * covered) @ instance.years).sum())
    everything = float((instance.weight @ instance.years).sum())
    bound = everything if answer.bound is None else max(objective, -answer.bound)
    gap = relative_gap(objective, bound)
    violations = tuple(check_cover(instance, opened))
    certificate = Certificate(
        stage="dynamic cover",
        sense="maximise",
        unit="weighted demand-years",
        status=Status.OPTIMAL
        if gap is not None and gap <= clock.limits.gap + 1e-9
        else Status.FEASIBLE,
        objective=objective,
        bound=bound,
        gap=gap,
        seconds=clock.seconds,
        engine=answer.engine,
        checked=not violations,
        violations=violations,
    )
    return DynamicCoverSolution(opened, covered, objective, bound, certificate)


def _model(inst: DynamicCoverInstance) -> tuple[LinearModel, IntArray]:
    """The programme, and its (M, T) columns of openings."""
    n, periods = inst.weight.shape
    m, span = len(inst.cost), np.arange(periods)
    builder = ModelBuilder()
    standing = inst.existing[:, None] | np.zeros(periods, dtype=bool)
    may = standing | (span >= inst.earliest[:, None])
    opening = builder.variables((m, periods), lower=standing | inst.forced, upper=may, integer=True)
    cover = builder.variables((n, periods), cost=-inst.weight * inst.years, upper=1.0)
    row = builder.rows((n, periods), upper=0.0)
    builder.add(row, cover, 1.0)
    arc, t = np.nonzero(inst.within)
    builder.add(row[inst.demand[arc], t], opening[inst.site[arc], t], -1.0)
    stays = builder.rows((m, periods - 1), lower=0.0)
    builder.add(stays, opening[:, 1:], 1.0)
    builder.add(stays, opening[:, :-1], -1.0)
    new = ~inst.existing
    number = builder.rows((periods,), upper=inst.max_new)
    builder.add(number[None, :], opening[new], 1.0)
    for g in range(len(inst.group_min)):
        inside = builder.rows((periods,), lower=inst.group_min[g], upper=inst.group_max[g])
        builder.add(inside[None, :], opening[new & (inst.group == g)], 1.0)
    money = builder.rows((periods,), upper=np.cumsum(inst.budget))
    builder.add(money[None, :], opening[new], inst.cost[new][:, None])
    return builder.build(), opening
