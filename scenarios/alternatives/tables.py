"""The tables of alternatives: plans, distances, what is common, where they differ."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scenarios.alternatives.answer import Alternatives
from scenarios.alternatives.subject import AlternativesWords, Subject
from scenarios.language import _
from scenarios.plan import Plan
from scenarios.views.numbers import percent
from scenarios.views.table import Column, Table, in_bn, table_of

OPTIMUM = "optimum"


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
    for measure in answer.optimum.measures:
        frame[measure] = [m[measure] for m in answer.measures]
    for measure in answer.held:
        frame[f"loss_{measure}"] = [answer.loss(i, measure) for i in range(len(frame))]
    frame["spending"] = answer.spending.sum(axis=(1, 2))
    frame["distance"] = [plan.distance for plan in answer.plans]
    frame["largest"] = pd.Series([plan.largest for plan in answer.plans], dtype=float)
    return frame


def distances_frame(answer: Alternatives) -> pd.DataFrame:
    """Money moved between every two plans, mln KZT."""
    names = plan_names(answer)
    return pd.DataFrame(answer.distances, columns=names).assign(plan=names)[["plan", *names]]


def actions_frame(answer: Alternatives, subject: Subject) -> pd.DataFrame:
    """Every action of every plan, `plan` first."""
    parts = [
        subject.plan(plan.starts, plan.flows).actions.assign(plan=name)
        for name, plan in zip(plan_names(answer), answer.plans, strict=True)
    ]
    return pd.concat(parts, ignore_index=True)


def common_plan(answer: Alternatives, subject: Subject) -> Plan:
    """The actions that every plan has in the same year, those the scenario fixes included."""
    return subject.plan(answer.common, None)


def places_frame(answer: Alternatives, subject: Subject) -> pd.DataFrame:
    """One row per place, the most disputed first; money in mln KZT, undiscounted.

    `moved` is the most that an alternative moves away from the optimum's place and years there;
    then for each plan its spending, and `year <plan>`, the mean year of it weighted by money.
    """
    names = plan_names(answer)
    spending = answer.spending
    moved = np.abs(spending - spending[0]).sum(axis=2).max(axis=0) / 2
    total = spending.sum(axis=2).T
    dated = (spending @ subject.years).T
    table = pd.DataFrame(np.column_stack([moved, total, dated]))
    by_place = table.groupby(np.array(subject.places), sort=False).sum()
    by_place.columns = pd.Index(["moved", *names, *(f"year {n}" for n in names)])
    for name in names:
        by_place[f"year {name}"] = by_place[f"year {name}"] / by_place[name].where(
            by_place[name] > 0
        )
    by_place = by_place.sort_values("moved", ascending=False, kind="stable")
    return by_place.rename_axis("place_id").reset_index()


def plans_table(answer: Alternatives, words: AlternativesWords) -> Table:
    """The plans as the report prints them."""
    frame = in_bn(plans_frame(answer), "spending", "distance", "largest")
    frame["plan"] = frame["plan"].map(plan_told)
    columns: list[Column | str] = ["plan", *words.columns()]
    for measure in answer.held:
        name = f"loss_{measure}"
        frame[name] = [percent(loss, 2) for loss in frame[name]]
        columns.append(Column(name, words.worse(measure)))
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


def common_table(answer: Alternatives, subject: Subject) -> Table:
    """The actions common to all plans, in the same year."""
    actions = common_plan(answer, subject).actions
    keys = ["place_id", "asset", "size", "unit", "start_year"]
    frame = actions.groupby(keys, as_index=False, sort=False).agg(
        count=("place_id", "size"), capex=("capex_mln_kzt", "sum")
    )
    frame = frame.sort_values(["start_year", "capex"], ascending=[True, False], ignore_index=True)
    frame["place"] = [subject.named(p) for p in frame["place_id"]]
    frame = in_bn(frame.assign(asset=frame["asset"].map(subject.thing)), "capex")
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


def places_table(answer: Alternatives, subject: Subject) -> Table:
    """Money moved and spending by place and plan, bn KZT."""
    names = plan_names(answer)
    frame = in_bn(places_frame(answer, subject), "moved", *names)
    frame["place"] = [subject.named(p) for p in frame["place_id"]]
    return table_of(
        "places",
        _("Money moved and spending by place, bn KZT"),
        frame,
        Column("place", _("Where")),
        Column("moved", _("Most moved"), "money"),
        *(Column(n, _("Spending, {plan}", plan=plan_told(n)), "money") for n in names),
    )
