"""The water answer's tables as report and workbook print them."""

from __future__ import annotations

import pandas as pd

from scenarios.language import _, spoken, told
from scenarios.study import Answer
from scenarios.views import frames, tables
from scenarios.views.charts.plan_map import default_year
from scenarios.views.table import Column, Table, table_of, written
from scenarios.views.water import balance_tables, network_tables
from scenarios.views.water.programme import (
    date_prices,
    first_ones,
    said_technology,
    technologies,
)
from scenarios.views.water.words import commitment_word


def report_tables(answer: Answer) -> list[Table]:
    """All tables by name, in the report's order; those without rows are kept empty."""
    return [
        tables.map_table(answer),
        tables.curve_table(answer, "shortage", "without_water", _("People without water by year")),
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
        _("Change of turn by oblast"),
        first_ones(answer, first),
        Column("unit", _("Oblast")),
        Column("documented_year", _("Documented, mean year"), "decimal"),
        Column("optimised_year", _("Optimised, mean year"), "decimal"),
        Column("shift_years", _("Change, years"), "decimal"),
        Column("documented_count", _("Documented settlements to {year}", year=first), "count"),
        Column("documented_size", _("of people each"), "count"),
        Column("optimised_count", _("Optimised settlements to {year}", year=first), "count"),
        Column("optimised_size", _("of people each"), "count"),
        Column("place_years_gained", _("Fewer person-years without water"), "count"),
        "reason",
    )


def technology_table(answer: Answer) -> Table:
    """Settlements, people and money by technology, both plans."""
    frame = technologies(answer)
    frame["technology"] = frame["technology"].map(said_technology)
    return table_of(
        "technology",
        _("Settlements by what connects them"),
        frame,
        "oblast",
        Column("role", _("Plan")),
        Column("technology", _("Connected by")),
        "settlements",
        "people",
        Column("spending", _("Cost, {unit}", unit=frames.money_unit(answer)), "money"),
    )


def lot_table(answer: Answer) -> Table:
    """The lots that the plan decides on, with costs, choice and lines."""
    frame = answer.tables["lots"].copy()
    frame["oblast"] = [answer.territory.name(str(u), spoken()) for u in frame["unit_id"]]
    for column in ("technology_documented", "technology_chosen"):
        frame[column] = [said_technology(t) if isinstance(t, str) else "" for t in frame[column]]
    costs = [c for c in frame.columns if str(c).startswith("cost_")]
    return table_of(
        "lots",
        _("Settlements to connect, by lot"),
        frame,
        Column("lot_id", _("Lot")),
        "oblast",
        Column("project_id", _("Commitment")),
        Column("size_class", _("Size class"), "count"),
        "settlements",
        Column("people_each", _("People each"), "count"),
        Column("technology_documented", _("Documented source")),
        *(Column(c, _cost_head(c.removeprefix("cost_")), "quantity") for c in map(str, costs)),
        Column("technology_chosen", _("Optimised source")),
        "lines",
    )


def _cost_head(technology: str) -> str:
    return _("By {technology}, mln KZT each", technology=said_technology(technology))


def date_table(answer: Answer) -> Table:
    frame = date_prices(answer)
    unit = frames.money_unit(answer)
    return table_of(
        "date_prices",
        _("Least yearly budget by date"),
        frame,
        Column("plan", _("Order")),
        Column("year", _("Everybody by"), "year"),
        Column("budget_low_bn", _("At least, {unit} a year", unit=unit), "quantity"),
        Column("budget_high_bn", _("With so much it is reached"), "quantity"),
        Column("why", _("Out of reach because"), "source"),
    )


def commitment_table(answer: Answer) -> Table:
    """What the schemes commit to and this study does not cost, with the reason."""
    frame = answer.tables["commitments"]
    frame = frame[~frame["costed"].astype(bool)].copy()
    frame["quantity"] = [
        _("{n} {unit}", n=written(count, "quantity"), unit=told(unit)).strip()
        if pd.notna(count)
        else ""
        for count, unit in zip(frame["quantity"], frame["unit"].fillna(""), strict=True)
    ]
    frame["where"] = [answer.territory.name(str(u), spoken()) for u in frame["unit_id"]]
    for column in ("action", "technology"):
        frame[column] = frame[column].fillna("").astype(str).map(commitment_word)
    return table_of(
        "commitments",
        _("Commitments that are not costed"),
        frame,
        Column("where", _("Where")),
        Column("action", _("What")),
        Column("technology", _("Of what")),
        Column("place_names", _("Named")),
        Column("quantity", _("How many")),
        Column("year", _("By"), "year"),
        Column("why", _("Why not costed"), "source"),
        "document",
        "lines",
    )
