"""Tables of the water balance; empty list where a run has none."""

from __future__ import annotations

import pandas as pd

from scenarios.study import Answer
from scenarios.views.table import Column, Table
from scenarios.views.water.balance import (
    by_oblast,
    flows,
    has_balance,
    place_name,
    said_use,
    said_variant,
    shown_years,
    transfers,
)


def balance_tables(answer: Answer) -> list[Table]:
    """Shortage by use, by district, transfers and plants, sources, treatments."""
    if not has_balance(answer):
        return []
    return [
        shortage_table(answer),
        unit_table(answer),
        flow_table(answer),
        transfer_table(answer),
        source_table(answer),
        treatment_table(answer),
    ]


def shortage_table(answer: Answer) -> Table:
    frame = by_oblast(answer)
    frame["variant"] = frame["variant"].map(said_variant)
    frame["use"] = frame["use"].map(said_use)
    frame["share"] = (frame["shortage"] / frame["demand"].where(frame["demand"] > 0)).fillna(0.0)
    columns = (
        Column("variant", "Climate"),
        Column("year", "Year", "year"),
        Column("oblast", "Oblast"),
        Column("use", "Use"),
        Column("demand", "Demand, mln m³", "quantity"),
        Column("delivered", "Delivered", "quantity"),
        Column("shortage", "Short", "quantity"),
        Column("share", "Short of demand", "share"),
    )
    return Table("balance", "Water short by oblast, use and climate", columns, frame)


def unit_table(answer: Answer) -> Table:
    """Districts' shortage by use in the last year."""
    table = answer.tables["balance_uses"]
    frame = table[table["year"] == shown_years(answer)[-1]].copy()
    frame = frame[frame["demand_mln_m3"] > 0]
    frame["variant"] = frame["variant"].map(said_variant)
    frame["use"] = frame["use"].map(said_use)
    for column in ("unit", "oblast"):
        frame[column] = [place_name(answer, str(u)) for u in frame[f"{column}_id"]]
    columns = (
        Column("variant", "Climate"),
        Column("year", "Year", "year"),
        Column("oblast", "Oblast"),
        Column("unit", "District or city"),
        Column("use", "Use"),
        Column("demand_mln_m3", "Demand, mln m³", "quantity"),
        Column("shortage_mln_m3", "Short", "quantity"),
        Column("value_kzt_m3", "A m³ more is worth, KZT", "quantity"),
    )
    return Table("balance_districts", "Water short by district and use", columns, frame)


def flow_table(answer: Answer) -> Table:
    frame = flows(answer)
    columns = (
        Column("from", "From"),
        Column("to", "To"),
        Column("amount", "mln m³", "quantity"),
    )
    return Table("balance_flows", "From sources to uses", columns, frame)


def transfer_table(answer: Answer) -> Table:
    frame = transfers(answer)
    columns = (
        Column("name", "Transfer or plant"),
        Column("kind", "Kind"),
        Column("from", "From"),
        Column("to", "To"),
        Column("variant", "Climate"),
        Column("year", "Year", "year"),
        Column("capacity", "Capacity, mln m³", "quantity"),
        Column("flow", "Carries", "quantity"),
        Column("cost_kzt_m3", "Costs, KZT a m³", "quantity"),
        Column("value_kzt_m3", "A m³ more of it is worth, KZT", "quantity"),
        Column("said_pays", "Enlarging pays"),
    )
    if frame.empty:
        frame = pd.DataFrame(columns=[c.key for c in columns])
    else:
        frame["said_pays"] = frame["pays"].map({True: "yes", False: "no"})
        frame["variant"] = frame["variant"].map(said_variant)
        frame["kind"] = frame["kind"].astype(str).str.replace("_", " ")
    return Table(
        "balance_transfers", "What transfers and desalination carry and are worth", columns, frame
    )


def source_table(answer: Answer) -> Table:
    table = answer.tables["balance_sources"]
    frame = table[table["year"].isin(shown_years(answer))].copy()
    frame["variant"] = frame["variant"].map(said_variant)
    frame["oblast"] = [place_name(answer, str(o)) for o in frame["oblast_id"]]
    frame["source"] = frame["source"].astype(str).str.replace("_", " ")
    columns = (
        Column("variant", "Climate"),
        Column("year", "Year", "year"),
        Column("oblast", "Oblast"),
        Column("source", "Source"),
        Column("available", "Available, mln m³", "quantity"),
        Column("used", "Used", "quantity"),
        Column("loss", "Lost on the way", "quantity"),
        Column("value_kzt_m3", "A m³ more is worth, KZT", "quantity"),
    )
    return Table("balance_sources", "Sources and what a cubic metre more is worth", columns, frame)


def treatment_table(answer: Answer) -> Table:
    columns = (
        Column("unit", "Unit"),
        Column("what", "What"),
        Column("printed", "Printed", "quantity"),
        Column("used", "Used", "quantity"),
        Column("anomaly_id", "Contradiction"),
        Column("why", "Why", "source"),
    )
    frame = answer.tables.get("balance_treatments", pd.DataFrame()).copy()
    if frame.empty:
        frame = pd.DataFrame(columns=[c.key for c in columns])
    else:
        frame["unit"] = [place_name(answer, str(u)) for u in frame["unit_id"]]
    return Table("balance_treatments", "How damaged figures are treated", columns, frame)
