"""The tables of alternatives: plans, distances, what is common, where they differ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd

from models.capacity_expansion import Measure
from scenarios.alternatives.answer import Alternatives
from scenarios.language import _, marked, p_
from scenarios.plan import Plan
from scenarios.views.numbers import percent
from scenarios.views.table import Column, Table, in_bn, table_of
from scenarios.views.words import short_years
from scenarios.yearly import YearlyProgramme

OPTIMUM = "optimum"
_WORSE = {
    Measure.OVERFLOW: marked("Worse in overflow by"),
    Measure.SHORTAGE: marked("Worse in shortage by"),
    Measure.WORST_SHARE: marked("Worse in worst share by"),
    Measure.COST: marked("Worse in cost by"),
}


def plan_names(answer: Alternatives) -> list[str]:
    """The optimum, and the others by number."""
    return [OPTIMUM, *(f"alternative {i}" for i in range(1, len(answer.others) + 1))]


def plan_told(name: str) -> str:
    """A name of `plan_names` in the spoken language."""
    if name == OPTIMUM:
        return _("optimum")
    return _("alternative {number}", number=name.rpartition(" ")[2])


def plans_frame(answer: Alternatives) -> pd.DataFrame:
    """One row per plan: its measures, what it loses on the optimum, how far it is from the others.

    `distance` is to the nearest of the plans before it, `largest` what is proven of any plan;
    money in mln KZT.
    """
    frame = pd.DataFrame({"plan": plan_names(answer)})
    for measure in (Measure.SHORTAGE, Measure.COST, Measure.WORST_SHARE):
        frame[measure.value] = [m[measure] for m in answer.measures]
    for measure in answer.held:
        frame[f"loss_{measure.value}"] = [answer.loss(i, measure) for i in range(len(frame))]
    frame["spending"] = answer.spending.sum(axis=(1, 2))
    frame["distance"] = [np.nan, *(other.distance for other in answer.others)]
    frame["largest"] = pd.Series([None, *(o.largest for o in answer.others)], dtype=float)
    return frame


def distances_frame(answer: Alternatives) -> pd.DataFrame:
    """Money moved between every two plans, mln KZT."""
    names = plan_names(answer)
    return pd.DataFrame(answer.distances, columns=names).assign(plan=names)[["plan", *names]]


def actions_frame(answer: Alternatives, programme: YearlyProgramme) -> pd.DataFrame:
    """Every action of every plan, `plan` first."""
    flows = [answer.optimum.flows, *(other.flows for other in answer.others)]
    parts = []
    for name, starts, flow in zip(plan_names(answer), answer.starts, flows, strict=True):
        solution = replace(answer.optimum, starts=starts, flows=flow)
        parts.append(programme.plan(solution).actions.assign(plan=name))
    return pd.concat(parts, ignore_index=True)


def common_plan(answer: Alternatives, programme: YearlyProgramme) -> Plan:
    """The actions that every plan has in the same year, those the scenario fixes included."""
    return programme.plan(replace(answer.optimum, starts=answer.common, flows=None))


def places_frame(answer: Alternatives, programme: YearlyProgramme) -> pd.DataFrame:
    """One row per place, the most disputed first; money in mln KZT, undiscounted.

    `moved` is the most that an alternative moves away from the optimum's place and years there;
    then for each plan its spending, and `year <plan>`, the mean year of it weighted by money.
    """
    names = plan_names(answer)
    spending = answer.spending
    moved = np.abs(spending - spending[0]).sum(axis=2).max(axis=0) / 2
    total = spending.sum(axis=2).T
    dated = (spending @ programme.years).T
    table = pd.DataFrame(np.column_stack([moved, total, dated]))
    by_place = table.groupby(np.array(programme.places), sort=False).sum()
    by_place.columns = pd.Index(["moved", *names, *(f"year {n}" for n in names)])
    for name in names:
        by_place[f"year {name}"] = by_place[f"year {name}"] / by_place[name].where(
            by_place[name] > 0
        )
    by_place = by_place.sort_values("moved", ascending=False, kind="stable")
    return by_place.rename_axis("place_id").reset_index()


def plans_table(answer: Alternatives, programme: YearlyProgramme) -> Table:
    """The plans as the report prints them."""
    frame = in_bn(plans_frame(answer), "cost", "spending", "distance", "largest")
    frame["plan"] = frame["plan"].map(plan_told)
    amount = short_years(programme.study.scenario.study)
    columns: list[Column | str] = [
        "plan",
        Column("shortage", p_("head", "Discounted {amount}", amount=amount), "count"),
        Column("cost", _("Discounted cost, bn KZT"), "money"),
        "worst_share",
    ]
    for measure in answer.held:
        name = f"loss_{measure.value}"
        frame[name] = [percent(loss, 2) for loss in frame[name]]
        columns.append(Column(name, _WORSE[measure]))
    columns += [
        Column("distance", _("Moved, bn KZT"), "money"),
        Column("largest", _("Proven: at most"), "money"),
    ]
    return table_of("plans", _("The plans"), frame, *columns)


def distances_table(answer: Alternatives) -> Table:
    """Money moved between every two plans, bn KZT."""
    names = plan_names(answer)
    frame = in_bn(distances_frame(answer), *names)
    return table_of(
        "distances",
        _("Money moved between every two plans"),
        frame.assign(plan=frame["plan"].map(plan_told)),
        Column("plan", _("bn KZT moved")),
        *(Column(n, plan_told(n), "money") for n in names),
    )


def common_table(
    answer: Alternatives, programme: YearlyProgramme, name: Callable[[str], str]
) -> Table:
    """The actions common to all plans, in the same year."""
    actions = common_plan(answer, programme).actions
    keys = ["place_id", "asset", "size", "unit", "start_year"]
    frame = actions.groupby(keys, as_index=False, sort=False).agg(
        count=("place_id", "size"), capex=("capex_mln_kzt", "sum")
    )
    frame = frame.sort_values(["start_year", "capex"], ascending=[True, False], ignore_index=True)
    frame["place"] = [name(p) for p in frame["place_id"]]
    frame = in_bn(frame, "capex")
    return table_of(
        "common",
        _("In every plan, in the same year"),
        frame,
        Column("start_year", _("Start"), "year"),
        Column("place", _("Where")),
        Column("asset", _("What")),
        Column("size", _("Size"), "count"),
        Column("count", _("How many"), "count"),
        Column("capex", _("bn KZT"), "money"),
    )


def places_table(
    answer: Alternatives, programme: YearlyProgramme, name: Callable[[str], str]
) -> Table:
    """Money moved and spending by place and plan, bn KZT."""
    names = plan_names(answer)
    frame = in_bn(places_frame(answer, programme), "moved", *names)
    frame["place"] = [name(p) for p in frame["place_id"]]
    return table_of(
        "places",
        _("Money moved and spending by place, bn KZT"),
        frame,
        Column("place", _("Where")),
        Column("moved", _("Most moved"), "money"),
        *(Column(n, _("Spending, {plan}", plan=plan_told(n)), "money") for n in names),
    )
