"""The tables beside the charts: what report and workbook print, with heads and number kinds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from scenarios.language import _, marked, p_, spoken, told
from scenarios.study import Answer
from scenarios.views import frames
from scenarios.views.charts.front_chart import front_table
from scenarios.views.judged import printed_by_period
from scenarios.views.kpis import kpi_label
from scenarios.views.table import Column, Table, proof_table, table_of, written, yes_or
from scenarios.views.vocabulary import stage_label
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
    columns = [Column("oblast", _("Oblast")), Column("unit", head)]
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
                ("share", _("short"), "share"),
            ):
                key = f"{value}_{role}_{horizon}"
                frame[key] = frame["unit_id"].map(part[value])
                named = _("{year} {whose}, {what}", year=horizon, whose=told(role), what=head)
                columns.append(Column(key, named, kind))  # type: ignore[arg-type]
    quality = frames.positions(answer).set_index("unit_id")
    frame["quality"] = frame["unit_id"].map(quality["coord_quality"])
    columns.append(Column("quality", _("Position")))
    title = _("{additions} and shortage by {unit}", additions=said.additions, unit=said.by_unit)
    return table_of("map", title, frame, *columns)


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
    columns: list[Column | str] = [*_unit_columns(answer), Column("role", _("Plan"))]
    columns += [Column(str(y), str(y), "count") for y in frames.years(answer)]
    title = _("{additions} by year", additions=words(answer.scenario.study).additions)
    return table_of("sequence", title, wide, *columns)


def spending_table(answer: Answer) -> Table:
    frame = frames.spending(answer)
    unit = frames.money_unit(answer)
    columns: list[Column | str] = [
        "year",
        Column("optimised", _("Optimised, {unit}", unit=unit), "money"),
        Column("documented", plan_label(frames.baseline_name(answer)), "money"),
    ]
    if "printed" in frame:
        columns.append(Column("printed", _("Documented, as printed"), "money"))
    columns += [
        Column("budget", _("Budget"), "money"),
        Column("available", _("Budget with carry-over"), "money"),
        Column("carry_over", _("Carried over"), "money"),
        Column("lapsed", _("Lapsed"), "money"),
    ]
    if len(answer.budget_value):
        frame["value"] = frame["year"].map(answer.budget_value.set_index("year")["value"])
        columns.append(Column("value", _("Value of one more bn KZT"), "quantity"))
    return table_of("spending", _("Spending by year, {unit}", unit=unit), frame, *columns)


def oblast_money_table(answer: Answer) -> Table:
    unit = frames.money_unit(answer)
    return table_of(
        "money_by_oblast",
        _("Money by oblast over all years, {unit}", unit=unit),
        frames.money_by_oblast(answer),
        "oblast",
        Column("documented", _("Documented"), "money"),
        Column("optimised", _("Optimised"), "money"),
        Column("difference", _("Difference"), "money"),
    )


def printed_table(answer: Answer) -> Table:
    frame = printed_by_period(answer)
    frame["period"] = frame["first"].astype(str) + "–" + frame["last"].astype(str)
    return table_of(
        "documented_money",
        _(
            "What the documented programme as printed takes a year, {unit}",
            unit=frames.money_unit(answer),
        ),
        frame,
        Column("period", _("Years")),
        Column("average", _("Average a year"), "money"),
        Column("peak", _("Peak"), "money"),
        Column("peak_year", p_("year of the peak", "in"), "year"),
        Column("budget", _("Budget of this scenario"), "money"),
    )


def front_points_table(answer: Answer) -> Table:
    return table_of(
        "front",
        _("Points of the front"),
        front_table(answer),
        Column("name", _("Plan")),
        Column("worst_share", _("Worst district"), "share"),
        Column("discounted_shortage_place_years", _("Discounted shortage, place-years"), "count"),
        "gap",
    )


def turn_table(answer: Answer, most: int | None = None) -> Table:
    frame = frames.turns(answer, most)
    said = words(answer.scenario.study)
    return table_of(
        "turns",
        _("Change of turn by {unit}", unit=said.by_unit),
        frame,
        *reversed(_unit_columns(answer)),
        Column("documented_year", _("Documented, mean year"), "decimal"),
        Column("optimised_year", _("Optimised, mean year"), "decimal"),
        Column("shift_years", _("Change, years"), "decimal"),
        Column("places_documented", _("Documented {added}", added=said.added), "count"),
        Column("places_optimised", _("Optimised {added}", added=said.added), "count"),
        Column("place_years_gained", _("Fewer {years}", years=said.amount_years), "count"),
        "reason",
    )


def horizon_table(answer: Answer) -> Table:
    said = words(answer.scenario.study)
    frame = frames.places_by_horizon(answer)
    return table_of(
        "by_horizon",
        _("{additions} by horizon", additions=said.additions),
        frame,
        *_unit_columns(answer),
        Column("horizon", p_("year", "By"), "year"),
        Column("documented", _("Documented {added}", added=said.added), "count"),
        Column("optimised", _("Optimised {added}", added=said.added), "count"),
        Column("difference", _("Difference"), "count"),
    )


def programme_table(answer: Answer) -> Table:
    return table_of(
        "programme",
        _("The optimised programme"),
        frames.programme(answer),
        Column("start_year", _("Start"), "year"),
        Column("in_service_year", _("In service"), "year"),
        "oblast",
        Column("unit", _("District or city")),
        Column("asset", _("Building")),
        Column("size", _("Places each"), "count"),
        Column("buildings", _("Buildings"), "count"),
        Column("places", _("Places"), "count"),
        Column("capex", _("Cost, {unit}", unit=frames.money_unit(answer)), "money"),
        Column("origin", _("Origin")),
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
    frame["kpi"] = [kpi_label(kpi) for kpi in frame["kpi"]]
    columns: list[Column | str] = [Column("kpi", _("Measure"))]
    columns += [Column(plan, plan_label(plan), "quantity") for plan in plans]
    return table_of("kpis", _("All measures of all plans"), frame, *columns)


def _kpi(value: Any, is_year: bool, called: dict[str, str]) -> Any:
    if isinstance(value, str):
        return called.get(value, value)
    return written(value, "year") or _("never") if is_year else value


def certificate_table(answer: Answer) -> Table:
    study = answer.scenario.study
    proofs = (
        replace(c, stage=stage_label(c.stage), unit=plain_unit(c.unit, study))
        for c in answer.certificates
    )
    return proof_table(proofs, _("Certificates, one a stage of the objective"))


def assumption_table(answer: Answer) -> Table:
    frame = answer.assumptions.copy()
    known = answer.territory.assumptions
    frame["meaning"] = [known[name].description if name in known else "" for name in frame["name"]]
    frame["changed"] = yes_or(frame["overridden"], yes=marked("by the scenario"))
    return table_of(
        "assumptions",
        _("Assumptions"),
        frame,
        Column("name", _("Assumption")),
        Column("meaning", _("Meaning")),
        Column("value", _("Value"), "quantity"),
        Column("low", _("Low"), "quantity"),
        Column("high", _("High"), "quantity"),
        "unit",
        Column("price_year", _("Prices of"), "year"),
        Column("changed", _("Changed")),
        Column("source", _("Source"), "source"),
    )


def anomaly_table(answer: Answer) -> Table:
    frame = answer.anomalies.copy()
    if len(frame):
        frame["unit"] = [
            answer.territory.name(u, spoken()) if isinstance(u, str) else ""
            for u in frame["unit_id"]
        ]
    return table_of(
        "contradictions",
        _("Contradictions of the documents"),
        frame,
        "unit",
        "year",
        Column("identity", _("What does not hold")),
        "printed",
        Column("expected", _("Expected"), "quantity"),
        Column("used", _("Used")),
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
    frame = frame.sort_values(["oblast", "unit", "year"], key=frames.ordered, ignore_index=True)
    heads = {
        "seats_end": _("Places at the end"),
        "pupils": _("Pupils"),
        "enrolled": _("Children enrolled"),
        "children_6_15": _("Children 6–15"),
        "children_16_18": _("Children 16–18"),
        "children_3_5": _("Children 3–5"),
        "need_seats": _("Need, places"),
        "balance": _("Balance, places"),
        "new_seats": _("Documented construction, places"),
    }
    columns: list[Column | str] = [
        "oblast",
        Column("unit", _("District or city")),
        "year",
    ]
    columns += [Column(key, head, "count") for key, head in heads.items() if key in frame.columns]
    columns += ["document", "lines"]
    subject = words(answer.scenario.study).places
    title = _("The documents' figures, {subject}", subject=subject)
    return table_of("documents", title, frame, *columns)
