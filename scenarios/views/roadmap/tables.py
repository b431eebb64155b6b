"""The roadmap answer's tables as report and workbook print them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from scenarios.study import Answer
from scenarios.views.numbers import MLN_PER_BN
from scenarios.views.roadmap.headline import SMALLEST_SHIFT
from scenarios.views.roadmap.words import (
    SECTIONS,
    goal_unit,
    limited,
    projects,
)
from scenarios.views.table import Column, Table, spans, table_of, yes_or
from scenarios.views.tables import anomaly_table, assumption_table, certificate_table

NOT_DONE = "not done"


def report_tables(answer: Answer) -> list[Table]:
    """All tables by name, in the report's order."""
    return [
        project_table(answer),
        phase_table(answer),
        year_table(answer),
        indicator_table(answer),
        price_table(answer),
        printed_table(answer),
        emission_table(answer),
        certificate_table(answer),
        assumption_table(answer),
        anomaly_table(answer),
    ]


def project_table(answer: Answer) -> Table:
    """What moves: years of both plans and why."""
    frame = projects(answer)
    frame["cost_bn"] = frame["cost"] / MLN_PER_BN
    frame["section"] = frame["section"].map(SECTIONS)
    frame["years_documented"] = spans(frame["first_documented"], frame["last_documented"], NOT_DONE)
    frame["years_optimised"] = spans(frame["first_optimised"], frame["last_optimised"], NOT_DONE)
    frame["why"] = [reason(row) for row in frame.to_dict("records")]
    frame = frame.assign(size=frame["shift"].abs() * frame["cost"])
    frame = frame.sort_values("size", ascending=False, kind="stable", ignore_index=True)
    return table_of(
        "moves",
        "Projects, most moved money first",
        frame,
        "item",
        Column("name", "Project"),
        Column("section", "Section"),
        Column("cost_bn", "bn KZT", "quantity"),
        Column("years_documented", "Documented"),
        Column("years_optimised", "Optimised"),
        Column("shift", "Mean year of spending, moved by", "decimal"),
        Column("done_optimised", "Target reached", "share"),
        "why",
    )


def reason(row: dict[Any, Any]) -> str:
    """Why a project's turn changes, in its own figures."""
    effect = row["weight"] / (row["cost"] / MLN_PER_BN)
    price = f"{effect:.3g} targets a bn KZT"
    if row["done_optimised"] <= 0 < row["done_documented"]:
        return f"left out: {price}"
    if row["done_optimised"] < row["done_documented"] - 1e-9:
        return f"only in part: {price}"
    shift = row["shift"]
    if pd.isna(shift) or abs(shift) <= SMALLEST_SHIFT:
        return "hardly moves"
    return f"{'earlier' if shift < 0 else 'later'}: {price}"


def phase_table(answer: Answer) -> Table:
    """Every phase with its years in both plans."""
    table = answer.tables["schedule"]
    ours = table[table["plan"] == answer.plan.name].set_index("phase_id")
    theirs = table[table["plan"] == answer.comparison.baseline].set_index("phase_id")
    frame = ours.reset_index()
    frame["documented"] = frame["phase_id"].map(theirs["start"])
    frame["cost"] = frame["public"] + frame["private"]
    frame["activity"] = [
        activity if parts == 1 else f"{activity} ({part} of {parts})"
        for activity, part, parts in zip(
            frame["activity"], frame["part"], frame["parts"], strict=True
        )
    ]
    return table_of(
        "phases",
        "Phases",
        frame,
        Column("phase_id", "Phase"),
        Column("activity", "Work"),
        Column("work", "Kind"),
        Column("quantity", "Quantity", "quantity"),
        "unit",
        Column("cost", "mln KZT", "quantity"),
        Column("documented", "Documented start", "year"),
        Column("start", "Optimised start", "year"),
        Column("end", "Optimised end", "year"),
    )


def year_table(answer: Answer) -> Table:
    """Money, targets and projects by year."""
    ours = answer.evaluations[answer.plan.name].by_year
    theirs = answer.evaluations[answer.comparison.baseline].by_year
    frame = ours[["year"]].copy()
    columns: list[Column | str] = ["year"]
    for key, head in (("public", "public"), ("private", "private")):
        for label, table in (("documented", theirs), ("optimised", ours)):
            frame[f"{key}_{label}"] = table[key] / MLN_PER_BN
            columns.append(Column(f"{key}_{label}", f"{label.capitalize()}, {head}", "money"))
        if limited(answer):
            frame[f"budget_{key}"] = ours[f"budget_{key}"] / MLN_PER_BN
            columns.append(Column(f"budget_{key}", f"Envelope, {head}", "money"))
    if limited(answer):
        frame["carry"] = ours["carry_over"] / MLN_PER_BN
        columns.append(Column("carry", "Carried on", "money"))
    for key, head, kind in (
        ("reached", "targets reached", "decimal"),
        ("finished", "projects finished", "count"),
    ):
        for label, table in (("documented", theirs), ("optimised", ours)):
            frame[f"{key}_{label}"] = table[key].astype(float)
            columns.append(Column(f"{key}_{label}", f"{label.capitalize()}, {head}", kind))  # type: ignore[arg-type]
    return table_of("years", "Year by year, money in bn KZT", frame, *columns)


def indicator_table(answer: Answer) -> Table:
    return table_of(
        "indicators",
        "Indicators by year, cumulative",
        answer.tables["indicators"],
        "item",
        Column("indicator", "Indicator"),
        "unit",
        "year",
        Column("documented", "Documented", "quantity"),
        Column("optimised", "Optimised", "quantity"),
    )


def price_table(answer: Answer) -> Table:
    """What keeping a project in its documented years costs."""
    frame = projects(answer)
    frame = frame[frame["priced"] != "no"].copy()
    frame["said"] = frame["priced"].map({"yes": "", "impossible": "no schedule keeps these years"})
    frame["years_documented"] = spans(frame["first_documented"], frame["last_documented"], NOT_DONE)
    frame = frame.sort_values(["price_low", "price_high"], ascending=False, ignore_index=True)
    unit = goal_unit(answer)
    return table_of(
        "prices",
        "Price of keeping a project in its documented years",
        frame,
        "item",
        Column("name", "Project"),
        Column("years_documented", "Held at"),
        Column("price_low", f"At least, {unit}", "quantity"),
        Column("price_high", f"At most, {unit}", "quantity"),
        Column("said", "Remark"),
    )


def printed_table(answer: Answer) -> Table:
    """Printed sums beside the sums of the projects, where they differ, and the grand total."""
    frame = answer.tables["printed_sums"]
    frame = frame[(frame["difference"] != 0) | (frame["level"] == "total")]
    frame = frame.reset_index(drop=True)
    return table_of(
        "printed_sums",
        "Printed sums against the projects below them",
        frame,
        "item",
        Column("name", "Sum"),
        Column("bucket", "Column"),
        Column("printed", "Printed, mln KZT", "quantity"),
        Column("leaves", "Sum of its projects, used", "quantity"),
        Column("difference", "Difference", "quantity"),
    )


def emission_table(answer: Answer) -> Table:
    frame = answer.tables["emissions"].copy()
    frame["money"] = yes_or(frame["costed"], "in another programme")
    return table_of(
        "emissions",
        "Emissions as the document states them",
        frame,
        "item",
        Column("name", "Measure"),
        Column("kpi_2025", "By 2025"),
        Column("kpi_2030", "By 2030"),
        Column("money", "Money in the roadmap"),
        Column("note", "Remark", "source"),
        "document",
        "lines",
    )
