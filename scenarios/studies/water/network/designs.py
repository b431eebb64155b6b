"""The three designs and the front: what is solved, and what it costs once water arrives."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from models.network_design.pipes import PipeNetworkInstance, PipeNetworkSolution, Question, solve
from optimizer.certificate import Certificate, Status, Violation, relative_gap
from optimizer.errors import InfeasibleError, NoPlanInTimeError
from optimizer.limits import Clock, Limits
from scenarios.studies.water.network.hydraulics import Judgement, Widened, judged, widened
from scenarios.studies.water.network.terms import NetworkTerms

FloatArray = NDArray[np.float64]

ALL, BUDGET, STAGES = "all", "budget", "stages"
UNITS = {ALL: "mln KZT", BUDGET: "people", STAGES: "person-years"}
TITLES = {
    ALL: "every named village at least cost",
    BUDGET: "most people for the money of one stage",
    STAGES: "most person-years with the money of all stages",
}

_STEP = 0.6  # of the time that is left, for one solve
_TRIES = 6  # of holding money back for wider pipes
_AT_ONCE = 1.2  # of what was exceeded, held back as long as no network keeps the budget
_CLOSE = 0.01  # share of all money that decides no more
_TOLERANCE = 1e-6


@dataclass(frozen=True)
class Design:
    """A network that keeps its budget with the diameters that water needs.

    Attributes
    ----------
    name : all, budget or stages
    budget : (T,) mln KZT, (0,) where there is none
    found : the network, with its first diameters
    network : with the diameters it needs
    judgement : the simulation of that
    bound : no network costs less, or reaches more, whatever water needs
    seconds : of solving
    """

    name: str
    budget: FloatArray
    found: PipeNetworkSolution
    network: Widened
    judgement: Judgement
    bound: float
    seconds: float

    @property
    def spending(self) -> FloatArray:
        """(T,) mln KZT of a stage, pipes and villages."""
        return _spending(self.found, self.network)

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
    def people(self) -> float:
        return self.found.prize

    def violations(self) -> list[Violation]:
        """What the network breaks, by the model's own check and in money."""
        over = _over(self.found, self.network, self.budget)
        return self.found.check() + [
            Violation("budget", f"stage {t + 1}", float(over[t])) for t in np.flatnonzero(over)
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


def design(
    terms: NetworkTerms, name: str, budget: FloatArray, limits: Limits, tries: int = _TRIES
) -> Design | None:
    """Solve one question; None where no network was found in time.

    A network first gets the smallest pipes that carry the flow. Where pressure then asks for wider
    ones and these exceed the budget, money is held back for them and the question is asked again;
    how much is found by bisection. The network is then one that can be built, and the bound of the
    first question, which knows nothing of pressure, holds for it.

    Parameters
    ----------
    name : all, budget or stages
    budget : (T,) mln KZT, one entry a stage; (0,) for all
    tries : questions asked at most
    """
    clock = limits.clock()
    instance = _instance(terms, name, budget)
    first: PipeNetworkSolution | None = None
    best: tuple[PipeNetworkSolution, Widened] | None = None
    held, unkept, kept = np.zeros(len(budget)), np.zeros(len(budget)), None
    for _ in range(tries):
        try:
            found = solve(replace(instance, budget=_without(budget, held)), _next(clock))
        except (InfeasibleError, NoPlanInTimeError):
            if name == ALL:
                raise
            break
        first = first or found
        network = widened(terms, found, _next(clock))
        over = _over(found, network, budget)
        if over.max() <= 0:
            if best is None or found.objective > best[0].objective:
                best = found, network
            kept = held
            if not held.any() or found.objective >= first.bound * (1 - limits.gap):
                break
        else:
            unkept = held
        if kept is None:
            # less than what the narrow pipes took, or the same network comes again
            spare = np.cumsum(budget) - np.cumsum(found.spending)
            held = np.maximum(held, np.where(over > 0, spare + _AT_ONCE * over, 0.0))
        elif (kept - unkept).max() <= _CLOSE * float(budget.sum()):
            break
        else:
            held = (kept + unkept) / 2
        if clock.expired:
            break
    if best is None or first is None:
        return None
    judgement = judged(terms, *best)
    return Design(name, budget, *best, judgement, first.bound, clock.seconds)


def _over(found: PipeNetworkSolution, network: Widened, budget: FloatArray) -> FloatArray:
    """(T,) mln KZT that all stages until each exceed their money by; 0 within rounding."""
    if not budget.size:
        return np.zeros(1)
    sums = np.cumsum(_spending(found, network)) - np.cumsum(budget)
    return np.where(sums > _TOLERANCE * budget.sum(), sums, 0.0)


def _spending(found: PipeNetworkSolution, network: Widened) -> FloatArray:
    """(T,) mln KZT of a stage, pipes and villages."""
    periods, nodes = found.instance.periods, found.connected
    pipes = np.bincount(found.pipe_period, network.cost, periods)
    villages = np.bincount(found.node_period[nodes], found.instance.node_cost[nodes], periods)
    return np.asarray(pipes + villages, dtype=float)


def _next(clock: Clock) -> Limits:
    """Limits of one step, which leaves time for others."""
    return replace(clock.limits, time_s=_STEP * clock.remaining)


def _without(budget: FloatArray, held: FloatArray) -> FloatArray:
    """Budgets whose sums until each stage are smaller by what is held back (T,) until then."""
    sums = np.maximum(np.cumsum(budget) - held, 0.0)
    return np.diff(np.minimum.accumulate(sums[::-1])[::-1], prepend=0.0)


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
