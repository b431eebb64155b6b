"""The cases of `benchmarks/location.py` and what every solver does with one of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import instances
import numpy as np
from numpy.typing import NDArray

from optimizer.limits import Limits

FloatArray = NDArray[np.float64]

SETS: dict[str, tuple[str, ...]] = {
    "pmed": ("aumaq", "reference", "spopt HiGHS", "spopt CBC"),
    "tsplib": ("aumaq", "spopt HiGHS"),  # building alone takes the others as long
    "cap": ("aumaq", "reference"),
    "holmberg": ("aumaq", "reference"),
    "clustered": ("aumaq",),
    "p-centre": ("aumaq", "reference", "spopt HiGHS", "spopt CBC"),
    "mclp": ("aumaq", "reference", "spopt HiGHS", "spopt CBC"),
    "lscp": ("aumaq", "reference", "spopt HiGHS", "spopt CBC"),
    "p-dispersion": ("aumaq", "reference", "spopt HiGHS", "spopt CBC"),
}
CLUSTERED = ((2_000, 20), (20_000, 200), (100_000, 200), (100_000, 1_000))
CLUSTERED_GAP = {2_000: 0.0, 20_000: 5e-3, 100_000: 1e-2}
QUICK: dict[str, tuple[str, ...]] = {
    "pmed": ("pmed1", "pmed6"),
    "tsplib": ("rl1304 p=100",),
    "cap": ("cap41", "cap92"),
    "holmberg": ("p1", "p31"),
    "clustered": ("clustered n=2000 p=20",),
    "p-centre": ("pmed6",),
    "mclp": ("pmed6",),
    "lscp": ("pmed6",),
    "p-dispersion": ("pmed1",),
}


@dataclass(frozen=True)
class Outcome:
    """What a solver gives for a case.

    Attributes
    ----------
    objective, gap : None if unknown; the gap is relative and proven
    build, solve : seconds; a library that builds and solves in one call has no build time
    note : what went wrong; empty if nothing did
    """

    objective: float | None
    gap: float | None
    build: float
    solve: float
    note: str = ""


def names(kind: str, folder: Path) -> list[str]:
    """The cases of a set, in order."""
    if kind == "tsplib":
        found = [c.name for stem in ("rl1304", "u1432") for c in instances.tsplib(folder, stem)]
        return found
    if kind == "cap":
        return [case.name for case in instances.orlib_cap(folder)]
    if kind == "holmberg":
        return [f"p{k}" for k in range(1, 72)]
    if kind == "clustered":
        return [f"clustered n={n} p={p}" for n, p in CLUSTERED]
    if kind == "pmed":
        return [f"pmed{k}" for k in range(1, 21)]
    return ["pmed1", "pmed6", "pmed11", "pmed16"]


def load(kind: str, name: str, folder: Path) -> Any:
    """The instance of a case."""
    if kind == "tsplib":
        stem = name.split()[0]
        return next(c for c in instances.tsplib(folder, stem) if c.name == name)
    if kind == "cap":
        return next(c for c in instances.orlib_cap(folder) if c.name == name)
    if kind == "holmberg":
        number = int(name[1:])
        return next(instances.holmberg(folder, range(number, number + 1)))
    if kind == "clustered":
        n, p = (int(word.split("=")[1]) for word in name.split()[1:])
        return instances.clustered(n, p)
    number = int(name.removeprefix("pmed"))
    return next(instances.pmed(folder, range(number, number + 1)))


def published(kind: str, instance: Any) -> float | None:
    """The published optimum of a case, None where the set asks another question."""
    return instance.optimum if kind in ("pmed", "tsplib", "cap", "holmberg") else None


def standard_of(distance: FloatArray, p: int) -> float:
    """A distance of service that p sites cannot quite give to everyone."""
    return float(np.floor(np.quantile(np.sort(distance, axis=1)[:, len(distance) // p], 0.5)))


def run(kind: str, instance: Any, solver: str, seconds: float) -> Outcome:
    """Solve a case within `seconds` of building and solving."""
    if solver == "aumaq":
        return _ours(kind, instance, seconds)
    if solver == "reference":
        return _reference(kind, instance, seconds)
    return _spopt(kind, instance, solver, seconds)


def _ours(kind: str, instance: Any, seconds: float) -> Outcome:
    ask = _question(kind)
    _warm_up(kind)
    gap = CLUSTERED_GAP[len(instance.points)] if kind == "clustered" else 0.0
    began = time.perf_counter()
    solution = ask(instance, Limits(time_s=seconds, gap=gap))
    took = time.perf_counter() - began
    broken = solution.check()
    return Outcome(solution.objective, solution.gap, 0.0, took, "; ".join(map(str, broken[:3])))


def _question(kind: str) -> Callable[[Any, Limits], Any]:
    from models import facility_location as fl

    def capacitated(single: bool) -> Callable[[Any, Limits], Any]:
        return lambda c, limits: fl.cflp(
            c.cost, c.fixed_cost, c.capacity, c.demand, single, limits=limits
        )

    def points(c: Any, limits: Limits) -> Any:
        return fl.p_median_on_points(c.points, p=c.p, limits=limits)

    def medians(c: Any, limits: Limits) -> Any:
        return fl.p_median(c.distance, p=c.p, limits=limits)

    def covered(c: Any, limits: Limits) -> Any:
        reach = standard_of(c.distance, c.p)
        return fl.mclp(c.distance, np.ones(len(c.distance)), reach, c.p, limits=limits)

    return {
        "pmed": medians,
        "tsplib": medians,
        "cap": capacitated(False),
        "holmberg": capacitated(True),
        "clustered": points,
        "p-centre": lambda c, limits: fl.p_center(c.distance, p=c.p, limits=limits),
        "mclp": covered,
        "lscp": lambda c, limits: fl.lscp(c.distance, standard_of(c.distance, c.p), limits=limits),
        "p-dispersion": lambda c, limits: fl.p_dispersion(c.distance, c.p, limits=limits),
    }[kind]


def _warm_up(kind: str) -> None:
    """Load compiled code with a small instance; users pay for it once in a process."""
    small = instances.clustered(60, 4)
    assert small.points is not None
    distance = np.round(np.hypot(*(small.points[:, None] - small.points[None]).transpose(2, 0, 1)))
    if kind in ("cap", "holmberg"):
        case: Any = instances.CapacitatedInstance(
            "", distance[:, :8], np.full(8, 90.0), np.full(8, 20.0), np.ones(60), False, 0.0
        )
    else:
        case = instances.MedianInstance("", 4, None, distance, small.points)
    _question(kind)(case, Limits(time_s=60.0, gap=0.0))


def _reference(kind: str, instance: Any, seconds: float) -> Outcome:
    from models.facility_location.reference.cflp import cflp_reference
    from models.facility_location.reference.covering import lscp_reference, mclp_reference
    from models.facility_location.reference.dispersion import p_dispersion_reference
    from models.facility_location.reference.p_center import p_center_reference
    from models.facility_location.reference.p_median import p_median_reference

    limits = Limits(time_s=seconds)
    c = instance
    began = time.perf_counter()
    with _solver_seconds() as inside:
        if kind in ("pmed", "tsplib"):
            answer = p_median_reference(c.distance, p=c.p, limits=limits)
        elif kind in ("cap", "holmberg"):
            answer = cflp_reference(
                c.cost, c.fixed_cost, c.capacity, c.demand, c.single_source, limits=limits
            )
        elif kind == "p-centre":
            answer = p_center_reference(c.distance, p=c.p, limits=limits)
        elif kind == "mclp":
            reach = standard_of(c.distance, c.p)
            answer = mclp_reference(c.distance, np.ones(len(c.distance)), reach, c.p, limits=limits)
        elif kind == "lscp":
            answer = lscp_reference(c.distance, standard_of(c.distance, c.p), limits=limits)
        else:
            answer = p_dispersion_reference(c.distance, c.p, limits=limits)
    whole = time.perf_counter() - began
    done = answer.status == "optimal"
    objective = answer.objective if done else None
    return Outcome(objective, 0.0 if done else None, whole - inside.seconds, inside.seconds)


class _solver_seconds:
    """Seconds PuLP spends in its solver, writing the model out included."""

    seconds = 0.0

    def __enter__(self) -> _solver_seconds:
        import pulp

        self.original = pulp.LpProblem.solve

        def timed(problem: Any, *args: Any, **options: Any) -> Any:
            began = time.perf_counter()
            try:
                return self.original(problem, *args, **options)
            finally:
                self.seconds += time.perf_counter() - began

        pulp.LpProblem.solve = timed
        return self

    def __exit__(self, *_: object) -> None:
        import pulp

        pulp.LpProblem.solve = self.original


def _spopt(kind: str, instance: Any, solver: str, seconds: float) -> Outcome:
    import pulp
    from spopt.locate import LSCP, MCLP, PCenter, PDispersion, PMedian

    c, ones = instance, np.ones(len(instance.distance))
    began = time.perf_counter()
    if kind in ("pmed", "tsplib"):
        model = PMedian.from_cost_matrix(c.distance, ones, c.p)
    elif kind == "p-centre":
        model = PCenter.from_cost_matrix(c.distance, c.p)
    elif kind == "mclp":
        model = MCLP.from_cost_matrix(c.distance, ones, standard_of(c.distance, c.p), c.p)
    elif kind == "lscp":
        model = LSCP.from_cost_matrix(c.distance, standard_of(c.distance, c.p))
    else:
        model = PDispersion.from_cost_matrix(c.distance, c.p)
    build = time.perf_counter() - began
    left = max(seconds - build, 1.0)
    if solver == "spopt CBC":
        engine: Any = pulp.PULP_CBC_CMD(msg=False, timeLimit=left, gapRel=0.0)
    else:
        engine = pulp.HiGHS(msg=False, timeLimit=left, gapRel=0.0)
    began = time.perf_counter()
    note = ""
    try:
        model.solve(engine, **({} if kind == "p-dispersion" else {"results": False}))
    except RuntimeError as error:  # spopt raises where no optimum was found
        note = str(error).split(".")[0]
    took = time.perf_counter() - began
    value = pulp.value(model.problem.objective)
    # CBC as bundled calls a solution after a time limit optimal: only time proves it here.
    proven = not note and model.problem.sol_status == pulp.LpSolutionOptimal and took < 0.98 * left
    objective = None if value is None or note else abs(float(value))
    return Outcome(objective, 0.0 if proven else None, build, took, note)
