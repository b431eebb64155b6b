"""Tables of the water balance; empty list where a run has none."""

from __future__ import annotations

import pandas as pd

from scenarios.language import _, marked
from scenarios.study import Answer
from scenarios.views.table import Column, Table, table_of, yes_or
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
    return table_of(
        "balance",
        _("Water short by oblast, use and climate"),
        frame,
        "variant",
        "year",
        "oblast",
        "use",
        Column("demand", _("Demand, mln m³"), "quantity"),
        Column("delivered", _("Delivered"), "quantity"),
        Column("shortage", _("Short"), "quantity"),
        Column("share", _("Short of demand"), "share"),
    )


def unit_table(answer: Answer) -> Table:
    """Districts' shortage by use in the last year."""
    table = answer.tables["balance_uses"]
    frame = table[table["year"] == shown_years(answer)[-1]].copy()
    frame = frame[frame["demand_mln_m3"] > 0]
    frame["variant"] = frame["variant"].map(said_variant)
    frame["use"] = frame["use"].map(said_use)
    for column in ("unit", "oblast"):
        frame[column] = [place_name(answer, str(u)) for u in frame[f"{column}_id"]]
    return table_of(
        "balance_districts",
        _("Water short by district and use"),
        frame,
        "variant",
        "year",
        "oblast",
        Column("unit", _("District or city")),
        "use",
        Column("demand_mln_m3", _("Demand, mln m³"), "quantity"),
        Column("shortage_mln_m3", _("Short"), "quantity"),
        "value_kzt_m3",
    )


def flow_table(answer: Answer) -> Table:
    frame = flows(answer)
    return table_of(
        "balance_flows",
        _("From sources to uses"),
        frame,
        "from",
        "to",
        Column("amount", _("mln m³"), "quantity"),
    )


def transfer_table(answer: Answer) -> Table:
    """A row a transfer: the last year, what it carries and is worth in each climate."""
    year = shown_years(answer)[-1]
    columns: list[Column | str] = [
        Column("name", _("Transfer or plant")),
        "kind",
        "from",
        "to",
        Column("capacity_mln_m3", _("Capacity, mln m³"), "quantity"),
        Column("cost_kzt_m3", _("Costs, KZT a m³"), "count"),
    ]
    measures = {"flow_mln_m3": _("Carries"), "value_kzt_m3": _("Worth")}
    for key, head in measures.items():
        for variant in variants(answer):
            said = _("{measure}, {climate}", measure=head, climate=said_variant(variant))
            columns.append(Column(f"{key}_{variant}", said, "quantity"))
    columns.append(Column("pays", _("Pays")))
    frame = table = transfers(answer)
    if len(table):
        table = table[table["year"] == year]
        frame = table.drop_duplicates("transfer_id").reset_index(drop=True)
        frame["kind"] = frame["kind"].astype(str).str.replace("_", " ")
        for key in measures:
            wide = table.pivot(index="transfer_id", columns="variant", values=key).round(2)
            for variant in variants(answer):
                frame[f"{key}_{variant}"] = frame["transfer_id"].map(wide[variant])
        paying = table.groupby("transfer_id")["pays"].mean()
        frame["pays"] = [_pays(float(paying[i])) for i in frame["transfer_id"]]
    title = _(
        "Transfers and desalination in {year}: mln m³ carried, and KZT that a cubic metre more of "
        "capacity is worth",
        year=year,
    )
    return table_of("balance_transfers", title, frame, *columns)


def _pays(share: float) -> str:
    """In words, from the share of climates in which it pays."""
    return {0.0: marked("no"), 1.0: marked("yes")}.get(share, marked("in some climates"))


def transfer_year_table(answer: Answer) -> Table:
    """A row a transfer, climate and year."""
    frame = transfers(answer)
    if len(frame):
        frame["said_pays"] = yes_or(frame["pays"], "no")
        frame["variant"] = frame["variant"].map(said_variant)
        frame["kind"] = frame["kind"].astype(str).str.replace("_", " ")
    return table_of(
        "balance_transfer_years",
        _("The same by climate and year"),
        frame,
        Column("name", _("Transfer or plant")),
        "kind",
        "from",
        "to",
        "variant",
        "year",
        Column("capacity_mln_m3", _("Capacity, mln m³"), "quantity"),
        Column("flow_mln_m3", _("Carries"), "quantity"),
        Column("cost_kzt_m3", _("Costs, KZT a m³"), "quantity"),
        Column("value_kzt_m3", _("A m³ more of it is worth, KZT"), "quantity"),
        Column("said_pays", _("Pays")),
    )


def source_table(answer: Answer) -> Table:
    table = answer.tables["balance_sources"]
    frame = table[table["year"].isin(shown_years(answer))].copy()
    frame["variant"] = frame["variant"].map(said_variant)
    frame["oblast"] = [place_name(answer, str(o)) for o in frame["oblast_id"]]
    frame["source"] = frame["source"].map(SOURCES).fillna(frame["source"])
    return table_of(
        "balance_sources",
        _("Sources and what a cubic metre more is worth"),
        frame,
        "variant",
        "year",
        "oblast",
        Column("source", _("Source")),
        Column("available_mln_m3", _("Available, mln m³"), "quantity"),
        Column("used_mln_m3", _("Used"), "quantity"),
        Column("loss_mln_m3", _("Lost on the way"), "quantity"),
        "value_kzt_m3",
    )


def treatment_table(answer: Answer) -> Table:
    frame = answer.tables.get("balance_treatments", pd.DataFrame()).copy()
    if len(frame):
        frame["unit"] = [place_name(answer, str(u)) for u in frame["unit_id"]]
    return table_of(
        "balance_treatments",
        _("How damaged figures are treated"),
        frame,
        "unit",
        "year",
        Column("what", _("What"), "source"),
        "printed",
        Column("used", _("Used"), "quantity"),
        Column("anomaly_id", _("Contradiction")),
        "why",
    )
