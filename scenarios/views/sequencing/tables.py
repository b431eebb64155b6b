"""The tables of a comparison, as report and workbook print them."""

from __future__ import annotations

import pandas as pd

from scenarios.sequencing.orders import REMAINING, Orders, conditions, targets, totals, yearly
from scenarios.sequencing.turns import mean_years, moved_sites, rank_correlation
from scenarios.views import frames
from scenarios.views.numbers import MLN_PER_BN, percent
from scenarios.views.sequencing.look import label_of, looks
from scenarios.views.table import Column, Kind, Table, table_of
from scenarios.views.words import words

_MEASURES = {
    "third_shift": "third shift, pupil-years",
    "shortage": "discounted shortage",
    "worst_share": "worst district, share of need",
    "cost": "discounted cost, mln KZT",
}
SITES_SHOWN = 25


def totals_table(orders: Orders) -> Table:
    said = words(orders.answer.scenario.study)
    frame = _labelled(orders, totals(orders))
    frame["worst"] = frame["worst_unit_id"].map(frames.names(orders.answer))
    money = frames.money_unit(orders.answer)
    columns: list[Column | str] = [
        Column("label", "Order"),
        Column("shortage_years", _capital(said.amount_years), "count"),
        Column("discounted_shortage_years", f"Discounted {said.amount_years}", "count"),
        Column("worst_share", f"Worst {said.unit}", "share"),
        Column("worst", "which"),
        Column("worst_year", "in", "year"),
        Column("gini_of_short", "Gini of shares", "quantity"),
    ]
    if frames.has_third_shift(orders.answer):
        columns.append(Column("third_shift_end", "No third shift from", "year"))
    columns += [
        Column("facilities", _capital(said.facilities), "count"),
        Column("capex", f"Cost, {money}", "money"),
        Column("discounted_spending", "Discounted spending", "money"),
        Column("overspending", "Beyond the budget", "money"),
    ]
    return table_of("totals", "All orders over all years", frame, *columns)


def targets_table(orders: Orders) -> Table:
    """Orders down, steps across: the year from which no more than a share is left."""
    long = targets(orders)
    wide = long.pivot(index="order", columns="remaining", values="year").loc[orders.names]
    wide.columns = pd.Index([f"r{share:g}" for share in wide.columns])
    columns: list[Column | str] = [Column("label", "Order")]
    for share in REMAINING:
        head = f"At most {percent(share)} left" if share else "Nothing left"
        columns.append(Column(f"r{share:g}", head, "year"))
    title = "Year from which no more of the first year's shortage is left (empty: not reached)"
    frame = _labelled(orders, wide.reset_index())
    return table_of("targets", title, frame, *columns)


def conditions_table(orders: Orders) -> Table:
    frame = _labelled(orders, conditions(orders))
    frame["said"] = frame["measure"].map(_MEASURES)
    frame["verdict"] = frame["kept"].map({True: "kept", False: "broken"})
    columns = (
        Column("label", "Order"),
        Column("said", "What the scenario holds down"),
        Column("level", "Held at", "quantity"),
        Column("value", "This order", "quantity"),
        Column("verdict", "Verdict"),
    )
    return table_of("conditions", "Conditions of the scenario", frame, *columns)


def yearly_table(orders: Orders, column: str, name: str, title: str, kind: Kind) -> Table:
    """Years down, orders across."""
    look = looks(orders)
    wide = yearly(orders).pivot(index="year", columns="order", values=column)[orders.names]
    columns: list[Column | str] = [Column("year", "Year", "year")]
    columns += [Column(o, look[o].label, kind) for o in orders.names]
    return table_of(name, title, wide.reset_index(), *columns)


def spending_table(orders: Orders) -> Table:
    """`yearly_table` of spending with the budget beside it."""
    unit = frames.money_unit(orders.answer)
    table = yearly_table(orders, "spending", "spending", f"Spending by year, {unit}", "money")
    money = yearly(orders)
    budget = money[money["order"] == orders.baseline].set_index("year")["budget"]
    frame = table.frame.assign(budget=table.frame["year"].map(budget))
    return table_of(
        table.name, table.title, frame, *table.columns, Column("budget", "Budget", "money")
    )


def tau_table(orders: Orders) -> Table:
    look = looks(orders)
    tau = rank_correlation(mean_years(orders))
    frame = _labelled(orders, tau.reset_index())
    columns: list[Column | str] = [Column("label", "Order")]
    columns += [Column(name, look[name].label, "quantity") for name in orders.names]
    return table_of("kendall_tau", "Kendall's tau of every pair of orders", frame, *columns)


def years_table(orders: Orders) -> Table:
    """Every unit's mean year of service in every order."""
    said, look = words(orders.answer.scenario.study), looks(orders)
    frame = mean_years(orders).reset_index()
    frame.insert(0, "unit", frame["unit_id"].map(frames.names(orders.answer)))
    columns: list[Column | str] = [Column("unit", said.unit_head)]
    columns += [Column(name, look[name].label, "decimal") for name in orders.names]
    title = f"Mean year of service by {said.unit} (empty: nothing is added)"
    return table_of("mean_years", title, frame, *columns)


def sites_table(orders: Orders, most: int | None = None) -> Table:
    """Single facilities of the optimised order that move most, and what that buys."""
    said = words(orders.answer.scenario.study)
    frame = site_moves(orders).head(most) if most else site_moves(orders)
    head = "People" if said.grows else "Places"
    columns = (
        Column("unit", said.unit_head),
        *((Column("asset", "By"),) if said.grows else ()),
        Column("size", head, "count"),
        Column("reference_year", label_of(orders[orders.baseline]), "year"),
        Column("in_service_year", "Optimised", "year"),
        Column("years_earlier", "Years earlier", "decimal"),
        Column("size_years", f"{head} times years earlier", "count"),
        Column("capex", f"Cost, {frames.money_unit(orders.answer)}", "money"),
    )
    title = f"Single {said.facilities} that move most (empty year: never)"
    return table_of("sites", title, frame, *columns)


def site_moves(orders: Orders) -> pd.DataFrame:
    """`turns.moved_sites` of the optimised order with names and bn KZT, movers only."""
    table = moved_sites(orders, orders[orders.optimised].plan, orders[orders.baseline].plan)
    table = table[table["years_earlier"] != 0].reset_index(drop=True)
    table.insert(0, "unit", table["place_id"].map(frames.names(orders.answer)))
    table["asset"] = table["asset"].str.replace("_", " ")
    table["capex"] = table["capex_mln_kzt"] / MLN_PER_BN
    return table


def _labelled(orders: Orders, frame: pd.DataFrame) -> pd.DataFrame:
    look = looks(orders)
    return frame.assign(label=[look[name].label for name in frame["order"]])


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
