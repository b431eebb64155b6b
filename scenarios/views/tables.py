"""The tables beside the charts: what report and workbook print, with heads and number kinds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from scenarios.study import Answer
from scenarios.views import frames
from scenarios.views.charts.front_chart import front_table
from scenarios.views.headline import printed_by_period
from scenarios.views.table import Column, Table, proof_table, table_of, written, yes_or
from scenarios.views.words import plain_unit, plan_label, words


def curve_table(answer: Answer, column: str, name: str, title: str) -> Table:
    """Years down, plans across."""
    long = frames.by_year(answer)
    long = long[long["year"].isin(frames.years(answer))]
    wide = long.pivot(index="year", columns="plan", values=column)[list(answer.evaluations)]
    columns: list[Column | str] = ["year"]
    columns += [Column(plan, plan_label(plan), "count") for plan in answer.evaluations]
    return table_of(name, title, wide.reset_index(), *columns)


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
    return table_of("map", f"{said.additions} and shortage by {said.unit}", frame, *columns)


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
    columns: list[Column | str] = [*_unit_columns(answer), Column("role", "Plan")]
    columns += [Column(str(y), str(y), "count") for y in frames.years(answer)]
    title = f"{words(answer.scenario.study).additions} by year"
    return table_of("sequence", title, wide, *columns)


def spending_table(answer: Answer) -> Table:
    frame = frames.spending(answer)
    unit = frames.money_unit(answer)
    columns: list[Column | str] = [
        "year",
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
    return table_of("spending", f"Spending by year, {unit}", frame, *columns)


def oblast_money_table(answer: Answer) -> Table:
    unit = frames.money_unit(answer)
    return table_of(
        "money_by_oblast",
        f"Money by oblast over all years, {unit}",
        frames.money_by_oblast(answer),
        "oblast",
        Column("documented", "Documented", "money"),
        Column("optimised", "Optimised", "money"),
        Column("difference", "Difference", "money"),
    )


def printed_table(answer: Answer) -> Table:
    frame = printed_by_period(answer)
    frame["period"] = frame["first"].astype(str) + "–" + frame["last"].astype(str)
    return table_of(
        "documented_money",
        f"What the documented programme as printed takes a year, {frames.money_unit(answer)}",
        frame,
        Column("period", "Years"),
        Column("average", "Average a year", "money"),
        Column("peak", "Peak", "money"),
        Column("peak_year", "in", "year"),
        Column("budget", "Budget of this scenario", "money"),
    )


def front_points_table(answer: Answer) -> Table:
    return table_of(
        "front",
        "Points of the front",
        front_table(answer),
        Column("name", "Plan"),
        Column("worst_share", "Worst district", "share"),
        Column("discounted_shortage_place_years", "Discounted shortage, place-years", "count"),
        "gap",
    )


def turn_table(answer: Answer, most: int | None = None) -> Table:
    frame = frames.turns(answer, most)
    said = words(answer.scenario.study)
    return table_of(
        "turns",
        f"Change of turn by {said.unit}",
        frame,
        *reversed(_unit_columns(answer)),
        Column("documented_year", "Documented, mean year", "decimal"),
        Column("optimised_year", "Optimised, mean year", "decimal"),
        Column("shift_years", "Change, years", "decimal"),
        Column("places_documented", f"Documented {said.added}", "count"),
        Column("places_optimised", f"Optimised {said.added}", "count"),
        Column("place_years_gained", f"Fewer {said.amount_years}", "count"),
        "reason",
    )


def horizon_table(answer: Answer) -> Table:
    said = words(answer.scenario.study)
    frame = frames.places_by_horizon(answer)
    return table_of(
        "by_horizon",
        f"{said.additions} by horizon",
        frame,
        *_unit_columns(answer),
        Column("horizon", "By", "year"),
        Column("documented", f"Documented {said.added}", "count"),
        Column("optimised", f"Optimised {said.added}", "count"),
        Column("difference", "Difference", "count"),
    )


def programme_table(answer: Answer) -> Table:
    return table_of(
        "programme",
        "The optimised programme",
        frames.programme(answer),
        Column("start_year", "Start", "year"),
        Column("in_service_year", "In service", "year"),
        "oblast",
        Column("unit", "District or city"),
        Column("asset", "Building"),
        Column("size", "Places each", "count"),
        Column("buildings", "Buildings", "count"),
        Column("places", "Places", "count"),
        Column("capex", f"Cost, {frames.money_unit(answer)}", "money"),
        Column("origin", "Origin"),
    )


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
    columns: list[Column | str] = [Column("kpi", "Measure")]
    columns += [Column(plan, plan_label(plan), "quantity") for plan in plans]
    return table_of("kpis", "All measures of all plans", frame, *columns)


def _kpi(value: Any, is_year: bool, called: dict[str, str]) -> Any:
    if isinstance(value, str):
        return called.get(value, value)
    return written(value, "year") or "never" if is_year else value


def certificate_table(answer: Answer) -> Table:
    study = answer.scenario.study
    proofs = (replace(c, unit=plain_unit(c.unit, study)) for c in answer.certificates)
    return proof_table(proofs, "Certificates, one a stage of the objective")


def assumption_table(answer: Answer) -> Table:
    frame = answer.assumptions.copy()
    frame["changed"] = yes_or(frame["overridden"], yes="by the scenario")
    return table_of(
        "assumptions",
        "Assumptions",
        frame,
        Column("name", "Assumption"),
        Column("value", "Value", "quantity"),
        Column("low", "Low", "quantity"),
        Column("high", "High", "quantity"),
        "unit",
        Column("price_year", "Prices of", "year"),
        Column("changed", "Changed"),
        Column("source", "Source", "source"),
    )


def anomaly_table(answer: Answer) -> Table:
    frame = answer.anomalies.copy()
    if len(frame):
        frame["unit"] = [
            answer.territory.name(u, "en") if isinstance(u, str) else "" for u in frame["unit_id"]
        ]
    return table_of(
        "contradictions",
        "Contradictions of the documents",
        frame,
        "unit",
        "year",
        Column("identity", "What does not hold"),
        "printed",
        Column("expected", "Expected", "quantity"),
        Column("used", "Used"),
        "reason",
        "document",
        "lines",
    )


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
    columns: list[Column | str] = [
        "oblast",
        Column("unit", "District or city"),
        "year",
    ]
    columns += [Column(key, head, "count") for key, head in heads.items() if key in frame.columns]
    columns += ["document", "lines"]
    subject = words(answer.scenario.study).places
    return table_of("documents", f"The documents' figures, {subject}", frame, *columns)
