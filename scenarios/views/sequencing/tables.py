"""The tables of a comparison, as report and workbook print them."""

from __future__ import annotations

import pandas as pd

from scenarios.language import _, marked, p_
from scenarios.sequencing.orders import REMAINING, Orders, conditions, targets, totals, yearly
from scenarios.sequencing.turns import mean_years, moved_sites, rank_correlation
from scenarios.views import frames
from scenarios.views.numbers import MLN_PER_BN, percent
from scenarios.views.sequencing.look import label_of, looks
from scenarios.views.sequencing.subject import Curve, Subject
from scenarios.views.table import Column, Kind, Table, table_of

_MEASURES = {
    "third_shift": marked("third shift, pupil-years"),
    "shortage": marked("discounted shortage"),
    "worst_share": marked("worst district, share of need"),
    "cost": marked("discounted cost, mln KZT"),
    "required_left_out": marked("required phases left out"),
}
# Names of the workbook's sheets, which are those of the tables
SHEETS = (
    marked("Totals"),
    marked("Targets"),
    marked("Conditions"),
    marked("Finished"),
    marked("Mean way"),
    marked("Past centres"),
    marked("Pupil kilometres"),
    marked("Reach"),
    marked("Targets not reached"),
    marked("Tonne kilometres"),
    marked("Transport"),
    marked("Way to a centre"),
    marked("Worst share"),
    marked("Gini"),
    marked("Kendall tau"),
    marked("Mean years"),
    marked("Turns"),
    marked("Sites"),
)
SITES_SHOWN = 25


def totals_table(orders: Orders, subject: Subject) -> Table:
    frame = _labelled(orders, totals(orders))
    if subject.is_money:
        frame["total"] /= MLN_PER_BN
    head = subject.total_head
    if subject.is_money:
        head = _("{what}, {unit}", what=head, unit=subject.money_unit)
    columns: list[Column | str] = [
        Column("label", p_("of plans", "Order")),
        Column("total", head, subject.total_kind),
    ]
    if orders.shares:
        frame["worst"] = frame["worst_unit_id"].map(subject.names)
        columns += [
            Column("discounted_shortage_years", _("The same, discounted"), "count"),
            Column("worst_share", _("Worst share"), "share"),
            Column("worst", p_("worst share", "where")),
            Column("worst_year", p_("year of the peak", "in"), "year"),
            Column("gini_of_short", _("Gini of shares"), "quantity"),
        ]
    if orders.shares and frames.has_third_shift(orders.answer):
        columns.append(Column("third_shift_end", _("No third shift from"), "year"))
    columns += [
        *subject.kpis,
        Column("facilities", subject.singles, "count"),
        Column("capex", _("Cost, {unit}", unit=subject.money_unit), "money"),
        Column("overspending", _("Beyond the budget"), "money"),
    ]
    return table_of("totals", _("All orders over all years"), frame, *columns)


def targets_table(orders: Orders) -> Table:
    """Orders down, steps across: the year from which no more than a share is left."""
    long = targets(orders)
    wide = long.pivot(index="order", columns="remaining", values="year").loc[orders.names]
    wide.columns = pd.Index([f"r{share:g}" for share in wide.columns])
    columns: list[Column | str] = [Column("label", p_("of plans", "Order"))]
    for share in REMAINING:
        head = (
            _("At most {share} left", share=percent(share)) if share else p_("target", "None left")
        )
        columns.append(Column(f"r{share:g}", head, "year"))
    title = _("Year from which no more than so much is left (empty: not reached)")
    frame = _labelled(orders, wide.reset_index())
    return table_of("targets", title, frame, *columns)


def conditions_table(orders: Orders) -> Table:
    frame = _labelled(orders, conditions(orders))
    frame["said"] = frame["measure"].map(_MEASURES)
    frame["verdict"] = frame["kept"].map({True: marked("kept"), False: marked("broken")})
    columns = (
        Column("label", p_("of plans", "Order")),
        Column("said", _("What the scenario holds down")),
        Column("level", _("Held at"), "quantity"),
        Column("value", _("This order"), "quantity"),
        Column("verdict", _("Verdict")),
    )
    return table_of("conditions", _("Conditions of the scenario"), frame, *columns)


def curve_table(orders: Orders, curve: Curve) -> Table:
    """Years down, orders across."""
    return yearly_table(
        orders, curve.column, curve.name, curve.title, curve.kind, factor=curve.tabled
    )


