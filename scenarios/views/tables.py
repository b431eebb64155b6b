"""The tables beside the charts: what report and workbook print, with heads and number kinds."""

from __future__ import annotations

from typing import Any

import pandas as pd

from scenarios.study import Answer
from scenarios.views import frames
from scenarios.views.charts.front_chart import front_table
from scenarios.views.headline import printed_by_period
from scenarios.views.numbers import percent
from scenarios.views.table import Column, Table, written
from scenarios.views.words import plan_label, words


def curve_table(answer: Answer, column: str, name: str, title: str) -> Table:
    """Years down, plans across."""
    long = frames.by_year(answer)
    long = long[long["year"].isin(frames.years(answer))]
    wide = long.pivot(index="year", columns="plan", values=column)[list(answer.evaluations)]
    columns = [Column("year", "Year", "year")]
    columns += [Column(plan, plan_label(plan), "count") for plan in answer.evaluations]
    return Table(name, title, tuple(columns), wide.reset_index())


def _unit_columns(answer: Answer) -> list[Column]:
    """Oblast and unit; one of them where they are the same."""
    head = words(answer.scenario.study).unit_head
    columns = [Column("oblast", "Oblast"), Column("unit", head)]
    return [column for column in columns if column.key == "unit" or column.head != head]


def map_table(answer: Answer) -> Table:
    """Places added and remaining shortage by unit at each horizon, with the position's quality."""
    wanted = frames.by_unit(answer)
    wanted = wanted[wanted["year"].isin(frames.horizons(answer))]
    frame = pd.DataFrame({"unit_id": frames.unit_ids(answer)})
    called = frames.names(answer)
    frame["unit"] = frame["unit_id"].map(called)
    frame["oblast"] = frame["unit_id"].map(answer.territory.oblast_of).map(called)
    said = words(answer.scenario.study)
    columns = _unit_columns(answer)
    for horizon in frames.horizons(answer):
        for role in (frames.DOCUMENTED_ROLE, frames.OPTIMISED_ROLE):
            part = wanted[(wanted["year"] == horizon) & (wanted["role"] == role)]
            part = part.set_index("unit_id")
            for value, head, kind in (
                ("places_added", said.added, "count"),
                ("share", "short", "share"),
            ):
                key = f"{value}_{role}_{horizon}"
                frame[key] = frame["unit_id"].map(part[value])
                columns.append(Column(key, f"{horizon} {role}, {head}", kind))  # type: ignore[arg-type]
    quality = frames.positions(answer).set_index("unit_id")
    frame["quality"] = frame["unit_id"].map(quality["coord_quality"])
    columns.append(Column("quality", "Position"))
    return Table("map", f"{said.additions} and shortage by {said.unit}", tuple(columns), frame)


def sequence_table(answer: Answer) -> Table:
    """Units down, years across, documented and optimised rows: what comes into service."""
    long = frames.by_unit(answer)
    wide = long.pivot_table(
        index=["oblast", "unit", "role"], columns="year", values="opened", sort=False
    ).reset_index()
    wide.columns = pd.Index([str(c) for c in wide.columns])
    called = frames.names(answer)
    order = {called[u]: n for n, u in enumerate(frames.unit_ids(answer))}
    wide = wide.sort_values(
        ["unit", "role"],
        key=lambda c: c.map(order) if c.name == "unit" else c,
        ignore_index=True,
    )
    columns = [*_unit_columns(answer), Column("role", "Plan")]
    columns += [Column(str(y), str(y), "count") for y in frames.years(answer)]
    title = f"{words(answer.scenario.study).additions} by year"
    return Table("sequence", title, tuple(columns), wide)


