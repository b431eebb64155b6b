"""The three designs and the front: what is solved, and what it costs once water arrives."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from models.network_design.pipes import PipeNetworkInstance, PipeNetworkSolution, Question, solve
from optimizer.certificate import Certificate, Status, Violation, relative_gap
from optimizer.errors import InfeasibleError, NoPlanInTimeError
from optimizer.limits import Clock, Limits
from scenarios.studies.water.network.hydraulics import Judged, judged
from scenarios.studies.water.network.terms import NetworkTerms

FloatArray = NDArray[np.float64]

ALL, BUDGET, STAGES = "all", "budget", "stages"
UNITS = {ALL: "mln KZT", BUDGET: "people", STAGES: "person-years"}
TITLES = {
    ALL: "every named village at least cost",
    BUDGET: "most people for the money of one stage",
    STAGES: "most person-years with the money of all stages",
}

_TRIES = 6  # of holding money back for wider pipes
_TOLERANCE = 1e-6


@dataclass(frozen=True)
class Design:
    """A network that keeps its budget with the diameters that water needs.

    Attributes
    ----------
    name : all, budget or stages
    budget : (T,) mln KZT, (0,) where there is none
    found : the network, with its first diameters
    judged : the diameters it needs, and the verdict
    bound : no network costs less, or reaches more, whatever water needs
    seconds : of solving
    """

    name: str
    budget: FloatArray
    found: PipeNetworkSolution
    judged: Judged
    bound: float
    seconds: float

    @property
    def spending(self) -> FloatArray:
        """(T,) mln KZT of a stage, pipes and villages."""
        found, periods = self.found, self.found.instance.periods
        connected = found.connected
        own = found.instance.node_cost[connected]
        pipes = np.bincount(found.pipe_period, self.judged.cost, periods)
        villages = np.bincount(found.node_period[connected], own, periods)
        return np.asarray(pipes + villages, dtype=float)

    @property
    def cost(self) -> float:
        return float(self.spending.sum())

    @property
    def objective(self) -> float:
        """Money with the final diameters, people, or person-years."""
        least_cost = self.found.instance.question is Question.LEAST_COST
        return self.cost if least_cost else self.found.objective

    @property
    def gap(self) -> float | None:
        return relative_gap(self.objective, self.bound)

    @property
    def over(self) -> FloatArray:
        """(T,) mln KZT by which all stages until this one exceed their money; at most 0: kept."""
        if not self.budget.size:
            return np.zeros(1)
        return np.asarray(np.cumsum(self.spending) - np.cumsum(self.budget), dtype=float)

    @property
    def people(self) -> float:
        return self.found.prize

    def violations(self) -> list[Violation]:
        """What the network breaks, by the model's own check and in money."""
        over = self.over
        return self.found.check() + [
            Violation("budget", f"stage {t + 1}", float(over[t]))
            for t in np.flatnonzero(over > _TOLERANCE * max(1.0, self.cost)).tolist()
        ]

    @property
    def certificate(self) -> Certificate:
        closed = self.gap is not None and self.gap <= _TOLERANCE
        return Certificate(
            stage=f"pipes: {TITLES[self.name]}",
            sense="minimise" if self.name == ALL else "maximise",
            unit=UNITS[self.name],
            status=Status.OPTIMAL if closed else Status.FEASIBLE,
            objective=self.objective,
            bound=self.bound,
            gap=self.gap,
            seconds=self.seconds,
            engine=self.found.engine,
            checked=True,
            violations=tuple(self.violations()),
        )


def design(terms: NetworkTerms, name: str, budget: FloatArray, limits: Limits) -> Design | None:
    """Solve one question; None where no network was found in time.

    A network first gets the smallest pipes that carry the flow. Where pressure then asks for wider
    ones and these exceed the budget, as much money is held back and the question is asked again:
    the network reached is one that can be built, and the bound of the first question holds for it.

    Parameters
    ----------
    name : all, budget or stages
    budget : (T,) mln KZT, one entry a stage; (0,) for all
    """
    clock = limits.clock()
    instance = _instance(terms, name, budget)
    given, bound, best = budget, None, None
    for _ in range(_TRIES if budget.size else 1):
        try:
            found = solve(replace(instance, budget=given), _rest(clock))
        except (InfeasibleError, NoPlanInTimeError):
            if name == ALL:
                raise
            break
        bound = found.bound if bound is None else bound
        network = judged(terms, found, f"{TITLES[name]}", _rest(clock))
        best = Design(name, budget, found, network, bound, clock.seconds)
        over = float(best.over.max())
        if over <= _TOLERANCE * max(1.0, best.cost):
            return best
        given = _held_back(given, best.over)
        if clock.expired:
            break
    return None if budget.size else best


def _held_back(given: FloatArray, over: FloatArray) -> FloatArray:
    """Budgets with which all stages until each keep what they exceeded."""
    sums = np.maximum(np.cumsum(given) - np.maximum(over, 0.0), 0.0)
    return np.diff(np.minimum.accumulate(sums[::-1])[::-1], prepend=0.0)


def _rest(clock: Clock) -> Limits:
    return replace(clock.limits, time_s=clock.remaining)


def _instance(terms: NetworkTerms, name: str, budget: FloatArray) -> PipeNetworkInstance:
    nodes, classes, graph = terms.nodes, terms.classes, terms.graph
    village = (nodes["kind"] == "village").to_numpy()
    return PipeNetworkInstance(
        edges=graph.edges,
        length_km=graph.km,
        sources=terms.sources,
        source_capacity=np.full(len(terms.sources), np.inf),
        demand=nodes["demand_l_s"].to_numpy(dtype=float),
        required=village & (name == ALL),
        prize=nodes["people"].to_numpy(dtype=float),
        node_cost=nodes["cost_mln_kzt"].to_numpy(dtype=float),
        class_capacity=classes["capacity_l_s"].to_numpy(dtype=float),
        class_cost=classes["cost_mln_kzt_per_km"].to_numpy(dtype=float),
        budget=budget,
        weight=terms.years if name == STAGES else np.ones(max(1, len(budget))),
        labels=tuple(nodes["name"]),
        class_labels=tuple(f"{d} mm" for d in classes["diameter_mm"]),
    )
