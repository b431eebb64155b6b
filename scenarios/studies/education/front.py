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
    Stage,
    solve,
)
from optimizer.certificate import Status
from optimizer.errors import InfeasibleError
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


def efficiency_equity_front(
    instance: CapacityExpansionInstance,
    evaluations: Mapping[str, Evaluation],
    evaluate: Callable[[CapacityExpansionSolution], Evaluation],
    limits: Limits,
    points: int,
    chosen: str,
) -> pd.DataFrame:
    """Least shortage for a row of caps on the worst share, by the epsilon-constraint method.

    The ends are the plan that minimises shortage alone and the one that minimises the worst share
    first; the caps between them are evenly spaced. Every other cap of `instance` stays. A point
    carries the model's own objective, bound and gap (which count the years after the horizon) and
    the simulator's shortage up to the horizon. The plans of `evaluations` are added as labelled
    points without a bound (Haimes, Lasdon and Wismer 1971).
    """
    others = tuple(c for c in instance.caps if c.measure is not Measure.WORST_SHARE)
    alone = replace(instance, caps=others, stages=(Stage(Measure.SHORTAGE),))
    fairest = replace(
        instance, caps=others, stages=(Stage(Measure.WORST_SHARE), Stage(Measure.SHORTAGE))
    )
    rows: list[dict[str, object]] = []
    ends = [_point(alone, evaluate, limits, None), _point(fairest, evaluate, limits, None)]
    rows += [end for end in ends if end is not None]
    if len(rows) == 2 and points > 2:
        high, low = (float(str(row["worst_share"])) for row in rows)
        for cap in np.linspace(low, high, points)[1:-1]:
            if limits.stop:
                break
            capped = replace(alone, caps=(*others, Cap(Measure.WORST_SHARE, float(cap))))
            point = _point(capped, evaluate, limits, float(cap))
            rows += [point] if point is not None else []
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
    evaluate: Callable[[CapacityExpansionSolution], Evaluation],
    limits: Limits,
    cap: float | None,
) -> dict[str, object] | None:
    """Solve one point; None where the cap cannot be met or nothing was found in time."""
    try:
        solution = solve(instance, replace(limits, on_progress=None))
    except InfeasibleError:
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