def spending_table(answer: Answer) -> Table:
    frame = frames.spending(answer)
    unit = frames.money_unit(answer)
    columns = [
        Column("year", "Year", "year"),
        Column("optimised", f"Optimised, {unit}", "money"),
        Column("documented", plan_label(frames.baseline_name(answer)), "money"),
    ]
    if "printed" in frame:
        columns.append(Column("printed", "Documented, as printed", "money"))
    columns += [
        Column("budget", "Budget", "money"),
        Column("available", "Budget with carry-over", "money"),
        Column("carry_over", "Carried over", "money"),
        Column("lapsed", "Lapsed", "money"),
    ]
    if len(answer.budget_value):
        frame["value"] = frame["year"].map(answer.budget_value.set_index("year")["value"])
        columns.append(Column("value", "Value of one more bn KZT", "quantity"))
    return Table("spending", f"Spending by year, {unit}", tuple(columns), frame)


def oblast_money_table(answer: Answer) -> Table:
    unit = frames.money_unit(answer)
    return Table(
        "money_by_oblast",
        f"Money by oblast over all years, {unit}",
        (
            Column("oblast", "Oblast"),
            Column("documented", "Documented", "money"),
            Column("optimised", "Optimised", "money"),
            Column("difference", "Difference", "money"),
        ),
        frames.money_by_oblast(answer),
    )


def printed_table(answer: Answer) -> Table:
    frame = printed_by_period(answer)
    frame["period"] = frame["first"].astype(str) + "–" + frame["last"].astype(str)
    return Table(
        "documented_money",
        f"What the documented programme as printed takes a year, {frames.money_unit(answer)}",
        (
            Column("period", "Years"),
            Column("average", "Average a year", "money"),
            Column("peak", "Peak", "money"),
            Column("peak_year", "in", "year"),
            Column("budget", "Budget of this scenario", "money"),
        ),
        frame,
    )


def front_points_table(answer: Answer) -> Table:
    return Table(
        "front",
        "Points of the front",
        (
            Column("name", "Plan"),
            Column("worst_share", "Worst district", "share"),
            Column("discounted_shortage_place_years", "Discounted shortage, place-years", "count"),
            Column("gap", "Gap", "share"),
        ),
        front_table(answer),
    )


def turn_table(answer: Answer, most: int | None = None) -> Table:
    frame = frames.turns(answer, most)
    said = words(answer.scenario.study)
    columns = (
        *reversed(_unit_columns(answer)),
        Column("documented_year", "Documented, mean year", "decimal"),
        Column("optimised_year", "Optimised, mean year", "decimal"),
        Column("shift_years", "Change, years", "decimal"),
        Column("places_documented", f"Documented {said.added}", "count"),
        Column("places_optimised", f"Optimised {said.added}", "count"),
        Column("place_years_gained", f"Fewer {said.amount_years}", "count"),
        Column("reason", "Why", "source"),
    )
    return Table("turns", f"Change of turn by {said.unit}", columns, frame)


def horizon_table(answer: Answer) -> Table:
    said = words(answer.scenario.study)
    columns = (
        *_unit_columns(answer),
        Column("horizon", "By", "year"),
        Column("documented", f"Documented {said.added}", "count"),
        Column("optimised", f"Optimised {said.added}", "count"),
        Column("difference", "Difference", "count"),
    )
    frame = frames.places_by_horizon(answer)
    return Table("by_horizon", f"{said.additions} by horizon", columns, frame)


def programme_table(answer: Answer) -> Table:
    columns = (
        Column("start_year", "Start", "year"),
        Column("in_service_year", "In service", "year"),
        Column("oblast", "Oblast"),
        Column("unit", "District or city"),
        Column("asset", "Building"),
        Column("size", "Places each", "count"),
        Column("buildings", "Buildings", "count"),
        Column("places", "Places", "count"),
        Column("capex", f"Cost, {frames.money_unit(answer)}", "money"),
        Column("origin", "Origin"),
    )
    return Table("programme", "The optimised programme", columns, frames.programme(answer))


