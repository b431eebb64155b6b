"""Tables of the water balance; empty list where a run has none."""

from __future__ import annotations

import pandas as pd

from scenarios.study import Answer
from scenarios.views.table import Column, Table
from scenarios.views.water.balance import (
    SOURCES,
    by_oblast,
    flows,
    has_balance,
    place_name,
    said_use,
    said_variant,
    shown_years,
    transfers,
    variants,
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
        transfer_year_table(answer),
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
    """A row a transfer: the last year, what it carries and is worth in each climate."""
    year = shown_years(answer)[-1]
    columns = [
        Column("name", "Transfer or plant"),
        Column("kind", "Kind"),
        Column("from", "From"),
        Column("to", "To"),
        Column("capacity_mln_m3", "Capacity, mln m³", "quantity"),
        Column("cost_kzt_m3", "Costs, KZT a m³", "count"),
    ]
    measures = {"flow_mln_m3": "Carries", "value_kzt_m3": "Worth"}
    for key, head in measures.items():
        for variant in variants(answer):
            said = f"{head}, {said_variant(variant)}"
            columns.append(Column(f"{key}_{variant}", said, "quantity"))
    columns.append(Column("pays", "Pays"))
    table = transfers(answer)
    if table.empty:
        frame = pd.DataFrame(columns=[c.key for c in columns])
    else:
        table = table[table["year"] == year]
        frame = table.drop_duplicates("transfer_id").reset_index(drop=True)
        frame["kind"] = frame["kind"].astype(str).str.replace("_", " ")
        for key in measures:
            wide = table.pivot(index="transfer_id", columns="variant", values=key).round(2)
            for variant in variants(answer):
                frame[f"{key}_{variant}"] = frame["transfer_id"].map(wide[variant])
        paying = table.groupby("transfer_id")["pays"].mean()
        frame["pays"] = [_pays(float(paying[i])) for i in frame["transfer_id"]]
    title = (
        f"Transfers and desalination in {year}: mln m³ carried, and KZT that a cubic metre more of "
        "capacity is worth"
    )
    return Table("balance_transfers", title, tuple(columns), frame)


def _pays(share: float) -> str:
    """In words, from the share of climates in which it pays."""
    return {0.0: "no", 1.0: "yes"}.get(share, "in some climates")


def transfer_year_table(answer: Answer) -> Table:
    """A row a transfer, climate and year."""
    frame = transfers(answer)
    columns = (
        Column("name", "Transfer or plant"),
        Column("kind", "Kind"),
        Column("from", "From"),
        Column("to", "To"),
        Column("variant", "Climate"),
        Column("year", "Year", "year"),
        Column("capacity_mln_m3", "Capacity, mln m³", "quantity"),
        Column("flow_mln_m3", "Carries", "quantity"),
        Column("cost_kzt_m3", "Costs, KZT a m³", "quantity"),
        Column("value_kzt_m3", "A m³ more of it is worth, KZT", "quantity"),
        Column("said_pays", "Pays"),
    )
    if frame.empty:
        frame = pd.DataFrame(columns=[c.key for c in columns])
    else:
        frame["said_pays"] = frame["pays"].map({True: "yes", False: "no"})
        frame["variant"] = frame["variant"].map(said_variant)
        frame["kind"] = frame["kind"].astype(str).str.replace("_", " ")
    return Table("balance_transfer_years", "The same by climate and year", columns, frame)


def source_table(answer: Answer) -> Table:
    table = answer.tables["balance_sources"]
    frame = table[table["year"].isin(shown_years(answer))].copy()
    frame["variant"] = frame["variant"].map(said_variant)
    frame["oblast"] = [place_name(answer, str(o)) for o in frame["oblast_id"]]
    frame["source"] = frame["source"].map(SOURCES).fillna(frame["source"])
    columns = (
        Column("variant", "Climate"),
        Column("year", "Year", "year"),
        Column("oblast", "Oblast"),
        Column("source", "Source"),
        Column("available_mln_m3", "Available, mln m³", "quantity"),
        Column("used_mln_m3", "Used", "quantity"),
        Column("loss_mln_m3", "Lost on the way", "quantity"),
        Column("value_kzt_m3", "A m³ more is worth, KZT", "quantity"),
    )
    return Table("balance_sources", "Sources and what a cubic metre more is worth", columns, frame)


def treatment_table(answer: Answer) -> Table:
    columns = (
        Column("unit", "Unit"),
        Column("year", "Year", "year"),
        Column("what", "What", "source"),
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
