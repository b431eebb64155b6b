"""The roadmap answer's tables as report and workbook print them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from scenarios.language import _, marked, p_, told
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

NOT_DONE = marked("not done")


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
        _("Projects, most moved money first"),
        frame,
        "item",
        Column("name", _("Project")),
        Column("section", _("Section")),
        Column("cost_bn", _("bn KZT"), "quantity"),
        Column("years_documented", _("Documented")),
        Column("years_optimised", _("Optimised")),
        Column("shift", _("Mean year of spending, moved by"), "decimal"),
        Column("done_optimised", _("Target reached"), "share"),
        "why",
    )


def reason(row: dict[Any, Any]) -> str:
    """Why a project's turn changes, in its own figures."""
    effect = row["weight"] / (row["cost"] / MLN_PER_BN)
    if row["done_optimised"] <= 0 < row["done_documented"]:
        return _("left out: {effect:.3g} targets a bn KZT", effect=effect)
    if row["done_optimised"] < row["done_documented"] - 1e-9:
        return _("only in part: {effect:.3g} targets a bn KZT", effect=effect)
    shift = row["shift"]
    if pd.isna(shift) or abs(shift) <= SMALLEST_SHIFT:
        return _("hardly moves")
    if shift < 0:
        return _("earlier: {effect:.3g} targets a bn KZT", effect=effect)
    return _("later: {effect:.3g} targets a bn KZT", effect=effect)


def phase_table(answer: Answer) -> Table:
    """Every phase with its years in both plans."""
    table = answer.tables["schedule"]
    ours = table[table["plan"] == answer.plan.name].set_index("phase_id")
    theirs = table[table["plan"] == answer.comparison.baseline].set_index("phase_id")
    frame = ours.reset_index()
    frame["documented"] = frame["phase_id"].map(theirs["start"])
    frame["cost"] = frame["public"] + frame["private"]
    frame["activity"] = [
        activity
        if parts == 1
        else _("{work} ({part} of {parts})", work=told(activity), part=part, parts=parts)
        for activity, part, parts in zip(
            frame["activity"], frame["part"], frame["parts"], strict=True
        )
    ]
    return table_of(
        "phases",
        _("Phases"),
        frame,
        Column("phase_id", _("Phase")),
        Column("activity", _("Work")),
        Column("work", _("Kind")),
        Column("quantity", _("Quantity"), "quantity"),
        "unit",
        Column("cost", _("mln KZT"), "quantity"),
        Column("documented", _("Documented start"), "year"),
        Column("start", _("Optimised start"), "year"),
        Column("end", _("Optimised end"), "year"),
    )


def year_table(answer: Answer) -> Table:
    """Money, targets and projects by year."""
    ours = answer.evaluations[answer.plan.name].by_year
    theirs = answer.evaluations[answer.comparison.baseline].by_year
    frame = ours[["year"]].copy()
    columns: list[Column | str] = ["year"]
    heads = {
        "public": (_("Documented, public"), _("Optimised, public"), _("Envelope, public")),
        "private": (_("Documented, private"), _("Optimised, private"), _("Envelope, private")),
    }
    for key, (documented, optimised, envelope) in heads.items():
        frame[f"{key}_documented"] = theirs[key] / MLN_PER_BN
        frame[f"{key}_optimised"] = ours[key] / MLN_PER_BN
        columns.append(Column(f"{key}_documented", documented, "money"))
        columns.append(Column(f"{key}_optimised", optimised, "money"))
        if limited(answer):
            frame[f"budget_{key}"] = ours[f"budget_{key}"] / MLN_PER_BN
            columns.append(Column(f"budget_{key}", envelope, "money"))
    if limited(answer):
        frame["carry"] = ours["carry_over"] / MLN_PER_BN
        columns.append(Column("carry", _("Carried on"), "money"))
    for key in ("reached", "finished"):
        frame[f"{key}_documented"] = theirs[key].astype(float)
        frame[f"{key}_optimised"] = ours[key].astype(float)
    columns += [
        Column("reached_documented", _("Documented, targets reached"), "decimal"),
        Column("reached_optimised", _("Optimised, targets reached"), "decimal"),
        Column("finished_documented", _("Documented, projects finished"), "count"),
        Column("finished_optimised", _("Optimised, projects finished"), "count"),
    ]
    return table_of("years", _("Year by year, money in bn KZT"), frame, *columns)


def indicator_table(answer: Answer) -> Table:
    return table_of(
        "indicators",
        _("Indicators by year, cumulative"),
        answer.tables["indicators"],
        "item",
        Column("indicator", _("Indicator")),
        "unit",
        "year",
        Column("documented", _("Documented"), "quantity"),
        Column("optimised", _("Optimised"), "quantity"),
    )


def price_table(answer: Answer) -> Table:
    """What keeping a project in its documented years costs."""
    frame = projects(answer)
    frame = frame[frame["priced"] != "no"].copy()
    frame["said"] = frame["priced"].map(
        {"yes": "", "impossible": marked("no schedule keeps these years")}
    )
    frame["years_documented"] = spans(frame["first_documented"], frame["last_documented"], NOT_DONE)
    frame = frame.sort_values(["price_low", "price_high"], ascending=False, ignore_index=True)
    unit = goal_unit(answer)
    return table_of(
        "prices",
        _("Price of keeping a project in its documented years"),
        frame,
        "item",
        Column("name", _("Project")),
        Column("years_documented", _("Held at")),
        Column("price_low", _("At least, {unit}", unit=unit), "quantity"),
        Column("price_high", _("At most, {unit}", unit=unit), "quantity"),
        Column("said", _("Remark")),
    )


def printed_table(answer: Answer) -> Table:
    """Printed sums beside the sums of the projects, where they differ, and the grand total."""
    frame = answer.tables["printed_sums"]
    frame = frame[(frame["difference"] != 0) | (frame["level"] == "total")]
    frame = frame.reset_index(drop=True)
    return table_of(
        "printed_sums",
        _("Printed sums against the projects below them"),
        frame,
        "item",
        Column("name", _("Sum")),
        Column("bucket", _("Column")),
        Column("printed", _("Printed, mln KZT"), "quantity"),
        Column("leaves", _("Sum of its projects, used"), "quantity"),
        Column("difference", _("Difference"), "quantity"),
    )


def emission_table(answer: Answer) -> Table:
    frame = answer.tables["emissions"].copy()
    frame["money"] = yes_or(frame["costed"], marked("in another programme"))
    return table_of(
        "emissions",
        _("Emissions as the document states them"),
        frame,
        "item",
        Column("name", p_("of the roadmap", "Measure")),
        Column("kpi_2025", _("By 2025")),
        Column("kpi_2030", _("By 2030")),
        Column("money", _("Money in the roadmap")),
        Column("note", _("Remark"), "source"),
        "document",
        "lines",
    )