def kpi_table(answer: Answer) -> Table:
    table = answer.comparison.kpis
    plans = [plan for plan in answer.evaluations if plan in table.columns]
    frame = table[["kpi", *plans]].copy()
    called = frames.names(answer)
    years = frame["kpi"].str.endswith("_year")
    for plan in plans:
        frame[plan] = [
            _kpi(value, is_year, called)
            for value, is_year in zip(frame[plan].astype(object), years, strict=True)
        ]
    frame["kpi"] = frame["kpi"].str.replace("_", " ").str.replace("mln kzt", "mln KZT")
    columns = [Column("kpi", "Measure")]
    columns += [Column(plan, plan_label(plan), "quantity") for plan in plans]
    return Table("kpis", "All measures of all plans", tuple(columns), frame)


def _kpi(value: Any, is_year: bool, called: dict[str, str]) -> Any:
    if isinstance(value, str):
        return called.get(value, value)
    return written(value, "year") or "never" if is_year else value


def certificate_table(answer: Answer) -> Table:
    columns = (
        Column("stage", "Stage"),
        Column("sense", "Sense"),
        Column("objective", "Objective", "quantity"),
        Column("bound", "Proven bound", "quantity"),
        Column("gap", "Gap"),
        Column("unit", "Unit"),
        Column("seconds", "Seconds", "decimal"),
        Column("engine", "Engine"),
        Column("status", "Status"),
        Column("checked", "Checked outside the solver"),
    )
    frame = frames.certificates(answer)
    frame["gap"] = ["" if pd.isna(g) else percent(float(g), 3) for g in frame["gap"]]
    return Table("certificates", "Certificates, one a stage of the objective", columns, frame)


def assumption_table(answer: Answer) -> Table:
    columns = (
        Column("name", "Assumption"),
        Column("value", "Value", "quantity"),
        Column("low", "Low", "quantity"),
        Column("high", "High", "quantity"),
        Column("unit", "Unit"),
        Column("price_year", "Prices of", "year"),
        Column("changed", "Changed"),
        Column("source", "Source", "source"),
    )
    frame = answer.assumptions.copy()
    frame["changed"] = frame["overridden"].map({True: "by the scenario", False: ""})
    return Table("assumptions", "Assumptions", columns, frame)


def anomaly_table(answer: Answer) -> Table:
    columns = (
        Column("unit", "Unit"),
        Column("year", "Year", "year"),
        Column("identity", "What does not hold"),
        Column("printed", "Printed", "quantity"),
        Column("expected", "Expected", "quantity"),
        Column("used", "Used"),
        Column("reason", "Why", "source"),
        Column("document", "Document"),
        Column("lines", "Lines"),
    )
    frame = answer.anomalies.copy()
    if frame.empty:
        frame = pd.DataFrame(columns=[c.key for c in columns])
    else:
        frame["unit"] = [
            answer.territory.name(u, "en") if isinstance(u, str) else "" for u in frame["unit_id"]
        ]
    return Table("contradictions", "Contradictions of the documents", columns, frame)


def source_table(answer: Answer) -> Table:
    """The documents' own figures for the run's units, with document and lines."""
    frame = answer.territory.table(answer.scenario.study.value)
    units = frames.unit_ids(answer)
    frame = frame[frame["unit_id"].isin(units)].copy()
    called = frames.names(answer)
    frame["unit"] = frame["unit_id"].map(called)
    frame["oblast"] = frame["unit_id"].map(answer.territory.oblast_of).map(called)
    frame = frame.sort_values(["oblast", "unit", "year"], ignore_index=True)
    heads = {
        "seats_end": "Places at the end",
        "pupils": "Pupils",
        "enrolled": "Children enrolled",
        "children_6_15": "Children 6–15",
        "children_16_18": "Children 16–18",
        "children_3_5": "Children 3–5",
        "need_seats": "Need, places",
        "balance": "Balance, places",
        "new_seats": "Documented construction, places",
    }
    columns = [
        Column("oblast", "Oblast"),
        Column("unit", "District or city"),
        Column("year", "Year", "year"),
    ]
    columns += [Column(key, head, "count") for key, head in heads.items() if key in frame.columns]
    columns += [Column("document", "Document"), Column("lines", "Lines")]
    subject = words(answer.scenario.study).places
    return Table("documents", f"The documents' figures, {subject}", tuple(columns), frame)
