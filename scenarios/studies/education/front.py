"""The front between efficiency (total shortage) and equity (worst share)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from models.capacity_expansion import (
    Cap,
    CapacityExpansionInstance,
    CapacityExpansionSolution,
    Measure,
    Resolver,
    SolveExpansion,
    Stage,
)
from optimizer.certificate import Status
from optimizer.errors import InfeasibleError, NoPlanInTimeError
from optimizer.limits import Limits
from scenarios.evaluation import Evaluation

COLUMNS = (
    "worst_share_cap",
    "worst_share",
    "discounted_shortage_place_years",
    "objective",
    "bound",
    "gap",
    "label",
)

# A front shows a shape; its points need less than the answer itself.
GAP_OF_POINT = 0.002
SECONDS_OF_POINT = 10.0


def efficiency_equity_front(
    instance: CapacityExpansionInstance,
    evaluations: Mapping[str, Evaluation],
    evaluate: Callable[[CapacityExpansionSolution], Evaluation],
    limits: Limits,
    points: int,
    *,
    chosen: str,
    baseline: str,
) -> pd.DataFrame:
    """Least shortage for a row of caps on the worst share, by the epsilon-constraint method.

    The first point minimises shortage alone. The caps then fall in even steps from its worst share
    to the baseline's, which the baseline proves possible, and on as far as they can be met. Every
    other cap of `instance` stays. A point carries the model's own objective, bound and gap (which
    count the years after the horizon) and the simulator's shortage up to the horizon. The plans of
    `evaluations` are added as labelled points without a bound (Haimes, Lasdon and Wismer 1971).
    All points together take no longer than the limits allow one answer.
    """
    others = tuple(c for c in instance.caps if c.measure is not Measure.WORST_SHARE)
    alone = replace(instance, caps=others, stages=(Stage(Measure.SHORTAGE),))
    clock = limits.clock()

    def quick() -> Limits:
        return replace(
            limits,
            on_progress=None,
            gap=max(limits.gap, GAP_OF_POINT),
            time_s=min(clock.remaining, SECONDS_OF_POINT),
        )

    solve = Resolver(follow=True).solve
    rows: list[dict[str, object]] = []
    first = _point(alone, solve, evaluate, quick(), None)
    if first is not None:
        rows.append(first)
        highest = float(str(first["worst_share"]))
        known = float(evaluations[baseline].kpis["worst_share_weighted"])
        step = (highest - known) / (points // 2 or 1) if known < highest else highest / points
        for cap in highest - step * np.arange(1, points):
            if clock.expired or cap <= 0.0:
                break
            capped = replace(alone, caps=(*others, Cap(Measure.WORST_SHARE, float(cap))))
            point = _point(capped, solve, evaluate, quick(), float(cap))
            if point is None:
                break
            rows.append(point)
    for name, evaluation in evaluations.items():
        rows.append(
            {
                "worst_share": evaluation.kpis["worst_share_weighted"],
                "discounted_shortage_place_years": evaluation.kpis[
                    "discounted_shortage_place_years"
                ],
                "label": "chosen" if name == chosen else name,
            }
        )
    return pd.DataFrame(rows, columns=list(COLUMNS)).sort_values("worst_share", ignore_index=True)


def _point(
    instance: CapacityExpansionInstance,
    solve: SolveExpansion,
    evaluate: Callable[[CapacityExpansionSolution], Evaluation],
    limits: Limits,
    cap: float | None,
) -> dict[str, object] | None:
    """Solve one point; None where the cap cannot be met or nothing was found in time."""
    try:
        solution = solve(instance, limits)
    except (InfeasibleError, NoPlanInTimeError):
        return None
    certificate = solution.certificates[-1]
    if certificate.status not in (Status.OPTIMAL, Status.FEASIBLE):
        return None
    kpis = evaluate(solution).kpis
    return {
        "worst_share_cap": cap,
        "worst_share": kpis["worst_share_weighted"],
        "discounted_shortage_place_years": kpis["discounted_shortage_place_years"],
        "objective": certificate.objective,
        "bound": certificate.bound,
        "gap": certificate.gap,
        "label": "",
    }
