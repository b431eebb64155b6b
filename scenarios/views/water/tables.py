"""The water answer's tables as report and workbook print them."""

from __future__ import annotations

import pandas as pd

from scenarios.study import Answer
from scenarios.views import frames, tables
from scenarios.views.charts.plan_map import default_year
from scenarios.views.table import Column, Table, table_of, written
from scenarios.views.water import balance_tables, network_tables
from scenarios.views.water.programme import date_prices, first_ones, said_technology, technologies


def report_tables(answer: Answer) -> list[Table]:
    """All tables by name, in the report's order; those without rows are kept empty."""
    return [
        tables.map_table(answer),
        tables.curve_table(answer, "shortage", "without_water", "People without water by year"),
        tables.sequence_table(answer),
        tables.horizon_table(answer),
        tables.spending_table(answer),
        tables.oblast_money_table(answer),
        tables.printed_table(answer),
        turn_table(answer),
        technology_table(answer),
        lot_table(answer),
        date_table(answer),
        *balance_tables.balance_tables(answer),
        *network_tables.network_tables(answer),
        tables.kpi_table(answer),
        tables.certificate_table(answer),
        tables.anomaly_table(answer),
        commitment_table(answer),
        tables.assumption_table(answer),
    ]


def turn_table(answer: Answer) -> Table:
    """Whose turn changes, and how many and how large settlements come first."""
    first = default_year(answer)
    return table_of(
        "turns",
        "Change of turn by oblast",
        first_ones(answer, first),
        Column("unit", "Oblast"),
        Column("documented_year", "Documented, mean year", "decimal"),
        Column("optimised_year", "Optimised, mean year", "decimal"),
        Column("shift_years", "Change, years", "decimal"),
        Column("documented_count", f"Documented settlements to {first}", "count"),
        Column("documented_size", "of people each", "count"),
        Column("optimised_count", f"Optimised settlements to {first}", "count"),
        Column("optimised_size", "of people each", "count"),
        Column("place_years_gained", "Fewer person-years without water", "count"),
        "reason",
    )


def technology_table(answer: Answer) -> Table:
    """Settlements, people and money by technology, both plans."""
    frame = technologies(answer)
    frame["technology"] = frame["technology"].map(said_technology)
    return table_of(
        "technology",
        "Settlements by what connects them",
        frame,
        "oblast",
        Column("role", "Plan"),
        Column("technology", "Connected by"),
        "settlements",
        "people",
        Column("spending", f"Cost, {frames.money_unit(answer)}", "money"),
    )


def lot_table(answer: Answer) -> Table:
    """The lots that the plan decides on, with costs, choice and lines."""
    frame = answer.tables["lots"].copy()
    frame["oblast"] = [answer.territory.name(str(u), "en") for u in frame["unit_id"]]
    for column in ("technology_documented", "technology_chosen"):
        frame[column] = [said_technology(t) if isinstance(t, str) else "" for t in frame[column]]
    costs = [c for c in frame.columns if str(c).startswith("cost_")]
    return table_of(
        "lots",
        "Settlements to connect, by lot",
        frame,
        Column("lot_id", "Lot"),
        "oblast",
        Column("project_id", "Commitment"),
        Column("size_class", "Size class", "count"),
        "settlements",
        Column("people_each", "People each", "count"),
        Column("technology_documented", "Documented source"),
        *(
            Column(c, f"By {said_technology(c.removeprefix('cost_'))}, mln KZT each", "quantity")
            for c in map(str, costs)
        ),
        Column("technology_chosen", "Optimised source"),
        "lines",
    )


def date_table(answer: Answer) -> Table:
    frame = date_prices(answer)
    unit = frames.money_unit(answer)
    return table_of(
        "date_prices",
        "Least yearly budget by date",
        frame,
        Column("plan", "Order"),
        Column("year", "Everybody by", "year"),
        Column("budget_low_bn", f"At least, {unit} a year", "quantity"),
        Column("budget_high_bn", "With so much it is reached", "quantity"),
        Column("why", "Out of reach because", "source"),
    )


def commitment_table(answer: Answer) -> Table:
    """What the schemes commit to and this study does not cost, with the reason."""
    frame = answer.tables["commitments"]
    frame = frame[~frame["costed"].astype(bool)].copy()
    frame["quantity"] = [
        f"{written(count, 'quantity')} {unit}".strip() if pd.notna(count) else ""
        for count, unit in zip(frame["quantity"], frame["unit"].fillna(""), strict=True)
    ]
    frame["where"] = [answer.territory.name(str(u), "en") for u in frame["unit_id"]]
    for column in ("action", "technology"):
        frame[column] = (
            frame[column]
            .fillna("")
            .astype(str)
            .str.replace("_", " ")
            .str.replace("100pct", "100 %")
        )
    return table_of(
        "commitments",
        "Commitments that are not costed",
        frame,
        Column("where", "Where"),
        Column("action", "What"),
        Column("technology", "Of what"),
        Column("place_names", "Named"),
        Column("quantity", "How many"),
        Column("year", "By", "year"),
        Column("why", "Why not costed", "source"),
        "document",
        "lines",
    )
