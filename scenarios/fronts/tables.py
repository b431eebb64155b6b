"""The tables of a front: its points, and every plan on it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from models.capacity_expansion import CapacityExpansionSolution, Measure
from models.capacity_expansion.solution import accounts, measures
from scenarios.fronts.answer import Front, Point
from scenarios.language import _, p_
from scenarios.plan import Plan
from scenarios.views.numbers import percent
from scenarios.views.table import Column, Table, in_bn, said_gaps, table_of
from scenarios.yearly import YearlyProgramme


def points_frame(front: Front, programme: YearlyProgramme) -> pd.DataFrame:
    """One row per point.

    `shortage`, `bound` and `gap` are the model's, which counts the years after the horizon;
    `simulated_shortage` and `simulated_spending_mln_kzt` are the simulator's up to the horizon,
    with what the scenario has fixed. `nested_*` are empty where no nested plans were asked for.
    """
    rows = []
    for number, point in enumerate(front.points):
        kpis = programme.study.evaluate(plan_of(programme, point)).kpis
        nested = front.nested[number] if front.nested else None
        rows.append(
            {
                "point": number + 1,
                "knee": number == front.knee,
                "level": point.level,
                "cost_mln_kzt": point.cost,
                "worst_share": point.worst_share,
                "shortage": point.shortage,
                "bound": point.bound,
                "gap": point.gap,
                "simulated_shortage": _simulated_shortage(kpis),
                "simulated_spending_mln_kzt": kpis["discounted_spending_mln_kzt"],
                "nested_cost_mln_kzt": None if nested is None else nested.cost,
                "nested_shortage": None if nested is None else nested.shortage,
                "price_of_nesting": front.prices[number] if front.nested else None,
            }
        )
    frame = pd.DataFrame(rows)
    optional = ["bound", "gap", "nested_cost_mln_kzt", "nested_shortage", "price_of_nesting"]
    return frame.astype(dict.fromkeys(optional, float))


def _simulated_shortage(kpis: dict[str, object]) -> object:
    """Each study's simulator counts what is short in words of its own."""
    names = ("discounted_shortage_place_years", "weighted_unserved_person_years")
    return next(kpis[name] for name in names if name in kpis)


def actions_frame(front: Front, programme: YearlyProgramme) -> pd.DataFrame:
    """Every action of every plan: `point`, `plan` (best or nested), then the plan's columns."""
    parts = []
    for kind, points in (("best", front.points), ("nested", front.nested)):
        for number, point in enumerate(points, start=1):
            actions = plan_of(programme, point).actions.copy()
            actions.insert(0, "plan", kind)
            actions.insert(0, "point", number)
            parts.append(actions)
    return pd.concat([p for p in parts if len(p)] or parts[:1], ignore_index=True)


def plan_of(programme: YearlyProgramme, point: Point) -> Plan:
    """A point's starts as a plan."""
    instance = programme.instance
    solution = CapacityExpansionSolution(
        starts=point.starts,
        flows=point.flows,
        certificates=(),
        budget_value=np.zeros(len(instance.budget)),
        budget_value_measure=Measure.SHORTAGE,
        measures=measures(instance, accounts(instance, point.starts, point.flows)),
    )
    return programme.plan(solution)


def points_table(points: pd.DataFrame, amount: str, *, nested: bool) -> Table:
    """The points as the report prints them."""
    frame = in_bn(points, "cost_mln_kzt", "nested_cost_mln_kzt", "simulated_spending_mln_kzt")
    frame["knee"] = np.where(frame["knee"], _("knee"), "")
    columns: list[Column | str] = [
        Column("point", _("Point"), "count"),
        Column("cost_mln_kzt", _("Discounted cost, bn KZT"), "money"),
        Column("shortage", p_("head", "Discounted {amount}", amount=amount), "count"),
        Column("bound", _("Proven: not less than"), "count"),
        "worst_share",
        Column(
            "simulated_shortage", _("Simulated to the horizon, {amount}", amount=amount), "count"
        ),
        Column("knee", ""),
    ]
    if nested:
        columns += [
            Column("nested_cost_mln_kzt", _("Nested: cost, bn KZT"), "money"),
            Column("nested_shortage", _("Nested: {amount}", amount=amount), "count"),
            Column("price", _("Price of nesting")),
        ]
        frame["price"] = [percent(p, 2) for p in frame["price_of_nesting"]]
    return table_of("points", _("Points of the front"), frame, *columns)


def proof_table(points: pd.DataFrame) -> Table:
    """How far each point may be from the best there is."""
    frame = points.assign(checked=_("yes"), said_gap=said_gaps(points["gap"]))
    return table_of(
        "certificates",
        _("Proof of each point"),
        frame,
        Column("point", _("Point"), "count"),
        Column("shortage", _("Shortage of the plan"), "count"),
        Column("bound", _("Proven bound"), "count"),
        Column("said_gap", _("Gap")),
        Column("checked", _("Checked outside the solver")),
    )