def yearly_table(
    orders: Orders, column: str, name: str, title: str, kind: Kind, factor: float = 1.0
) -> Table:
    """Years down, orders across."""
    look = looks(orders)
    wide = yearly(orders).pivot(index="year", columns="order", values=column)[orders.names]
    wide = wide.astype(float) * factor
    columns: list[Column | str] = ["year"]
    columns += [Column(o, look[o].label, kind) for o in orders.names]
    return table_of(name, title, wide.reset_index(), *columns)


def spending_table(orders: Orders, subject: Subject) -> Table:
    """`yearly_table` of spending with the budget beside it."""
    title = _("Spending by year, {unit}", unit=subject.money_unit)
    table = yearly_table(orders, "spending", "spending", title, "money")
    money = yearly(orders)
    budget = money[money["order"] == orders.baseline].set_index("year")["budget"]
    frame = table.frame.assign(budget=table.frame["year"].map(budget))
    return table_of(
        table.name, table.title, frame, *table.columns, Column("budget", _("Budget"), "money")
    )


def tau_table(orders: Orders) -> Table:
    look = looks(orders)
    tau = rank_correlation(mean_years(orders))
    frame = _labelled(orders, tau.reset_index())
    columns: list[Column | str] = [Column("label", p_("of plans", "Order"))]
    columns += [Column(name, look[name].label, "quantity") for name in orders.names]
    return table_of("kendall_tau", _("Kendall's tau of every pair of orders"), frame, *columns)


def years_table(orders: Orders, subject: Subject) -> Table:
    """Every place's mean year of service in every order."""
    look = looks(orders)
    frame = mean_years(orders).reset_index()
    frame.insert(0, "unit", frame["unit_id"].map(subject.names))
    columns: list[Column | str] = [Column("unit", subject.unit_head)]
    columns += [Column(name, look[name].label, "decimal") for name in orders.names]
    title = _("{what} (empty: nothing is added)", what=subject.served)
    return table_of("mean_years", title, frame, *columns)


def turns_table(orders: Orders, subject: Subject) -> Table:
    """What moves most, and what it buys."""
    frame = orders.turns.copy()
    frame.insert(0, "unit", frame["unit_id"].map(subject.names))
    frame["money"] = frame["more_money"] / MLN_PER_BN
    never = frame[["documented_year", "optimised_year"]].isna().any(axis=1)
    frame["shift_years"] = frame["shift_years"].mask(never)
    less = subject.less
    if subject.is_money:
        frame["gained"] /= MLN_PER_BN
        less = _("{what}, {unit}", what=less, unit=subject.money_unit)
    columns = (
        Column("unit", subject.unit_head),
        Column("documented_year", _("Documented, mean year"), "decimal"),
        Column("optimised_year", _("Optimised, mean year"), "decimal"),
        Column("shift_years", _("Change, years"), "decimal"),
        Column("money", _("More money there, {unit}", unit=subject.money_unit), "money"),
        Column("gained", less, subject.total_kind),
    )
    title = _("Change of turn by {unit} (empty year: never)", unit=subject.by_unit)
    return table_of("turns", title, frame, *columns)


def sites_table(orders: Orders, subject: Subject, most: int | None = None) -> Table:
    """Single facilities of the optimised order that move most, and what that buys."""
    frame = site_moves(orders, subject)
    frame = frame.head(most) if most else frame
    columns: list[Column | str] = [Column("unit", subject.unit_head)]
    if subject.assets:
        columns.append(Column("asset", _("What")))
    if subject.size_head:
        columns.append(Column("size", subject.size_head, "count"))
    columns += [
        Column("reference_year", label_of(orders[orders.baseline]), "year"),
        Column("in_service_year", _("Optimised"), "year"),
        Column("years_earlier", _("Years earlier"), "decimal"),
    ]
    if subject.size_head:
        amount = _("{amount} times years earlier", amount=subject.size_head)
        columns.append(Column("size_years", amount, "count"))
    columns.append(Column("capex", _("Cost, {unit}", unit=subject.money_unit), "money"))
    title = _("{what} that move most (empty year: never)", what=subject.singles)
    return table_of("sites", title, frame, *columns)


def site_moves(orders: Orders, subject: Subject) -> pd.DataFrame:
    """`turns.moved_sites` of the optimised order with names and bn KZT, movers only."""
    table = moved_sites(orders, orders[orders.optimised].plan, orders[orders.baseline].plan)
    table = table[table["years_earlier"] != 0].reset_index(drop=True)
    table.insert(0, "unit", table["place_id"].map(subject.names))
    table["asset"] = table["asset"].str.replace("_", " ")
    table["capex"] = table["capex_mln_kzt"] / MLN_PER_BN
    return table


def _labelled(orders: Orders, frame: pd.DataFrame) -> pd.DataFrame:
    look = looks(orders)
    return frame.assign(label=[look[name].label for name in frame["order"]])
