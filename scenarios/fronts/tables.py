"""The tables of a front: its points, and every plan on it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scenarios.fronts.answer import Front
from scenarios.fronts.subject import FrontWords, Subject
from scenarios.language import _
from scenarios.views.numbers import percent
from scenarios.views.table import Column, Table, in_bn, said_gaps, table_of

_MEASURED = ("objective", "bound", "simulated_objective", "nested_objective")


def points_frame(front: Front, subject: Subject) -> pd.DataFrame:
    """One row per point.

    `objective`, `bound` and `gap` are the model's; `simulated_objective` and
    `simulated_spending_mln_kzt` are what the study's simulator says of the plan as it is shown.
    `nested_*` are empty where no nested plans were asked for.
    """
    rows = []
    for number, point in enumerate(front.points):
        kpis = subject.study.evaluate(subject.plan(point)).kpis
        objective, spending = subject.simulated(kpis)
        nested = front.nested[number] if front.nested else None
        rows.append(
            {
                "point": number + 1,
                "knee": number == front.knee,
                "level": point.level,
                "cost_mln_kzt": point.cost,
                "worst_share": point.worst_share,
                "objective": point.objective,
                "bound": point.bound,
                "gap": point.gap,
                "simulated_objective": objective,
                "simulated_spending_mln_kzt": spending,
                "nested_cost_mln_kzt": None if nested is None else nested.cost,
                "nested_objective": None if nested is None else nested.objective,
                "price_of_nesting": front.prices[number] if front.nested else None,
            }
        )
    frame = pd.DataFrame(rows)
    optional = ["bound", "gap", "nested_cost_mln_kzt", "nested_objective", "price_of_nesting"]
    return frame.astype(dict.fromkeys(optional, float))


def actions_frame(front: Front, subject: Subject) -> pd.DataFrame:
    """Every action of every plan: `point`, `plan` (best or nested), then the plan's columns."""
    parts = []
    for kind, points in (("best", front.points), ("nested", front.nested)):
        for number, point in enumerate(points, start=1):
            actions = subject.plan(point).actions.copy()
            actions.insert(0, "plan", kind)
            actions.insert(0, "point", number)
            parts.append(actions)
    return pd.concat([p for p in parts if len(p)] or parts[:1], ignore_index=True)


def points_table(points: pd.DataFrame, words: FrontWords, *, nested: bool) -> Table:
    """The points as the report prints them."""
    frame = in_bn(points, "cost_mln_kzt", "nested_cost_mln_kzt", "simulated_spending_mln_kzt")
    frame[list(_MEASURED)] = points[list(_MEASURED)].astype(float) / words.scale
    frame["knee"] = np.where(frame["knee"], _("knee"), "")
    columns = [Column("point", _("Point"), "count"), *words.columns(), Column("knee", "")]
    if nested:
        cost, objective = words.nested_heads()
        columns += [
            Column("nested_cost_mln_kzt", cost, "money"),
            Column("nested_objective", objective, words.kind),
            Column("price", _("Price of nesting")),
        ]
        frame["price"] = [percent(p, 2) for p in frame["price_of_nesting"]]
    return table_of("points", _("Points of the front"), frame, *columns)


def proof_table(points: pd.DataFrame, words: FrontWords) -> Table:
    """How far each point may be from the best there is."""
    frame = points.assign(checked=_("yes"), said_gap=said_gaps(points["gap"]))
    frame[["objective", "bound"]] = points[["objective", "bound"]].astype(float) / words.scale
    return table_of(
        "certificates",
        _("Proof of each point"),
        frame,
        Column("point", _("Point"), "count"),
        Column("objective", words.proof_head(), words.kind),
        Column("bound", _("Proven bound"), words.kind),
        Column("said_gap", _("Gap")),
        Column("checked", _("Checked outside the solver")),
    )
